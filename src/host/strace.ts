import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
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
  // A question for unknown calls: not every processor has all.
  const calls = `trace=${WANTED_CALLS.map((name) => `?${name}`).join(",")}`;
  const options = ["-f", "-qq", "-y", "-s", "4096", "-e", "signal=none", "-e", calls];
  // With a filter in the kernel only these calls stop a program. Older ones have none.
  const tried = [["--seccomp-bpf"], []].map((filter) => attempt(program, [...filter, ...options]));
  const works = tried.find((one) => one.ok);
  if (works?.ok) return ok((file) => [program, ...works.value, "-o", file, "--"]);
  return tried[1] as Result<never>;
}

function attempt(program: string, options: readonly string[]): Result<readonly string[]> {
  try {
    execFileSync(program, [...options, "-o", "/dev/null", "--", "/bin/sh", "-c", ":"], { stdio: "pipe" });
    return ok(options);
  } catch (error) {
    const said = String((error as { readonly stderr?: Buffer }).stderr ?? "");
    const [message = ""] = said.split("\n");
    return failed({ reason: "no-strace", why: "refused", message });
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
