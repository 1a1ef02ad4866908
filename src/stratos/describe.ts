import { equalWidthIndex } from "./calibration-bins.ts";
import { quantiles7 } from "./quantile.ts";
import { mean, squaredDeviations } from "./sum.ts";

/** A description of some numbers. */
export interface Description {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation with n − 1; null for a single number. */
  readonly sd: number | null;
  readonly min: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly max: number;
}

/**
 * Mean, standard deviation and quartiles (type 7).
 *
 * @param values finite numbers
 * @returns null if there are none
 */
export function describe(values: ArrayLike<number>): Description | null {
  if (values.length === 0) return null;
  const [min, q25, median, q75, max] = quantiles7(values, [0, 0.25, 0.5, 0.75, 1]);
  return {
    n: values.length,
    mean: mean(values),
    sd: standardDeviation(values, 1),
    min: min!,
    q25: q25!,
    median: median!,
    q75: q75!,
    max: max!,
  };
}

/**
 * Standard deviation with n − ddof in the denominator.
 *
 * @param ddof 0 for all refits there are, 1 for a sample
 * @returns null if n ≤ ddof
 */
export function standardDeviation(values: ArrayLike<number>, ddof: 0 | 1): number | null {
  if (values.length <= ddof) return null;
  return Math.sqrt(squaredDeviations(values) / (values.length - ddof));
}

/**
 * Values by group, groups in the order in which they first appear.
 *
 * @param keys one per value
 * @throws RangeError if the numbers differ
 */
export function groupBy<Key>(keys: readonly Key[], values: ArrayLike<number>): Map<Key, number[]> {
  if (keys.length !== values.length) throw new RangeError("every value needs a key");
  const groups = new Map<Key, number[]>();
  for (const [i, key] of keys.entries()) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [values[i]!]);
    else group.push(values[i]!);
  }
  return groups;
}

/** Counts of values of [0, 1] in bins of equal width, edges exact, the last bin closed. */
export function histogram(values: ArrayLike<number>, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (let i = 0; i < values.length; i += 1) counts[equalWidthIndex(values[i]!, bins)]! += 1;
  return counts;
}
