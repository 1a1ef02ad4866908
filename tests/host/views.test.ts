import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { encode } from "fast-png";
import type { View } from "../../src/engine/artifact.ts";
import { createHash } from "../../src/host/hash.ts";
import { viewDigests } from "../../src/host/views.ts";

const hasher = await createHash();
const digestOf = async (path: string, view: View): Promise<string> =>
  (await viewDigests(path, [view], hasher))[view] ?? "none";
let folder = "";
let count = 0;

before(() => void (folder = mkdtempSync(join(tmpdir(), "plr-views-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

async function ofTable(sql: string, view: View = "table:t"): Promise<string> {
  const path = join(folder, `${count++}.db`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  return digestOf(path, view);
}

async function ofValues(type: string, ...values: readonly string[]): Promise<string> {
  return ofTable(
    `CREATE TABLE t (v ${type}); INSERT INTO t VALUES ${values.map((value) => `(${value})`).join(", ")}`,
  );
}

function ofJson(text: string, view: View = "json"): Promise<string> {
  const path = join(folder, `${count++}.json`);
  writeFileSync(path, text);
  return digestOf(path, view);
}

const PAIRS = [
  ["DOUBLE", "0.1::DOUBLE + 0.2::DOUBLE", "0.3"],
  ["DOUBLE", "1e300", "1.0000000000000002e300"],
  ["DOUBLE", "'nan'", "'inf'"],
  ["DOUBLE", "'-inf'", "'inf'"],
  ["DOUBLE", "NULL", "'nan'"],
  ["DOUBLE", "5e-324", "1e-323"],
  ["FLOAT", "0.1", "0.10000001"],
  ["BIGINT", "9007199254740993", "9007199254740992"],
  ["UBIGINT", "18446744073709551615", "18446744073709551614"],
  ["HUGEINT", "170141183460469231731687303715884105727", "170141183460469231731687303715884105726"],
  ["DECIMAL(38, 10)", "1234567890123456789012345678.0000000001", "1234567890123456789012345678.0000000002"],
  ["VARCHAR", "''", "NULL"],
  ["VARCHAR", "'null'", "NULL"],
  ["VARCHAR", "'a'", "'a '"],
  ["VARCHAR", "'\u00e9'", "'e\u0301'"],
  ["VARCHAR", "'a' || chr(0) || 'b'", "'a'"],
  ["VARCHAR", "'a\"b'", "'a\\\"b'"],
  ["BLOB", "'\\x00\\x01'::BLOB", "'\\x00\\x02'::BLOB"],
  ["BLOB", "'\\x5Cx00'::BLOB", "'\\x00'::BLOB"],
  ["TIMESTAMP", "'2020-01-01 00:00:00.000001'", "'2020-01-01 00:00:00.000002'"],
  ["DOUBLE[]", "[1.0, NULL]", "[1.0]"],
  ["STRUCT(a INTEGER, b INTEGER)", "{'a': 1, 'b': 2}", "{'a': 2, 'b': 1}"],
  ["MAP(VARCHAR, INTEGER)", "MAP {'a': 1}", "MAP {'b': 1}"],
] as const;

test("a table's digest tells values of every kind apart, and is the same in another build", async () => {
  const build = async (column: 1 | 2): Promise<string> => {
    const path = join(folder, `${count++}.db`);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const [index, pair] of PAIRS.entries()) {
      await connection.run(
        `CREATE TABLE t${index} (v ${pair[0]}); INSERT INTO t${index} VALUES (${pair[column]})`,
      );
    }
    connection.closeSync();
    instance.closeSync();
    return path;
  };
  const [one, again, other] = [await build(1), await build(1), await build(2)];
  for (const [index, [type, left, right]] of PAIRS.entries()) {
    const digests = await Promise.all([one, again, other].map((path) => digestOf(path, `table:t${index}`)));
    assert.equal(digests[0], digests[1], `${type} ${left} twice`);
    assert.notEqual(digests[0], digests[2], `${type}: ${left} and ${right}`);
  }
});

test("the order of rows does not count, their number does, and {a, a} is not {b, b}", async () => {
  assert.equal(await ofValues("INTEGER", "1", "2", "3"), await ofValues("INTEGER", "3", "1", "2"));
  assert.notEqual(await ofValues("INTEGER", "1"), await ofValues("INTEGER", "1", "1"));
  assert.notEqual(await ofValues("INTEGER", "1", "1"), await ofValues("INTEGER", "2", "2"));
});

test("the schema counts: types, names, the order of columns, and a table without rows", async () => {
  const shapes = [
    "CREATE TABLE t (a INTEGER, b INTEGER)",
    "CREATE TABLE t (b INTEGER, a INTEGER)",
    "CREATE TABLE t (a INTEGER, b BIGINT)",
    "CREATE TABLE t (a INTEGER)",
    "CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER)",
    "CREATE TABLE u (a INTEGER, b INTEGER)",
  ];
  const digests = await Promise.all(shapes.map((sql) => ofTable(sql)));
  assert.equal(new Set(digests).size, shapes.length);
});

test("`tables` counts every table, a view of one table that one alone", async () => {
  const tables = (t: number, u: number): string =>
    `CREATE TABLE t AS SELECT ${t} AS v; CREATE TABLE u AS SELECT ${u} AS v`;
  assert.notEqual(await ofTable(tables(1, 1), "tables"), await ofTable(tables(1, 2), "tables"));
  assert.equal(await ofTable(tables(1, 1)), await ofTable(tables(1, 2)));
});

test("a file that is no database fails, and is not changed by the look", async () => {
  const path = join(folder, "no.db");
  writeFileSync(path, "not a database");
  await assert.rejects(digestOf(path, "tables"));
});

test("JSON is compared by value", async () => {
  assert.equal(await ofJson(`{"a": 1.0, "b": [1, 2]}`), await ofJson(`{ "b":[1,2],"a":1 }`));
  assert.notEqual(await ofJson(`[1, 2]`), await ofJson(`[2, 1]`));
  assert.notEqual(await ofJson(`{"a": null}`), await ofJson(`{}`));
  assert.notEqual(await ofJson(`"1"`), await ofJson(`1`));
  assert.notEqual(await ofJson(`{"a":{"b":1}}`), await ofJson(`{"a":{},"b":1}`));
});

test("a JSON pointer names one place; a place that is not there differs from null", async () => {
  const text = `{ "a": { "b/c": [10, 20], "~": 1, "": 2, "n": null } }`;
  const same = async (pointer: string, value: string): Promise<void> =>
    assert.equal(await ofJson(text, `json:${pointer}`), await ofJson(value));
  await same("/a/b~1c/1", "20");
  await same("/a/~0", "1");
  await same("/a/", "2");
  await same("", text);
  await same("/a/n", "null");
  assert.notEqual(await ofJson(text, "json:/a/none"), await ofJson("null"));
  assert.equal(await ofJson(text, "json:/a/none"), await ofJson(`{}`, "json:/a/none/deeper"));
  assert.equal(await ofJson(`{}`, "json:/constructor"), await ofJson(`{}`, "json:/none"));
});

test("pixels are told apart, and not by what stands around them", async () => {
  const picture = async (fill: number, more: object = {}): Promise<string> => {
    const path = join(folder, `${count++}.png`);
    const data = new Uint8Array(2 * 2 * 4).fill(fill);
    writeFileSync(path, encode({ width: 2, height: 2, channels: 4, data, ...more }));
    return digestOf(path, "pixels");
  };
  assert.equal(await picture(1), await picture(1, { text: { Software: "another" } }));
  assert.notEqual(await picture(1), await picture(2));
  assert.notEqual(await picture(1), await picture(1, { width: 1, height: 4 }));
});
