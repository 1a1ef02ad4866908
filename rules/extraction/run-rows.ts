import type { FeatureCorrelation, FeatureVif } from "../schema/features.ts";
import type {
  AurocKernel,
  DecisionUncertainty,
  PerIterationMetrics,
  Prediction,
  PredictionDraw,
  SubjectStability,
} from "../schema/people.ts";
import type {
  CalibrationCurve,
  CalibrationGroup,
  CalibrationSmooth,
  DistributionStats,
  ProbabilityDistribution,
} from "../schema/calibration.ts";
import type {
  CertaintyThird,
  DcaPoint,
  Instability,
  RetentionMetric,
  RiskCoveragePoint,
  RocCurvePoint,
  RocPoint,
} from "../schema/decisions.ts";
import type { EssentialMetrics, SupplementaryMetrics } from "../schema/metrics.ts";
import { calibrationCurveRows, calibrationGroupRows, calibrationSmoothRows } from "./rows/calibration.ts";
import { featureCorrelationRows, featureVifRows } from "./rows/collinearity.ts";
import { certaintyThirdRows, retentionRows, riskCoverageOf, riskCoverageRows } from "./rows/certainty.ts";
import { dcaRows, decisionsOf } from "./rows/decisions.ts";
import { distributionStatsRows, probabilityDistributionRows } from "./rows/distributions.ts";
import { essentialRow, type RunIdentity } from "./rows/essential.ts";
import { decisionUncertaintyRows, instabilityRows, subjectStabilityRows } from "./rows/instability.ts";
import type { MeasuredRun } from "./rows/measured-run.ts";
import { kernelRows, predictionRows } from "./rows/people.ts";
import { perIterationRows, predictionDrawRows } from "./rows/refits.ts";
import { rocCurveRows, rocPointRows } from "./rows/roc.ts";
import { supplementaryRow } from "./rows/supplementary.ts";

/** The rows of one run, by table, each table's in the order of its key. */
export type RunRows = {
  readonly essential_metrics: readonly EssentialMetrics[];
  readonly supplementary_metrics: readonly SupplementaryMetrics[];
  readonly predictions: readonly Prediction[];
  readonly subject_stability: readonly SubjectStability[];
  readonly prediction_draws: readonly PredictionDraw[];
  readonly decision_uncertainty: readonly DecisionUncertainty[];
  readonly per_iteration_metrics: readonly PerIterationMetrics[];
  readonly auroc_kernels: readonly AurocKernel[];
  readonly calibration_curves: readonly CalibrationCurve[];
  readonly calibration_smooth: readonly CalibrationSmooth[];
  readonly calibration_groups: readonly CalibrationGroup[];
  readonly probability_distributions: readonly ProbabilityDistribution[];
  readonly distribution_stats: readonly DistributionStats[];
  readonly roc_points: readonly RocPoint[];
  readonly roc_curves: readonly RocCurvePoint[];
  readonly dca_curves: readonly DcaPoint[];
  readonly retention_metrics: readonly RetentionMetric[];
  readonly certainty_thirds: readonly CertaintyThird[];
  readonly risk_coverage: readonly RiskCoveragePoint[];
  readonly instability: readonly Instability[];
  readonly feature_vif: readonly FeatureVif[];
  readonly feature_correlations: readonly FeatureCorrelation[];
};

/**
 * Every row that a run has in the `results` database, with original codes for pseudonyms. Rows of people are in the
 * order of the codes.
 */
export function runRows(run: MeasuredRun, identity: RunIdentity): RunRows {
  const { config_id } = identity;
  const decisions = decisionsOf(run);
  const risk = riskCoverageOf(run);
  return {
    essential_metrics: [essentialRow(run, identity, { decisions: decisions.sample, risk })],
    supplementary_metrics: [supplementaryRow(run.content, config_id)],
    predictions: predictionRows(run, config_id),
    subject_stability: subjectStabilityRows(run, config_id),
    prediction_draws: predictionDrawRows(run, config_id),
    decision_uncertainty: decisionUncertaintyRows(run, config_id),
    per_iteration_metrics: perIterationRows(run, config_id),
    auroc_kernels: kernelRows(run, config_id),
    calibration_curves: calibrationCurveRows(run, config_id),
    calibration_smooth: calibrationSmoothRows(run, config_id),
    calibration_groups: calibrationGroupRows(run, config_id),
    probability_distributions: probabilityDistributionRows(run, config_id),
    distribution_stats: distributionStatsRows(run, config_id),
    roc_points: rocPointRows(run, config_id),
    roc_curves: rocCurveRows(run, config_id),
    dca_curves: dcaRows(config_id, [decisions.sample, decisions.population]),
    retention_metrics: retentionRows(run, config_id),
    certainty_thirds: certaintyThirdRows(run, config_id),
    risk_coverage: riskCoverageRows(risk, config_id),
    instability: instabilityRows(run, config_id),
    feature_vif: featureVifRows(run.features, config_id),
    feature_correlations: featureCorrelationRows(run.features, config_id),
  };
}
