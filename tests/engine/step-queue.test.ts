import assert from "node:assert/strict";
import { test } from "node:test";
import { createStepQueue } from "../../src/engine/step-queue.ts";
import type { Step } from "../../src/engine/steps.ts";

function step(id: string, pool?: string): Step {
  return { id, node: { rule: { memory: 0, pool } } } as unknown as Step;
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
    assert.equal(queue.take(() => true)?.id, expected.shift()?.id);
  }
  assert.equal(queue.size(), expected.length);
  expected.sort((one, other) => other.tail - one.tail || one.age - other.age);
  for (const { id } of expected) assert.equal(queue.take(() => true)?.id, id);
  assert.equal(
    queue.take(() => true),
    undefined,
  );
});

test("a step that must wait for its pool holds up neither those of other pools nor is it forgotten", () => {
  const queue = createStepQueue();
  queue.add(step("a", "gpu"), 9);
  queue.add(step("b"), 1);
  queue.add(step("c", "gpu"), 10);
  queue.add(step("d"), 2);
  const isNoGpu = ({ node }: Step): boolean => node.rule.pool !== "gpu";
  assert.deepEqual(
    queue.heads().map(({ id }) => id),
    ["c", "d"],
  );
  assert.equal(queue.take(isNoGpu)?.id, "d");
  assert.equal(queue.take(isNoGpu)?.id, "b");
  assert.equal(queue.take(isNoGpu), undefined);
  assert.equal(queue.size(), 2);
  assert.equal(queue.take(() => true)?.id, "c");
});
