import { boolean, double, integer, optional, type RowOf, table, text } from "./schema.ts";

/*
 * The `analysis` database: statistics across runs, from the `results` database alone. All configurations share their
 * test people. Figures and LaTeX tables select from both and compute nothing.
 */

const config_id = integer("Configuration, as in essential_metrics");
const factor = text("outlier, imputation or classifier");
const method = text("Registered method of the factor");
const classifier = text(
  "Classifier that all configurations share; the method itself where that is the factor",
);
const featurization = text("Featurization that all configurations share");
const metric = text("Column of essential_metrics");
const limit = optional(double("Limit of a 95 % interval over test people; NULL where nothing spreads"));

export const study = table("study", {
  doc: "What was analysed, and how: one row.",
  key: ["is_synthetic"],
  columns: {
    is_synthetic: boolean("Made-up data, not from patients"),
    registry_digest: text("Digest of the method registry"),
    margin: double("Half-width of the band of AUROC differences declared irrelevant"),
    n_resamples: integer("Stratified bootstrap resamples of the test people, shared by all configurations"),
    seed: integer("Declared seed of the resamples"),
  },
});

export const groupMetrics = table("group_metrics", {
  doc: "Each metric over all configurations of a level, whatever their partners: what there is, no comparison.",
  key: ["factor", "level", "classifier", "featurization", "metric"],
  columns: {
    factor,
    level: method,
    classifier,
    featurization,
    metric,
    n_configs: integer("Configurations"),
    mean: double("Mean over configurations"),
    sd: optional(double("Standard deviation (n − 1) over configurations; NULL for one")),
    min: double("Least of the configurations"),
    max: double("Greatest of the configurations"),
    ci_lower: limit,
    ci_upper: limit,
  },
});

export const methodContrasts = table("method_contrasts", {
  doc:
    "AUROC (mean over refits) of each method over the complete block, which is the methods and partners that give the " +
    "most configurations without a gap, and the paired difference from the reference over the same partners.",
  key: ["factor", "method", "classifier", "featurization"],
  columns: {
    factor,
    method,
    classifier,
    featurization,
    block: text(
      "complete · incomplete: run with some of the block's partners · none: with none of them · " +
        "ground-truth-only: an imputation method run on ground-truth outlier masks alone, compared with GT × GT",
    ),
    n_cells: integer("Configurations that the mean is taken over"),
    n_partners: integer("Partners of the complete block"),
    mean: optional(double("Mean over these configurations; NULL without any")),
    sd: optional(double("Standard deviation (n − 1) over them")),
    min: optional(double("Least of them")),
    max: optional(double("Greatest of them")),
    ci_lower: limit,
    ci_upper: limit,
    reference: text("Method that differences are taken from"),
    is_reference: boolean("This row is the reference"),
    diff: optional(double("Mean minus that of the reference over the same partners; NULL for the reference")),
    diff_lower: limit,
    diff_upper: limit,
  },
});

export const contrastConfigurations = table("contrast_configurations", {
  doc: "The configurations behind each row of method_contrasts.",
  key: ["factor", "method", "classifier", "featurization", "config_id"],
  columns: { factor, method, classifier, featurization, config_id },
});

export const referenceDifferences = table("reference_differences", {
  doc:
    "Each configuration minus ground truth × ground truth of the same classifier and featurization, paired on the same " +
    "people. AUROCs: DeLong on kernels; the others: percentiles of the shared resamples.",
  key: ["config_id", "metric"],
  columns: {
    config_id,
    reference_config_id: integer("The ground truth × ground truth configuration"),
    metric,
    diff: double("Difference"),
    diff_lower: limit,
    diff_upper: limit,
    outside_margin: optional(
      boolean("AUROCs only: the interval lies wholly beyond the declared margin, on either side"),
    ),
  },
});

export const featurizationDifferences = table("featurization_differences", {
  doc:
    "AUROC of each configuration minus that of the same preprocessing and classifier with the study's main features, " +
    "paired on the same people (DeLong on kernels).",
  key: ["config_id"],
  columns: {
    config_id,
    reference_config_id: integer("The configuration with the main features"),
    diff: double("Difference"),
    diff_lower: limit,
    diff_upper: limit,
  },
});

export const choiceSummary = table("choice_summary", {
  doc: "What the configurations that made one choice have in common; factor `all` is every configuration.",
  key: ["classifier", "featurization", "factor", "method"],
  columns: {
    classifier: text("Classifier that all share, or `all`"),
    featurization,
    factor: text("outlier, imputation, classifier or all"),
    method: text("Method of the factor, or `all`"),
    n: integer("Configurations"),
    median_auroc: double("Median AUROC (mean over refits)"),
    median_rank: double("Median rank by AUROC; 1 is the highest"),
    median_half_width: optional(double("Median half-width of the interval of `auroc` over test people")),
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
  groupMetrics,
  methodContrasts,
  contrastConfigurations,
  referenceDifferences,
  featurizationDifferences,
  choiceSummary,
  numbers,
] as const;

export type AnalysisTable = (typeof analysisTables)[number]["name"];
export type StudyRow = RowOf<typeof study>;
export type GroupMetric = RowOf<typeof groupMetrics>;
export type MethodContrast = RowOf<typeof methodContrasts>;
export type ContrastConfiguration = RowOf<typeof contrastConfigurations>;
export type ReferenceDifference = RowOf<typeof referenceDifferences>;
export type FeaturizationDifference = RowOf<typeof featurizationDifferences>;
export type ChoiceSummary = RowOf<typeof choiceSummary>;
export type NumberRow = RowOf<typeof numbers>;
