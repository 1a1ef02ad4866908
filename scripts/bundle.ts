import { execFileSync } from "node:child_process";

/** Side by side, as the first starts the others by their place. */
const PROGRAMS = ["src/cli/main.ts", "src/host/worker.ts", "src/host/look-ahead-thread.ts"];

/** Writes each program of the engine as one file, which starts quicker than many. */
export function bundlePrograms(more: readonly string[] = []): void {
  bundle([...PROGRAMS, "--outdir=dist/cli", "--entry-names=[name]", ...more]);
}

/** Joins modules and what they import to one; packages stay what they are. */
export function bundle(args: readonly string[]): void {
  const form = ["--bundle", "--format=esm", "--platform=node", "--target=node22.18", "--packages=external"];
  execFileSync("node_modules/.bin/esbuild", [...args, ...form, "--log-level=warning"], { stdio: "inherit" });
}
