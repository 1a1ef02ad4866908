import assert from "node:assert/strict";
import { test } from "node:test";
import { median } from "../../bench/median.ts";

test("the median is the middle by size, not by place or by spelling", () => {
  assert.equal(median([30, 4, 100]), 30);
  assert.equal(median([9, 100, 20, 1]), 14.5);
  assert.equal(median([7]), 7);
});

test("the values stay in their order", () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test("nothing has no median", () => {
  assert.throws(() => median([]), RangeError);
});
