import { studentTwoSidedP, studentTwoSidedQuantile } from "./distributions.ts";
import type { SpreadFailure } from "./failure.ts";
import type { Interval } from "./interval.ts";
import { failed, ok, type Result } from "./result.ts";
import { logGamma } from "./special-functions.ts";
import { mean, squaredDeviations } from "./sum.ts";

/** A mean with its uncertainty by Student's t. */
export interface MeanEstimate {
  readonly n: number;
  readonly mean: number;
  readonly interval: Interval;
  /** Two-sided, of a true mean of 0; null if the values have no spread. */
  readonly p: number | null;
}

/** Standardised difference of two groups. */
export interface EffectSize {
  /** Cohen's d: difference of the means over the pooled standard deviation. */
  readonly d: number;
  /** Hedges' g: d without its bias, by the exact factor. */
  readonly g: number;
}

/**
 * Mean of a sample, or of paired differences, with Student's interval of 95 %.
 *
 * @param values finite numbers
 * @returns the estimate; or `too-few` if there are fewer than two
 */
export function meanEstimate(values: ArrayLike<number>): Result<MeanEstimate, SpreadFailure> {
  const n = values.length;
  if (n < 2) return failed({ reason: "too-few", n });
  const centre = mean(values);
  const error = Math.sqrt(squaredDeviations(values, centre) / (n - 1) / n);
  const half = studentTwoSidedQuantile(0.05, n - 1) * error;
  return ok({
    n,
    mean: centre,
    interval: { lower: centre - half, upper: centre + half },
    p: error === 0 ? null : studentTwoSidedP(centre / error, n - 1),
  });
}

/**
 * Cohen's d and Hedges' (1981) g of two independent groups, a − b. g has the exact factor
 * Γ(df/2)/(√(df/2)·Γ((df − 1)/2)), not its approximation 1 − 3/(4·df − 1).
 *
 * @returns d and g; or `too-few` (an empty group, or fewer than two degrees of freedom), `no-spread`
 */
export function effectSize(a: ArrayLike<number>, b: ArrayLike<number>): Result<EffectSize, SpreadFailure> {
  const df = a.length + b.length - 2;
  if (Math.min(a.length, b.length) < 1 || df < 2) {
    return failed({ reason: "too-few", n: a.length + b.length });
  }
  const pooled = (squaredDeviations(a) + squaredDeviations(b)) / df;
  if (pooled === 0) return failed({ reason: "no-spread" });
  const d = (mean(a) - mean(b)) / Math.sqrt(pooled);
  const factor = Math.exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
  return ok({ d, g: factor * d });
}
