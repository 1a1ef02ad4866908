import assert from "node:assert/strict";
import { test } from "node:test";
import { createStepQueue } from "../../src/engine/step-queue.ts";
import type { Step } from "../../src/engine/steps.ts";

function step(id: string): Step {
  return { id } as Step;
}

test("the longest way to the end goes first, of equal ones the older, also when steps come in between", () => {
  const queue = createStepQueue();
  const expected: { id: string; tail: number; age: number }[] = [];
  let random = 7;
  const next = (limit: number): number => (random = (random * 48271) % 2147483647) % limit;
  for (let age = 0; age < 500; age++) {
    const tail = next(9);
    queue.add(step(`${age}`), tail);
    expected.push({ id: `${age}`, tail, age });
    if (next(3) > 0) continue;
    expected.sort((one, other) => other.tail - one.tail || one.age - other.age);
    assert.deepEqual(
      queue.list().map(({ id }) => id),
      expected.map(({ id }) => id),
    );
    assert.equal(queue.take()?.id, expected.shift()?.id);
  }
  assert.equal(queue.size(), expected.length);
  expected.sort((one, other) => other.tail - one.tail || one.age - other.age);
  for (const { id } of expected) assert.equal(queue.take()?.id, id);
  assert.equal(queue.take(), undefined);
});
