/** Gives the first by an order at any time: of a hundred thousand no slower than of ten. */
export interface Heap<T> {
  readonly add: (item: T) => void;
  readonly first: () => T | undefined;
  readonly take: () => T | undefined;
  readonly all: () => readonly T[];
}

export function createHeap<T>(isBefore: (one: T, other: T) => boolean): Heap<T> {
  const heap: T[] = [];
  const at = (index: number): T => heap[index] as T;
  const swap = (one: number, other: number): void => {
    [heap[one], heap[other]] = [at(other), at(one)];
  };
  const rise = (from: number): void => {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };
  const sink = (): void => {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      if (left >= heap.length) return;
      const child = left + 1 < heap.length && isBefore(at(left + 1), at(left)) ? left + 1 : left;
      if (!isBefore(at(child), at(index))) return;
      swap(index, child);
      index = child;
    }
  };
  return {
    add: (item) => {
      heap.push(item);
      rise(heap.length - 1);
    },
    first: () => heap[0],
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
    all: () => heap,
  };
}
