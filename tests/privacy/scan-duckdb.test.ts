import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { CODE, createScanner, kinds } from "./support/scanner.ts";

const { at, scanDatabase } = createScanner();

test("a database of 100,000 cells with codes that no byte of the file shows", async () => {
  const name = "trap.duckdb";
  const findings = await scanDatabase(name, [
    "CREATE TABLE predictions AS SELECT 'subject PLR' || (9000 + i % 1000) || ' draw ' || i AS cell FROM range(100000) r(i)",
    "CHECKPOINT",
  ]);
  const bytes = await readFile(at(name), "latin1");
  // DuckDB draws the symbols that it packs texts with; some draws lie side by side like another code than this.
  assert.equal(bytes.includes(CODE), false, "the trap is no trap: the bytes show the code");
  assert.deepEqual(findings, [
    {
      file: name,
      where: "table predictions, column cell, row 1",
      what: "subject-code-pattern",
      count: 99_900,
    },
    { file: name, where: "table predictions, column cell, row 43", what: "subject-code", count: 100 },
  ]);
});

test("clean cells give nothing", async () => {
  const findings = await scanDatabase("clean.duckdb", [
    "CREATE TABLE cells AS SELECT 'ensemble-LOF-MOMENT-' || i AS method, i AS PLR9, i / 7 AS v FROM range(5000) r(i)",
  ]);
  assert.deepEqual(findings, []);
});

test("every place of a database that can hold text is read, and no code is repeated", async () => {
  const carriers: readonly [where: string, statement: string][] = [
    ["table lists, column v, row 1", `CREATE TABLE lists AS SELECT ['a', '${CODE}'] AS v`],
    ["table structs, column v, row 1", `CREATE TABLE structs AS SELECT {'a': {'b': '${CODE}'}} AS v`],
    [
      "table maps, column v, row 2",
      `CREATE TABLE maps AS SELECT MAP {k: 1} AS v FROM (VALUES ('a'), ('${CODE}')) t(k)`,
    ],
    ["table json, column v, row 1", String.raw`CREATE TABLE json AS SELECT '{"\u0050LR9042": 1}'::JSON AS v`],
    ["table s_t, column v, row 1", `CREATE TABLE s.s_t AS SELECT '${CODE}' AS v`],
    ["data_type of columns fields", `CREATE TABLE t1 AS SELECT NULL::STRUCT(${CODE} DOUBLE) AS fields`],
    ["labels of types choices", `CREATE TYPE choices AS ENUM ('a', '${CODE}')`],
    ["column_name of columns [redacted]", `CREATE TABLE t2 ("${CODE}" INTEGER)`],
    ["table_name of tables [redacted]", `CREATE TABLE "${CODE}" (v INTEGER)`],
    ["comment of tables t3", `CREATE TABLE t3 (v INTEGER); COMMENT ON TABLE t3 IS '${CODE}'`],
    ["comment of columns noted", `CREATE TABLE t4 (noted INTEGER); COMMENT ON COLUMN t4.noted IS '${CODE}'`],
    ["column_default of columns filled", `CREATE TABLE t5 (filled VARCHAR DEFAULT '${CODE}')`],
    ["sql of views w", `CREATE VIEW w AS SELECT 1 AS one WHERE 'a' <> '${CODE}'`],
    ["constraint_text of constraints [redacted]", `CREATE TABLE t6 (v VARCHAR CHECK (v <> '${CODE}'))`],
    ["macro_definition of functions m", `CREATE MACRO m() AS '${CODE}'`],
  ];
  const statements = carriers.flatMap(([, statement]) => statement.split("; "));
  const findings = await scanDatabase("carriers.duckdb", ["CREATE SCHEMA s", ...statements]);
  const places = findings.map(({ where }) => where);
  for (const [where] of carriers)
    assert.ok(places.includes(where), `${where} is not in\n${places.join("\n")}`);
  assert.deepEqual([...new Set(kinds(findings))], ["subject-code"]);
  assert.equal(JSON.stringify(findings).includes("9042"), false);
});

test("a deleted row that is still in the file's blocks is found", async () => {
  const findings = await scanDatabase("deleted.duckdb", [
    "SET force_compression = 'uncompressed'",
    `CREATE TABLE t AS SELECT 'row ' || i || ' of ${CODE} and a long enough text ' || hash(i) AS v FROM range(8000) r(i)`,
    "CHECKPOINT",
    "UPDATE t SET v = 'clean'",
    "CHECKPOINT",
  ]);
  const bytes = await readFile(at("deleted.duckdb"), "latin1");
  assert.ok(bytes.includes(CODE), "nothing was left behind, so the test shows nothing");
  assert.deepEqual(kinds(findings), ["subject-code"]);
  assert.equal(findings[0]?.where, "raw bytes");
});

test("a binary column cannot be vouched for", async () => {
  const findings = await scanDatabase("blob.duckdb", [
    "CREATE TABLE t AS SELECT 'abc'::BLOB AS v, NULL::BLOB AS empty",
  ]);
  assert.deepEqual(findings, [
    {
      file: "blob.duckdb",
      where: "table t, column v (BLOB)",
      what: "unreadable",
      count: 1,
      why: "binary-column",
    },
  ]);
});
