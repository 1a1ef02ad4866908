import { regularisedBeta, upperGamma } from "./special-functions.ts";

/** Probability that χ² with df degrees of freedom exceeds x ≥ 0. */
export function chiSquaredUpper(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}

/** Probability that F with (df1, df2) degrees of freedom exceeds x ≥ 0. */
export function fUpper(x: number, df1: number, df2: number): number {
  const total = df2 + df1 * x;
  return regularisedBeta(df2 / 2, df1 / 2, df2 / total, (df1 * x) / total);
}

/** Two-sided p-value of Student's t with df degrees of freedom. */
export function studentTwoSidedP(t: number, df: number): number {
  return fUpper(t * t, 1, df);
}

/**
 * The t that |Student's t| with df degrees of freedom exceeds with probability p.
 *
 * @param p within (0, 1)
 * @throws RangeError if p lies outside
 */
export function studentTwoSidedQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability within (0, 1), not ${p}`);
  return invertFalling((t) => studentTwoSidedP(t, df), p);
}

/** Where a function that falls from 1 to 0 over [0, ∞) has a value, to the last bits, by bisection. */
export function invertFalling(f: (x: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  while (f(high) > value) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
