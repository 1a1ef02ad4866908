import { invertFalling } from "./distributions.ts";
import { normalCdf, normalDensity } from "./normal.ts";

const STEP = 1 / 12;
const REACH = 9;

/**
 * Probability that the range of k independent standard normal values exceeds q: the studentised range with
 * infinitely many degrees of freedom, 1 − k ∫ φ(z)·(Φ(z) − Φ(z − q))^(k − 1) dz. The trapezoidal rule is exact to
 * rounding for such an integrand.
 *
 * @param q a range, at least 0
 * @param k number of values, at least 2
 */
export function studentisedRangeUpper(q: number, k: number): number {
  let total = 0;
  for (let z = -REACH; z <= REACH + q; z += STEP) {
    // The integrand is the density of the greatest value: 1 minus the power is the part beyond q.
    const within = normalCdf(z) - normalCdf(z - q);
    total += normalDensity(z) * (normalCdf(z) ** (k - 1) - within ** (k - 1));
  }
  return Math.min(1, k * total * STEP);
}

/** The range that k standard normal values exceed with probability p, within (0, 1). */
export function studentisedRangeQuantile(p: number, k: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability within (0, 1), not ${p}`);
  return invertFalling((q) => studentisedRangeUpper(q, k), p);
}
