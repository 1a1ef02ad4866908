import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFigureDocument, serialiseFigure } from "../../src/charts/document.ts";
import { baseDocument } from "./samples.ts";
import { demoStudy, realStudy } from "./samples-study.ts";

const doc = baseDocument(realStudy, "fig02_forest_outlier");

test("a sidecar is strict JSON with 6 decimals and no negative zero", () => {
  const rows = [{ part: "row", mean: 0.123456789, diff: -0.0000001, none: null, n: 63 }];
  const json = serialiseFigure({ ...doc, data: rows });
  assert.ok(json.endsWith("}\n"));
  assert.deepEqual((JSON.parse(json) as typeof doc).data, [
    { part: "row", mean: 0.123457, diff: 0, none: null, n: 63 },
  ]);
  assert.ok(!json.includes("-0,"));
});

for (const value of [Number.NaN, Infinity]) {
  test(`${value} is no number of a sidecar`, () => {
    assert.throws(() => serialiseFigure({ ...doc, data: [{ mean: value }] }), /mean: .* is no JSON number/);
  });
}

test("faults are named with their paths", () => {
  const parsed = parseFigureDocument({
    ...doc,
    width_in: 10,
    counts: { ...doc.counts, rows: 1.5 },
    extra: 1,
  });
  assert.ok(!parsed.ok);
  assert.equal(parsed.failure.reason, "invalid-figure-document");
  assert.equal(parsed.failure.faults.length, 3);
  assert.match(parsed.failure.faults.join("\n"), /width_in: /);
  assert.match(parsed.failure.faults.join("\n"), /counts\.rows: /);
  assert.match(parsed.failure.faults.join("\n"), /extra/);
});

test("the three marks of synthetic data stand together, on synthetic data only", () => {
  const demo = baseDocument(demoStudy, "x");
  assert.ok(parseFigureDocument(demo).ok);
  const { _do_not_publish: _, ...partial } = demo;
  const missing = parseFigureDocument(partial);
  assert.ok(!missing.ok && missing.failure.faults[0] === "_do_not_publish: is missing on synthetic data");
  const wrong = parseFigureDocument({ ...doc, _data_source: "synthetic" });
  assert.ok(!wrong.ok && wrong.failure.faults[0] === "_data_source: stands on real data");
});
