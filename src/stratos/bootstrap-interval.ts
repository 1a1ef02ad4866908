import type { SpreadFailure } from "./failure.ts";
import type { Interval } from "./interval.ts";
import { normalCdf, normalQuantile, Z975 } from "./normal.ts";
import { sortedQuantile } from "./quantile.ts";
import type { Replicates } from "./resamples.ts";
import { failed, ok, type Result } from "./result.ts";
import { mean, sum } from "./sum.ts";

/** An interval from replicates. */
export interface BootstrapInterval extends Interval {
  /** Replicates that had a value. */
  readonly used: number;
  /** Replicates that had none; the interval is conditional on the others. */
  readonly missing: number;
}

/** A BCa interval with the two corrections it made. */
export interface BcaInterval extends BootstrapInterval {
  /** z0, the correction for bias. */
  readonly bias: number;
  /** a, the acceleration. */
  readonly acceleration: number;
  /** The probabilities whose quantiles the limits are. */
  readonly levels: readonly [number, number];
}

/**
 * Percentile interval of 95 %: the 2.5 and 97.5 % quantiles (type 7) of the replicates that have a value.
 *
 * @returns the interval; or `too-few` if fewer than two have one
 */
export function percentileInterval(replicates: Replicates): Result<BootstrapInterval, SpreadFailure> {
  const sorted = sortedValues(replicates);
  if (sorted.length < 2) return failed({ reason: "too-few", n: sorted.length });
  return ok(intervalAt(sorted, [0.025, 0.975], replicates.length));
}

/**
 * Bias-corrected and accelerated interval of 95 % (Efron 1987). The bias counts replicates below the estimate,
 * those equal to it by half. The acceleration comes from leaving out one person at a time, class by class
 * (Davison & Hinkley 1997, § 5.3); with one class it is the usual one.
 *
 * @param replicates of the statistic
 * @param estimate the statistic of all people
 * @param jackknife per class (stratum), the statistic with each of its people left out
 * @returns the interval; or `too-few` (fewer than two replicates), `no-spread` (all replicates lie on one side of
 *   the estimate, or nobody's omission changes it)
 */
export function bcaInterval(
  replicates: Replicates,
  estimate: number,
  jackknife: readonly Float64Array[],
): Result<BcaInterval, SpreadFailure> {
  const sorted = sortedValues(replicates);
  if (sorted.length < 2) return failed({ reason: "too-few", n: sorted.length });
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const acceleration = accelerationOf(jackknife);
  if (!Number.isFinite(bias) || acceleration === null) return failed({ reason: "no-spread" });
  const level = (z: number): number => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const levels: [number, number] = [level(-Z975), level(Z975)];
  return ok({ ...intervalAt(sorted, levels, replicates.length), bias, acceleration, levels });
}

function sortedValues(replicates: Replicates): Float64Array {
  return Float64Array.from(replicates.filter((value) => value !== null)).sort();
}

function intervalAt(sorted: Float64Array, levels: readonly [number, number], all: number): BootstrapInterval {
  return {
    lower: sortedQuantile(sorted, levels[0]),
    upper: sortedQuantile(sorted, levels[1]),
    used: sorted.length,
    missing: all - sorted.length,
  };
}

function shareBelow(sorted: Float64Array, estimate: number): number {
  let halves = 0;
  for (const value of sorted) halves += value < estimate ? 2 : value === estimate ? 1 : 0;
  return halves / (2 * sorted.length);
}

function accelerationOf(jackknife: readonly Float64Array[]): number | null {
  let cubes = 0;
  let squares = 0;
  for (const left of jackknife) {
    const centre = mean(left);
    const n = left.length;
    // Influence of a person: (n − 1)·(mean of the left-out values − own), over n for the weight of the class.
    const influence = left.map((value) => ((n - 1) * (centre - value)) / n);
    cubes += sum(influence.map((l) => l ** 3));
    squares += sum(influence.map((l) => l * l));
  }
  return squares === 0 ? null : cubes / (6 * squares ** 1.5);
}
