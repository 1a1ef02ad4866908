import type { FigureDocument } from "./document.ts";
import { calibrationHeight, drawCalibration } from "./figures/calibration.ts";
import { collinearityHeight, drawCollinearity } from "./figures/collinearity.ts";
import { combinedHeight, drawCombined } from "./figures/combined.ts";
import { decompositionHeight, drawDecomposition } from "./figures/decomposition-grid.ts";
import { decisionHeight, drawDecisionCurve } from "./figures/decision-curve.ts";
import { drawProtocol, protocolHeight } from "./figures/light-protocol.ts";
import { distributionHeight, drawDistribution } from "./figures/outcome-distribution.ts";
import { drawMatrix, matrixHeight } from "./figures/factorial-matrix.ts";
import { drawFeaturization, featurizationHeight } from "./figures/featurization.ts";
import { drawStages, stagesHeight } from "./figures/stage-differences.ts";
import { drawForest, forestHeight } from "./figures/forest.ts";
import { drawHeatmap, heatmapHeight } from "./figures/heatmap.ts";
import { drawInstability, instabilityHeight } from "./figures/instability.ts";
import { drawRiskCoverage, riskHeight } from "./figures/risk-coverage.ts";
import { drawUncertainty, uncertaintyHeight } from "./figures/uncertainty.ts";
import { drawRoc, rocHeight } from "./figures/roc.ts";
import { drawRetention, retentionHeight } from "./figures/retention.ts";
import { drawSpecificationCurve, specificationHeight } from "./figures/specification-curve.ts";
import { drawRain, rainHeight } from "./figures/raincloud.ts";
import { drawRanks, ranksHeight } from "./figures/rank-comparison.ts";
import { drawQuality, qualityHeight } from "./figures/stage-quality.ts";
import { drawVariance, varianceHeight } from "./figures/variance-decomposition.ts";
import { drawTraces, tracesHeight } from "./figures/subject-traces.ts";
import { widths } from "./theme.ts";

/** How a figure is drawn, and how large: `width` in inches, `height` in inches for the rows of a document. */
export interface FigureDesign {
  readonly draw: (doc: FigureDocument) => Promise<string>;
  readonly width: (typeof widths)[keyof typeof widths];
  readonly height: (doc: FigureDocument) => number;
}

const forest: FigureDesign = { draw: drawForest, width: widths.double, height: forestHeight };
const ranks: FigureDesign = { draw: drawRanks, width: widths.double, height: ranksHeight };
const combined: FigureDesign = { draw: drawCombined, width: widths.full, height: combinedHeight };
const specification: FigureDesign = {
  draw: drawSpecificationCurve,
  width: widths.full,
  height: specificationHeight,
};

const traces: FigureDesign = { draw: drawTraces, width: widths.full, height: tracesHeight };

/** Every design by the figure's id. */
export const figureDesigns: ReadonlyMap<string, FigureDesign> = new Map([
  ["fig02_forest_outlier", forest],
  ["fig03_forest_imputation", forest],
  ["fig04_forest_classifier", forest],
  ["fig_forest_combined", forest],
  ["fig_M3_factorial_matrix", { draw: drawMatrix, width: widths.double, height: matrixHeight }],
  ["fig_R8_foundation_model_dashboard", { draw: drawStages, width: widths.double, height: stagesHeight }],
  [
    "fig_R7_featurization_comparison",
    { draw: drawFeaturization, width: widths.double, height: featurizationHeight },
  ],
  ["fig05_heatmap_catboost", { draw: drawHeatmap, width: widths.double, height: heatmapHeight }],
  ["fig06_specification_curve", specification],
  ["fig06_specification_curve_all", specification],
  ["cd_preprocessing_comparison", ranks],
  ["cd_imputation_comparison", ranks],
  ["cd_classifier_comparison", ranks],
  ["fig_preprocessing_quality", { draw: drawQuality, width: widths.double, height: qualityHeight }],
  ["fig_variance_decomposition", { draw: drawVariance, width: widths.double, height: varianceHeight }],
  ["fig_multi_metric_raincloud", { draw: drawRain, width: widths.double, height: rainHeight }],
  ["fig_roc", { draw: drawRoc, width: widths.double, height: rocHeight }],
  ["fig_calibration_smoothed", { draw: drawCalibration, width: widths.double, height: calibrationHeight }],
  ["fig_dca_curves_population", { draw: drawDecisionCurve, width: widths.double, height: decisionHeight }],
  ["fig_dca_curves", { draw: drawDecisionCurve, width: widths.double, height: decisionHeight }],
  ["fig_calibration_dca_combined", combined],
  ["fig_prob_dist_combined", combined],
  ["fig_roc_rc_combined", combined],
  ["fig_risk_coverage", { draw: drawRiskCoverage, width: widths.double, height: riskHeight }],
  ["fig_uncertainty_vs_prob", { draw: drawUncertainty, width: widths.double, height: uncertaintyHeight }],
  ["fig_instability_combined", { draw: drawInstability, width: widths.full, height: instabilityHeight }],
  ["fig_prob_dist_by_outcome", { draw: drawDistribution, width: widths.double, height: distributionHeight }],
  ["fig_retained_multi_metric", { draw: drawRetention, width: widths.full, height: retentionHeight }],
  ["fig_vif_combined", { draw: drawCollinearity, width: widths.double, height: collinearityHeight }],
  ["fig_decomposition_grid", { draw: drawDecomposition, width: widths.full, height: decompositionHeight }],
  ["fig_light_protocol", { draw: drawProtocol, width: widths.double, height: protocolHeight }],
  ["fig_subject_traces_control", traces],
  ["fig_subject_traces_glaucoma", traces],
]);
