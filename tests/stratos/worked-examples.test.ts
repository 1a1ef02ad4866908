import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  auroc,
  aurocDifference,
  averagePrecision,
  bcaInterval,
  benjaminiHochberg,
  bonferroni,
  brierScore,
  calibrationIndex,
  calibrationInTheLarge,
  calibrationSlope,
  classificationInstability,
  decomposeUncertainty,
  delong,
  errorsAt,
  expectedCalibrationError,
  holm,
  meanPrediction,
  netBenefit,
  netBenefitTreatAll,
  observedExpected,
  partialAuroc,
  percentileInterval,
  placements,
  predictionInstability,
  riskCoverage,
  scaledBrier,
  smoothCalibrationError,
  smoothCalibrationErrorAt,
} from "../../src/stratos/index.ts";
import { allClose, close, P, Q, refitsOf, sampleOf, valueOf, Y } from "./support.ts";

/** The examples give twelve digits. */
const DIGITS = 1e-12;
const sample = sampleOf(Y, P);

suite("worked examples: discrimination", () => {
  test("AUROC counts a tie as half a pair", () => {
    close(auroc(sample), 0.74, DIGITS);
    close(auroc(sampleOf(Y, Q)), 0.82, DIGITS);
  });

  test("DeLong's variance is unbiased, its interval cut at 1, the logit interval is not", () => {
    const estimate = valueOf(delong(sample));
    close(estimate.variance, 0.0312, DIGITS);
    allClose([estimate.interval.lower, estimate.interval.upper], [0.393801335639, 1], DIGITS);
    assert.ok(estimate.logit !== null);
    allClose([estimate.logit.lower, estimate.logit.upper], [0.320080735028, 0.945077192637], DIGITS);
    assert.equal(estimate.degenerate, false);
  });

  test("a paired difference takes the covariance into account", () => {
    const difference = valueOf(aurocDifference(placements(sample), placements(sampleOf(Y, Q))));
    close(difference.value, -0.08, DIGITS);
    close(difference.variance, 0.0078, DIGITS);
    close(difference.z ?? 0, -0.905821627316, DIGITS);
    close(difference.p ?? 0, 0.365030271838, DIGITS);
  });

  test("average precision is not the trapezoid", () =>
    close(averagePrecision(sample), 0.741666666667, DIGITS));

  test("partial area up to a false-positive rate of .2, raw and by McClish", () => {
    const { area, standardised } = partialAuroc(sample, 0.2);
    close(area, 0.04, DIGITS);
    close(standardised, 0.555555555556, DIGITS);
  });
});

suite("worked examples: calibration", () => {
  test("the slope is that of the joint logistic model", () => {
    const slope = valueOf(calibrationSlope(sample));
    close(slope.value, 0.76377426406, DIGITS);
    close(slope.standardError, 0.625859736694, DIGITS);
    allClose([slope.interval.lower, slope.interval.upper], [-0.462888279234, 1.990436807355], DIGITS);
  });

  test("calibration-in-the-large has the slope fixed at 1", () => {
    const large = valueOf(calibrationInTheLarge(sample));
    close(large.value, 0.107311991575, DIGITS);
    close(large.standardError, 0.731926229295, DIGITS);
  });

  test("O:E has the interval of a share, not of two counts", () => {
    const { ratio, interval } = valueOf(observedExpected(sample));
    allClose([ratio, interval.lower, interval.upper], [1.04166666667, 0.560473656382, 1.935986521558], 1e-11);
  });

  test("Brier and scaled Brier are of the same predictions", () => {
    close(brierScore(sample), 0.214, DIGITS);
    close(scaledBrier(sample), 0.144, DIGITS);
  });

  test("ECE has exact edges and closes the last bin", () => {
    close(expectedCalibrationError(sample), 0.34, DIGITS);
    close(expectedCalibrationError(sampleOf([1, 0, 0, 1], [0.1, 0.15, 0.3, 1])), 0.2625, DIGITS);
  });

  test("smooth ECE is the fixed point, computed without a grid", () => {
    close(smoothCalibrationError(sample), 0.109398044805, DIGITS);
    close(smoothCalibrationErrorAt(sample, 0.1), 0.116297600697, DIGITS);
    close(smoothCalibrationErrorAt(sample, 0.05), 0.21629411813, DIGITS);
  });

  test("ICI, E50 and E90 are those of the exact surface", () => {
    const { ici, e50, e90 } = valueOf(calibrationIndex(sample));
    allClose([ici, e50, e90], [0.147519167626, 0.16864371419, 0.250356303755], DIGITS);
  });
});

suite("worked examples: utility", () => {
  const expected = [
    [5, 0.473684210526, 0.473684210526],
    [10, 0.444444444444, 0.444444444444],
    [15, 0.429411764706, 0.411764705882],
    [20, 0.4, 0.375],
    [30, 0.371428571429, 0.285714285714],
    [50, 0.1, 0],
  ] as const;
  for (const [percent, model, all] of expected) {
    test(`net benefit at ${percent} %, predictions on the threshold positive`, () => {
      close(netBenefit(sample, percent / 100), model, DIGITS);
      close(netBenefitTreatAll(0.5, percent / 100), all, DIGITS);
    });
  }

  test("treat-all at a prevalence of 17/63", () => {
    const all = [5, 10, 15, 20].map((percent) => netBenefitTreatAll(17 / 63, percent / 100));
    allClose(all, [0.231411862991, 0.188712522046, 0.140989729225, 0.087301587302], DIGITS);
  });
});

suite("worked examples: uncertainty", () => {
  test("risk-coverage averages within a tied block", () => {
    const uncertainty = Float64Array.of(0.05, 0.1, 0.2, 0.2, 0.15, 0.25, 0.12, 0.08, 0.18, 0.03);
    const curve = valueOf(riskCoverage(uncertainty, errorsAt(sample, 0.5)));
    allClose(
      curve.points.map((point) => point.risk),
      [0, 0, 0, 0, 0, 0.166666666667, 0.285714285714, 0.3125, 0.333333333333, 0.4],
      DIGITS,
    );
    close(curve.aurc, 0.149821428571, DIGITS);
    close(curve.eaurc, 0.03720238095, 1e-11);
  });

  const refits = refitsOf([
    [0.2, 0.4, 0.6, 0.3],
    [0.7, 0.8, 0.55, 0.9],
    [0.45, 0.52, 0.5, 0.4],
  ]);

  test("entropy falls into a shared part and mutual information", () => {
    const parts = decomposeUncertainty(refits);
    allClose(parts.total, [0.661563238158, 0.575655629891, 0.691033190488], DIGITS);
    allClose(parts.expected, [0.614322514903, 0.531122128175, 0.686661157093], DIGITS);
    allClose(parts.mutualInformation, [0.047240723255, 0.044533501716, 0.004372033395], 2e-12);
  });

  test("instability is measured from the model of all training people", () => {
    const original = Float64Array.of(0.5, 0.6, 0.45);
    const moved = valueOf(predictionInstability(refits, original));
    allClose(moved.absoluteError, [0.175, 0.1625, 0.0425], DIGITS);
    close(moved.mape, 0.126666666667, DIGITS);
    allClose(valueOf(classificationInstability(refits, original, 0.5)).flipRate, [0.75, 0, 0.5], DIGITS);
  });

  test("from the mean of the refits it is smaller", () => {
    const around = valueOf(predictionInstability(refits, meanPrediction(refits).mean));
    close(around.mape, 0.093333333333, DIGITS);
  });
});

suite("worked examples: comparing", () => {
  test("adjusted p-values", () => {
    const p = [0.01, 0.04, 0.03, 0.005, 0.2];
    allClose(bonferroni(p), [0.05, 0.2, 0.15, 0.025, 1], DIGITS);
    allClose(holm(p), [0.04, 0.09, 0.09, 0.025, 0.2], DIGITS);
    allClose(benjaminiHochberg(p), [0.025, 0.05, 0.05, 0.025, 0.2], DIGITS);
  });

  test("BCa and percentile intervals of a mean over all resamples", () => {
    const x = [1, 2, 3, 4, 10];
    const replicates = allResampleMeans(x);
    const bca = valueOf(bcaInterval(replicates, 4, [Float64Array.from(x, (left) => (20 - left) / 4)]));
    close(bca.bias, 0.0811030501655, DIGITS);
    close(bca.acceleration, 0.0848528137424, DIGITS);
    allClose(bca.levels, [0.061852649671, 0.994609349939], DIGITS);
    allClose([bca.lower, bca.upper], [2, 8.2], DIGITS);
    const percentile = valueOf(percentileInterval(replicates));
    allClose([percentile.lower, percentile.upper], [1.8, 7.2], DIGITS);
  });
});

function allResampleMeans(x: readonly number[]): number[] {
  let sums = [0];
  for (let draw = 0; draw < x.length; draw += 1) sums = sums.flatMap((sum) => x.map((value) => sum + value));
  return sums.map((sum) => sum / x.length);
}
