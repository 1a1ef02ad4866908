import { rocCurve, sensitivityAt, type RocPoint } from "./roc.ts";
import type { TwoClassSample } from "./sample.ts";

/**
 * Partial area under the ROC curve for false-positive rates up to a limit.
 *
 * @param maxFpr the limit, within (0, 1]
 * @returns `area`, the raw area; `standardised`, McClish's (1989) ½·(1 + (area − min)/(max − min)), ½ for
 *   chance and 1 for perfection, with max = maxFpr and min = maxFpr²/2
 * @throws RangeError if the limit lies outside
 */
export function partialAuroc(sample: TwoClassSample, maxFpr: number): { area: number; standardised: number } {
  const area = areaAbove(rocCurve(sample), maxFpr, 0);
  const least = (maxFpr * maxFpr) / 2;
  return { area, standardised: 0.5 * (1 + (area - least) / (maxFpr - least)) };
}

/**
 * Two-way partial area: what lies below the ROC curve, above a least sensitivity and left of a greatest
 * false-positive rate. Raw area, at most (1 − minTpr)·maxFpr; not comparable with {@link partialAuroc}.
 *
 * @param maxFpr 1 − the least specificity, within (0, 1]
 * @param minTpr the least sensitivity, within [0, 1)
 * @throws RangeError if a limit lies outside
 */
export function twoWayPartialAuroc(sample: TwoClassSample, maxFpr: number, minTpr: number): number {
  if (!(minTpr >= 0 && minTpr < 1))
    throw new RangeError(`a sensitivity must lie within [0, 1), not ${minTpr}`);
  return areaAbove(rocCurve(sample), maxFpr, minTpr);
}

/** ∫ from 0 to maxFpr of max(0, curve − floor). */
function areaAbove(curve: readonly RocPoint[], maxFpr: number, floor: number): number {
  if (!(maxFpr > 0 && maxFpr <= 1)) throw new RangeError(`a limit must lie within (0, 1], not ${maxFpr}`);
  let area = 0;
  for (let k = 1; k < curve.length; k += 1) {
    const left = curve[k - 1]!;
    const right = curve[k]!;
    if (left.fpr >= maxFpr) break;
    const end = Math.min(right.fpr, maxFpr);
    const height = right.fpr <= maxFpr ? right.tpr : sensitivityAt(curve, maxFpr);
    area += trapezeAbove(end - left.fpr, left.tpr - floor, height - floor);
  }
  return area;
}

/** Area of a trapeze above 0, its two heights rising from left to right. */
function trapezeAbove(width: number, left: number, right: number): number {
  if (right <= 0) return 0;
  if (left >= 0) return (width * (left + right)) / 2;
  return (((width * right) / (right - left)) * right) / 2;
}
