// Writes dist/, what an installed plr runs: each program of the engine as one file, which starts quicker than many, and
// the libraries module by module beside their declarations.
import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, bundlePrograms } from "./bundle.ts";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
rmSync("dist", { recursive: true, force: true });
execFileSync("node_modules/.bin/tsc", ["--project", "tsconfig.dist.json"], { stdio: "inherit" });
// What is bundled below; the types of the public door lie in src/engine and src/project.
for (const path of globSync(["dist/{cli,host,report}", "dist/{engine,project}/**/*.js"]))
  rmSync(path, { recursive: true });
bundlePrograms();
bundle(["src/index.ts", "--outfile=dist/index.js", "--allow-overwrite"]);
for (const path of globSync(["src/**/*.d.ts", "src/*/fonts/*"])) cpSync(path, path.replace(/^src/, "dist"));
