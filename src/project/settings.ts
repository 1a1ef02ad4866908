import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json } from "../engine/canonical-json.ts";

/**
 * Reads a YAML or JSON file while the plrfile is evaluated. What is taken from it counts where it ends up: in
 * parameters, paths and the choice of rules.
 *
 * @param path from the project root
 * @throws if the file cannot be read or parsed; the message names it
 */
export function config(path: string): Json {
  const text = readFileSync(resolve(path), "utf8");
  try {
    if (path.endsWith(".json")) return JSON.parse(text) as Json;
    // Loaded once something is read, and the very module that an `import` gets: the package has another for `require`.
    const yaml = fileURLToPath(import.meta.resolve("js-yaml"));
    const { load } = createRequire(import.meta.url)(yaml) as typeof import("js-yaml");
    return load(text) as Json;
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** Reads an environment variable while the plrfile is evaluated; empty counts as not set. */
export function env(name: string): string | undefined {
  return process.env[name] || undefined;
}
