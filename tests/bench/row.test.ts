import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measured } from "../../bench/measure.ts";
import { rowsOf } from "../../bench/row.ts";

const work = { name: "a work", goal: "≤ 2 × other" };
const measured: readonly Measured[] = [
  { tool: "ours", times: [300, 100, 200], peakBytes: 250_400_000 },
  { tool: "other", times: [80, 120], peakBytes: null },
  { tool: "  of it a part", times: [50], peakBytes: null },
];

test("a row has the columns that readers of the JSON count on, and no others", () => {
  const [row] = rowsOf(work, "other", measured);
  assert.deepEqual(row, {
    work: "a work",
    tool: "ours",
    median_ms: 200,
    peak_mb: 250,
    versus: "other",
    ratio: 2,
    goal: "≤ 2 × other",
  });
});

test("the tool compared with has no ratio, and only the first tool has the goal", () => {
  const [, other, part] = rowsOf(work, "other", measured);
  assert.deepEqual(other, {
    work: "a work",
    tool: "other",
    median_ms: 100,
    peak_mb: null,
    versus: null,
    ratio: null,
    goal: null,
  });
  assert.equal(part?.ratio, 0.5);
  assert.equal(part?.goal, null);
});

test("without a tool to compare with there are no ratios", () => {
  for (const versus of [null, "not installed"]) {
    for (const row of rowsOf(work, versus, measured)) assert.deepEqual([row.versus, row.ratio], [null, null]);
  }
});
