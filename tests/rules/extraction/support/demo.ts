import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readRegistry } from "../../../../rules/registry.ts";
import type { Resampling } from "../../../../rules/extraction/rows/measured-run.ts";

/** The repository's folder of the demo study. */
export const DEMO = fileURLToPath(new URL("../../../../data/demo", import.meta.url));

/** Its store. */
export const DEMO_URI = `sqlite:///${DEMO}/mlflow.db`;

/** The registry of the repository. */
export const registry = readRegistry(
  fileURLToPath(new URL("../../../../configs/registry.yaml", import.meta.url)),
);

/** Few resamples: what they give is tested where they are made. */
export const QUICK: Resampling = { seed: 42, resamples: 50, curve_resamples: 0 };

/** What the program that made the demo study says an extractor must find. */
export interface Expected {
  readonly runs: {
    readonly [run_id: string]: {
      readonly run_name: string;
      readonly columns: { readonly [column: string]: number | null | readonly number[] };
    };
  };
  readonly cohort: { readonly codes: readonly string[] };
  readonly forbidden: readonly string[];
}

/** Read from `demo-expected.json`. */
export const expected = JSON.parse(
  readFileSync(new URL("../demo-expected.json", import.meta.url), "utf8"),
) as Expected;

/** A lookup of all labelled people: numbers in the order of the codes, or from the end. */
export function lookupOf(order: "rising" | "falling"): Map<string, string> {
  const codes = expected.cohort.codes.toSorted();
  if (order === "falling") codes.reverse();
  const counts = { G: 0, H: 0 };
  return new Map(
    codes.map((code) => {
      const letter = code.startsWith("SYNTH_G") ? "G" : "H";
      counts[letter] += 1;
      return [code, `${letter}${String(counts[letter]).padStart(3, "0")}`];
    }),
  );
}
