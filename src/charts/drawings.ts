import type { FigureDocument } from "./document.ts";
import { drawCalibration } from "./figures/calibration.ts";
import { drawCollinearity } from "./figures/collinearity.ts";
import { drawCombined } from "./figures/combined.ts";
import { drawDecisionCurve } from "./figures/decision-curve.ts";
import { drawDecomposition } from "./figures/decomposition-grid.ts";
import { drawMatrix } from "./figures/factorial-matrix.ts";
import { drawFeaturization } from "./figures/featurization.ts";
import { drawForest } from "./figures/forest.ts";
import { drawHeatmap } from "./figures/heatmap.ts";
import { drawInstability } from "./figures/instability.ts";
import { drawProtocol } from "./figures/light-protocol.ts";
import { drawDistribution } from "./figures/outcome-distribution.ts";
import { drawRain } from "./figures/raincloud.ts";
import { drawRanks } from "./figures/rank-comparison.ts";
import { drawRetention } from "./figures/retention.ts";
import { drawRiskCoverage } from "./figures/risk-coverage.ts";
import { drawRoc } from "./figures/roc.ts";
import { drawSpecificationCurve } from "./figures/specification-curve.ts";
import { drawStages } from "./figures/stage-differences.ts";
import { drawQuality } from "./figures/stage-quality.ts";
import { drawStratos } from "./figures/stratos-core.ts";
import { drawTraces } from "./figures/subject-traces.ts";
import { drawUncertainty } from "./figures/uncertainty.ts";
import { drawVariance } from "./figures/variance-decomposition.ts";

/** How each figure is drawn, by its id: from its document to SVG text. */
export const drawings: ReadonlyMap<string, (doc: FigureDocument) => Promise<string>> = new Map([
  ["fig02_forest_outlier", drawForest],
  ["fig03_forest_imputation", drawForest],
  ["fig04_forest_classifier", drawForest],
  ["fig_forest_combined", drawForest],
  ["fig_M3_factorial_matrix", drawMatrix],
  ["fig_R8_foundation_model_dashboard", drawStages],
  ["fig_R7_featurization_comparison", drawFeaturization],
  ["fig05_heatmap_catboost", drawHeatmap],
  ["fig06_specification_curve", drawSpecificationCurve],
  ["fig06_specification_curve_all", drawSpecificationCurve],
  ["cd_preprocessing_comparison", drawRanks],
  ["cd_imputation_comparison", drawRanks],
  ["cd_classifier_comparison", drawRanks],
  ["fig_preprocessing_quality", drawQuality],
  ["fig_variance_decomposition", drawVariance],
  ["fig_multi_metric_raincloud", drawRain],
  ["fig_roc", drawRoc],
  ["fig_calibration_smoothed", drawCalibration],
  ["fig_dca_curves_population", drawDecisionCurve],
  ["fig_dca_curves", drawDecisionCurve],
  ["fig_calibration_dca_combined", drawCombined],
  ["fig_prob_dist_combined", drawCombined],
  ["fig_roc_rc_combined", drawCombined],
  ["fig_stratos_core", drawStratos],
  ["fig_risk_coverage", drawRiskCoverage],
  ["fig_uncertainty_vs_prob", drawUncertainty],
  ["fig_instability_combined", drawInstability],
  ["fig_prob_dist_by_outcome", drawDistribution],
  ["fig_retained_multi_metric", drawRetention],
  ["fig_vif_combined", drawCollinearity],
  ["fig_decomposition_grid", drawDecomposition],
  ["fig_light_protocol", drawProtocol],
  ["fig_subject_traces_control", drawTraces],
  ["fig_subject_traces_glaucoma", drawTraces],
]);
