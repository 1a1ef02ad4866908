/** A label that wants to stand at `y`. */
export interface Wanted {
  readonly y: number;
}

/**
 * Moves labels apart along y until neighbours are at least `gap` apart, in their order and, by least squares, as near
 * as may be to where they want to stand within [low, high]; if they do not fit there, they reach beyond `high`.
 */
export function spreadLabels<T extends Wanted>(
  labels: readonly T[],
  gap: number,
  [low, high]: readonly [number, number],
): T[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  // With the gaps taken out, "at least gap apart" reads "never falling": isotonic regression, cut at the bounds.
  const last = Math.max(low, high - gap * (sorted.length - 1));
  const fitted = neverFalling(sorted.map((label, i) => label.y - i * gap));
  return sorted.map((label, i) => {
    const y = Math.min(Math.max(fitted[i] ?? label.y, low), last) + i * gap;
    return { ...label, y };
  });
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
