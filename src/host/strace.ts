import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { failed, ok, type Result } from "../engine/failure.ts";
import { WANTED_CALLS } from "./file-uses.ts";

/** What starts a program so that its system calls, and those of all that it starts, are written to a file. */
export type Strace = (file: string) => readonly string[];

/** Finds `strace` and tries it. */
export function findStrace(): Result<Strace> {
  if (process.platform !== "linux") return failed({ reason: "no-strace", why: "not-linux", message: "" });
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "strace"));
  const program = places.find(isExecutable);
  if (program === undefined) return failed({ reason: "no-strace", why: "not-installed", message: "" });
  // A question mark for those that not every processor has.
  const calls = `trace=${WANTED_CALLS.map((name) => `?${name}`).join(",")}`;
  // Aside, so that the program is our own child and strace waits for nothing that it leaves behind.
  const options = ["-DD", "-f", "-qq", "-y", "-s", "4096", "-e", "signal=none", "-e", calls];
  // With a filter in the kernel only these calls stop a program. Older ones have none.
  const filtered = attempt(program, ["--seccomp-bpf", ...options]);
  const tried = filtered.ok ? filtered : attempt(program, options);
  return tried.ok ? ok((file) => [program, ...tried.value, "-o", file, "--"]) : tried;
}

/** Traces a small program: one that may not be traced runs all the same, and nothing is told of it. */
function attempt(program: string, options: readonly string[]): Result<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "plr-strace-"));
  try {
    const file = join(folder, "calls");
    const { stderr } = spawnSync(program, [...options, "-o", file, "--", "/bin/sh", "-c", ":"], {
      encoding: "utf8",
    });
    if (existsSync(file) && readFileSync(file, "latin1").includes("execve(")) return ok(options);
    const [message = ""] = stderr.split("\n");
    return failed({ reason: "no-strace", why: "refused", message });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
