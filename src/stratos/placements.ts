import { predictionsOf, type TwoClassSample } from "./sample.ts";
import { mean } from "./sum.ts";

/**
 * The kernel K(i, j) of an AUROC, reduced to what its variance needs. K(i, j) is 1 if case i ranks above
 * control j, ½ if they tie, 0 otherwise, or an average of such kernels. Row means (one per case) and column
 * means (one per control) stand in the order of the labels; both average to the AUROC.
 */
export interface Placements {
  /** The AUROC: mean of K over all pairs. */
  readonly value: number;
  /** For each case, the share of controls it ranks above. */
  readonly cases: Float64Array;
  /** For each control, the share of cases that rank above it. */
  readonly controls: Float64Array;
}

/** Placements of one set of predictions, by binary search: O(n log n). */
export function placements(sample: TwoClassSample): Placements {
  const cases = predictionsOf(sample, 1);
  const controls = predictionsOf(sample, 0);
  const sortedCases = cases.toSorted();
  const sortedControls = controls.toSorted();
  const wins = cases.map((p) => doubledRank(sortedControls, p));
  const losses = controls.map((p) => 2 * cases.length - doubledRank(sortedCases, p));
  return {
    value: mean(wins) / (2 * controls.length),
    cases: wins.map((total) => total / (2 * controls.length)),
    controls: losses.map((total) => total / (2 * cases.length)),
  };
}

/**
 * A weighted sum of placements of the same people: with weights 1 and −1 the difference of two AUROCs, with
 * equal weights a mean over configurations. Its variance is that of any placements, because K is linear.
 *
 * @param items placements with equal numbers of cases and controls, in the same order of people
 * @param weights one per item
 * @throws RangeError if there is no item, or the numbers do not agree
 */
export function combinePlacements(items: readonly Placements[], weights: readonly number[]): Placements {
  const [first] = items;
  if (first === undefined || items.length !== weights.length) {
    throw new RangeError("placements and weights must be of one number, at least 1");
  }
  const cases = new Float64Array(first.cases.length);
  const controls = new Float64Array(first.controls.length);
  let value = 0;
  for (const [index, item] of items.entries()) {
    const weight = weights[index] ?? 0;
    value += weight * item.value;
    addScaled(cases, item.cases, weight);
    addScaled(controls, item.controls, weight);
  }
  return { value, cases, controls };
}

/** Twice (the number of sorted values below x, plus half of those equal to x): doubled, so that ties stay whole. */
function doubledRank(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  let afterEqual = low;
  while (sorted[afterEqual] === x) afterEqual += 1;
  return low + afterEqual;
}

function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  if (values.length !== target.length)
    throw new RangeError("placements of different people cannot be combined");
  for (let i = 0; i < target.length; i += 1) target[i]! += factor * values[i]!;
}
