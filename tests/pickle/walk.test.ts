import assert from "node:assert/strict";
import { test } from "node:test";

import type { PickleValue } from "../../src/pickle/index.ts";
import {
  asArray,
  asMap,
  asNumber,
  asNumbers,
  asText,
  asTextArray,
  at,
  readPickle,
  rowsOf,
  toFloat64,
} from "../../src/pickle/index.ts";
import { pickled } from "./pickled.ts";

const value: PickleValue = new Map<PickleValue, PickleValue>([
  [
    "scalars",
    new Map<PickleValue, PickleValue>([
      ["AUROC", [0.5, 0.75]],
      ["none", [0.5, null]],
    ]),
  ],
  [0, "zero"],
  ["codes", ["PLR1001", "PLR1002"]],
  ["nothing", null],
]);

test("a path leads to a value, or to undefined where it breaks off", () => {
  assert.equal(at(value, ["scalars", "AUROC", 1]), 0.75);
  assert.equal(at(value, [0]), "zero");
  assert.equal(at(value, []), value);
  assert.equal(at(value, ["nothing"]), null);
  for (const path of [
    ["scalars", "F1"],
    ["nothing", "x"],
    ["scalars", "AUROC", 2],
    ["scalars", "AUROC", "length"],
    [0, 0],
  ])
    assert.equal(at(value, path), undefined, path.join("."));
});

test("a value of another type is undefined, never a number or text made up", () => {
  assert.equal(asNumber(at(value, ["scalars", "AUROC", 0])), 0.5);
  for (const other of [null, true, "1", 1n, [1], undefined]) assert.equal(asNumber(other), undefined);
  assert.equal(asText(at(value, [0])), "zero");
  assert.equal(asText(null), undefined);
  assert.deepEqual(asNumbers(at(value, ["scalars", "AUROC"])), Float64Array.of(0.5, 0.75));
  assert.equal(asNumbers(at(value, ["scalars", "none"])), undefined, "a None among the numbers");
  assert.equal(asNumbers(at(value, ["codes"])), undefined);
  assert.deepEqual(asTextArray(at(value, ["codes"])), ["PLR1001", "PLR1002"]);
  assert.equal(asTextArray(at(value, ["scalars", "AUROC"])), undefined);
  assert.equal(asArray(at(value, ["codes"])), undefined);
  assert.equal(asMap(at(value, ["codes"])), undefined);
});

test("rows of a 2-D array, in both orders of the file", () => {
  for (const name of ["f8 C", "f8 F"]) {
    const array = asArray(pickled(name, 5));
    assert(array !== undefined);
    assert.deepEqual(rowsOf(array), [Float64Array.of(0, 1 / 7, 2 / 7), Float64Array.of(3 / 7, 4 / 7, 5 / 7)]);
  }
  const one = asArray(pickled("i8", 5));
  assert(one !== undefined);
  assert.equal(rowsOf(one), undefined, "a 1-D array has no rows");
});

test("an aligned array of doubles is not copied", () => {
  const source = asArray(pickled("f8 C", 5));
  assert(source !== undefined);
  const offset = (source.data as Uint8Array).byteOffset;
  // The same stream, moved so that the data start at a multiple of eight.
  const stream = Buffer.from((source.data as Uint8Array).buffer);
  const moved = new Uint8Array(stream.length + 8).subarray(8 - (offset % 8));
  moved.set(stream);
  const result = readPickle(moved.subarray(0, stream.length));
  const array = result.ok ? asArray(result.value) : undefined;
  assert(array !== undefined);
  assert.equal(toFloat64(array)?.buffer, moved.buffer);
});
