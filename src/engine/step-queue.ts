import type { Step } from "./steps.ts";

/** Steps that may run, the one with the longest way to the end first; of equal ones the older. */
export interface StepQueue {
  /** `tail` is the time from the step's start to the end of all that follows it. */
  readonly add: (step: Step, tail: number) => void;
  readonly take: () => Step | undefined;
  /** In the order in which they would be taken. */
  readonly list: () => readonly Step[];
  readonly size: () => number;
}

interface Waiting {
  readonly step: Step;
  readonly tail: number;
  readonly age: number;
}

/** A binary heap: a queue of a hundred thousand takes no longer for each than one of ten. */
export function createStepQueue(): StepQueue {
  const heap: Waiting[] = [];
  let added = 0;
  const at = (index: number): Waiting => heap[index] as Waiting;
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
    add: (step, tail) => {
      heap.push({ step, tail, age: added++ });
      rise(heap.length - 1);
    },
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first?.step;
    },
    list: () => heap.toSorted((one, other) => (isBefore(one, other) ? -1 : 1)).map(({ step }) => step),
    size: () => heap.length,
  };
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return one.tail === other.tail ? one.age < other.age : one.tail > other.tail;
}
