import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failed, ok, type Result } from "../engine/failure.ts";

/** An artifact that a build may take as given. */
export interface Checkpoint {
  /** From the project root. */
  readonly path: string;
  readonly sha256: string;
  /** The digest under the artifact's own view: two builds of one database differ in bytes. */
  readonly meaning: string;
  /** A committed copy, put in place where the artifact is absent. */
  readonly copy: string;
  readonly note: string;
}

const CHECKPOINTS_FILE = "checkpoints.json";
const COPIES = "checkpoints";

/** The list in `checkpoints.json`; empty where there is none. */
export function readCheckpoints(root: string): Result<readonly Checkpoint[]> {
  const path = join(root, CHECKPOINTS_FILE);
  if (!existsSync(path)) return ok([]);
  try {
    const { checkpoints } = JSON.parse(readFileSync(path, "utf8")) as { readonly checkpoints?: unknown };
    if (Array.isArray(checkpoints) && checkpoints.every(isCheckpoint)) return ok(checkpoints);
    return failed({ reason: "checkpoints-unreadable", message: "it has no list of checkpoints" });
  } catch (error) {
    return failed({ reason: "checkpoints-unreadable", message: (error as Error).message });
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  const members = ["path", "sha256", "meaning", "copy", "note"];
  return (
    typeof value === "object" &&
    value !== null &&
    members.every((member) => typeof (value as Readonly<Record<string, unknown>>)[member] === "string")
  );
}

/** Copies an artifact beside `checkpoints.json` and lists it there, in place of an older one of the same path. */
export function addCheckpoint(
  root: string,
  wanted: Pick<Checkpoint, "path" | "meaning" | "note">,
): Result<Checkpoint> {
  const listed = readCheckpoints(root);
  if (!listed.ok) return listed;
  const copy = `${COPIES}/${wanted.path}`;
  mkdirSync(dirname(join(root, copy)), { recursive: true });
  copyFileSync(join(root, wanted.path), join(root, copy));
  const { path, meaning, note } = wanted;
  const checkpoint: Checkpoint = { path, sha256: sha256(join(root, copy)), meaning, copy, note };
  const others = listed.value.filter((other) => other.path !== path);
  const checkpoints = [...others, checkpoint].sort((a, b) => (a.path < b.path ? -1 : 1));
  writeFileSync(join(root, CHECKPOINTS_FILE), `${JSON.stringify({ checkpoints }, undefined, 2)}\n`);
  return ok(checkpoint);
}

interface CheckedBy {
  /** Whether a rule of the present project makes the path. */
  readonly isMade: (path: string) => boolean;
  /** Digest of a file under the view of the output at that path. */
  readonly meaningOf: (path: string) => Promise<Result<string>>;
}

/**
 * Puts every checkpoint in its place and checks it: the same bytes, or the same under the artifact's own view.
 *
 * Those that no rule of the project makes belong to another study and are left alone.
 *
 * @returns the paths to take as given
 */
export async function placeCheckpoints(
  root: string,
  { isMade, meaningOf }: CheckedBy,
): Promise<Result<ReadonlySet<string>>> {
  const given = new Set<string>();
  const listed = readCheckpoints(root);
  if (!listed.ok) return listed;
  for (const { path, sha256: expected, meaning, copy } of listed.value) {
    if (!isMade(path)) continue;
    if (!existsSync(join(root, path))) {
      const ofCopy = existsSync(join(root, copy))
        ? sha256(join(root, copy))
        : "neither the file nor its copy";
      if (ofCopy !== expected)
        return failed({ reason: "checkpoint-mismatch", path, expected, found: ofCopy });
      mkdirSync(dirname(join(root, path)), { recursive: true });
      copyFileSync(join(root, copy), join(root, path));
    }
    const found = sha256(join(root, path));
    if (found !== expected) {
      const present = await meaningOf(path);
      if (!present.ok) return present;
      if (present.value !== meaning) return failed({ reason: "checkpoint-mismatch", path, expected, found });
    }
    given.add(path);
  }
  return ok(given);
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
