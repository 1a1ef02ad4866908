/** A label that wants to stand at `y`. */
export interface Wanted {
  readonly y: number;
}

/**
 * Moves labels apart along y until neighbours are at least `gap` apart, in their order and, by least squares, as near
 * as may be to where they want to stand; then shifts them into [low, high] if they fit there.
 */
export function spreadLabels<T extends Wanted>(
  labels: readonly T[],
  gap: number,
  [low, high]: readonly [number, number],
): T[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  // With the gaps taken out, "at least gap apart" reads "never falling": isotonic regression.
  const fitted = neverFalling(sorted.map((label, i) => label.y - i * gap)).map((y, i) => y + i * gap);
  const first = fitted[0] ?? low;
  const last = fitted.at(-1) ?? high;
  const shift = first < low ? low - first : Math.min(high - last, 0);
  return sorted.map((label, i) => ({ ...label, y: (fitted[i] ?? label.y) + shift }));
}

/** Isotonic least squares by pooling adjacent violators. */
function neverFalling(values: readonly number[]): number[] {
  const pools: { sum: number; size: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, size: 1 };
    for (
      let before = pools.at(-1);
      before && before.sum / before.size > pool.sum / pool.size;
      before = pools.at(-1)
    ) {
      pool = { sum: pool.sum + before.sum, size: pool.size + before.size };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size));
}
