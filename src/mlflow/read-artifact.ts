import { readFile, stat } from "node:fs/promises";

import type { ArtifactLocation, Result, TrackingFailure } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** Node's own limit for reading a file into one buffer. */
const LARGEST = 2 ** 31 - 1;

/**
 * The bytes of a located artifact. `headers` are sent with a request to a server (credentials, say).
 * Fails with `artifact-missing` where it is gone meanwhile, `artifact-too-large` from 2 GiB on, `request-failed`.
 */
export async function readArtifact(
  location: ArtifactLocation,
  headers: Readonly<Record<string, string>> = {},
): Promise<Result<Uint8Array>> {
  if ((location.size ?? 0) > LARGEST) return failed(tooLarge(location, location.size ?? 0));
  return location.kind === "file" ? readLocal(location) : download(location, headers);
}

async function readLocal(location: ArtifactLocation & { kind: "file" }): Promise<Result<Uint8Array>> {
  try {
    const { size } = await stat(location.path);
    if (size > LARGEST) return failed(tooLarge(location, size));
    return ok(await readFile(location.path));
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (code === "ENOENT") return failed({ reason: "artifact-missing", path: location.path });
    return failed({ reason: "store-unreadable", uri: location.path, detail: code });
  }
}

async function download(
  location: ArtifactLocation & { kind: "http" },
  headers: Readonly<Record<string, string>>,
): Promise<Result<Uint8Array>> {
  const request = new URL(location.url).pathname;
  try {
    const response = await fetch(location.url, { headers });
    if (response.status === 404) return failed({ reason: "artifact-missing", path: request });
    if (!response.ok)
      return failed({
        reason: "request-failed",
        request,
        status: response.status,
        detail: response.statusText,
      });
    return ok(await response.bytes());
  } catch (error) {
    return failed({ reason: "request-failed", request, detail: causeOf(error) });
  }
}

/** What `fetch` failed of: its own message says only that it did. */
export function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}

function tooLarge(location: ArtifactLocation, bytes: number): TrackingFailure {
  return {
    reason: "artifact-too-large",
    path: location.kind === "file" ? location.path : location.url,
    bytes,
  };
}
