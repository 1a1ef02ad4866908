import { personQuantiles } from "plr/stratos/instability";
import type { AurocKernel, Prediction } from "../../schema-results.ts";
import { type MeasuredRun } from "./measured-run.ts";

/** Pseudonyms of the people, in the order of the content. */
export interface Pseudonymised {
  readonly config_id: number;
  readonly pseudonyms: readonly string[];
}

/** Rows of `predictions`, by pseudonym. */
export function predictionRows(run: MeasuredRun, { config_id, pseudonyms }: Pseudonymised): Prediction[] {
  const [lower, upper] = personQuantiles(run.predictions, [0.025, 0.975]);
  const { total, expected, mutualInformation } = run.uncertainty;
  return byPseudonym(pseudonyms).map((i) => ({
    config_id,
    subject_code: pseudonyms[i] ?? "",
    y_true: at(run.sample.y, i),
    y_prob: at(run.sample.p, i),
    y_prob_sd: at(run.spread, i),
    y_prob_lower: at(lower, i),
    y_prob_upper: at(upper, i),
    entropy: at(total, i),
    expected_entropy: at(expected, i),
    mutual_information: at(mutualInformation, i),
    y_prob_full: run.fullModel?.[i] ?? null,
  }));
}

/** Rows of `auroc_kernels`, by pseudonym. */
export function kernelRows(run: MeasuredRun, { config_id, pseudonyms }: Pseudonymised): AurocKernel[] {
  const { cases, controls } = run.kernel;
  let nextCase = 0;
  let nextControl = 0;
  const placements = Float64Array.from(run.sample.y, (label) =>
    label === 1 ? at(cases, nextCase++) : at(controls, nextControl++),
  );
  return byPseudonym(pseudonyms).map((i) => ({
    config_id,
    subject_code: pseudonyms[i] ?? "",
    y_true: at(run.sample.y, i),
    placement: at(placements, i),
  }));
}

function byPseudonym(pseudonyms: readonly string[]): number[] {
  const places = pseudonyms.map((_, place) => place);
  return places.sort((a, b) => ((pseudonyms[a] ?? "") < (pseudonyms[b] ?? "") ? -1 : 1));
}

function at(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] ?? Number.NaN;
}
