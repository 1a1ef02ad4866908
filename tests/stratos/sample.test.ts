import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  quantile7,
  quantiles7,
  stratosMetrics,
  sum,
  validate,
  validateAnyClass,
  withBothClasses,
} from "../../src/stratos/index.ts";
import { dataSets, eachSet } from "./oracles.ts";
import { allClose, close, failureOf, valueOf } from "./support.ts";

suite("validation", () => {
  const cases: [string, number[], number[], object][] = [
    ["nothing", [], [], { reason: "empty" }],
    ["one prediction too few", [0, 1], [0.5], { reason: "unequal-length", expected: 2, found: 1 }],
    ["NaN", [0, 1, 1], [0.5, Number.NaN, 0.1], { reason: "not-finite", index: 1, count: 1 }],
    ["infinities", [0, 1, 1], [Infinity, 0.5, -Infinity], { reason: "not-finite", index: 0, count: 2 }],
    ["a label of 2", [0, 2, 1], [0.1, 0.2, 0.3], { reason: "not-binary", index: 1, count: 1 }],
    ["a label of ½", [0, 1, 0.5], [0.1, 0.2, 0.3], { reason: "not-binary", index: 2, count: 1 }],
    [
      "a label of 256, which wraps to 0 in bytes",
      [256, 1],
      [0.1, 0.2],
      { reason: "not-binary", index: 0, count: 1 },
    ],
    ["a missing label", [0, Number.NaN], [0.1, 0.2], { reason: "not-binary", index: 1, count: 1 }],
    ["p above 1", [0, 1], [0.1, 1 + 2 ** -52], { reason: "out-of-range", index: 1, count: 1 }],
    ["p below 0", [0, 1], [-1e-300, 0.2], { reason: "out-of-range", index: 0, count: 1 }],
    ["controls only", [0, 0], [0.1, 0.2], { reason: "single-class", n: 2, events: 0 }],
    ["cases only", [1, 1, 1], [0.1, 0.2, 0.3], { reason: "single-class", n: 3, events: 3 }],
  ];
  for (const [what, y, p, failure] of cases) {
    test(`${what} is refused with ${JSON.stringify(failure)}`, () => {
      assert.deepEqual(failureOf(validate(y, p)), failure);
    });
  }

  test("0, 1 and −0 are probabilities", () => {
    assert.equal(valueOf(validate([0, 1, 0], [0, 1, -0])).n, 3);
  });

  test("the arrays are copies", () => {
    const p = Float64Array.of(0.1, 0.2);
    const sample = valueOf(validate([0, 1], p));
    p[0] = 0.9;
    assert.equal(sample.p[0], 0.1);
  });

  test("one class passes where it may", () => {
    const sample = valueOf(validateAnyClass([1, 1], [0.1, 0.2]));
    assert.equal(sample.events, 2);
    assert.equal(failureOf(withBothClasses(sample)).reason, "single-class");
  });
});

suite("all core measures", () => {
  test("a measure that does not exist leaves the others alone", () => {
    const { y, p } = dataSets["separated"]!;
    const metrics = valueOf(stratosMetrics(y, p));
    assert.deepEqual(failureOf(metrics.calibrationSlope), { reason: "no-overlap" });
    assert.equal(valueOf(metrics.auroc).value, 1);
    assert.equal(valueOf(metrics.auroc).degenerate, true);
    assert.ok(valueOf(metrics.observedExpected).ratio > 1);
  });

  test("bad input is one failure for all", () => {
    assert.equal(failureOf(stratosMetrics([0, 1], [0.2, Number.NaN])).reason, "not-finite");
  });

  for (const { name, data } of eachSet()) {
    test(`${name}: no NaN travels`, () => {
      JSON.stringify(stratosMetrics(data.y, data.p), (key, value: unknown) => {
        assert.ok(typeof value !== "number" || Number.isFinite(value), `${key} is ${String(value)}`);
        return value;
      });
    });
  }
});

suite("quantiles and sums", () => {
  for (const { name, data, py, r } of eachSet()) {
    test(`${name}: type 7 as NumPy and R have it`, () => {
      const quantiles = quantiles7(data.p, [0, 0.025, 0.1, 1 / 3, 0.5, 0.9, 1]);
      allClose(quantiles, py.quantiles, 1e-14);
      allClose(quantiles, r.quantiles, 1e-14);
    });
  }

  test("a quantile of nothing, or at 1.1, is a bug of the caller", () => {
    assert.throws(() => quantile7([], 0.5), RangeError);
    assert.throws(() => quantile7([1], 1.1), RangeError);
    assert.throws(() => quantile7([1], Number.NaN), RangeError);
  });

  test("a single value is all of its quantiles", () => {
    assert.deepEqual(quantiles7([3], [0, 0.3, 1]), [3, 3, 3]);
  });

  test("a sum does not depend on the order of its terms", () => {
    const terms = [1, 1e100, 1, -1e100];
    assert.equal(sum(terms), 2);
    assert.equal(sum(terms.toReversed()), 2);
    close(sum(Array.from({ length: 1e5 }, () => 0.1)), 1e4, 1e-15);
  });
});
