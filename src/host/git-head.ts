import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What is checked out. */
export interface GitHead {
  readonly commit: string;
  /** Absent where a commit itself is checked out. */
  readonly branch?: string;
}

/** Reads what git has checked out at or above a folder, without running git; undefined where there is none. */
export function gitHead(folder: string): GitHead | undefined {
  try {
    const own = gitFolder(folder);
    if (own === undefined) return undefined;
    const head = readFileSync(join(own, "HEAD"), "utf8").trim();
    if (!head.startsWith("ref: ")) return { commit: head };
    const ref = head.slice("ref: ".length);
    const commit = commitOf(ref, [own, commonFolder(own)]);
    return commit === undefined ? undefined : { commit, branch: ref.replace(/^refs\/heads\//, "") };
  } catch {
    return undefined;
  }
}

/** `.git` is a folder, or in a linked worktree a file that names one. */
function gitFolder(folder: string): string | undefined {
  const path = join(folder, ".git");
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return path;
  if (stat) return resolve(folder, readFileSync(path, "utf8").replace("gitdir: ", "").trim());
  return dirname(folder) === folder ? undefined : gitFolder(dirname(folder));
}

/** Where the branches of a linked worktree are. */
function commonFolder(own: string): string {
  try {
    return resolve(own, readFileSync(join(own, "commondir"), "utf8").trim());
  } catch {
    return own;
  }
}

function commitOf(ref: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const loose = readOrNothing(join(folder, ref)).trim();
    if (loose !== "") return loose;
    const packed = readOrNothing(join(folder, "packed-refs")).split("\n");
    const line = packed.find((one) => one.endsWith(` ${ref}`));
    if (line !== undefined) return line.split(" ")[0];
  }
  return undefined;
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
