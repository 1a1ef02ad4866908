import type { Experiment, Run, Unreadable } from "./tracking.ts";

/** A listing in the order of its ids, the same for every kind of store: numbers by size, others as text. */
export function inOrder<T extends Experiment | Run | Unreadable>(listing: readonly T[]): T[] {
  return listing.toSorted((a, b) => {
    const [left, right] = [idOf(a), idOf(b)];
    if (left === right) return 0;
    const bothNumbers = /^\d+$/.test(left) && /^\d+$/.test(right) && left.length !== right.length;
    return (bothNumbers ? left.length < right.length : left < right) ? -1 : 1;
  });
}

function idOf(entry: Experiment | Run | Unreadable): string {
  if (entry.kind === "unreadable") return entry.id;
  return entry.kind === "run" ? entry.runId : entry.experimentId;
}
