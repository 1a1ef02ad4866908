import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { readTraces } from "../../../rules/extraction/signals/read-traces.ts";
import { readSignals } from "../../../rules/extraction/signals/read-signals.ts";
import { studentTwoSidedQuantile } from "../../../src/stratos/distributions.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-signals-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A pupil at a time (s) of a person; the light is blue from 2 to 3 s, red from 5 to 6 s. */
type Pupil = (person: number, label: string, time: number) => number;

/** Recordings of 12 controls and 10 people with glaucoma, eight samples each, of one who is not labelled, and of one who has a single sample. */
async function recordings(name: string, pupil: Pupil, samples = 8): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const columns =
    "subject_code VARCHAR, class_label VARCHAR, time DOUBLE, pupil_gt DOUBLE, Red DOUBLE, Blue DOUBLE, " +
    "pupil_orig DOUBLE, outlier_mask INTEGER";
  for (const table of ["train", "test"]) await connection.run(`CREATE TABLE ${table} (${columns})`);
  const people = [
    ...Array.from({ length: 12 }, (_, i) => ({ label: "control", i })),
    ...Array.from({ length: 10 }, (_, i) => ({ label: "glaucoma", i })),
  ];
  for (const { label, i } of people) {
    for (let t = 0; t < samples; t += 1) {
      const lights = `${Number(t >= 5 && t <= 6)}, ${Number(t >= 2 && t <= 3)}`;
      const value = pupil(i, label, t);
      await connection.run(
        `INSERT INTO ${i % 2 === 0 ? "train" : "test"} VALUES
         ('${label}${i}', '${label}', ${t}, ${Number.isNaN(value) ? "'nan'::DOUBLE" : value}, ${lights}, 0, 0)`,
      );
    }
  }
  await connection.run(
    "INSERT INTO train VALUES ('nobody', NULL, 0, 1000, 0, 0, 0, 0), ('once', 'control', 0, 1000, 0, 0, 0, 0)",
  );
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function signalsOf(path: string) {
  const read = await readSignals(path);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

test("means are over labelled people, with Student's interval, and the difference is glaucoma minus control", async () => {
  const path = await recordings("percent.db", (i, label) => (label === "control" ? -i : -2 * i));
  const { signal_summary } = await signalsOf(path);
  const at = (label: string) => signal_summary.find((row) => row.class_label === label && row.time_s === 4);
  const control = at("control");
  assert.equal(control?.n, 12);
  assert.equal(signal_summary.find((row) => row.class_label === "control" && row.time_s === 0)?.n, 12);
  assert.equal(control?.mean, -5.5);
  const reach = (studentTwoSidedQuantile(0.05, 11) * Math.sqrt(13)) / Math.sqrt(12);
  assert.ok(Math.abs((control?.ci_upper ?? 0) - (-5.5 + reach)) < 1e-8);
  assert.equal(at("difference")?.mean, -9 + 5.5);
  assert.equal(control?.unit, "% change from baseline");
  assert.equal(signal_summary.length, 3 * 8);
});

test("the lights are on from their first to their last sample", async () => {
  const { stimulus_protocol } = await signalsOf(await recordings("lights.db", () => 4));
  assert.deepEqual(stimulus_protocol, [
    { colour: "Blue", nm: 469, on_s: 2, off_s: 3, n: 22 },
    { colour: "Red", nm: 640, on_s: 5, off_s: 6, n: 22 },
  ]);
});

test("a pupil in millimetres is told by its values", async () => {
  const { signal_summary } = await signalsOf(await recordings("mm.db", () => 4));
  assert.ok(signal_summary.every(({ unit }) => unit === "mm"));
});

test("a time at which fewer than ten of a class have a value shows nothing of that class", async () => {
  const path = await recordings("few.db", (i, label, t) =>
    label === "glaucoma" && i === 0 && t === 3 ? Number.NaN : -1,
  );
  const { signal_summary } = await signalsOf(path);
  assert.deepEqual(
    signal_summary.filter(({ time_s }) => time_s === 3).map(({ class_label }) => class_label),
    ["control"],
  );
});

test("recordings with one sample per person have no signals", async () => {
  const found = await signalsOf(await recordings("labels.db", () => -1, 1));
  assert.deepEqual(found, { stimulus_protocol: [], signal_summary: [] });
});

test("recordings that hold nothing but people and classes have no signals, and that is no error", async () => {
  const path = join(folder, "people.db");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const table of ["train", "test"]) {
    await connection.run(`CREATE TABLE ${table} AS SELECT 'a' AS subject_code, 'control' AS class_label`);
  }
  connection.closeSync();
  instance.closeSync();
  assert.deepEqual(await signalsOf(path), { stimulus_protocol: [], signal_summary: [] });
  assert.deepEqual(await readTraces(path, new Map([["a", "H001"]])), { ok: true, value: [] });
});
