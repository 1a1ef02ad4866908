/**
 * Quantile of type 7 (Hyndman & Fan 1996), the default of R and NumPy: linear interpolation at position
 * (n − 1)·q of the sorted values.
 *
 * @param values at least one finite number, in any order; not changed
 * @param q a probability within [0, 1]
 * @throws RangeError if there are no values or q lies outside [0, 1]: both are bugs of the caller
 */
export function quantile7(values: ArrayLike<number>, q: number): number {
  return quantiles7(values, [q])[0]!;
}

/** Several quantiles of type 7 of the same values; otherwise as {@link quantile7}. */
export function quantiles7(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const partly = new Float64Array(values.length);
  for (let i = 0; i < partly.length; i += 1) partly[i] = values[i]!;
  return probabilities.map((q) => {
    const { below } = positionOf(partly.length, q);
    putInPlace(partly, below);
    if (below + 1 < partly.length) putLeastFirst(partly, below + 1);
    return sortedQuantile(partly, q);
  });
}

/** Quantile of type 7 of values that are sorted already, from the least to the greatest. */
export function sortedQuantile(sorted: Float64Array, q: number): number {
  const { below, beyond } = positionOf(sorted.length, q);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + beyond * (upper - lower);
}

/** Between which of the sorted values the quantile lies, and how far beyond the lower one. */
function positionOf(length: number, q: number): { readonly below: number; readonly beyond: number } {
  if (length === 0) throw new RangeError("a quantile needs at least one value");
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile needs a probability within [0, 1], not ${q}`);
  const position = (length - 1) * q;
  const below = Math.floor(position);
  return { below, beyond: position - below };
}

/**
 * Brings to a place the value that is there when all are sorted, none greater before it and none less behind it
 * (Hoare 1961, "Find"). A bootstrap asks for the tails of thousands of values: sorting them takes three times as long.
 */
function putInPlace(values: Float64Array, place: number): void {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >>> 1]!;
    let left = from;
    let right = to;
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (pivot < values[right]!) right -= 1;
      if (left <= right) {
        const value = values[left]!;
        values[left] = values[right]!;
        values[right] = value;
        left += 1;
        right -= 1;
      }
    }
    if (place <= right) to = right;
    else if (place >= left) from = left;
    else return;
  }
}

/** Brings the least of the values from a place on to that place. */
function putLeastFirst(values: Float64Array, place: number): void {
  let least = place;
  for (let i = place + 1; i < values.length; i += 1) if (values[i]! < values[least]!) least = i;
  const value = values[least]!;
  values[least] = values[place]!;
  values[place] = value;
}
