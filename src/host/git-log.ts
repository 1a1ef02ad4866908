import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A commit, as people name it. */
export interface GitCommit {
  /** Abbreviated. */
  readonly commit: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly subject: string;
}

/**
 * The first commit after another that changed one of some files; those of the files that are changed and not committed
 * where there is none. Undefined if git cannot tell: it is not installed, or does not have that commit.
 *
 * @param paths relative to `folder`
 */
export async function firstChange(
  folder: string,
  after: string,
  paths: readonly string[],
): Promise<GitCommit | { readonly uncommitted: readonly string[] } | undefined> {
  try {
    const format = "--format=%h%x00%an%x00%at%x00%s";
    const log = await git(folder, ["log", "--reverse", format, `${after}..HEAD`, "--", ...paths]);
    const [line] = log.split("\n");
    if (line !== undefined && line !== "") {
      const [commit = "", by = "", seconds = "", subject = ""] = line.split("\0");
      return { commit, by, at: Number(seconds) * 1000, subject };
    }
    const changed = await git(folder, ["status", "--porcelain", "-z", "--", ...paths]);
    const uncommitted = changed.split("\0").flatMap((entry) => (entry.length > 3 ? [entry.slice(3)] : []));
    return uncommitted.length === 0 ? undefined : { uncommitted };
  } catch {
    return undefined;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], { maxBuffer: 1 << 26 });
  return stdout;
}
