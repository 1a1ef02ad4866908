import assert from "node:assert/strict";
import { test } from "node:test";

import type { PickleValue } from "../../src/pickle/index.ts";
import { asArray, readPickle, toFloat64, toText } from "../../src/pickle/index.ts";
import { allPickled } from "./pickled.ts";

for (const [name, versions] of Map.groupBy(allPickled, (each) => each.name)) {
  test(`reads what CPython wrote in protocols 0 to 5: ${name}`, () => {
    assert.equal(versions.length, 6);
    for (const { protocol, bytes, holds } of versions) {
      const result = readPickle(bytes);
      assert(result.ok, `protocol ${protocol}: ${result.ok || result.failure.reason}`);
      agrees(result.value, holds, `protocol ${protocol}`);
    }
  });
}

test("keeps the order of arrays as it is in the file", () => {
  for (const { bytes, holds } of allPickled.filter((each) => /^f[48]( F)?$|^f8 C$/.test(each.name))) {
    const result = readPickle(bytes);
    assert(result.ok);
    const expected = (holds as { array: { order: string; dtype: string } }).array;
    const array = asArray(result.value);
    assert.equal(array?.order, expected.order);
    assert.equal(array?.dtype.name, expected.dtype);
  }
});

test("a list that occurs twice is one list", () => {
  for (const { bytes } of allPickled.filter((each) => each.name === "shared list")) {
    const result = readPickle(bytes);
    assert(result.ok && result.value instanceof Map);
    assert.equal(result.value.get("a"), result.value.get("b"));
  }
});

test("the data of an array are a view into the buffer that was read", () => {
  for (const { bytes } of allPickled.filter((each) => each.name === "f8 C" && each.protocol >= 3)) {
    const result = readPickle(bytes);
    assert(result.ok);
    const data = asArray(result.value)?.data;
    assert(data instanceof Uint8Array);
    assert.equal(data.buffer, bytes.buffer);
  }
});

function agrees(value: PickleValue | undefined, holds: unknown, path: string): void {
  if (Array.isArray(holds)) {
    assert(Array.isArray(value), path);
    assert.equal(value.length, holds.length, path);
    for (const [k, item] of holds.entries()) agrees(value[k] as PickleValue, item, `${path}[${k}]`);
  } else if (typeof holds === "object" && holds !== null) agreesWithTagged(value, holds, path);
  else assert.equal(value, holds, path);
}

function agreesWithTagged(value: PickleValue | undefined, holds: object, path: string): void {
  if ("float" in holds) assert.equal(value, Number(String(holds.float).replace("inf", "Infinity")), path);
  else if ("int" in holds) assert.equal(value, BigInt(String(holds.int)), path);
  else if ("bytes" in holds) {
    assert(value instanceof Uint8Array, path);
    assert.equal(Buffer.from(value).toString("hex"), holds.bytes, path);
  } else if ("map" in holds) {
    assert(value instanceof Map, path);
    agrees([...value].flat() as PickleValue, (holds.map as unknown[]).flat(), path);
  } else if ("array" in holds)
    agreesWithArray(value, holds.array as { shape: number[]; values: unknown[] }, path);
  else assert.fail(`unknown expectation at ${path}`);
}

function agreesWithArray(
  value: PickleValue | undefined,
  { shape, values }: { readonly shape: number[]; readonly values: unknown[] },
  path: string,
): void {
  const array = asArray(value);
  assert(array !== undefined, path);
  assert.deepEqual(array.shape, shape, path);
  if (values.every((each) => typeof each === "string") && values.length > 0) {
    assert.deepEqual(toText(array), values, path);
    return assert.equal(toFloat64(array), undefined, "texts are no numbers");
  }
  if (values.includes(null)) return assert.deepEqual(array.data, values, path);
  const numbers = toFloat64(array);
  assert(numbers !== undefined, path);
  agrees([...numbers], values, path);
}
