import { config, json, png, rule } from "plr";
import { readCombos } from "../combos.ts";
import { database } from "../extraction/rules.ts";
import { readRegistry } from "../registry.ts";
import { decideStudy } from "../study.ts";
import { figureRegistry } from "./figure-registry.ts";
import { analysisSettings } from "./settings.ts";
import type { Role } from "./sidecar/roles.ts";
import { statistics } from "./statistics-rule.ts";

/*
 * Each figure is two steps: data (tables → sidecar) and draw (sidecar → SVG, PNG, PDF). What a step reads is declared
 * table by table, so that a figure is built again only if a table of its own has moved.
 */

const study = decideStudy();
const settings = analysisSettings();
const figure = figureRegistry(config("configs/figures.yaml"));
const combos = readCombos("configs/combos.yaml", readRegistry("configs/registry.yaml"));
const results = database.outputs.db;
const analysis = statistics.outputs.db;
const main = {
  classifier: settings.classifier,
  featurization: settings.featurization,
  isSynthetic: study.variant === "synthetic",
};
const common = {
  metrics: results.table("essential_metrics"),
  methods: results.table("methods"),
  study: analysis.table("study"),
};
const forest = {
  ...common,
  contrasts: analysis.table("method_contrasts"),
  members: analysis.table("contrast_configurations"),
};
const forestParams = { main, published: settings.published };

function sidecar(stem: string): ReturnType<typeof json> {
  return json(`${study.roots.figures}/data/${stem}.json`);
}

function pictures(stem: string): { svg: string; png: ReturnType<typeof png>; pdf: string } {
  const path = `${study.roots.figures}/${stem}`;
  return { svg: `${path}.svg`, png: png(`${path}.png`), pdf: `${path}.pdf` };
}

/** The roles that a figure shows, as far as they are of the main classifier and featurization. */
function roles(id: string): readonly Role[] {
  const shown = figure(id).roles;
  return combos
    .filter(({ panel }) => panel === "main" || shown === "extended")
    .filter(
      ({ classifier, featurization }) =>
        classifier === main.classifier && featurization === main.featurization,
    )
    .map(({ role, label, outlier_method, imputation_method }) => ({
      role,
      label,
      outlier_method,
      imputation_method,
    }));
}

export const forestOutlierData = rule({
  name: "figures/fig02_forest_outlier/data",
  inputs: forest,
  params: { ...forestParams, figure: figure("fig02_forest_outlier") },
  outputs: { json: sidecar("fig02_forest_outlier") },
  task: () => import("./tasks/fig02-forest-outlier-data.ts"),
});
export const forestOutlier = rule({
  name: "figures/fig02_forest_outlier",
  inputs: { data: forestOutlierData.outputs.json },
  outputs: pictures("fig02_forest_outlier"),
  task: () => import("./tasks/fig02-forest-outlier.ts"),
});

export const forestImputationData = rule({
  name: "figures/fig03_forest_imputation/data",
  inputs: forest,
  params: { ...forestParams, figure: figure("fig03_forest_imputation") },
  outputs: { json: sidecar("fig03_forest_imputation") },
  task: () => import("./tasks/fig03-forest-imputation-data.ts"),
});
export const forestImputation = rule({
  name: "figures/fig03_forest_imputation",
  inputs: { data: forestImputationData.outputs.json },
  outputs: pictures("fig03_forest_imputation"),
  task: () => import("./tasks/fig03-forest-imputation.ts"),
});

export const forestClassifierData = rule({
  name: "figures/fig04_forest_classifier/data",
  inputs: forest,
  params: { ...forestParams, figure: figure("fig04_forest_classifier") },
  outputs: { json: sidecar("fig04_forest_classifier") },
  task: () => import("./tasks/fig04-forest-classifier-data.ts"),
});
export const forestClassifier = rule({
  name: "figures/fig04_forest_classifier",
  inputs: { data: forestClassifierData.outputs.json },
  outputs: pictures("fig04_forest_classifier"),
  task: () => import("./tasks/fig04-forest-classifier.ts"),
});

export const heatmapData = rule({
  name: "figures/fig05_heatmap_catboost/data",
  inputs: {
    ...common,
    contrasts: analysis.table("method_contrasts"),
    differences: analysis.table("reference_differences"),
    choices: analysis.table("choice_summary"),
  },
  params: { main, figure: figure("fig05_heatmap_catboost") },
  outputs: { json: sidecar("fig05_heatmap_catboost") },
  task: () => import("./tasks/fig05-heatmap-catboost-data.ts"),
});
export const heatmap = rule({
  name: "figures/fig05_heatmap_catboost",
  inputs: { data: heatmapData.outputs.json },
  outputs: pictures("fig05_heatmap_catboost"),
  task: () => import("./tasks/fig05-heatmap-catboost.ts"),
});

export const specificationCurveData = rule({
  name: "figures/fig06_specification_curve/data",
  inputs: {
    ...common,
    differences: analysis.table("reference_differences"),
    choices: analysis.table("choice_summary"),
  },
  params: { main, figure: figure("fig06_specification_curve") },
  outputs: { json: sidecar("fig06_specification_curve") },
  task: () => import("./tasks/fig06-specification-curve-data.ts"),
});
export const specificationCurve = rule({
  name: "figures/fig06_specification_curve",
  inputs: { data: specificationCurveData.outputs.json },
  outputs: pictures("fig06_specification_curve"),
  task: () => import("./tasks/fig06-specification-curve.ts"),
});

export const calibrationData = rule({
  name: "figures/fig_calibration_smoothed/data",
  inputs: {
    ...common,
    curves: results.table("calibration_smooth"),
    groups: results.table("calibration_groups"),
    people: results.table("predictions"),
  },
  params: {
    main,
    figure: figure("fig_calibration_smoothed"),
    roles: roles("fig_calibration_smoothed"),
  },
  outputs: { json: sidecar("fig_calibration_smoothed") },
  task: () => import("./tasks/fig-calibration-smoothed-data.ts"),
});
export const calibration = rule({
  name: "figures/fig_calibration_smoothed",
  inputs: { data: calibrationData.outputs.json },
  outputs: pictures("fig_calibration_smoothed"),
  task: () => import("./tasks/fig-calibration-smoothed.ts"),
});

export const decisionCurvesData = rule({
  name: "figures/fig_dca_curves/data",
  inputs: { ...common, curves: results.table("dca_curves") },
  params: {
    main,
    figure: figure("fig_dca_curves"),
    roles: roles("fig_dca_curves"),
    population: settings.population_prevalence,
  },
  outputs: { json: sidecar("fig_dca_curves") },
  task: () => import("./tasks/fig-dca-curves-data.ts"),
});
export const decisionCurves = rule({
  name: "figures/fig_dca_curves",
  inputs: { data: decisionCurvesData.outputs.json },
  outputs: pictures("fig_dca_curves"),
  task: () => import("./tasks/fig-dca-curves.ts"),
});

export const retentionData = rule({
  name: "figures/fig_retained_multi_metric/data",
  inputs: {
    ...common,
    retention: results.table("retention_metrics"),
    thirds: results.table("certainty_thirds"),
  },
  params: {
    main,
    figure: figure("fig_retained_multi_metric"),
    roles: roles("fig_retained_multi_metric"),
  },
  outputs: { json: sidecar("fig_retained_multi_metric") },
  task: () => import("./tasks/fig-retained-multi-metric-data.ts"),
});
export const retention = rule({
  name: "figures/fig_retained_multi_metric",
  inputs: { data: retentionData.outputs.json },
  outputs: pictures("fig_retained_multi_metric"),
  task: () => import("./tasks/fig-retained-multi-metric.ts"),
});
