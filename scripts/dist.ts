// Writes dist/, what an installed plr runs: each program of the engine as one file, which starts quicker than many, and
// the libraries module by module beside their declarations. A checkout never runs it (see bin/plr.js).
import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
/** Side by side, as the first starts the others by their place. */
const PROGRAMS = ["src/cli/main.ts", "src/host/worker.ts", "src/host/look-ahead-thread.ts"];

rmSync("dist", { recursive: true, force: true });
execFileSync("node_modules/.bin/tsc", ["--project", "tsconfig.dist.json"], { stdio: "inherit" });
// What is bundled below; the types of the public door lie in src/engine and src/project.
for (const path of globSync(["dist/{cli,host,report}", "dist/{engine,project}/**/*.js"]))
  rmSync(path, { recursive: true });
bundle([...PROGRAMS, "--outdir=dist/cli", "--entry-names=[name]"]);
bundle(["src/index.ts", "--outfile=dist/index.js", "--allow-overwrite"]);
for (const path of globSync(["src/**/*.d.ts", "src/*/fonts/*"])) cpSync(path, path.replace(/^src/, "dist"));

function bundle(args: readonly string[]): void {
  const form = ["--bundle", "--format=esm", "--platform=node", "--target=node22.18", "--packages=external"];
  execFileSync("node_modules/.bin/esbuild", [...args, ...form, "--log-level=warning"], { stdio: "inherit" });
}
