import type { InputFailure, SpreadFailure } from "./failure.ts";
import type { Interval } from "./interval.ts";
import { Z975 } from "./normal.ts";
import { midranks } from "./ranks.ts";
import { failed, ok, type Result } from "./result.ts";
import { finiteFailure } from "./sample.ts";
import { mean, squaredDeviations, sum } from "./sum.ts";

/** A correlation. */
export interface Correlation {
  readonly n: number;
  readonly estimate: number;
  /** On Fisher's z scale, turned back; null with fewer than four pairs or a correlation of ±1. */
  readonly interval: Interval | null;
}

/** Why two lists have no correlation. */
export type CorrelationFailure = InputFailure | SpreadFailure;

/**
 * Pearson's correlation with Fisher's interval, standard error 1/√(n − 3).
 *
 * @returns the correlation; or `unequal-length`, `not-finite`, `too-few` (fewer than two pairs), `no-spread`
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): Result<Correlation, CorrelationFailure> {
  const estimate = coefficient(x, y);
  if (!estimate.ok) return estimate;
  return ok(withInterval(estimate.value, x.length, 1));
}

/**
 * Spearman's rank correlation, ties sharing mean ranks, with the interval of Bonett & Wright (2000), standard error
 * √((1 + ρ²/2)/(n − 3)).
 *
 * @returns the correlation; or `unequal-length`, `not-finite`, `too-few` (fewer than two pairs), `no-spread`
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Result<Correlation, CorrelationFailure> {
  const problem = finiteFailure(x) ?? finiteFailure(y);
  if (problem !== null) return failed(problem);
  const estimate = coefficient(midranks(x), midranks(y));
  if (!estimate.ok) return estimate;
  return ok(withInterval(estimate.value, x.length, 1 + estimate.value ** 2 / 2));
}

function coefficient(x: ArrayLike<number>, y: ArrayLike<number>): Result<number, CorrelationFailure> {
  if (x.length !== y.length) {
    return failed({ reason: "unequal-length", expected: x.length, found: y.length });
  }
  const problem = finiteFailure(x) ?? finiteFailure(y);
  if (problem !== null) return failed(problem);
  if (x.length < 2) return failed({ reason: "too-few", n: x.length });
  const [meanX, meanY] = [mean(x), mean(y)];
  const scale = Math.sqrt(squaredDeviations(x, meanX) * squaredDeviations(y, meanY));
  if (scale === 0) return failed({ reason: "no-spread" });
  const products = Array.from({ length: x.length }, (_, i) => (x[i]! - meanX) * (y[i]! - meanY));
  const ratio = sum(products) / scale;
  // Within rounding of a perfect line it is one; otherwise an interval would be made of that rounding.
  return ok(Math.abs(ratio) > 1 - 1e-15 ? Math.sign(ratio) : ratio);
}

function withInterval(estimate: number, n: number, factor: number): Correlation {
  if (n < 4 || Math.abs(estimate) === 1) return { n, estimate, interval: null };
  const centre = Math.atanh(estimate);
  const half = Z975 * Math.sqrt(factor / (n - 3));
  return { n, estimate, interval: { lower: Math.tanh(centre - half), upper: Math.tanh(centre + half) } };
}
