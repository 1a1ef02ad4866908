import { config } from "plr";
import type { FigureDocument } from "plr/charts/document";
import { figureRegistry } from "../../../../rules/analysis/figure-registry.ts";
import type { Scope, Study } from "../../../../rules/analysis/query.ts";
import { calibrationDocument } from "../../../../rules/analysis/sidecar/calibration.ts";
import { decisionDocument } from "../../../../rules/analysis/sidecar/decision-curve.ts";
import { forestDocument } from "../../../../rules/analysis/sidecar/forest.ts";
import { heatmapDocument } from "../../../../rules/analysis/sidecar/heatmap.ts";
import { retentionDocument } from "../../../../rules/analysis/sidecar/retention.ts";
import { specificationDocument } from "../../../../rules/analysis/sidecar/specification-curve.ts";
import { readCombos } from "../../../../rules/combos.ts";
import { readRegistry } from "../../../../rules/registry.ts";
import type { StudyRow } from "../../../../rules/schema-analysis.ts";
import { mainScope, settings } from "./studies.ts";

const figure = figureRegistry(config("configs/figures.yaml"));
const roles = readCombos("configs/combos.yaml", readRegistry("configs/registry.yaml")).filter(
  ({ panel }) => panel === "main",
);

/** The figures' sidecars of a study, as the data steps make them. */
export function documentsOf(study: Study, facts: StudyRow) {
  const main: Scope = { ...mainScope, isSynthetic: facts.is_synthetic };
  const forest = (
    id: string,
    factor: "outlier" | "imputation" | "classifier",
    showPublished: boolean,
  ): Promise<FigureDocument> =>
    forestDocument(study, facts, {
      figure: figure(id),
      main,
      published: settings.published,
      factor,
      showPublished,
      domainStep: 0.05,
    });
  return {
    outliers: () => forest("fig02_forest_outlier", "outlier", true),
    imputers: () => forest("fig03_forest_imputation", "imputation", false),
    classifiers: () => forest("fig04_forest_classifier", "classifier", false),
    heatmap: () =>
      heatmapDocument(study, facts, {
        figure: figure("fig05_heatmap_catboost"),
        scope: main,
        halfWidthDecimals: 2,
      }),
    specification: () =>
      specificationDocument(study, facts, {
        figure: figure("fig06_specification_curve"),
        scope: main,
        topShare: 0.25,
      }),
    calibration: () =>
      calibrationDocument(study, facts, {
        figure: figure("fig_calibration_smoothed"),
        scope: main,
        roles,
        fewestDistinct: 10,
      }),
    decision: () =>
      decisionDocument(study, facts, {
        figure: figure("fig_dca_curves"),
        scope: main,
        roles,
        populationPrevalence: settings.population_prevalence,
        lastThreshold: 0.4,
        declared: [0.05, 0.2],
      }),
    retention: () =>
      retentionDocument(study, facts, {
        figure: figure("fig_retained_multi_metric"),
        scope: main,
        roles,
        fewestPeople: 20,
      }),
  };
}
