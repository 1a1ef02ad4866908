import { config } from "plr";
import type { PartName } from "plr/charts/figures/combined";
import type { FigureDocument } from "plr/charts/document";
import { figureRegistry } from "../../../../rules/analysis/figure-registry.ts";
import type { FigureOptions, SelectFigure } from "../../../../rules/analysis/figure-task.ts";
import type { Scope, Study } from "../../../../rules/analysis/query.ts";
import { calibrationDocument } from "../../../../rules/analysis/sidecar/calibration.ts";
import { collinearityDocument } from "../../../../rules/analysis/sidecar/collinearity.ts";
import { decisionDocument, type DecisionOptions } from "../../../../rules/analysis/sidecar/decision-curve.ts";
import { decompositionDocument } from "../../../../rules/analysis/sidecar/decomposition.ts";
import { protocolDocument } from "../../../../rules/analysis/sidecar/light-protocol.ts";
import { matrixDocument } from "../../../../rules/analysis/sidecar/factorial-matrix.ts";
import { featurizationDocument } from "../../../../rules/analysis/sidecar/featurization.ts";
import { stagesDocument } from "../../../../rules/analysis/sidecar/stage-differences.ts";
import { forestDocument, type ForestOptions } from "../../../../rules/analysis/sidecar/forest.ts";
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
import { stratosDocument, type StratosOptions } from "../../../../rules/analysis/sidecar/stratos-core.ts";
import { combinedDocument, type CombinedOptions } from "../../../../rules/analysis/sidecar/combined.ts";
import { varianceDocument } from "../../../../rules/analysis/sidecar/variance-decomposition.ts";
import { readCombos } from "../../../../rules/combos.ts";
import { readRegistry } from "../../../../rules/registry.ts";
import { requiredPoint } from "../../../../rules/required-point.ts";
import type { StudyRow } from "../../../../rules/schema/analysis.ts";
import { mainScope, settings } from "./studies.ts";

const figure = figureRegistry(config("configs/figures.yaml"));
const roles = readCombos("configs/combos.yaml", readRegistry("configs/registry.yaml")).filter(
  ({ panel }) => panel === "main",
);

/** The figures' sidecars of a study, as the data steps make them. */
export function documentsOf(study: Study, facts: StudyRow) {
  const scope: Scope = { ...mainScope, isSynthetic: facts.is_synthetic };
  const of = <Options extends FigureOptions>(
    id: string,
    select: SelectFigure<Options>,
    options: Options,
  ): (() => Promise<FigureDocument>) => {
    return () => select(study, facts, { figure: figure(id), scope, roles, options });
  };
  const ofParts: StratosOptions = {
    required: requiredPoint,
    people: "sample",
    populationPrevalence: settings.population_prevalence,
  };
  const combined = (parts: readonly PartName[]): CombinedOptions => ({
    ...ofParts,
    parts: parts.map((id) => ({ id, title: figure(id).title })),
  });
  const { published } = settings;
  const forest = (
    id: string,
    factors: ForestOptions["factors"],
    showPublished: boolean,
  ): (() => Promise<FigureDocument>) => of(id, forestDocument, { factors, published, showPublished });
  const decision = (id: string, people: DecisionOptions["people"]): (() => Promise<FigureDocument>) =>
    of(id, decisionDocument, { people, populationPrevalence: settings.population_prevalence });
  return {
    outliers: forest("fig02_forest_outlier", ["outlier"], true),
    imputers: forest("fig03_forest_imputation", ["imputation"], false),
    classifiers: forest("fig04_forest_classifier", ["classifier"], false),
    forests: forest("fig_forest_combined", ["outlier", "imputation"], true),
    matrix: of("fig_M3_factorial_matrix", matrixDocument, {}),
    stages: of("fig_R8_foundation_model_dashboard", stagesDocument, {}),
    featurization: of("fig_R7_featurization_comparison", featurizationDocument, {}),
    heatmap: of("fig05_heatmap_catboost", heatmapDocument, {}),
    specification: of("fig06_specification_curve", specificationDocument, { classifiers: "main" }),
    specificationAll: of("fig06_specification_curve_all", specificationDocument, { classifiers: "all" }),
    ranksOfOutliers: of("cd_preprocessing_comparison", ranksDocument, { family: "outlier" }),
    ranksOfImputers: of("cd_imputation_comparison", ranksDocument, { family: "imputation" }),
    ranksOfClassifiers: of("cd_classifier_comparison", ranksDocument, { family: "classifier" }),
    quality: of("fig_preprocessing_quality", qualityDocument, {}),
    rain: of("fig_multi_metric_raincloud", rainDocument, {}),
    calibrationDecision: of(
      "fig_calibration_dca_combined",
      combinedDocument,
      combined(["fig_calibration_smoothed", "fig_dca_curves"]),
    ),
    rocDistribution: of(
      "fig_prob_dist_combined",
      combinedDocument,
      combined(["fig_roc", "fig_prob_dist_by_outcome"]),
    ),
    rocRisk: of("fig_roc_rc_combined", combinedDocument, combined(["fig_roc", "fig_risk_coverage"])),
    stratos: of("fig_stratos_core", stratosDocument, ofParts),
    variance: of("fig_variance_decomposition", varianceDocument, {}),
    roc: of("fig_roc", rocDocument, { required: requiredPoint }),
    calibration: of("fig_calibration_smoothed", calibrationDocument, {}),
    decision: decision("fig_dca_curves", "sample"),
    decisionPopulation: decision("fig_dca_curves_population", "population"),
    retention: of("fig_retained_multi_metric", retentionDocument, {}),
    risk: of("fig_risk_coverage", riskCoverageDocument, {}),
    uncertainty: of("fig_uncertainty_vs_prob", uncertaintyDocument, {}),
    instability: of("fig_instability_combined", instabilityDocument, {}),
    decomposition: of("fig_decomposition_grid", decompositionDocument, {}),
    light: of("fig_light_protocol", protocolDocument, {}),
    collinearity: of("fig_vif_combined", collinearityDocument, {}),
    distribution: of("fig_prob_dist_by_outcome", distributionDocument, {}),
  };
}
