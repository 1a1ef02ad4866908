import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExtractedRun } from "../../../rules/extraction/extract-run.ts";
import { decodeRunFile, encodeRunFile } from "../../../rules/extraction/run-file.ts";
import type { RunRows } from "../../../rules/extraction/run-rows.ts";
import { runTables } from "../../../rules/schema/results.ts";

const empty = Object.fromEntries(runTables.map(({ name }) => [name, []])) as unknown as RunRows;

function extracted(rows: Partial<RunRows>): ExtractedRun {
  return { rows: { ...empty, ...rows }, rejected: null, notes: [] };
}

const point = (point_index: number, threshold: number | null) => ({
  config_id: 1,
  point_index,
  threshold,
  fpr: 0.1 + 0.2,
  tpr: Number.MIN_VALUE,
});

test("rows come back to the last bit, NULL as no number, texts as they were", () => {
  const thirds = [1, 2].map((stratum) => ({
    config_id: 2 ** 31 - 1,
    uncertainty: "ä\n👁",
    stratum,
    n: 21,
    errors: 3,
    rate: 1 / 3,
    ci_lower: -0,
    ci_upper: 1,
  }));
  const bytes = encodeRunFile(
    "r",
    extracted({ roc_points: [point(0, null), point(1, 0.5)], certainty_thirds: thirds }),
  );
  const { run_id, rejected, tables } = decodeRunFile(bytes);
  assert.deepEqual({ run_id, rejected }, { run_id: "r", rejected: null });
  assert.deepEqual(tables["roc_points"], {
    config_id: Float64Array.of(1, 1),
    point_index: Float64Array.of(0, 1),
    threshold: Float64Array.of(Number.NaN, 0.5),
    fpr: Float64Array.of(0.1 + 0.2, 0.1 + 0.2),
    tpr: Float64Array.of(Number.MIN_VALUE, Number.MIN_VALUE),
  });
  assert.deepEqual(tables["certainty_thirds"]?.["uncertainty"], ["ä\n👁", "ä\n👁"]);
  assert.deepEqual(tables["certainty_thirds"]?.["rate"], Float64Array.of(1 / 3, 1 / 3));
  assert.deepEqual(
    Object.keys(tables),
    runTables.map(({ name }) => name),
  );
});

test("a file that lies anywhere in a buffer reads the same", () => {
  const bytes = encodeRunFile("r", extracted({ roc_points: [point(0, null)] }));
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(decodeRunFile(shifted.subarray(3)), decodeRunFile(bytes));
});

test("a rejected run keeps its reason", () => {
  const rejected = { reason: "pickle-empty", detail: "words" } as const;
  const bytes = encodeRunFile("r", { rows: null, rejected, notes: [] });
  assert.deepEqual(decodeRunFile(bytes), { run_id: "r", rejected, tables: {} });
});

test("numbers that are none, and rows out of order or twice, never get into a file", () => {
  const encode = (points: readonly ReturnType<typeof point>[]) => () =>
    encodeRunFile("r", extracted({ roc_points: points }));
  assert.throws(encode([{ ...point(0, null), fpr: Number.NaN }]), /roc_points\.fpr: NaN is no DOUBLE/);
  assert.throws(encode([{ ...point(0, null), tpr: Infinity }]), /roc_points\.tpr/);
  assert.throws(encode([point(1, 0.5), point(0, null)]), /row 2 does not follow/);
  assert.throws(encode([point(1, 0.5), point(1, 0.5)]), /row 2 does not follow/);
});
