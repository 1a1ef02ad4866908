import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import type { PickleValue } from "../../src/pickle/index.ts";
import { asMap, asNumbers, asTextArray, at, readPickle } from "../../src/pickle/index.ts";
import { allPickled } from "./pickled.ts";

const SEED = 20_260_101;
const NAMES =
  /^(integers|floats|texts|bytes|ordered|numpy scalars|f8 F|3-d permuted|U|objects|list with None)$/;
const samples = allPickled.filter((each) => NAMES.test(each.name)).map((each) => each.bytes);

test("a file cut short is said to be truncated, wherever it is cut", () => {
  for (const whole of samples)
    for (let length = 1; length < whole.length; length++) {
      const result = readPickle(whole.subarray(0, length));
      assert.equal(result.ok, false);
      assert.equal(result.failure.reason, "truncated", `${length} of ${whole.length} bytes`);
    }
});

test("damaged bytes never throw, hang, or make arrays of what is not there", () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  const property = fc.property(fc.constantFrom(...samples), damage, (whole, edits) => {
    const bytes = Uint8Array.from(whole);
    for (const [position, value] of edits) bytes[position % bytes.length] = value;
    const before = Uint8Array.from(bytes);
    const result = readPickle(bytes);
    if (result.ok) look(result.value, bytes.length);
    assert.deepEqual(bytes, before, "the caller's buffer is as it was");
  });
  fc.assert(property, { seed: SEED, numRuns: 1500 });
});

test("any bytes after a header never throw", () => {
  const property = fc.property(
    fc.integer({ min: 0, max: 5 }),
    fc.uint8Array({ maxLength: 200 }),
    (protocol, tail) => {
      const result = readPickle(Buffer.concat([Buffer.from([0x80, protocol]), tail]));
      if (result.ok) look(result.value, tail.length);
    },
  );
  fc.assert(property, { seed: SEED, numRuns: 1500 });
});

function look(value: PickleValue, bytes: number): void {
  for (const item of [value, at(value, [0]), ...(asMap(value)?.values() ?? [])]) {
    assert((asNumbers(item)?.length ?? 0) <= bytes);
    assert((asTextArray(item)?.length ?? 0) <= bytes);
  }
}
