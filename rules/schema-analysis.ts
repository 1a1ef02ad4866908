import type { RowOf, Table } from "./table.ts";

const configuration = { type: "INTEGER", doc: "configuration, as in essential_metrics" } as const;
const factor = { type: "VARCHAR", doc: "outlier, imputation or classifier" } as const;
const classifier = {
  type: "VARCHAR",
  doc: "classifier; the level itself where the factor is classifier",
} as const;
const featurization = { type: "VARCHAR", doc: "featurization that all configurations share" } as const;
const lower = {
  type: "DOUBLE",
  nullable: true,
  doc: "lower limit, 95 %; null where there is no spread",
} as const;
const upper = {
  type: "DOUBLE",
  nullable: true,
  doc: "upper limit, 95 %; null where there is no spread",
} as const;

/** The analysis database: statistics across runs. Figures and LaTeX tables select from it and compute nothing. */
export const analysisTables = {
  study: {
    doc: "What was analysed: one row.",
    key: ["is_synthetic"],
    columns: {
      is_synthetic: { type: "BOOLEAN", doc: "made-up data, not from patients" },
      registry_digest: { type: "VARCHAR", doc: "digest of the method registry" },
      margin: { type: "DOUBLE", doc: "half-width of the band of AUROC differences declared irrelevant" },
      n_resamples: { type: "INTEGER", doc: "bootstrap resamples of the test people" },
      seed: { type: "INTEGER", doc: "declared seed of the resamples" },
    },
  },
  group_metrics: {
    doc: "Each metric over all configurations of a level, whatever their partners: a description, no comparison.",
    key: ["factor", "level", "classifier", "featurization", "metric"],
    columns: {
      factor,
      level: { type: "VARCHAR", doc: "method of the factor" },
      classifier,
      featurization,
      metric: { type: "VARCHAR", doc: "column of essential_metrics" },
      n_configs: { type: "INTEGER", doc: "configurations" },
      mean: { type: "DOUBLE", doc: "mean over configurations" },
      sd: { type: "DOUBLE", nullable: true, doc: "standard deviation over configurations, n − 1" },
      min: { type: "DOUBLE", doc: "least of the configurations" },
      max: { type: "DOUBLE", doc: "greatest of the configurations" },
      ci_lower: lower,
      ci_upper: upper,
    },
  },
  method_contrasts: {
    doc: "AUROC of each method over the complete block, and the paired difference from the reference there.",
    key: ["factor", "method", "classifier", "featurization"],
    columns: {
      factor,
      method: { type: "VARCHAR", doc: "method of the factor" },
      classifier,
      featurization,
      block: {
        type: "VARCHAR",
        doc: "complete; incomplete: some of the block's partners; none: no partner of the block; ground-truth-only: run on ground-truth outlier masks alone, then compared with GT × GT",
      },
      n_cells: { type: "INTEGER", doc: "configurations that the mean is taken over" },
      n_partners: { type: "INTEGER", doc: "partners of the complete block" },
      mean: { type: "DOUBLE", nullable: true, doc: "mean AUROC (mean over refits) of the configurations" },
      sd: { type: "DOUBLE", nullable: true, doc: "standard deviation over configurations, n − 1" },
      min: { type: "DOUBLE", nullable: true, doc: "least of the configurations" },
      max: { type: "DOUBLE", nullable: true, doc: "greatest of the configurations" },
      ci_lower: lower,
      ci_upper: upper,
      reference: { type: "VARCHAR", doc: "method that differences are taken from" },
      is_reference: { type: "BOOLEAN", doc: "this row is the reference" },
      diff: { type: "DOUBLE", nullable: true, doc: "mean − mean of the reference over the same partners" },
      diff_lower: lower,
      diff_upper: upper,
    },
  },
  contrast_configurations: {
    doc: "The configurations behind each row of method_contrasts.",
    key: ["factor", "method", "classifier", "featurization", "config_id"],
    columns: {
      factor,
      method: { type: "VARCHAR", doc: "method of the factor" },
      classifier,
      featurization,
      config_id: configuration,
    },
  },
  reference_differences: {
    doc: "Each configuration minus ground truth × ground truth of the same classifier and featurization, paired.",
    key: ["config_id", "metric"],
    columns: {
      config_id: configuration,
      reference_config_id: { type: "INTEGER", doc: "the ground truth × ground truth configuration" },
      metric: { type: "VARCHAR", doc: "column of essential_metrics" },
      diff: { type: "DOUBLE", doc: "difference" },
      diff_lower: lower,
      diff_upper: upper,
      outside_margin: {
        type: "BOOLEAN",
        nullable: true,
        doc: "AUROCs only: the interval lies wholly beyond the declared margin",
      },
    },
  },
  choice_summary: {
    doc: "What the configurations that made one choice have in common; factor `all` is every configuration.",
    key: ["classifier", "featurization", "factor", "method"],
    columns: {
      factor: { type: "VARCHAR", doc: "outlier, imputation, classifier or all" },
      method: { type: "VARCHAR", doc: "method of the factor, or all" },
      classifier: { type: "VARCHAR", doc: "classifier that all share, or all" },
      featurization,
      n: { type: "INTEGER", doc: "configurations" },
      median_auroc: { type: "DOUBLE", doc: "median AUROC (mean over refits)" },
      median_rank: { type: "DOUBLE", doc: "median rank by AUROC, 1 is best" },
    },
  },
  numbers: {
    doc: "Single numbers of the text; numbers.tex has a macro for each.",
    key: ["name"],
    columns: {
      name: { type: "VARCHAR", doc: "name, which the macro's follows" },
      value: { type: "DOUBLE", nullable: true, doc: "value; null where the number is a text" },
      lower,
      upper,
      text: { type: "VARCHAR", doc: "what the number is; the text itself where there is no value" },
    },
  },
} as const satisfies { readonly [name: string]: Table };

/** A table's name. */
export type AnalysisTable = keyof typeof analysisTables;

/** The rows of a table of the analysis database. */
export type AnalysisRow<T extends AnalysisTable> = RowOf<(typeof analysisTables)[T]>;

/** The names, as a rule's output declares them. */
export const analysisTableNames = Object.keys(analysisTables) as readonly AnalysisTable[];
