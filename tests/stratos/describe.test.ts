import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  benjaminiHochberg,
  bonferroni,
  describe,
  groupBy,
  histogram,
  holm,
  normalCdf,
  normalQuantile,
  standardDeviation,
  twoSidedP,
  wilsonInterval,
} from "../../src/stratos/index.ts";
import { python } from "./oracles.ts";
import { close } from "./support.ts";

suite("description", () => {
  test("one number has no standard deviation, none no description", () => {
    assert.equal(describe([0.5])?.sd, null);
    assert.equal(standardDeviation([0.5], 0), 0);
    assert.equal(describe([]), null);
  });

  test("groups keep the order of their first member", () => {
    const groups = groupBy(["b", "a", "b"], [1, 2, 3]);
    assert.deepEqual(
      [...groups],
      [
        ["b", [1, 3]],
        ["a", [2]],
      ],
    );
    assert.throws(() => groupBy(["a"], [1, 2]), RangeError);
  });

  test("a histogram counts 1 in its last bin and .3 from .3 on", () => {
    assert.deepEqual([...histogram([0, 0.3, 0.29, 1], 10)], [1, 0, 1, 1, 0, 0, 0, 0, 0, 1]);
  });
});

suite("normal distribution against scipy", () => {
  const { x, cdf, q, ppf } = python.distributions;

  test("Φ in both tails", () => {
    for (const [i, at] of x.entries()) {
      // scipy itself is off by 1.1e-13 at −37.
      const expected = cdf[i]!;
      assert.ok(
        Math.abs(normalCdf(at) / expected - 1) < 2e-13,
        `Φ(${at}) = ${normalCdf(at)}, not ${expected}`,
      );
    }
  });

  test("its inverse to fifteen", () => {
    for (const [i, at] of q.entries()) close(normalQuantile(at), ppf[i]!, 2e-15, `at ${at}`);
    assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
    assert.throws(() => normalQuantile(1.5), RangeError);
  });

  test("two-sided p-values", () => {
    close(twoSidedP(-1.959963984540054), 0.05, 1e-14);
    assert.equal(twoSidedP(0), 1);
  });
});

test("adjusted p-values of nothing are nothing", () => {
  assert.deepEqual([bonferroni([]), holm([]), benjaminiHochberg([])], [[], [], []]);
});

suite("Wilson's interval", () => {
  test("begins at exactly 0 and ends at exactly 1 where no or all events are", () => {
    assert.equal(wilsonInterval(0, 7).lower, 0);
    assert.equal(wilsonInterval(7, 7).upper, 1);
    assert.throws(() => wilsonInterval(1, 0), RangeError);
    assert.throws(() => wilsonInterval(8, 7), RangeError);
  });
});
