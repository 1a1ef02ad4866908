import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import type * as Vega from "vega";
import type * as VegaLite from "vega-lite";

/*
 * Vega and Vega-Lite as the one file each that they ship for browsers. Module by module, which is all that their packages
 * export, they are some three hundred files, and take three times as long to load.
 */

export const vega = evaluate(new URL("vega.min.js", import.meta.resolve("vega")), {}) as typeof Vega;
export const vegaLite = evaluate(new URL("vega-lite.min.js", import.meta.resolve("vega-lite")), {
  vega,
}) as typeof VegaLite;

/** Runs a module in the form that CommonJS and browsers share; `packages` is what it may require. */
function evaluate(file: URL, packages: { readonly [name: string]: unknown }): object {
  const exports = {};
  const run = compileFunction(readFileSync(file, "utf8"), ["exports", "module", "require"], {
    filename: file.href,
  });
  run(exports, { exports }, (name: string) => packages[name]);
  return exports;
}
