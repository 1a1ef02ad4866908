import { classifier, featurization, limit, method } from "./analysis-columns.ts";
import { double, integer, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `analysis` on the preprocessing stages: their own scores, and their categories. */

const category = text("Preprocessing category of the outlier method");
const spreadMetric = text("auroc, scaled_brier, net_benefit_10pct or o_e_ratio");

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

export type StageQuality = RowOf<typeof stageQuality>;
export type Correlation = RowOf<typeof correlations>;
export type CategorySpread = RowOf<typeof categorySpread>;
export type CategoryDensity = RowOf<typeof categoryDensity>;
