/** A run of cells along one axis: methods of the complete block first, then, after a gap, those outside it. */
export interface Run<T> {
  readonly entries: readonly { readonly item: T; readonly start: number }[];
  readonly length: number;
}

/** What orders a method on an axis of the grid. */
export interface Ordered {
  readonly block_mean: number | null;
  readonly position: number;
}

/** Width of the gap between the complete block and the rest, in points. */
const blockGap = 6;

/** Lays methods out by their mean over the complete block, best first, then those outside it in registry order. */
export function layOut<T extends Ordered>(items: readonly T[], size: number): Run<T> {
  const sorted = items.toSorted(
    (a, b) => (b.block_mean ?? -Infinity) - (a.block_mean ?? -Infinity) || a.position - b.position,
  );
  const inBlock = sorted.filter((item) => item.block_mean !== null).length;
  const gapBefore = (index: number) => (inBlock > 0 && index >= inBlock ? blockGap : 0);
  return {
    entries: sorted.map((item, index) => ({ item, start: index * size + gapBefore(index) })),
    length: sorted.length * size + gapBefore(sorted.length - 1),
  };
}
