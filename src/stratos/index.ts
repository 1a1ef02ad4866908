/**
 * The numbers of a prediction study, as pure functions: discrimination, calibration, clinical utility, uncertainty,
 * resampling and comparison. Labels and predictions are checked once, by `validate` or `refitPredictions`; what comes
 * after takes the checked value. Data that cannot be used give a failure value with a reason; arguments that only a
 * bug can make wrong (a threshold of 0, resamples of other people) throw a RangeError. No function returns NaN.
 */
export {
  anova,
  preparedAnova,
  type Anova,
  type AnovaDesign,
  type AnovaTerm,
  type DesignFailure,
  type Factor,
} from "./anova.ts";
export {
  auroc,
  aurocDifference,
  aurocEstimate,
  aurocVariance,
  delong,
  type AurocDifference,
  type AurocEstimate,
} from "./auroc.ts";
export { averagePrecision } from "./average-precision.ts";
export {
  bcaInterval,
  percentileInterval,
  type BcaInterval,
  type BootstrapInterval,
} from "./bootstrap-interval.ts";
export { brierScore, scaledBrier } from "./brier.ts";
export {
  equalCountGroups,
  equalWidthBins,
  equalWidthIndex,
  type CalibrationBin,
  type EqualWidthBin,
} from "./calibration-bins.ts";
export { expectedCalibrationError } from "./calibration-error.ts";
export { calibrationIndex, calibrationIndexReplicates, type CalibrationIndex } from "./calibration-index.ts";
export { varianceInflation } from "./collinearity.ts";
export { pearson, spearman, type Correlation, type CorrelationFailure } from "./correlation.ts";
export {
  decisionCurve,
  DECISION_THRESHOLDS,
  type DecisionCurveOptions,
  type DecisionPoint,
} from "./decision-curve.ts";
export { describe, groupBy, histogram, standardDeviation, type Description } from "./describe.ts";
export { discriminationSlope } from "./discrimination-slope.ts";
export { chiSquaredUpper, fUpper, studentTwoSidedP, studentTwoSidedQuantile } from "./distributions.ts";
export type { FitFailure, InputFailure, SpreadFailure } from "./failure.ts";
export {
  friedman,
  nemenyiCriticalDifference,
  nemenyiP,
  type BlockFailure,
  type FriedmanTest,
} from "./friedman.ts";
export { seededGenerator, xoshiro, type Generator } from "./generator.ts";
export {
  classificationInstability,
  decisionUncertainty,
  personQuantiles,
  predictionInstability,
  type Instability,
} from "./instability.ts";
export { logitInterval, waldInterval, wilsonInterval, type Interval } from "./interval.ts";
export { jackknifeByClass, type JackknifeFailure } from "./jackknife.ts";
export { bandwidth, kernelDensity } from "./kernel-density.ts";
export { loessFit, LOESS_SPAN, sortedByX, type LoessData, type LoessFailure } from "./loess.ts";
export { fitLogisticIntercept, fitLogisticLine, type LogisticLine } from "./logistic.ts";
export { clippedLogits, LOGIT_MARGIN } from "./logit.ts";
export { effectSize, meanEstimate, type EffectSize, type MeanEstimate } from "./mean-difference.ts";
export { benjaminiHochberg, bonferroni, holm } from "./multiplicity.ts";
export {
  atPrevalence,
  netBenefit,
  netBenefitAtPrevalence,
  netBenefitGain,
  netBenefitTreatAll,
  standardisedNetBenefit,
} from "./net-benefit.ts";
export { normalCdf, normalDensity, normalQuantile, twoSidedP, Z975 } from "./normal.ts";
export { observedExpected } from "./observed-expected.ts";
export { partialAuroc, twoWayPartialAuroc } from "./partial-auroc.ts";
export { combinePlacements, placements, type Placements } from "./placements.ts";
export { quantile7, quantiles7 } from "./quantile.ts";
export { rankingKernel, resampledAuroc, type RankingKernel } from "./ranking-kernel.ts";
export { midranks } from "./ranks.ts";
export { calibrationInTheLarge, calibrationSlope, type RecalibrationEstimate } from "./recalibration.ts";
export { refitAuroc, type RefitAuroc } from "./refit-auroc.ts";
export {
  meanPrediction,
  personPredictions,
  refitPredictions,
  roundTo12,
  type RefitPredictions,
} from "./refit-predictions.ts";
export {
  bootstrap,
  firstResamples,
  forEachResample,
  pairedReplicates,
  stratifiedResamples,
  type Replicates,
  type Resamples,
  type ResamplingPlan,
} from "./resamples.ts";
export type { Result } from "./result.ts";
export { certaintyThirds, retentionCurve, type CertaintyThird, type RetentionPoint } from "./retention.ts";
export { errorsAt, riskCoverage, type RiskCoverage, type RiskCoveragePoint } from "./risk-coverage.ts";
export { rocBand, ROC_RATES, type RocBandPoint } from "./roc-band.ts";
export { rocCurve, sensitivityAt, type RocPoint } from "./roc.ts";
export { validate, validateAnyClass, withBothClasses, type Sample, type TwoClassSample } from "./sample.ts";
export { smoothCalibrationError, smoothCalibrationErrorAt } from "./smooth-calibration-error.ts";
export { smoothCalibration, type CalibrationPoint } from "./smooth-calibration.ts";
export { stratosMetrics, type StratosMetrics } from "./stratos-metrics.ts";
export { studentisedRangeQuantile, studentisedRangeUpper } from "./studentised-range.ts";
export { mean, sum } from "./sum.ts";
export { binaryEntropy, decomposeUncertainty, type UncertaintyParts } from "./uncertainty.ts";
export { wilcoxonSignedRank, type SignedRankTest } from "./wilcoxon.ts";
