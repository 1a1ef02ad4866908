import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measured } from "../../bench/measure.ts";
import { rowsOf } from "../../bench/row.ts";
import { tableOf } from "../../bench/table.ts";

const measured: readonly Measured[] = [
  { tool: "plr", times: [1500, 900, 12_345], peakBytes: 7e8 },
  { tool: "other", times: [7.25, 7.25, 30], peakBytes: null },
];

test("a table says median, spread, memory, ratio and goal, in the unit of each size", () => {
  const text = tableOf(rowsOf({ name: "a work", goal: "≤ 1 s" }, "other", measured), measured);
  assert.deepEqual(text.split("\n"), [
    "a work",
    "  tool   median        min – max  memory  ratio           goal",
    "  plr    1.50 s  900 ms – 12.3 s  700 MB  206.90 × other  ≤ 1 s",
    "  other  7.3 ms   7.3 ms – 30 ms",
  ]);
});
