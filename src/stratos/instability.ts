import type { InputFailure } from "./failure.ts";
import { quantiles7 } from "./quantile.ts";
import { personPredictions, type RefitPredictions } from "./refit-predictions.ts";
import { failed, ok, type Result } from "./result.ts";
import { probabilityFailure } from "./sample.ts";
import { mean } from "./sum.ts";

/** How far refits move the predictions of each person. */
export interface Instability {
  /** Per person, mean over refits of |p_b − reference|. */
  readonly absoluteError: Float64Array;
  /** Mean absolute prediction error: the mean of the above over people. */
  readonly mape: number;
}

/**
 * Prediction instability (Riley & Collins 2023): distances of the refits' predictions from a reference.
 *
 * @param reference the predictions of the model fitted on all training people. Distances from the refits' own mean
 *   are smaller: if it is used, the result must carry another name
 * @returns per person and on average; or `unequal-length`, `not-finite`, `out-of-range`
 */
export function predictionInstability(
  P: RefitPredictions,
  reference: Float64Array,
): Result<Instability, InputFailure> {
  const problem = referenceProblem(P, reference);
  if (problem !== null) return failed(problem);
  const distances = new Float64Array(P.refits);
  const absoluteError = reference.map((at, i) => {
    const values = personPredictions(P, i);
    for (let b = 0; b < distances.length; b += 1) distances[b] = Math.abs(values[b]! - at);
    return mean(distances);
  });
  return ok({ absoluteError, mape: mean(absoluteError) });
}

/**
 * Classification instability index (Riley & Collins 2023): per person, the share of refits whose decision p ≥ t is
 * not that of the reference.
 *
 * @returns one share per person, and their mean; or `unequal-length`, `not-finite`, `out-of-range`
 */
export function classificationInstability(
  P: RefitPredictions,
  reference: Float64Array,
  threshold: number,
): Result<{ flipRate: Float64Array; cii: number }, InputFailure> {
  const problem = referenceProblem(P, reference);
  if (problem !== null) return failed(problem);
  const flipRate = reference.map((at, i) => {
    const positive = shareAtLeast(personPredictions(P, i), threshold);
    return at >= threshold ? 1 - positive : positive;
  });
  return ok({ flipRate, cii: mean(flipRate) });
}

/**
 * Decision uncertainty (Barreñada 2025): per person, the share of refits on the minority side of a threshold,
 * 0 … ½. Needs no reference.
 */
export function decisionUncertainty(P: RefitPredictions, threshold: number): Float64Array {
  return Float64Array.from({ length: P.people }, (_, i) => {
    const positive = shareAtLeast(personPredictions(P, i), threshold);
    return Math.min(positive, 1 - positive);
  });
}

/** Quantiles of type 7 of each person's predictions over the refits: one array of n values per probability. */
export function personQuantiles(P: RefitPredictions, probabilities: readonly number[]): Float64Array[] {
  const columns = probabilities.map(() => new Float64Array(P.people));
  for (let i = 0; i < P.people; i += 1) {
    const values = quantiles7(personPredictions(P, i), probabilities);
    for (const [k, column] of columns.entries()) column[i] = values[k]!;
  }
  return columns;
}

function shareAtLeast(values: Float64Array, threshold: number): number {
  let count = 0;
  for (let b = 0; b < values.length; b += 1) if (values[b]! >= threshold) count += 1;
  return count / values.length;
}

function referenceProblem(P: RefitPredictions, reference: Float64Array): InputFailure | null {
  if (reference.length !== P.people) {
    return { reason: "unequal-length", expected: P.people, found: reference.length };
  }
  return probabilityFailure(reference);
}
