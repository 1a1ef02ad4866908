import assert from "node:assert/strict";
import { test } from "node:test";

import { latestValue } from "../../src/mlflow/file-details.ts";

test("the latest value is that of the greatest step, then time, then value; not of the last line", () => {
  assert.equal(latestValue("10 1.0 5\n20 2.0 3\n10 1e-30 5\n"), 1);
  assert.equal(latestValue("10 1.0 5\n11 0.5 5\n"), 0.5);
  assert.equal(latestValue("10 1.0 -3\n9 2.0 -4\n"), 1);
  assert.equal(latestValue("1 0.25 7\n2 0.75 9\n3 0.5 8\n"), 0.75);
});

test("files of all versions are read: without steps, with data sets, without a last line end", () => {
  assert.equal(latestValue("10 1.0\n11 2.0\n"), 2);
  assert.equal(latestValue("10 1.0 0 train abc123\n"), 1);
  assert.equal(latestValue("10 0.91 0"), 0.91);
  assert.equal(latestValue("10 0.91 0\r\n"), 0.91);
});

test("NaN and infinities are values; lines that broke off are none", () => {
  assert.equal(latestValue("10 nan 1\n9 5 0\n"), Number.NaN);
  assert.equal(latestValue("10 inf 0\n"), Infinity);
  assert.equal(latestValue("10 -inf 0\n"), -Infinity);
  assert.equal(latestValue("10 0.5 0\n17\n"), 0.5);
  for (const text of ["", "\n", "abc def ghi\n", "10 x 0\n", "10"])
    assert.equal(latestValue(text), undefined, JSON.stringify(text));
});
