import assert from "node:assert/strict";
import type { Bound } from "./drafts.ts";
import type { Prediction } from "./predict.ts";

interface Expectation {
  /** Undefined where it is not certain what must run. */
  readonly expected: Prediction | undefined;
  readonly isStoreKnown: boolean;
  readonly where: string;
}

/** What must run ran, and nothing else; where nobody knows what the store holds, less may have to run. */
export function checkRuns(ran: readonly string[], { expected, isStoreKnown, where }: Expectation): void {
  if (!expected) return;
  const excess = new Set(ran).difference(expected.ran).difference(expected.mayRun);
  assert.deepEqual([...excess], [], `${where}: steps that ran in vain`);
  if (!isStoreKnown) return;
  const lacking = expected.ran.difference(new Set(ran));
  assert.deepEqual([...lacking], [], `${where}: steps that did not run`);
}

interface Repeating {
  readonly bound: readonly Bound[];
  /** Steps that may have been tried again. */
  readonly retried: ReadonlySet<string>;
  readonly where: string;
}

/** Each step ran once at most, but for those that were tried again and those that learnt by running what they read. */
export function checkRepeats(ran: readonly string[], { bound, retried, where }: Repeating): void {
  const looking = new Set(bound.filter(({ looks }) => looks.length > 0).map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const name of ran) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) {
    const most = (looking.has(name) ? 3 : 1) * (retried.has(name) ? 2 : 1);
    assert.ok(count <= most, `${where}: ${name} ran ${count} times`);
  }
}
