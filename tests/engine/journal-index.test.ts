import assert from "node:assert/strict";
import { test } from "node:test";
import { createJournalIndex, type JournalIndex } from "../../src/engine/journal-index.ts";

/** Records one after the other, as a journal has them: kind, length of the key, no body. */
function createRecords(expected: number): {
  index: JournalIndex;
  add: (kind: number, key: string) => number;
} {
  let bytes = Buffer.alloc(0);
  const index = createJournalIndex({ bufferOf: () => bytes, offsetOf: (place) => place }, expected);
  const add = (kind: number, key: string): number => {
    const text = Buffer.from(key);
    const head = Buffer.alloc(9);
    head[0] = kind;
    head.writeUInt32LE(text.length, 1);
    const place = bytes.length;
    bytes = Buffer.concat([bytes, head, text]);
    return place;
  };
  return { index, add };
}

test("it knows of each key what a Map knows, through all that is set, replaced and removed", () => {
  const { index, add } = createRecords(0);
  const expected = new Map<string, number>();
  let random = 11;
  const next = (limit: number): number => (random = (random * 48271) % 2147483647) % limit;
  for (let round = 0; round < 6000; round++) {
    const [kind, key] = [next(3), `out/${"ä".repeat(next(2))}${next(1500)}`];
    const known = expected.get(`${kind} ${key}`);
    if (next(4) > 0) {
      const place = add(kind, key);
      assert.equal(index.set(place), known);
      expected.set(`${kind} ${key}`, place);
    } else {
      assert.equal(index.remove(add(kind | 0x80, key)), known);
      expected.delete(`${kind} ${key}`);
    }
  }
  for (const [name, place] of expected) assert.equal(index.get(Number(name[0]), name.slice(2)), place, name);
  for (let key = 0; key < 1500; key++) {
    for (const kind of [0, 1, 2])
      assert.equal(index.get(kind, `out/${key}`), expected.get(`${kind} out/${key}`));
  }
  for (const kind of [0, 1, 2]) {
    const places = [...expected].filter(([name]) => Number(name[0]) === kind).map(([, place]) => place);
    assert.deepEqual(
      Array.from(index.places(kind)),
      places.toSorted((one, other) => one - other),
    );
    assert.equal(index.count(kind), places.length);
  }
});

test("keys of every length and script are found, and one that only begins like another is not", () => {
  const { index, add } = createRecords(4);
  const keys = ["", "a", "ab", "ä", "\u{1F980}", "x".repeat(5000), "ä".repeat(3000)];
  const places = keys.map((key) => add(1, key));
  for (const place of places) index.set(place);
  assert.deepEqual(
    keys.map((key) => index.get(1, key)),
    places,
  );
  for (const key of ["abc", "b", "x".repeat(4999), "\u{1F981}"]) assert.equal(index.get(1, key), undefined);
});
