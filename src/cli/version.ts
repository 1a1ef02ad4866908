import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the package that runs. */
export const PACKAGE_FOLDER = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The package's version. */
export const VERSION = readVersion();

function readVersion(): string {
  const text = readFileSync(`${PACKAGE_FOLDER}/package.json`, "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
