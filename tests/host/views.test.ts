import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { encode } from "fast-png";
import Pdf from "pdfkit";
import type { View } from "../../src/engine/artifact.ts";
import { createHash } from "../../src/host/hash.ts";
import { viewDigests } from "../../src/host/views/views.ts";

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

function ofText(text: string, view: View): Promise<string> {
  const path = join(folder, `${count++}[*].txt`);
  writeFileSync(path, text, "latin1");
  return digestOf(path, view);
}

test("rows of CSV: their order, quotes and line ends do not count; columns, values and their number do", async () => {
  const plain = "a,b\n1,x y\n2,\n";
  const whole = await ofText(plain, "csv");
  for (const same of ['"a","b"\r\n2,\r\n1,"x y"\r\n\r\n', "a,b\n2,\n1,x y", "\xef\xbb\xbfa,b\n1,x y\n2,\n"])
    assert.equal(await ofText(same, "csv"), whole, same);
  for (const other of [
    "b,a\n1,x y\n2,\n",
    "a,c\n1,x y\n2,\n",
    "a,b\n1,x  y\n2,\n",
    `${plain}2,\n`,
    "a,b\n1,x y\n1,x y\n",
  ])
    assert.notEqual(await ofText(other, "csv"), whole, other);
  assert.equal(await ofText("a\tb\n1\tx y\n2\t\n", "tsv"), whole);
});

test("a value of CSV may hold separators, quotes and lines, also where a piece of the file ends", async () => {
  const long = "x".repeat((1 << 20) - 8);
  const inQuotes = await ofText(`a,b\n${long},"1,""2""\n3"\n`, "csv");
  assert.equal(
    await ofText(`b,a\n"1,""2""\n3",${long}\n`, 'csv:["b"]'),
    await ofText(`a,b\n,"1,""2""\n3"\n`, 'csv:["b"]'),
  );
  assert.notEqual(await ofText(`a,b\n${long},"1,""2""\n4"\n`, "csv"), inQuotes);
});

test("columns and rows of CSV count alone; those that are not there are not those that are empty", async () => {
  const before = "id,name,age\n1,x,30\n2,y,40\n";
  const after = "age,id,name\n41,2,y\n30,1,x\n";
  const names: View = 'csv:["id","name"]';
  assert.equal(await ofText(after, names), await ofText(before, names));
  assert.notEqual(await ofText(after, 'csv:["age"]'), await ofText(before, 'csv:["age"]'));
  const first: View = 'csv:{"id":"1"}';
  assert.equal(await ofText("id,name,age\n2,y,41\n1,x,30\n", first), await ofText(before, first));
  assert.notEqual(await ofText("id,name,age\n1,x,31\n2,y,40\n", first), await ofText(before, first));
  assert.notEqual(await ofText("id\n\n", 'csv:["z"]'), await ofText("id,z\n,\n", 'csv:["z"]'));
  assert.notEqual(await ofText("z\n1\n", 'csv:["z"]'), await ofText("id\n1\n", 'csv:["z"]'));
});

test("CSV that is not whole is refused, and what is wrong is said", async () => {
  await assert.rejects(ofText("", "csv"), /it is empty/);
  await assert.rejects(ofText("a,b\n1\n", "csv"), /row 2 has 1 values, the header has 2/);
  await assert.rejects(ofText('a\n"1\n', "csv"), /the quote that opens "1\\n" is never closed/);
  await assert.rejects(
    ofText('a\n"1"2\n', "csv"),
    /"2" stands between a closing quote and the end of its value/,
  );
  await assert.rejects(ofText("a\n\xff\n", "csv"), /utf-8/);
});

async function ofParquet(query: string, view: View): Promise<string> {
  const path = join(folder, `${count++}[*].parquet`);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return digestOf(path, view);
}

test("rows and columns of Parquet: types, values and their number count, the order of rows does not", async () => {
  const rows = "SELECT range AS id, range % 3 AS part, 'x' AS name FROM range(9)";
  const whole = await ofParquet(rows, "parquet");
  assert.equal(await ofParquet(`${rows} ORDER BY id DESC`, "parquet"), whole);
  assert.notEqual(await ofParquet(rows.replace("range AS id", "range::INT AS id"), "parquet"), whole);
  const other = rows.replace("'x'", "CASE WHEN range = 4 THEN 'y' ELSE 'x' END");
  assert.notEqual(await ofParquet(other, "parquet"), whole);
  assert.equal(
    await ofParquet(other, 'parquet:["id","part"]'),
    await ofParquet(rows, 'parquet:["id","part"]'),
  );
  assert.notEqual(await ofParquet(other, 'parquet:["name"]'), await ofParquet(rows, 'parquet:["name"]'));
  assert.equal(await ofParquet(other, 'parquet:{"part":"0"}'), await ofParquet(rows, 'parquet:{"part":"0"}'));
  assert.notEqual(
    await ofParquet(other, 'parquet:{"part":"1"}'),
    await ofParquet(rows, 'parquet:{"part":"1"}'),
  );
  assert.notEqual(await ofParquet(rows, 'parquet:{"none":"1"}'), await ofParquet(rows, 'parquet:["none"]'));
  await assert.rejects(ofText("a,b\n", "parquet"), /too small to be a Parquet file$/);
});

test("YAML is compared by value, at a pointer too, and its numbers that JSON lacks are told apart", async () => {
  const text = "a: 1\nb: { c: [x, 2] }\n";
  assert.equal(await ofText("# note\nb:\n  c: [ 'x', 2 ]\na: 1", "yaml"), await ofText(text, "yaml"));
  assert.notEqual(await ofText(text.replace("1", '"1"'), "yaml"), await ofText(text, "yaml"));
  assert.equal(await ofText(text.replace("a: 1", "a: 3"), "yaml:/b/c/1"), await ofText(text, "yaml:/b/c/1"));
  assert.notEqual(await ofText(text.replace("2", "3"), "yaml:/b/c/1"), await ofText(text, "yaml:/b/c/1"));
  const numbers = await Promise.all(
    [".nan", ".inf", "-.inf", "null", "0"].map((value) => ofText(value, "yaml")),
  );
  assert.equal(new Set(numbers).size, numbers.length);
  for (const broken of ["a: 1\n---\nb: 2\n", "a: 1\na: 2\n", "a: [", ""])
    await assert.rejects(ofText(broken, "yaml"));
});

/** A document of pdfkit's, its bytes as latin1. */
async function pdfOf(text: string, seconds: number, producer = "p"): Promise<string> {
  const date = new Date(1e12 + seconds * 1000);
  const document = new Pdf({ info: { CreationDate: date, ModDate: date, Producer: producer } });
  const pieces: Buffer[] = [];
  document.on("data", (piece: Buffer) => pieces.push(piece));
  const ended = new Promise((resolve) => document.on("end", resolve));
  document.text(text);
  document.end();
  await ended;
  return Buffer.concat(pieces).toString("latin1");
}

test("a PDF: dates and identifiers do not count, text and producer do", async () => {
  const one = await pdfOf("text", 1);
  const content = await ofText(one, "content");
  const later = await pdfOf("text", 2);
  assert.notEqual(later, one);
  assert.equal(await ofText(later, "content"), content);
  assert.notEqual(await ofText(await pdfOf("other", 1), "content"), content);
  assert.notEqual(await ofText(await pdfOf("text", 1, "q"), "content"), content);
  await assert.rejects(ofText("text", "content"), /does not begin as a PDF/);
  await assert.rejects(ofText(one.slice(0, 300), "content"), /PDF|no end/);
});

/** What pdfTeX and others put into compressed objects and XMP; `date` has no fixed length. */
function packedPdf(date: string, title: string): string {
  const deflated = (text: string): string => deflateSync(Buffer.from(text, "latin1")).toString("latin1");
  const objects = `7 0 << /CreationDate (${date}) /ModDate (D:\\(1\\)${date}) /Title (${title}) >>`;
  const packed = deflated(objects);
  const xmp = `<x><xmp:CreateDate>${date}</xmp:CreateDate><a xmpMM:InstanceID="${date}" t="${title}"/></x>`;
  return [
    "%PDF-1.5",
    `1 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >> stream\n${packed}\nendstream endobj`,
    `2 0 obj << /Type /Metadata /Length ${xmp.length} >>\nstream\n${xmp}\nendstream endobj`,
    `3 0 obj << /Type /XRef /ID [<${Buffer.from(date).toString("hex")}> <00>] /Length 9 >> stream\n${date.slice(0, 9)}\nendstream endobj`,
    `startxref\n${packed.length + xmp.length}\n%%EOF\n`,
  ].join("\n");
}

test("dates of a PDF are left out of compressed objects and XMP too, whatever their length", async () => {
  const content = await ofText(packedPdf("D:20200101000000Z", "t"), "content");
  assert.equal(await ofText(packedPdf("D:20210203040506+01'00'", "t"), "content"), content);
  assert.notEqual(await ofText(packedPdf("D:20200101000000Z", "u"), "content"), content);
});
