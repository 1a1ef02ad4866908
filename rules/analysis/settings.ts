import { config, type Json } from "plr";

/** configs/analysis.yaml, as parameters. */
export type AnalysisSettings = {
  readonly classifier: string;
  readonly featurization: string;
  readonly margin: number;
  readonly resamples: number;
  readonly seed: number;
  readonly benchmark: number;
  readonly population_prevalence: number;
  readonly published: readonly Published[];
};

/** A published result on other people. */
export type Published = {
  readonly name: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly source: string;
};

const numbers = ["margin", "resamples", "seed", "benchmark", "population_prevalence"] as const;

/**
 * Reads configs/analysis.yaml.
 *
 * @throws if a value is missing or of another kind; the message names it
 */
export function analysisSettings(value: Json = config("configs/analysis.yaml")): AnalysisSettings {
  const settings = (value ?? {}) as { readonly [key: string]: Json };
  for (const key of ["classifier", "featurization"]) {
    if (typeof settings[key] !== "string") throw new Error(`configs/analysis.yaml: ${key} must be a text`);
  }
  for (const key of numbers) {
    if (typeof settings[key] !== "number") throw new Error(`configs/analysis.yaml: ${key} must be a number`);
  }
  const published = settings["published"];
  if (!Array.isArray(published)) throw new Error("configs/analysis.yaml: published must be a list");
  return settings as unknown as AnalysisSettings;
}
