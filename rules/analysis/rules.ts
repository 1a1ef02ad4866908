import { group } from "plr";
import * as figure from "./figures.ts";
import { statistics } from "./statistics-rule.ts";
import * as table from "./tables.ts";

/** The figures of the study, each with its data step. */
export const figures = group("figures", [
  figure.forestOutlierData,
  figure.forestOutlier,
  figure.forestImputationData,
  figure.forestImputation,
  figure.forestClassifierData,
  figure.forestClassifier,
  figure.heatmapData,
  figure.heatmap,
  figure.specificationCurveData,
  figure.specificationCurve,
  figure.calibrationData,
  figure.calibration,
  figure.decisionCurvesData,
  figure.decisionCurves,
  figure.retentionData,
  figure.retention,
]);

/** The LaTeX tables, and the macros of the text. */
export const tables = group("tables", [
  table.outlierTable,
  table.imputationTable,
  table.classifierTable,
  table.bestPipelines,
  table.numbersTex,
]);

export { statistics };
