// Writes dist/, what an installed plr runs: the engine in a few bundled files, which start quicker than many, and the
// libraries module by module beside their declarations. A checkout never runs it (see bin/plr.js).
import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const ENTRIES = ["index.ts", "cli/main.ts", "host/worker.ts", "host/look-ahead-thread.ts"];

rmSync("dist", { recursive: true, force: true });
execFileSync("node_modules/.bin/tsc", ["--project", "tsconfig.dist.json"], { stdio: "inherit" });
// What is bundled below; the types of the public door lie in src/engine and src/project.
for (const path of globSync(["dist/{cli,host,report}", "dist/{engine,project}/**/*.js"]))
  rmSync(path, { recursive: true });
execFileSync(
  "node_modules/.bin/esbuild",
  [
    ...ENTRIES.map((entry) => `src/${entry}`),
    "--bundle",
    "--splitting",
    "--format=esm",
    "--platform=node",
    "--target=node22.18",
    "--packages=external",
    "--outbase=src",
    "--outdir=dist",
    "--allow-overwrite",
    // Beside the worker's script, which src/host names by its place, and as deep as src/cli, which names package.json.
    "--chunk-names=host/[name]-[hash]",
    "--log-level=warning",
  ],
  { stdio: "inherit" },
);
for (const path of globSync(["src/**/*.d.ts", "src/*/fonts/*"])) cpSync(path, path.replace(/^src/, "dist"));
