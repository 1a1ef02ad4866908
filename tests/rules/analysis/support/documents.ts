import type { FigureDocument } from "plr/charts/document";
import type { FigureOptions, FigureSetting, SelectFigure } from "../../../../rules/analysis/data-task.ts";
import { drawn } from "../../../../rules/analysis/figures.ts";
import type { Study } from "../../../../rules/analysis/query.ts";
import { calibrationDocument } from "../../../../rules/analysis/sidecar/calibration.ts";
import { collinearityDocument } from "../../../../rules/analysis/sidecar/collinearity.ts";
import { decisionDocument } from "../../../../rules/analysis/sidecar/decision-curve.ts";
import { decompositionDocument } from "../../../../rules/analysis/sidecar/decomposition.ts";
import { protocolDocument } from "../../../../rules/analysis/sidecar/light-protocol.ts";
import { matrixDocument } from "../../../../rules/analysis/sidecar/factorial-matrix.ts";
import { featurizationDocument } from "../../../../rules/analysis/sidecar/featurization.ts";
import { stagesDocument } from "../../../../rules/analysis/sidecar/stage-differences.ts";
import { forestDocument } from "../../../../rules/analysis/sidecar/forest.ts";
import { heatmapDocument } from "../../../../rules/analysis/sidecar/heatmap.ts";
import { instabilityDocument } from "../../../../rules/analysis/sidecar/instability.ts";
import { riskCoverageDocument } from "../../../../rules/analysis/sidecar/risk-coverage.ts";
import { uncertaintyDocument } from "../../../../rules/analysis/sidecar/uncertainty.ts";
import { rocDocument } from "../../../../rules/analysis/sidecar/roc.ts";
import { distributionDocument } from "../../../../rules/analysis/sidecar/outcome-distribution.ts";
import { retentionDocument } from "../../../../rules/analysis/sidecar/retention.ts";
import { specificationDocument } from "../../../../rules/analysis/sidecar/specification-curve.ts";
import { ranksDocument } from "../../../../rules/analysis/sidecar/rank-comparison.ts";
import { qualityDocument } from "../../../../rules/analysis/sidecar/stage-quality.ts";
import { rainDocument } from "../../../../rules/analysis/sidecar/raincloud.ts";
import { stratosDocument } from "../../../../rules/analysis/sidecar/stratos-core.ts";
import { combinedDocument } from "../../../../rules/analysis/sidecar/combined.ts";
import { varianceDocument } from "../../../../rules/analysis/sidecar/variance-decomposition.ts";
import type { StudyRow } from "../../../../rules/schema/analysis.ts";

/** The figures' sidecars of a study, as the data steps make them. */
export function documentsOf(study: Study, facts: StudyRow) {
  const of = <Options extends FigureOptions>(
    id: string,
    select: SelectFigure<Options>,
  ): (() => Promise<FigureDocument>) => {
    const setting = settingOf<Options>(id);
    const scope = { ...setting.scope, isSynthetic: facts.is_synthetic };
    return () => select(study, facts, { ...setting, scope });
  };
  return {
    outliers: of("fig02_forest_outlier", forestDocument),
    imputers: of("fig03_forest_imputation", forestDocument),
    classifiers: of("fig04_forest_classifier", forestDocument),
    forests: of("fig_forest_combined", forestDocument),
    matrix: of("fig_M3_factorial_matrix", matrixDocument),
    stages: of("fig_R8_foundation_model_dashboard", stagesDocument),
    featurization: of("fig_R7_featurization_comparison", featurizationDocument),
    heatmap: of("fig05_heatmap_catboost", heatmapDocument),
    specification: of("fig06_specification_curve", specificationDocument),
    specificationAll: of("fig06_specification_curve_all", specificationDocument),
    ranksOfOutliers: of("cd_preprocessing_comparison", ranksDocument),
    ranksOfImputers: of("cd_imputation_comparison", ranksDocument),
    ranksOfClassifiers: of("cd_classifier_comparison", ranksDocument),
    quality: of("fig_preprocessing_quality", qualityDocument),
    rain: of("fig_multi_metric_raincloud", rainDocument),
    calibrationDecision: of("fig_calibration_dca_combined", combinedDocument),
    rocDistribution: of("fig_prob_dist_combined", combinedDocument),
    rocRisk: of("fig_roc_rc_combined", combinedDocument),
    stratos: of("fig_stratos_core", stratosDocument),
    variance: of("fig_variance_decomposition", varianceDocument),
    roc: of("fig_roc", rocDocument),
    calibration: of("fig_calibration_smoothed", calibrationDocument),
    decision: of("fig_dca_curves", decisionDocument),
    decisionPopulation: of("fig_dca_curves_population", decisionDocument),
    retention: of("fig_retained_multi_metric", retentionDocument),
    risk: of("fig_risk_coverage", riskCoverageDocument),
    uncertainty: of("fig_uncertainty_vs_prob", uncertaintyDocument),
    instability: of("fig_instability_combined", instabilityDocument),
    decomposition: of("fig_decomposition_grid", decompositionDocument),
    light: of("fig_light_protocol", protocolDocument),
    collinearity: of("fig_vif_combined", collinearityDocument),
    distribution: of("fig_prob_dist_by_outcome", distributionDocument),
  };
}

/** What the rule of a figure's data step passes to its task. */
function settingOf<Options extends FigureOptions>(id: string): FigureSetting<Options> {
  const rule = drawn.map(({ select }) => select).find(({ name }) => name === `figures/${id}/data`);
  if (rule === undefined) throw new Error(`no figure ${id}`);
  return rule.params as unknown as FigureSetting<Options>;
}
