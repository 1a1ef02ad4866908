import assert from "node:assert/strict";
import { test } from "node:test";
import { partsAbove } from "../../src/charts/clip-line.ts";
import { layOut } from "../../src/charts/grid-layout.ts";
import { spreadLabels } from "../../src/charts/label-spread.ts";
import { namesFor } from "../../src/charts/names.ts";
import { count, counted, estimate, fixed, limits, percent } from "../../src/charts/number-text.ts";
import { domainAboutZero, domainOf, linear, rulerOf, rulerWithin, ticksOf } from "../../src/charts/scale.ts";
import { roleRow } from "../../src/charts/role-row.ts";

test("numbers are written as the figures' rules say", () => {
  assert.equal(fixed(-0.0521, 3), "\u22120.052");
  assert.equal(fixed(-0.0001, 3), "0.000");
  assert.equal(fixed(null, 3), "n/a");
  assert.equal(estimate(0.911, 0.755, 0.971, 3), "0.911 [0.755, 0.971]");
  assert.equal(estimate(0.911, null, 0.971, 3), "0.911");
  assert.equal(limits(null, 1, 2), "");
  assert.equal(count(1234567), "1,234,567");
  assert.equal(counted(1, "person", "people"), "1 person");
  assert.equal(counted(1000, "refit"), "1,000 refits");
  assert.equal(percent(17 / 63), "27.0%");
});

test("a domain holds every value and no needless step", () => {
  assert.deepEqual(domainOf([0.825, null, 0.913], 0.02), [0.82, 0.92]);
  assert.deepEqual(domainOf([0.7, 0.9], 0.1), [0.7, 0.9]);
  assert.deepEqual(domainOf([0.3], 0.1), [0.3, 0.4]);
  assert.deepEqual(domainAboutZero([-0.086, 0.002], 0.02), [-0.1, 0.1]);
});

test("ticks are round, inside the domain, and about as many as wanted", () => {
  assert.deepEqual(ticksOf([0.65, 1], 5), [0.7, 0.8, 0.9, 1]);
  assert.deepEqual(ticksOf([-0.12, 0.04], 4), [-0.1, -0.05, 0]);
});

test("labels are moved apart no more than needed, in order and within bounds", () => {
  const spread = spreadLabels([{ y: 50 }, { y: 51 }, { y: 52 }], 8, [0, 100]).map(({ y }) => y);
  assert.deepEqual(spread, [43, 51, 59]);
  assert.deepEqual(
    spreadLabels([{ y: 10 }, { y: 90 }], 8, [0, 100]).map(({ y }) => y),
    [10, 90],
  );
  assert.deepEqual(
    spreadLabels([{ y: 99 }, { y: 98 }], 8, [0, 100]).map(({ y }) => y),
    [92, 100],
  );
  // Only what would leave the bounds is moved; the others stay where they want to stand.
  assert.deepEqual(
    spreadLabels([{ y: 8 }, { y: 50 }, { y: 99 }], 20, [10, 90]).map(({ y }) => y),
    [10, 50, 90],
  );
});

test("a line that leaves the frame ends on its edge, and begins there again", () => {
  const points = [1, -1, -1, 1].map((y, x) => ({ x, y }));
  assert.deepEqual(partsAbove(points, 0), [
    [
      { x: 0, y: 1 },
      { x: 0.5, y: 0 },
    ],
    [
      { x: 2.5, y: 0 },
      { x: 3, y: 1 },
    ],
  ]);
});

test("one class of names per axis: long names only if all of them fit", () => {
  const methods = [
    { display_name: "MOMENT Fine-tuned", short_name: "MOM-ft" },
    { display_name: "Ensemble (CSDI+MOMENT+SAITS)", short_name: "Ens-3" },
  ];
  assert.deepEqual(methods.map(namesFor(methods, 79)), ["MOM-ft", "Ens-3"]);
  assert.deepEqual(methods.slice(0, 1).map(namesFor(methods.slice(0, 1), 79)), ["MOMENT Fine-tuned"]);
});

test("methods outside the complete block stand last, after a gap, in registry order", () => {
  const methods = [
    { name: "Ens", block_mean: null, position: 7 },
    { name: "low", block_mean: 0.8, position: 1 },
    { name: "GT", block_mean: null, position: 1 },
    { name: "high", block_mean: 0.9, position: 2 },
  ];
  const run = layOut(methods, 10);
  assert.deepEqual(
    run.entries.map(({ item, start }) => [item.name, start]),
    [
      ["high", 0],
      ["low", 10],
      ["GT", 26],
      ["Ens", 36],
    ],
  );
  assert.equal(run.length, 46);
  assert.equal(layOut(methods.slice(0, 1), 10).length, 10);
});

test("role panels fill the row, equal in size, however many there are", () => {
  for (const n of [1, 2, 3, 4]) {
    const row = roleRow(504, 36, n);
    assert.ok(row.left(n - 1) + row.size <= 496, `${n} panels`);
    assert.ok(row.size >= 103 && row.size <= 158, `${n} panels`);
  }
});

test("a linear scale meets both ends of its range", () => {
  const scale = linear([0.5, 1], [100, 0]);
  assert.deepEqual([scale(0.5), scale(0.75), scale(1)], [100, 50, 0]);
});

test("a ruler holds its values between two ticks and wastes little of its length", () => {
  assert.deepEqual(rulerOf([-0.23, null, 0.65], 5), {
    domain: [-0.4, 0.8],
    ticks: [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8],
  });
  assert.deepEqual(rulerOf([0.594, 0.973], 6).domain, [0.5, 1]);
  assert.deepEqual(rulerOf([-0.05, 0.262], 7).domain, [-0.05, 0.3]);
  for (const values of [[0.7], [0, 0], [-3, 900], [0.0001, 0.0002]]) {
    const { domain, ticks } = rulerOf(values, 5);
    assert.deepEqual([ticks[0], ticks.at(-1)], domain);
    assert.ok(Math.min(...values) >= domain[0] && Math.max(...values) <= domain[1], values.join(" "));
    assert.ok(ticks.length >= 2 && ticks.length <= 12);
  }
  assert.deepEqual(rulerWithin([0, 1], [5], 5).domain, [0, 1]);
});
