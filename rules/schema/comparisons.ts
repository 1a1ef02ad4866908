import {
  classifier,
  config_id,
  factor,
  family,
  featurization,
  limit,
  method,
  metric,
} from "./analysis-columns.ts";
import { boolean, double, integer, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `analysis` that set configurations and methods beside each other. */

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

export const pairwise = table("pairwise", {
  doc:
    "Pairs of methods of one family over the same partners: the mean difference with its uncertainty over test people, " +
    "which is what tells methods apart, and what the partners say, which is description: they share their people.",
  key: ["factor", "level_1", "level_2", "metric"],
  columns: {
    factor: family,
    level_1: text("Method that comes first in the registry"),
    level_2: text("Method that it is compared with"),
    metric,
    n_pairs: integer("Partners that both were run with"),
    mean_diff: double("Mean of level_1 minus mean of level_2"),
    ci_lower: limit,
    ci_upper: limit,
    p: optional(
      double(
        "Two-sided, over test people: paired DeLong for AUROCs, else z of the stratified mean; NULL where nothing spreads",
      ),
    ),
    p_holm: optional(double("Adjusted by Holm within factor and metric")),
    p_fdr: optional(double("Adjusted by Benjamini and Hochberg within factor and metric")),
    cohens_d: optional(
      double("Difference over the pooled standard deviation of configurations; NULL if there is none"),
    ),
    hedges_g: optional(double("cohens_d without its bias, by the exact factor")),
    wins: integer("Partners with which level_1 has the greater value"),
    ties: integer("Partners with which both are equal (to 12 decimals)"),
    losses: integer("Partners with which level_2 has the greater value"),
    p_wilcoxon: optional(double("Exact signed-rank test over partners; NULL if all differences are 0")),
    p_wilcoxon_holm: optional(double("Adjusted by Holm within factor and metric")),
  },
});

export type GroupMetric = RowOf<typeof groupMetrics>;
export type MethodContrast = RowOf<typeof methodContrasts>;
export type ContrastConfiguration = RowOf<typeof contrastConfigurations>;
export type ReferenceDifference = RowOf<typeof referenceDifferences>;
export type ChoiceSummary = RowOf<typeof choiceSummary>;
export type FeaturizationDifference = RowOf<typeof featurizationDifferences>;
export type Pairwise = RowOf<typeof pairwise>;
