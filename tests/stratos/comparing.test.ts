import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  anova,
  aurocEstimate,
  auroc,
  bootstrap,
  effectSize,
  friedman,
  jackknifeByClass,
  meanEstimate,
  midranks,
  nemenyiCriticalDifference,
  nemenyiP,
  pearson,
  percentileInterval,
  preparedAnova,
  rankingKernel,
  refitAuroc,
  resampledAuroc,
  spearman,
  stratifiedResamples,
  studentisedRangeQuantile,
  studentTwoSidedQuantile,
  varianceInflation,
  wilcoxonSignedRank,
} from "../../src/stratos/index.ts";
import type { Anova, AnovaTerm } from "../../src/stratos/index.ts";
import { comparisons, dataSets, python } from "./oracles.ts";
import { allClose, close, failureOf, refitsOf, sampleOf, valueOf } from "./support.ts";

const DIGITS = 1e-12;

suite("quantiles", () => {
  test("of t at a probability of 0 are a bug of the caller", () => {
    assert.throws(() => studentTwoSidedQuantile(0, 3), RangeError);
  });

  test("of the range of two values are a normal difference's, exactly", () => {
    close(studentisedRangeQuantile(0.05, 2) / Math.SQRT2, 1.959963984540054, 1e-13);
  });
});

suite("worked examples: ranks", () => {
  const blocks = [
    [0.9, 0.8, 0.7],
    [0.85, 0.85, 0.6],
    [0.7, 0.9, 0.5],
    [0.95, 0.9, 0.8],
  ];
  const comparison = valueOf(friedman(blocks));

  test("Friedman, corrected for ties, the greatest value ranked first", () => {
    assert.deepEqual([...comparison.meanRanks], [1.375, 1.625, 3]);
    close(comparison.statistic, 6.533333333333, DIGITS);
    close(comparison.p, 0.038133326547, DIGITS);
  });

  test("Iman–Davenport", () => {
    close(comparison.imanDavenport!.f, 13.363636363636, DIGITS);
    close(comparison.imanDavenport!.p, 0.006162037037, DIGITS);
  });

  test("Nemenyi", () => {
    close(studentisedRangeQuantile(0.05, 3) / Math.SQRT2, 2.34370058638, 1e-11);
    close(comparison.criticalDifference, 1.6572465777, 1e-11);
    close(nemenyiP(1.625, 3, 4), 0.056055893477, DIGITS);
    close(nemenyiCriticalDifference(12, 1000), 0.52694979923, 1e-11);
    close(nemenyiCriticalDifference(5, 57), 0.807897043683, DIGITS);
    close(nemenyiCriticalDifference(4, 79), 0.527709973741, DIGITS);
  });
});

suite("ranks", () => {
  test("perfect agreement has no finite F", () => {
    assert.equal(
      valueOf(
        friedman([
          [3, 2, 1],
          [6, 5, 4],
        ]),
      ).imanDavenport,
      null,
    );
  });

  test("blocks that cannot be ranked are refused", () => {
    assert.equal(failureOf(friedman([[1, 2]])).reason, "too-few");
    assert.equal(failureOf(friedman([[1], [2]])).reason, "too-few");
    assert.deepEqual(failureOf(friedman([[1, 2], [1]])), { reason: "ragged", block: 1 });
    assert.deepEqual(
      failureOf(
        friedman([
          [1, Number.NaN],
          [1, 2],
        ]),
      ),
      { reason: "not-finite", block: 0 },
    );
    assert.equal(
      failureOf(
        friedman([
          [1, 1],
          [2, 2],
        ]),
      ).reason,
      "all-tied",
    );
  });

  test("ties share the mean of their ranks", () => {
    assert.deepEqual([...midranks([3, 1, 3, 2, 3])], [4, 1, 4, 2, 4]);
  });

  test("five blocks can reach no less than 1/16", () => {
    close(valueOf(wilcoxonSignedRank([1, 2, 3, 4, 5])).p, 0.0625, 1e-15);
  });

  test("no movement is no test", () => {
    assert.deepEqual(failureOf(wilcoxonSignedRank([0, 0])), { reason: "too-few", n: 0 });
  });
});

suite("analysis of variance", () => {
  const { v, levels } = comparisons.data.designs["worked"]!;
  const factors = [
    { name: "A", levels: levels["a"]! },
    { name: "B", levels: levels["b"]! },
  ];
  const terms = [["A"], ["B"], ["A", "B"]];
  const tableOf = (type: 1 | 2 | 3): Anova => valueOf(anova(v, { factors, terms, type }));
  const each = (type: 1 | 2 | 3, of: (row: AnovaTerm) => number | null): number[] =>
    tableOf(type).terms.map((row) => of(row) ?? Number.NaN);

  test("worked example: sums of squares of all types", () => {
    allClose(
      each(1, (row) => row.ss),
      [0.00400757575758, 0.00877105263158, 0.000245614035088],
      1e-14,
    );
    close(each(2, (row) => row.ss)[0]!, 0.00334105263158, 1e-14);
    allClose(each(3, (row) => row.ss).slice(0, 2), [0.00355072463768, 0.00774035087719], 1e-14);
    close(tableOf(1).residual.ss, 0.00146666666667, 1e-14);
    close(tableOf(1).totalSs, 0.014490909090909, 1e-14);
    close(tableOf(3).rSquared, 0.898787118361, DIGITS);
  });

  test("worked example: effect sizes, a negative one kept", () => {
    allClose(each(3, (row) => row.partialEtaSquared).slice(0, 2), [0.707683419988, 0.840701219512], 1e-11);
    allClose(
      each(3, (row) => row.omegaSquared),
      [0.220328591136, 0.48387222052, -0.023068657953],
      1e-11,
    );
  });

  test("on a balanced grid all types agree and shares add to 1", () => {
    const { v: values, levels: of } = comparisons.data.designs["grid"]!;
    const grid = [
      { name: "a", levels: of["a"]! },
      { name: "b", levels: of["b"]! },
    ];
    const [one, two, three] = ([1, 2, 3] as const).map((type) =>
      valueOf(anova(values, { factors: grid, terms: [["a"], ["b"]], type })),
    );
    for (const [i, row] of one!.terms.entries()) {
      close(two!.terms[i]!.ss, row.ss, 1e-14);
      close(three!.terms[i]!.ss, row.ss, 1e-14);
    }
    const shares = one!.terms.reduce((total, row) => total + row.etaSquared, 0);
    close(shares + one!.residual.ss / one!.totalSs, 1, 1e-12);
  });

  test("a design taken apart once says of every list what it says of it alone", () => {
    for (const type of [1, 2, 3] as const) {
      const analyse = valueOf(preparedAnova({ factors, terms, type }));
      for (const values of [v, v.toReversed(), v])
        assert.deepEqual(analyse(values), anova(values, { factors, terms, type }));
      assert.deepEqual(failureOf(analyse(v.slice(1))), { reason: "unequal-length", factor: "A" });
      assert.deepEqual(failureOf(analyse(v.with(0, Number.NaN))), { reason: "not-finite" });
    }
  });

  test("a term's share keeps its digits where the values lie far from zero", () => {
    const near = v.map((value) => Math.round(value * 2 ** 20) / 2 ** 20);
    const ssOf = (values: number[]): number =>
      valueOf(anova(values, { factors, terms, type: 3 })).terms[0]!.ss;
    close(ssOf(near.map((value) => value + 2 ** 24)), ssOf(near), 1e-14);
  });

  test("a saturated model has sums of squares but no F", () => {
    const saturated = valueOf(
      anova([1, 2, 3, 5], {
        factors: [
          { name: "A", levels: ["a", "a", "b", "b"] },
          { name: "B", levels: ["x", "y", "x", "y"] },
        ],
        terms,
        type: 3,
      }),
    );
    assert.equal(saturated.residual.df, 0);
    assert.deepEqual(
      saturated.terms.map((row) => [row.f, row.p, row.omegaSquared]),
      [
        [null, null, null],
        [null, null, null],
        [null, null, null],
      ],
    );
    close(saturated.terms[0]!.ss, 6.25, 1e-12);
  });

  test("designs that cannot be analysed are refused", () => {
    const one = { name: "A", levels: ["a", "a", "a"] };
    const two = { name: "B", levels: ["x", "y", "x"] };
    const copy = { name: "C", levels: ["k", "m", "k"] };
    const base = { terms: [["B"]], type: 3 } as const;
    assert.equal(failureOf(anova([], { ...base, factors: [] })).reason, "empty");
    assert.deepEqual(failureOf(anova([1, 2, 3], { ...base, factors: [one] })), {
      reason: "one-level",
      factor: "A",
    });
    assert.equal(failureOf(anova([1, 2], { ...base, factors: [two] })).reason, "unequal-length");
    assert.equal(failureOf(anova([1, 2, Number.NaN], { ...base, factors: [two] })).reason, "not-finite");
    assert.equal(failureOf(anova([1, 1, 1], { ...base, factors: [two] })).reason, "no-spread");
    const aliased = anova([1, 2, 4], { factors: [two, copy], terms: [["B"], ["C"]], type: 3 });
    assert.deepEqual(failureOf(aliased), { reason: "aliased", term: "B" });
    assert.throws(() => anova([1, 2, 3], { ...base, factors: [copy] }), RangeError);
  });
});

suite("differences, correlations, collinearity", () => {
  test("worked example: Hedges with the exact factor", () => {
    const { d, g } = valueOf(effectSize([1, 2, 3, 4], [2, 4, 6, 9, 5]));
    close(d, -1.26677424237, 1e-11);
    close(g, -1.12515256544, 1e-11);
    close(g / d, 0.888202907673, DIGITS);
  });

  test("groups without an effect size are refused", () => {
    assert.equal(failureOf(effectSize([1], [2, 3].slice(0, 1))).reason, "too-few");
    assert.equal(failureOf(effectSize([1, 1], [2, 2])).reason, "no-spread");
  });

  test("one value has no interval of its mean, equal ones no p-value", () => {
    assert.equal(failureOf(meanEstimate([1])).reason, "too-few");
    assert.equal(valueOf(meanEstimate([2, 2])).p, null);
  });

  test("worked example: Pearson and Spearman with their intervals", () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const y = [2, 1, 4, 3, 7, 8, 6, 6];
    const linear = valueOf(pearson(x, y));
    close(linear.estimate, 0.803685041487, DIGITS);
    allClose([linear.interval!.lower, linear.interval!.upper], [0.228314791355, 0.962985492627], DIGITS);
    const ranked = valueOf(spearman(x, y));
    close(ranked.estimate, 0.754504545005, DIGITS);
    allClose([ranked.interval!.lower, ranked.interval!.upper], [-0.01013524937, 0.962351213017], DIGITS);
  });

  test("correlations that do not exist are refused, perfect ones have no interval", () => {
    assert.equal(failureOf(pearson([1, 2], [1])).reason, "unequal-length");
    assert.equal(failureOf(pearson([1], [1])).reason, "too-few");
    assert.equal(failureOf(pearson([1, 2], [3, 3])).reason, "no-spread");
    assert.equal(failureOf(spearman([1, Number.NaN], [3, 4])).reason, "not-finite");
    assert.deepEqual(valueOf(spearman([1, 2, 3, 4, 9], [1, 4, 9, 16, 17])), {
      n: 5,
      estimate: 1,
      interval: null,
    });
  });

  test("what the others give exactly has no factor", () => {
    const a = Float64Array.of(1, 2, 4, 7);
    const b = Float64Array.of(3, 1, 2, 5);
    const both = a.map((value, i) => value + b[i]!);
    assert.deepEqual(varianceInflation([a, b, both]), [null, null, null]);
    assert.deepEqual(varianceInflation([a, Float64Array.of(2, 2, 2, 2)]), [1, null]);
    assert.throws(() => varianceInflation([a, Float64Array.of(1)]), RangeError);
  });
});

suite("resampling a kernel", () => {
  const { y, a } = python.refits;
  const P = refitsOf(a);
  const labels = Uint8Array.from(y);
  const kernel = rankingKernel(P, labels);
  const resamples = stratifiedResamples(labels, { count: 400, seed: 5, key: "people" });

  test("its mean is the mean AUROC", () => {
    const mean = kernel.values.reduce((total, value) => total + value, 0) / kernel.values.length;
    close(mean, python.refits.value, 1e-14);
  });

  test("a resample's AUROC is the mean over refits of the resampled AUROCs", () => {
    const replicates = resampledAuroc(kernel, resamples);
    const slow = Array.from({ length: P.refits }, (_, b) => {
      const column = a.map((row) => row[b]!);
      return bootstrap(sampleOf(y, column), resamples, auroc);
    });
    for (const [i, value] of replicates.entries()) {
      const mean = slow.reduce((total, column) => total + column[i]!, 0) / P.refits;
      close(value!, mean, 1e-13);
    }
  });

  test("the spread of the replicates is close to the U-statistic's", () => {
    const { lower, upper } = valueOf(percentileInterval(resampledAuroc(kernel, resamples)));
    const sd = Math.sqrt(valueOf(aurocEstimate(valueOf(refitAuroc(P, y)))).variance);
    assert.ok(Math.abs((upper - lower) / (2 * 1.96 * sd) - 1) < 0.25);
  });

  test("labels or resamples of other people are bugs of the caller", () => {
    assert.throws(() => rankingKernel(P, Uint8Array.of(0, 1)), RangeError);
    const other = stratifiedResamples(Uint8Array.of(0, 1), { count: 2, seed: 5, key: "people" });
    assert.throws(() => resampledAuroc(kernel, other), RangeError);
  });
});

suite("jackknife", () => {
  const { y, p } = dataSets["study"]!;

  test("leaves out each control and each case once", () => {
    const [controls, cases] = valueOf(jackknifeByClass(sampleOf(y, p), (left) => left.n));
    assert.deepEqual([controls.length, cases.length], [46, 17]);
    assert.ok([...controls, ...cases].every((n) => n === 62));
  });

  test("without the only case there is no AUROC", () => {
    const failure = failureOf(jackknifeByClass(sampleOf([0, 1, 0], [0.1, 0.2, 0.3]), auroc));
    assert.deepEqual(failure, { reason: "undefined-without", index: 1 });
  });
});
