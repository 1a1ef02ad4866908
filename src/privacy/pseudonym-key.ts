import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { KEY_PATTERN } from "./assign-pseudonyms.ts";
import type { Result } from "./result.ts";

/** Why a key could not be read. `key-malformed` is anything but 64 hexadecimal digits on one line. */
export type KeyFailure = { readonly reason: "key-missing" | "key-malformed" };

/**
 * Makes a key file of 32 random bytes as hexadecimal digits, readable by its owner alone, unless the path exists:
 * a key that is in use is never replaced, not even by a process that runs at the same time. Other file errors are
 * thrown.
 */
export async function makeKey(path: string): Promise<{ readonly created: boolean }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600, flush: true });
    return { created: true };
  } catch (error) {
    if (isExists(error)) return { created: false };
    throw error;
  }
}

/** Reads a key made by {@link makeKey}. */
export async function readKey(path: string): Promise<Result<string, KeyFailure>> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return { ok: false, failure: { reason: "key-missing" } };
  const key = text.trim().toLowerCase();
  return KEY_PATTERN.test(key)
    ? { ok: true, value: key }
    : { ok: false, failure: { reason: "key-malformed" } };
}

function isExists(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
