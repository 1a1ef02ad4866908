import {
  choiceSummary,
  contrastConfigurations,
  featurizationDifferences,
  groupMetrics,
  methodContrasts,
  pairwise,
  referenceDifferences,
} from "./comparisons.ts";
import { featureCollinearity, featurePairs } from "./features.ts";
import { blockRanks, friedman, ranks } from "./ranks.ts";
import { categoryDensity, categorySpread, correlations, stageQuality } from "./stages.ts";
import { boolean, double, integer, optional, type RowOf, table, text } from "./table.ts";
import { factorResiduals, varianceDecomposition } from "./variance.ts";

/*
 * The `analysis` database: statistics across runs, from the `results` database alone. All configurations share their
 * test people. Figures and LaTeX tables select from both and compute nothing.
 */

export const study = table("study", {
  doc: "What was analysed: one row.",
  key: ["is_synthetic"],
  columns: {
    is_synthetic: boolean("Made-up data, not from patients"),
    registry_digest: text("Digest of the method registry"),
  },
});

export const declaredMargin = table("declared_margin", {
  doc: "Which differences are declared irrelevant: one row. A table of its own, so that a changed margin runs what shows it.",
  key: ["margin"],
  columns: { margin: double("Half-width of the band of AUROC differences declared irrelevant") },
});

export const resampling = table("resampling", {
  doc: "How test people are resampled: one row. A table of its own, as `declared_margin`.",
  key: ["seed"],
  columns: {
    n_resamples: integer("Stratified bootstrap resamples of the test people, shared by all configurations"),
    seed: integer("Declared seed of the resamples"),
  },
});

export const gridCells = table("grid_cells", {
  doc: "Every pipeline that the registry allows, and what became of it.",
  key: ["outlier_method", "imputation_method", "classifier", "featurization"],
  columns: {
    outlier_method: text("Registered outlier method"),
    imputation_method: text("Registered imputation method"),
    classifier: text("Registered classifier"),
    featurization: text("Registered featurization"),
    status: text("evaluated, rejected or not-run"),
    reason: optional(text("Of the rejected run, that of the least run id where there are several")),
    config_id: optional(integer("Where it was evaluated")),
  },
});

export const numbers = table("numbers", {
  doc: "Single numbers of the text; numbers.tex has a macro for each.",
  key: ["name"],
  columns: {
    name: text("Name, from which the macro's follows"),
    value: optional(double("The number; NULL where it is a text")),
    lower: optional(double("Lower limit of its 95 % interval")),
    upper: optional(double("Upper limit of its 95 % interval")),
    text: text("As it is to be read"),
  },
});

/** All tables of the `analysis` database, in the order in which they are written. */
export const analysisTables = [
  study,
  declaredMargin,
  resampling,
  groupMetrics,
  methodContrasts,
  contrastConfigurations,
  referenceDifferences,
  featurizationDifferences,
  choiceSummary,
  pairwise,
  friedman,
  ranks,
  blockRanks,
  varianceDecomposition,
  factorResiduals,
  stageQuality,
  correlations,
  featureCollinearity,
  featurePairs,
  categorySpread,
  categoryDensity,
  gridCells,
  numbers,
] as const;

export type AnalysisTable = (typeof analysisTables)[number]["name"];
export type StudyRow = RowOf<typeof study>;
export type DeclaredMargin = RowOf<typeof declaredMargin>;
export type Resampling = RowOf<typeof resampling>;
export type GridCell = RowOf<typeof gridCells>;
export type NumberRow = RowOf<typeof numbers>;
