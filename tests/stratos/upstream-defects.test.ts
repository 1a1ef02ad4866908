// What the study's first implementation computed wrongly, defect by defect, and what stands here instead. Defects of
// its pipeline rather than its numbers are tested where they belong: `node --test --test-name-pattern "^upstream"`.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anova,
  averagePrecision,
  binaryEntropy,
  calibrationInTheLarge,
  calibrationSlope,
  classificationInstability,
  decisionCurve,
  decomposeUncertainty,
  delong,
  effectSize,
  equalWidthBins,
  expectedCalibrationError,
  loessFit,
  meanPrediction,
  midranks,
  nemenyiCriticalDifference,
  netBenefit,
  netBenefitTreatAll,
  observedExpected,
  percentileInterval,
  predictionInstability,
  refitAuroc,
  retentionCurve,
  riskCoverage,
  rocCurve,
  sortedByX,
  standardisedNetBenefit,
  stratifiedResamples,
  stratosMetrics,
  validate,
  varianceInflation,
} from "../../src/stratos/index.ts";
import { comparisons, dataSets } from "./oracles.ts";
import { allClose, close, failureOf, P, refitsOf, sampleOf, valueOf, Y } from "./support.ts";

const study = dataSets["study"]!;
const sample = sampleOf(study.y, study.p);
const { study: refits } = comparisons.data.refits;
const [PREVALENCE, TENTHS] = [17 / 63, [5, 10, 15, 20].map((percent) => percent / 100)];

test("upstream called the spread of refits an interval of the AUROC: over people it is wider by far", () => {
  const own = valueOf(refitAuroc(refitsOf(refits!.a), refits!.y));
  const ofRefits = valueOf(percentileInterval([...own.perRefit]));
  const { interval } = valueOf(delong(sampleOf(refits!.y, meanPrediction(refitsOf(refits!.a)).mean)));
  assert.ok(interval.upper - interval.lower > 1.5 * (ofRefits.upper - ofRefits.lower));
});

test("upstream's AUPR by trapezes is optimistic: average precision has steps", () => {
  const cases = Y.filter((label) => label === 1).length;
  const points = rocCurve(sampleOf(Y, P))
    .slice(1)
    .map(({ fpr, tpr }) => ({ recall: tpr, precision: (tpr * cases) / (tpr * cases + fpr * (10 - cases)) }));
  let trapezes = 0;
  for (const [k, { recall, precision }] of points.entries()) {
    const before = points[k - 1] ?? { recall: 0, precision: 1 };
    trapezes += ((recall - before.recall) * (precision + before.precision)) / 2;
  }
  close(trapezes, 0.714166666667, 1e-11);
  close(averagePrecision(sampleOf(Y, P)), 0.741666666667, 1e-11);
});

test("upstream's scaled Brier score mixed two predictions: both halves are of the same", () => {
  const metrics = valueOf(stratosMetrics(study.y, study.p));
  close(metrics.scaledBrier, 1 - metrics.brier / (PREVALENCE * (1 - PREVALENCE)), 1e-14);
});

test("upstream scored one class as 0 or NaN: it is refused, and says how many events there are", () => {
  assert.deepEqual(failureOf(validate([0, 0], [0.1, 0.2])), { reason: "single-class", n: 2, events: 0 });
});

test("upstream took the joint model's intercept: calibration-in-the-large has its slope held at 1", () => {
  const large = valueOf(calibrationInTheLarge(sampleOf(Y, P))).value;
  close(large, 0.107311991575, 1e-11);
  assert.ok(Math.abs(large - 0.075739334381) > 0.03, "that of the joint model");
});

test("upstream's slope was ordinary least squares on 0 and 1: the logistic one can be compared with 1", () => {
  const x = P.map((p) => Math.log(p / (1 - p)));
  const centre = x.reduce((total, value) => total + value, 0) / x.length;
  const products = x.reduce((total, value, i) => total + (value - centre) * (Y[i]! - 0.5), 0);
  const linear = products / x.reduce((total, value) => total + (value - centre) ** 2, 0);
  close(linear, 0.168, 0.01);
  close(valueOf(calibrationSlope(sampleOf(Y, P))).value, 0.76377426406, 1e-11);
});

test("upstream took separated classes for a slope: there is none", () => {
  const { y, p } = dataSets["separated"]!;
  assert.deepEqual(failureOf(calibrationSlope(sampleOf(y, p))), { reason: "no-overlap" });
});

test("upstream's O:E had the error of two counts: the people are a sample, and O a share of them", () => {
  const { ratio, interval } = valueOf(observedExpected(sample));
  const error = Math.log(interval.upper / ratio) / 1.959963984540054;
  close(error, Math.sqrt(1 / 17 - 1 / 63), 1e-12);
  assert.ok(error < Math.sqrt(1 / 17 + 1 / 63));
});

test("upstream clipped the standardised net benefit to [0, 1]: a harmful model is below 0", () => {
  assert.equal(standardisedNetBenefit(sampleOf([0, 0, 0, 1], [0.9, 0.9, 0.9, 0.1]), 0.5), -3);
});

test("upstream capped treat-all at 0: from the prevalence up it costs", () => {
  for (const { threshold, all } of decisionCurve(sample)) {
    assert.equal(all < 0, threshold > PREVALENCE, `${threshold}`);
  }
});

test("upstream printed .189 at 10 % beside three models without treat-all, which has it too", () => {
  allClose(
    TENTHS.map((threshold) => netBenefitTreatAll(PREVALENCE, threshold)),
    [0.231411862991, 0.188712522046, 0.140989729225, 0.087301587302],
    1e-11,
  );
});

test("upstream's net benefit was 0 at thresholds of 0 and 1: there is no such benefit", () => {
  for (const threshold of [0, 1]) assert.throws(() => netBenefit(sample, threshold), RangeError);
});

test("upstream's thresholds missed p = .3 at .30: they are hundredths by division", () => {
  close(netBenefit(sampleOf(Y, P), 30 / 100), 0.371428571429, 1e-11);
});

test("upstream's ECE was the greatest of three bins: it is the mean distance over ten", () => {
  const skewed = sampleOf([1, 0, 0, 1], [0.1, 0.15, 0.3, 1]);
  close(expectedCalibrationError(skewed), 0.2625, 1e-12);
  const bins = equalWidthBins(skewed, 3).filter((bin) => bin.n > 0);
  const greatest = Math.max(...bins.map((bin) => Math.abs(bin.meanPrediction! - bin.observed!)));
  assert.ok(Math.abs(greatest - 0.2625) > 0.05);
});

test("upstream's last bin was open, so that p = 1 fell in none: it is closed", () => {
  const bins = equalWidthBins(sampleOf([0, 1], [0.95, 1]), 10);
  assert.deepEqual([bins.at(-1)!.n, bins.reduce((total, bin) => total + bin.n, 0)], [2, 2]);
});

test("upstream's smoother threw out rare events as outliers: a share is a mean, without robust weights", () => {
  const x = Array.from({ length: 60 }, (_, i) => i / 60);
  const y = x.map((_, i) => (i % 10 === 5 ? 1 : 0));
  const fit = valueOf(loessFit(sortedByX(x, y), Float64Array.of(0.3, 0.5, 0.7)));
  for (const value of fit) assert.ok(value > 0.05 && value < 0.15, `${value} of a share of .1`);
});

test("upstream's smoother extrapolated: outside the predictions there is no curve", () => {
  const failure = failureOf(loessFit(sortedByX(study.p, study.y), Float64Array.of(0)));
  assert.equal(failure.reason, "out-of-range");
});

test("upstream's retention rates were sums of .05: they are twentieths", () => {
  const rates = valueOf(retentionCurve(sample, Float64Array.from(study.q))).map(({ rate }) => rate);
  assert.equal(rates[2], 3 / 20);
  assert.ok(rates.every((rate) => `${rate}`.length <= 4));
});

test("upstream's AURC depended on the order of rows within ties: tied people count as their mean", () => {
  const tied = Float64Array.from(study.q, (value) => Math.round(value * 3));
  const wrong = Uint8Array.from(study.y, (label, i) => (study.p[i]! >= 0.5 === (label === 1) ? 0 : 1));
  const forward = valueOf(riskCoverage(tied, wrong));
  const backward = valueOf(riskCoverage(tied.toReversed(), wrong.toReversed()));
  assert.deepEqual(backward.points, forward.points);
  assert.equal(forward.points.length, 63, "from 1/n to 1, no trapezoid over a part of it");
});

test("upstream's E-AURC took r + (1 − r)·ln(1 − r) for the least area: the least is that of these people", () => {
  const own = valueOf(riskCoverage(Float64Array.of(0.1, 0.2, 0.3, 0.4), Uint8Array.of(0, 0, 1, 1)));
  assert.equal(own.eaurc, 0);
});

test("upstream resampled people of one class away: every resample keeps both classes in size", () => {
  const { y } = dataSets["rare"]!;
  const resamples = stratifiedResamples(Uint8Array.from(y), { count: 50, seed: 1, key: "rare" });
  for (let r = 0; r < resamples.count; r += 1) {
    const drawn = resamples.indices.subarray(r * resamples.people, (r + 1) * resamples.people);
    assert.equal(
      drawn.reduce((total, person) => total + y[person]!, 0),
      3,
    );
  }
});

test("upstream's resampling had no seed: the same parameter and key draw the same people", () => {
  const draw = (key: string): Uint32Array =>
    stratifiedResamples(Uint8Array.from(study.y), { count: 5, seed: 42, key }).indices;
  assert.deepEqual(draw("LOF"), draw("LOF"));
  assert.notDeepEqual(draw("LOF"), draw("SAITS"));
});

test("upstream's entropy left out the other outcome and summed over refits: it is whole, and a mean", () => {
  close(binaryEntropy(0.9), -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 1e-15);
  const ten = decomposeUncertainty(
    refitsOf([Array.from({ length: 10 }, (_, b) => (b % 2 === 0 ? 0.2 : 0.6))]),
  );
  const two = decomposeUncertainty(refitsOf([[0.2, 0.6]]));
  close(ten.mutualInformation[0]!, two.mutualInformation[0]!, 1e-12);
});

test("upstream measured instability from the refits' own mean: from the full model it is greater", () => {
  const rows = refitsOf([
    [0.2, 0.4, 0.6, 0.3],
    [0.7, 0.8, 0.55, 0.9],
    [0.45, 0.52, 0.5, 0.4],
  ]);
  const full = valueOf(predictionInstability(rows, Float64Array.of(0.5, 0.6, 0.45))).mape;
  close(full, 0.126666666667, 1e-11);
  close(valueOf(predictionInstability(rows, meanPrediction(rows).mean)).mape, 0.093333333333, 1e-11);
});

test("upstream's instability index was the variation of a slope over test people: CII is of decisions of refits", () => {
  const rows = refitsOf([
    [0.2, 0.4, 0.6, 0.3],
    [0.7, 0.8, 0.55, 0.9],
    [0.45, 0.52, 0.5, 0.4],
  ]);
  const { flipRate } = valueOf(classificationInstability(rows, Float64Array.of(0.5, 0.6, 0.45), 0.5));
  assert.deepEqual([...flipRate], [0.75, 0, 0.5]);
});

const { v, levels } = comparisons.data.designs["worked"]!;
const factors = (["a", "b"] as const).map((name) => ({ name, levels: levels[name]! }));
const termSs = (terms: string[][], type: 1 | 2 | 3, term: string): number =>
  valueOf(anova(v, { factors, terms, type })).terms.find((row) => row.term === term)!.ss;

test("upstream's η² was of sequential sums, so it hung on the order of factors: type III does not", () => {
  const [forward, backward] = [
    [["a"], ["b"]],
    [["b"], ["a"]],
  ];
  assert.ok(Math.abs(termSs(forward, 1, "a") - termSs(backward, 1, "a")) > 1e-4);
  close(termSs(forward, 3, "a"), termSs(backward, 3, "a"), 1e-14);
});

test("upstream's type III had treatment contrasts, so it hung on the names of levels: sum contrasts do not", () => {
  const terms = [["a"], ["b"], ["a", "b"]];
  const renamed = factors.map(({ name, levels: own }) => ({
    name,
    levels: own.map((level) => `${"zyxba".indexOf(level)}`),
  }));
  const others = valueOf(anova(v, { factors: renamed, terms, type: 3 })).terms;
  allClose(others.map(({ ss }) => ss).slice(0, 2), [0.00355072463768, 0.00774035087719], 1e-13);
  allClose(others.map(({ ss }) => ss).slice(0, 2), [termSs(terms, 3, "a"), termSs(terms, 3, "b")], 1e-14);
});

test("upstream counted the intercept among the sums, so that R² rose with the mean: it is about the mean", () => {
  const terms = [["a"], ["b"]];
  const table = valueOf(anova(v, { factors, terms, type: 3 }));
  const shifted = valueOf(
    anova(
      v.map((value) => value + 100),
      { factors, terms, type: 3 },
    ),
  );
  close(shifted.rSquared, table.rSquared, 1e-9);
  close(shifted.terms[0]!.omegaSquared!, table.terms[0]!.omegaSquared!, 1e-9);
});

test("upstream clipped ω² at 0: a negative one is kept", () => {
  const table = valueOf(anova(v, { factors, terms: [["a"], ["b"], ["a", "b"]], type: 3 }));
  close(table.terms[2]!.omegaSquared!, -0.023068657953, 1e-11);
});

test("upstream's Hedges correction was the approximation: it is the exact factor", () => {
  const { g } = valueOf(effectSize([1, 2, 3, 4], [2, 4, 6, 9, 5]));
  close(g, -1.12515256544, 1e-11);
});

test("upstream's second table of Nemenyi's q was wrong from 15 methods on and guessed beyond 20", () => {
  const q = (methods: number): number =>
    nemenyiCriticalDifference(methods, 1) / Math.sqrt((methods * (methods + 1)) / 6);
  const expected = [
    1.96, 2.344, 2.569, 2.728, 2.85, 2.948, 3.031, 3.102, 3.164, 3.219, 3.268, 3.313, 3.354, 3.391, 3.426,
    3.458, 3.489, 3.517, 3.544, 3.569, 3.593, 3.616, 3.637, 3.658, 3.678, 3.696, 3.714, 3.732, 3.749,
  ];
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(q(i + 2) - value) < 1.1e-3, `${i + 2}: ${q(i + 2)}`);
});

test("upstream's critical difference of .415 for 12 methods and 1000 blocks matches no table: it is .527", () => {
  close(nemenyiCriticalDifference(12, 1000), 0.52694979923, 1e-10);
});

test("upstream's VIF is that of a regression with an intercept: moving a feature changes nothing", () => {
  const columns = comparisons.data.features["four"]!.map((column) => Float64Array.from(column));
  const moved = columns.map((column) => column.map((value) => value + 10));
  allClose(varianceInflation(moved).map(Number), varianceInflation(columns).map(Number), 1e-9);
});

test("upstream ranked the greatest AUROC last in one script: rank 1 is the greatest", () => {
  assert.deepEqual([...midranks([0.9, 0.8, 0.95].map((value) => -value))], [2, 3, 1]);
});

test("upstream let NaN travel: no number of a small or sure study is one", () => {
  for (const { y, p } of Object.values(dataSets)) {
    const metrics = stratosMetrics(y, p);
    JSON.stringify(metrics, (_, value: unknown) => {
      assert.ok(typeof value !== "number" || Number.isFinite(value), "a number that is none");
      return value;
    });
  }
});
