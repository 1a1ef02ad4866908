import { project } from "./least-squares.ts";
import { squaredDeviations } from "./sum.ts";

/**
 * Variance inflation factors: 1/(1 − R²) of each feature regressed on the others, with an intercept.
 *
 * @param features one column per feature, of equal length, finite
 * @returns one factor per feature, at least 1; null where a feature is constant or the others give it exactly
 * @throws RangeError if the columns differ in length
 */
export function varianceInflation(features: readonly Float64Array[]): (number | null)[] {
  const n = features[0]?.length ?? 0;
  if (features.some((feature) => feature.length !== n))
    throw new RangeError("features must be of equal length");
  const intercept = new Float64Array(n).fill(1);
  return features.map((feature, own) => {
    const total = squaredDeviations(feature);
    const others = features.filter((_, index) => index !== own);
    const left = project([intercept, ...others], feature).residualSumOfSquares;
    return left <= 1e-20 * total || total === 0 ? null : Math.max(1, total / left);
  });
}
