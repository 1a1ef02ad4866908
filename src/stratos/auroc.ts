import type { SpreadFailure } from "./failure.ts";
import { logitInterval, waldInterval, type Interval } from "./interval.ts";
import { twoSidedP } from "./normal.ts";
import { combinePlacements, placements, type Placements } from "./placements.ts";
import { failed, ok, type Result } from "./result.ts";
import type { TwoClassSample } from "./sample.ts";
import { mean, squaredDeviations } from "./sum.ts";

/** An AUROC with its uncertainty over test people. */
export interface AurocEstimate {
  readonly value: number;
  readonly variance: number;
  /** Wald's interval on the AUROC's own scale, cut at 0 and 1 as pROC does. */
  readonly interval: Interval;
  /** Wald's interval on the logit scale; null at an AUROC of 0 or 1. */
  readonly logit: Interval | null;
  /** True if the variance is 0, so that the interval is a point and says nothing. */
  readonly degenerate: boolean;
}

/** A difference of two AUROCs of the same people. */
export interface AurocDifference {
  readonly value: number;
  readonly variance: number;
  readonly interval: Interval;
  /** Null if the variance is 0. */
  readonly z: number | null;
  /** Two-sided; null if the variance is 0. */
  readonly p: number | null;
}

/** Area under the ROC curve: share of case–control pairs that are ranked rightly, ties ½ (Mann–Whitney). */
export function auroc(sample: TwoClassSample): number {
  return placements(sample).value;
}

/**
 * AUROC with DeLong's variance (DeLong, DeLong & Clarke-Pearson 1988; fast form Sun & Xu 2014).
 *
 * @returns the estimate; or `too-few` if there is only one case or one control
 */
export function delong(sample: TwoClassSample): Result<AurocEstimate, SpreadFailure> {
  return aurocEstimate(placements(sample));
}

/**
 * The estimate that placements hold, be they of one set of predictions, of all refits, or a mean over
 * configurations.
 *
 * @returns the estimate; or `too-few` if there is only one case or one control
 */
export function aurocEstimate(of: Placements): Result<AurocEstimate, SpreadFailure> {
  const variance = aurocVariance(of);
  if (!variance.ok) return variance;
  const standardError = Math.sqrt(variance.value);
  const { lower, upper } = waldInterval(of.value, standardError);
  return ok({
    value: of.value,
    variance: variance.value,
    interval: { lower: Math.max(0, lower), upper: Math.min(1, upper) },
    logit: logitInterval(of.value, standardError),
    degenerate: variance.value === 0,
  });
}

/**
 * Paired comparison of two AUROCs of the same people, with DeLong's covariance: the variance of K_A − K_B.
 *
 * @returns A − B; or `too-few` if there is only one case or one control
 * @throws RangeError if the placements are not of the same numbers of cases and controls
 */
export function aurocDifference(a: Placements, b: Placements): Result<AurocDifference, SpreadFailure> {
  const difference = combinePlacements([a, b], [1, -1]);
  const variance = aurocVariance(difference);
  if (!variance.ok) return variance;
  const standardError = Math.sqrt(variance.value);
  const z = standardError === 0 ? null : difference.value / standardError;
  return ok({
    value: difference.value,
    variance: variance.value,
    interval: waldInterval(difference.value, standardError),
    z,
    p: z === null ? null : twoSidedP(z),
  });
}

/**
 * DeLong's variance of placements: sample variance (n − 1) of the row means over the number of cases, plus that
 * of the column means over the number of controls.
 *
 * @returns the variance, 0 or more; or `too-few` with the smaller of the two numbers
 */
export function aurocVariance(of: Placements): Result<number, SpreadFailure> {
  const fewest = Math.min(of.cases.length, of.controls.length);
  if (fewest < 2) return failed({ reason: "too-few", n: fewest });
  return ok(varianceOfMean(of.cases) + varianceOfMean(of.controls));
}

function varianceOfMean(values: Float64Array): number {
  // Rounding would leave a spread of about 1e-32 where all values are equal.
  if (values.every((value) => value === values[0])) return 0;
  return squaredDeviations(values, mean(values)) / (values.length - 1) / values.length;
}
