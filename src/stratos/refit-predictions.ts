import type { InputFailure } from "./failure.ts";
import { failed, ok, type Result } from "./result.ts";
import { probabilityFailure } from "./sample.ts";
import { mean, squaredDeviations } from "./sum.ts";

/**
 * P: the predictions of B refitted models for the same n people, row by row: those for person i are
 * `values[i·B] … values[i·B + B − 1]`.
 */
export interface RefitPredictions {
  readonly people: number;
  readonly refits: number;
  readonly values: Float64Array;
}

/**
 * Checks the predictions of all refits and widens them to doubles.
 *
 * @param values n·B probabilities in row-major order (an array stored column by column must be turned first)
 * @param people n, the number of rows
 * @returns P; or `empty`, `unequal-length` (not a whole number of refits for everybody; `expected` is the next
 *   smaller length that would be), `not-finite`, `out-of-range`
 */
export function refitPredictions(
  values: ArrayLike<number>,
  people: number,
): Result<RefitPredictions, InputFailure> {
  if (values.length === 0 || people === 0) return failed({ reason: "empty" });
  const refits = Math.floor(values.length / people);
  if (refits * people !== values.length || refits === 0) {
    return failed({ reason: "unequal-length", expected: refits * people, found: values.length });
  }
  const problem = probabilityFailure(values);
  return problem === null ? ok({ people, refits, values: Float64Array.from(values) }) : failed(problem);
}

/** The predictions of all refits for one person: a view, not a copy. */
export function personPredictions(P: RefitPredictions, person: number): Float64Array {
  return P.values.subarray(person * P.refits, (person + 1) * P.refits);
}

/**
 * p̄ and s: mean and standard deviation (ddof 0) of each person's predictions over the refits, both rounded to
 * 12 decimals. They are to be used from here on: unrounded, the mean of .1, .2 and .3 falls on one or the other
 * side of a threshold of .20 by the order of its sum.
 *
 * @returns two arrays of n values
 */
export function meanPrediction(P: RefitPredictions): { mean: Float64Array; sd: Float64Array } {
  const means = new Float64Array(P.people);
  const sds = new Float64Array(P.people);
  for (let i = 0; i < P.people; i += 1) {
    const row = personPredictions(P, i);
    const centre = mean(row);
    means[i] = roundTo12(centre);
    sds[i] = roundTo12(Math.sqrt(squaredDeviations(row, centre) / P.refits));
  }
  return { mean: means, sd: sds };
}

/** Rounds to 12 decimals, ties to even, as NumPy's `round(x, 12)` does. Precondition: |x| < 1000. */
export function roundTo12(x: number): number {
  const scaled = Math.abs(x) * 1e12;
  // Adding 2^52 leaves no bits for a fraction, so the addition itself rounds ties to even.
  return (Math.sign(x) * (scaled + 2 ** 52 - 2 ** 52)) / 1e12;
}
