import assert from "node:assert/strict";
import { test } from "node:test";

import type { PickleValue } from "../../src/pickle/index.ts";
import { asArray, asNumbers, at, readPickle, toFloat64, toText } from "../../src/pickle/index.ts";
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

test("a list that begins with numbers may go on with something else", () => {
  const numbersThenNone = "\x80\x04]\x94(K\x01K\x02e(NK\x03e.";
  const result = readPickle(Buffer.from(numbersThenNone, "latin1"));
  assert(result.ok);
  assert.deepEqual(result.value, [1, 2, null, 3]);
});

test("numbers of a list are found across frames, and one by one", () => {
  const frame = "\x95\x02\0\0\0\0\0\0\0";
  const list = `\x80\x04]\x94${frame}(K\x01${frame}M\x02\x01e${frame}(J\xff\xff\xff\xffe${frame}K\x04a`;
  const result = readPickle(Buffer.from(`${list}.`, "latin1"));
  assert(result.ok);
  assert(!Array.isArray(result.value), "it is not read before somebody asks");
  assert.deepEqual([...(asNumbers(result.value) ?? [])], [1, 258, -1, 4]);
  assert.equal(at(result.value, [1]), 258);
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
    // Lists of nothing but numbers are not arrays.
    const items = Array.isArray(value) ? (value as readonly PickleValue[]) : asNumbers(value);
    assert(items, path);
    assert.equal(items.length, holds.length, path);
    for (const [k, item] of holds.entries()) agrees(items[k], item, `${path}[${k}]`);
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
