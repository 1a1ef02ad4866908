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
import { eachSet, python, r } from "./oracles.ts";
import { allClose, close } from "./support.ts";

suite("description", () => {
  for (const { name, data, py, r: other } of eachSet()) {
    test(`${name}: mean and standard deviations`, () => {
      const description = describe(data.p);
      assert.ok(description !== null);
      close(description.mean, py.mean, 1e-14);
      close(description.sd ?? Number.NaN, other.sd, 1e-14);
      const n = data.p.length;
      close(standardDeviation(data.p, 0) ?? Number.NaN, other.sd * Math.sqrt((n - 1) / n), 1e-14);
      assert.equal(description.median, py.quantiles[4]);
    });
  }

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

suite("adjusted p-values against statsmodels and p.adjust", () => {
  const { p, ...expected } = python.distributions;
  test("Bonferroni", () => {
    allClose(bonferroni(p), expected.bonferroni, 1e-14);
    allClose(bonferroni(p), r.adjusted.bonferroni, 1e-14);
  });
  test("Holm", () => {
    allClose(holm(p), expected.holm, 1e-14);
    allClose(holm(p), r.adjusted.holm, 1e-14);
  });
  test("Benjamini–Hochberg", () => {
    allClose(benjaminiHochberg(p), expected.fdr_bh, 1e-14);
    allClose(benjaminiHochberg(p), r.adjusted.fdr_bh, 1e-14);
  });
  test("of nothing is nothing", () => {
    assert.deepEqual([bonferroni([]), holm([]), benjaminiHochberg([])], [[], [], []]);
  });
});

suite("Wilson's interval", () => {
  test("is statsmodels' and prop.test's", () => {
    for (const [i, [events, n]] of python.distributions.shares.entries()) {
      const { lower, upper } = wilsonInterval(events, n);
      allClose([lower, upper], python.distributions.wilson[i]!, 1e-14);
    }
    const intervals = [wilsonInterval(3, 46), wilsonInterval(17, 63), wilsonInterval(200, 1000)];
    for (const [i, { lower, upper }] of intervals.entries()) allClose([lower, upper], r.wilson[i]!, 1e-14);
  });

  test("begins at exactly 0 and ends at exactly 1 where no or all events are", () => {
    assert.equal(wilsonInterval(0, 7).lower, 0);
    assert.equal(wilsonInterval(7, 7).upper, 1);
    assert.throws(() => wilsonInterval(1, 0), RangeError);
    assert.throws(() => wilsonInterval(8, 7), RangeError);
  });
});
