import { featureCollinearity, featurePairs } from "./schema-features.ts";
import { boolean, double, integer, interval, optional, type RowOf, table, text } from "./schema.ts";

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

const family = text(
  "outlier and imputation: methods of the main classifier and featurization · classifier: of the main featurization; all over their complete block",
);

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

export const friedman = table("friedman", {
  doc: "Friedman's test of each family, partners as blocks. Description: blocks share their people. None under two blocks.",
  key: ["family"],
  columns: {
    family,
    k: integer("Methods"),
    n_blocks: integer("Partners; refits are never blocks"),
    statistic: double("χ², corrected for ties, k − 1 degrees of freedom"),
    p: double("Its p-value"),
    iman_davenport_f: optional(double("F of Iman and Davenport; NULL if all blocks agree")),
    iman_davenport_p: optional(double("Its p-value")),
    cd: double("Nemenyi's critical difference of mean ranks at 5 %"),
    least_p: double("2^(1 − N): the least p that Wilcoxon's test of two methods can reach"),
    note: text("What it may be used for"),
  },
});

export const ranks = table("ranks", {
  doc: "Mean ranks by AUROC (mean over refits) within partners; 1 is the highest, ties share.",
  key: ["family", "method"],
  columns: {
    family,
    method,
    mean_rank: double("Mean over the partners"),
    ci_lower: double("2.5 % quantile over resamples of people, AUROCs moved by their placements"),
    ci_upper: double("97.5 % quantile"),
    clique: optional(integer("1: within the critical difference of the best; NULL: beyond it")),
    p_best: double("Share of resamples in which the mean rank is the best; ties share"),
  },
});

export const blockRanks = table("block_ranks", {
  doc: "The ranks behind the mean ranks.",
  key: ["family", "method", "block"],
  columns: {
    family,
    method,
    block: text("Partner: a method, or two joined by ×"),
    config_id,
    auroc: double("Mean over refits"),
    rank: double("Within the block"),
  },
});

const model = text("Classifier whose configurations are analysed, or `all` with the classifier as a factor");

export const varianceDecomposition = table("variance_decomposition", {
  doc:
    "AUROC (mean over refits) by linear models of the choices without interactions: one run per cell, so interaction and " +
    "noise are one. F and p are description: cells share their people. On a complete block all types agree.",
  key: ["model", "cells", "ss_type", "term"],
  columns: {
    model,
    cells: text("complete: configurations without a gap · all: every one, unbalanced"),
    ss_type: text("I, II or III (sum contrasts)"),
    term: text("outlier, imputation, classifier, residual"),
    n: integer("Configurations"),
    ss: double("Sum of squares"),
    df: integer("Degrees of freedom"),
    ms: optional(double("ss / df; NULL without degrees of freedom")),
    f: optional(double("NULL for the residual, or without residual spread")),
    p: optional(double("Of F")),
    eta_sq: double("Share of the total about the mean"),
    ...interval("eta_sq", "95 % over resamples of people, AUROCs moved by their placements"),
    eta_sq_partial: optional(double("ss / (ss + residual)")),
    omega_sq: optional(double("(ss − df·MS)/(total + MS), MS of the residual; may be negative")),
    ...interval("omega_sq", "as for eta_sq"),
    omega_sq_partial: optional(double("(ss − df·MS)/(ss + (n − df)·MS)")),
    ...interval("omega_sq_partial", "as for eta_sq"),
  },
});

export const factorResiduals = table("factor_residuals", {
  doc: "What the model without interactions leaves of each configuration of the complete block.",
  key: ["model", "config_id"],
  columns: {
    model,
    config_id,
    fitted: double("AUROC by the model"),
    residual: double("AUROC minus fitted"),
  },
});

export const stageQuality = table("stage_quality", {
  doc:
    "Methods by their own stage's scores on the test people, beside the AUROC that they lead to over the complete block of " +
    "the main classifier and featurization. Ground truth, which scores are measured against, is left out.",
  key: ["stage", "method", "metric"],
  columns: {
    stage: text("outlier or imputation"),
    method,
    metric: text("Metric of preprocessing_quality"),
    n: integer("Runs of the method, each with a source of its own"),
    value: double("Mean over these"),
    auroc: double("Mean over the complete block, as in method_contrasts"),
    auroc_ci_lower: limit,
    auroc_ci_upper: limit,
  },
});

export const correlations = table("correlations", {
  doc: "Correlations over the methods of stage_quality: each method counts once.",
  key: ["name", "method"],
  columns: {
    name: text("`<stage>_<metric>_auroc`"),
    method: text("pearson or spearman"),
    n: integer("Methods"),
    estimate: double("−1 … 1"),
    ci_lower: optional(
      double("Fisher's limit (Bonett and Wright's for spearman); NULL under four methods or at ±1"),
    ),
    ci_upper: optional(double("Upper limit")),
  },
});

const category = text("Preprocessing category of the outlier method");
const spreadMetric = text("auroc, scaled_brier, net_benefit_10pct or o_e_ratio");

export const categorySpread = table("category_spread", {
  doc: "Metrics over the configurations of each category: what there is, neither a comparison nor uncertainty.",
  key: ["category", "classifier", "featurization", "metric"],
  columns: {
    category,
    classifier,
    featurization,
    metric: spreadMetric,
    n: integer("Configurations with a value"),
    min: double("Least"),
    q25: optional(double("First quartile (type 7); NULL under eight configurations")),
    median: double("Median"),
    q75: optional(double("Third quartile; NULL under eight configurations")),
    max: double("Greatest"),
  },
});

export const categoryDensity = table("category_density", {
  doc:
    "Gaussian kernel density (Silverman's bandwidth) of the same configurations, from twenty on, between the least and the " +
    "greatest.",
  key: ["category", "classifier", "featurization", "metric", "place"],
  columns: {
    category,
    classifier,
    featurization,
    metric: spreadMetric,
    place: integer("0 is the least, 64 the greatest"),
    x: double("Value of the metric"),
    density: double("Per unit of the metric; for o_e_ratio per unit of its logarithm"),
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
export type GroupMetric = RowOf<typeof groupMetrics>;
export type MethodContrast = RowOf<typeof methodContrasts>;
export type ContrastConfiguration = RowOf<typeof contrastConfigurations>;
export type ReferenceDifference = RowOf<typeof referenceDifferences>;
export type FeaturizationDifference = RowOf<typeof featurizationDifferences>;
export type Pairwise = RowOf<typeof pairwise>;
export type Friedman = RowOf<typeof friedman>;
export type Rank = RowOf<typeof ranks>;
export type BlockRank = RowOf<typeof blockRanks>;
export type VarianceTerm = RowOf<typeof varianceDecomposition>;
export type FactorResidual = RowOf<typeof factorResiduals>;
export type StageQuality = RowOf<typeof stageQuality>;
export type Correlation = RowOf<typeof correlations>;
export type CategorySpread = RowOf<typeof categorySpread>;
export type CategoryDensity = RowOf<typeof categoryDensity>;
export type GridCell = RowOf<typeof gridCells>;
export type ChoiceSummary = RowOf<typeof choiceSummary>;
export type NumberRow = RowOf<typeof numbers>;
