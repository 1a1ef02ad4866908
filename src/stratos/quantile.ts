/**
 * Quantile of type 7 (Hyndman & Fan 1996), the default of R and NumPy: linear interpolation at position
 * (n − 1)·q of the sorted values.
 *
 * @param values at least one finite number, in any order; not changed
 * @param q a probability within [0, 1]
 * @throws RangeError if there are no values or q lies outside [0, 1]: both are bugs of the caller
 */
export function quantile7(values: ArrayLike<number>, q: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), q);
}

/** Several quantiles of type 7 of the same values with one sort; otherwise as {@link quantile7}. */
export function quantiles7(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return probabilities.map((q) => sortedQuantile(sorted, q));
}

/** Quantile of type 7 of values that are sorted already, from the least to the greatest. */
export function sortedQuantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) throw new RangeError("a quantile needs at least one value");
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile needs a probability within [0, 1], not ${q}`);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (position - below) * (upper - lower);
}
