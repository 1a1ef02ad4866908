// `npm ci` calls this in a checkout: it bundles plr, which starts quicker than its modules, and writes down what the
// sources looked like. As soon as one of them does not, bin/plr.js runs them instead.
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundlePrograms } from "./bundle.ts";

const METAFILE = "dist/metafile.json";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
// Before they are read, so that one that is edited meanwhile is not taken for what was bundled.
const seen = globSync("src/**/*.ts").map((path) => {
  const { size, mtimeMs, ctimeMs } = statSync(path);
  return [path, size, mtimeMs, ctimeMs] as const;
});
bundlePrograms([`--metafile=${METAFILE}`]);
const { inputs } = JSON.parse(readFileSync(METAFILE, "utf8")) as { readonly inputs: object };
rmSync(METAFILE);
writeFileSync("dist/sources.json", JSON.stringify(seen.filter(([path]) => path in inputs)));
