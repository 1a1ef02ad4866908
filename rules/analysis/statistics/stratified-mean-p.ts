import { twoSidedP } from "plr/stratos/normal";
import { mean, squaredDeviations } from "plr/stratos/sum";

/**
 * Two-sided p-value of a mean over people being 0, for people drawn within each class: z with the variance
 * Σ n_c·s_c² / n².
 *
 * @param values what each person adds
 * @param y labels of the same people
 * @returns null where nothing varies within the classes, or a class has fewer than two people
 */
export function stratifiedMeanP(values: Float64Array, y: Uint8Array): number | null {
  let variance = 0;
  for (const label of [0, 1]) {
    const own = values.filter((_, person) => y[person] === label);
    if (own.length < 2) return null;
    variance += (own.length * squaredDeviations(own)) / (own.length - 1) / values.length ** 2;
  }
  return variance === 0 ? null : twoSidedP(mean(values) / Math.sqrt(variance));
}
