import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { readTraces } from "../../../rules/extraction/signals/read-traces.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-traces-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const samples = 40;
const [many, one] = [await recordings(samples), await recordings(1)];

/** Person i of 11 controls has i outliers at its start; the pupil as recorded is missing at 5 s. */
async function recordings(perPerson: number): Promise<string> {
  const path = join(folder, `${perPerson}.db`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const table of ["train", "test"]) {
    await connection.run(
      `CREATE TABLE ${table} AS SELECT 'PLR10' || (10 + i) AS subject_code, 'control' AS class_label,
         t::DOUBLE AS time, CASE WHEN t = 5 THEN 'nan'::DOUBLE ELSE -i - 1 END AS pupil_orig, -i::DOUBLE AS pupil_gt,
         (t < i)::INTEGER AS outlier_mask, 0 AS Red, 0 AS Blue
       FROM range(11) people(i), range(${perPerson}) times(t) WHERE i % 2 = ${table === "train" ? 0 : 1}`,
    );
  }
  connection.closeSync();
  instance.closeSync();
  return path;
}

const lookup = new Map(Array.from({ length: 11 }, (_, i) => [`PLR10${10 + i}`, `H${String(100 - i)}`]));

test("six recordings at even steps of the share of outliers are read, under their pseudonyms", async () => {
  const read = await readTraces(many, lookup);
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ pseudonym, outlier_share }) => [pseudonym, outlier_share]),
    [0, 2, 4, 6, 8, 10].map((i) => [`H${100 - i}`, i / samples]),
  );
  assert.doesNotMatch(JSON.stringify(read.value), /PLR/);
  const last = read.value.at(-1);
  assert.equal(last?.samples.length, samples);
  assert.deepEqual(last?.samples[5], { time_s: 5, orig: null, gt: -10, is_outlier: true });
  assert.equal(last?.samples.filter(({ is_outlier }) => is_outlier).length, 10);
});

test("people without a pseudonym are not shown", async () => {
  const read = await readTraces(many, new Map([["PLR1013", "H001"]]));
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ pseudonym }) => pseudonym),
    ["H001"],
  );
});

test("recordings with one sample per person show nobody", async () => {
  assert.deepEqual(await readTraces(one, lookup), { ok: true, value: [] });
});
