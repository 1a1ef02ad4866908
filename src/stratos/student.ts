import { regularisedBeta } from "./special-functions.ts";

/**
 * Quantile of Student's distribution, by bisection on its distribution function.
 *
 * @param q probability in (0.5, 1)
 * @param df degrees of freedom, positive, whole or not
 * @returns t with P(T ≤ t) = q
 */
export function studentQuantile(q: number, df: number): number {
  const upper = (t: number): number => regularisedBeta(df / 2, 0.5, df / (df + t * t)) / 2;
  let [low, high] = [0, 1];
  while (upper(high) > 1 - q) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (upper(middle) > 1 - q) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
