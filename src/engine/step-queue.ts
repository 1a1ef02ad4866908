import { createHeap, type Heap } from "./heap.ts";
import type { Step } from "./steps.ts";

/** Steps that may run, the one with the longest way to the end first; of equal ones the older. */
export interface StepQueue {
  /** `tail` is the time from the step's start to the end of all that follows it. */
  readonly add: (step: Step, tail: number) => void;
  /** The first step that has all it needs. */
  readonly take: (mayStart: (step: Step) => boolean) => Step | undefined;
  /** Of each kind of need the step that is next. */
  readonly heads: () => readonly Step[];
  /** In the order in which they would be taken. */
  readonly list: () => readonly Step[];
  readonly size: () => number;
}

interface Waiting {
  readonly step: Step;
  readonly tail: number;
  readonly age: number;
}

/** A heap for each kind of need (pool and memory), so that steps which must wait are not looked at one by one. */
export function createStepQueue(): StepQueue {
  const heaps = new Map<string, Heap<Waiting>>();
  let added = 0;
  let size = 0;
  const heapOf = ({ node: { rule } }: Step): Heap<Waiting> => {
    const need = `${rule.memory} ${rule.pool ?? ""}`;
    const heap = heaps.get(need) ?? createHeap(isBefore);
    heaps.set(need, heap);
    return heap;
  };
  return {
    add: (step, tail) => {
      heapOf(step).add({ step, tail, age: added++ });
      size++;
    },
    take: (mayStart) => {
      let best: Heap<Waiting> | undefined;
      for (const heap of heaps.values()) {
        const first = heap.first();
        const rival = best?.first();
        if (first === undefined || (rival && isBefore(rival, first)) || !mayStart(first.step)) continue;
        best = heap;
      }
      if (best === undefined) return undefined;
      size--;
      return best.take()?.step;
    },
    heads: () =>
      Array.from(heaps.values(), (heap) => heap.first()?.step).filter((step) => step !== undefined),
    list: () =>
      Array.from(heaps.values())
        .flatMap((heap) => heap.all())
        .sort((one, other) => (isBefore(one, other) ? -1 : 1))
        .map(({ step }) => step),
    size: () => size,
  };
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return one.tail === other.tail ? one.age < other.age : one.tail > other.tail;
}
