import assert from "node:assert/strict";
import { test } from "node:test";
import { assertWhole } from "../../src/charts/check-panel.ts";
import { axis, gridLayer, pointLayer, position } from "../../src/charts/layers.ts";

const ruler = axis({ values: [0, 1], format: ".0f" });
const x = position({ field: "x", domain: [0, 1], axis: ruler });
const y = position({ field: "y", domain: [0, 1] });

/** A point with a grid line below it. */
function panelWith(at: { readonly x: number }, grid: ReturnType<typeof position>) {
  const points = pointLayer([{ ...at, y: 0.5, color: "#000000", shape: "circle" }], x, y);
  return { width: 10, height: 10, layers: [gridLayer([0.5], { x: grid }), points] };
}

test("a panel is whole where its layers agree on their axes, and refused where one would be lost", () => {
  assertWhole(panelWith({ x: 1 }, position({ field: "at", domain: [0, 1], axis: ruler })));
  assert.throws(
    () => assertWhole(panelWith({ x: 1 }, position({ field: "at", domain: [0, 1] }))),
    /one layer of a panel has an axis for x and another has none/,
  );
});

test("a mark beyond its axis is refused", () => {
  assert.throws(
    () => assertWhole(panelWith({ x: 1.1 }, position({ field: "at", domain: [0, 1], axis: ruler }))),
    /x 1\.1 lies outside its axis, 0 to 1/,
  );
});
