import { config_id } from "./results-columns.ts";
import { double, integer, optional, type RowOf, table, text } from "./table.ts";

/* Tables about the features that models were trained on: two of `results`, run by run, and two of `analysis`. */

const classifier = text("The study's main classifier");
const featurization = text("The study's main featurization");

export const featureVif = table("feature_vif", {
  doc: "Variance inflation of each training feature; none for features that are not of a light, as those of an embedding.",
  key: ["config_id", "feature", "block"],
  columns: {
    config_id,
    feature: text("As in the pickle, e.g. `Blue_PHASIC_value`"),
    block: text("What it is regressed on: `all` other features, or those of the `same light`"),
    stimulus: text("Red or Blue"),
    vif: optional(double("1/(1 − R²), at least 1; NULL where it is constant or the others give it exactly")),
    n: integer("Training people"),
  },
});

export const featureCorrelations = table("feature_correlations", {
  doc: "Pearson's correlation of each pair of the features of `feature_vif`.",
  key: ["config_id", "feature", "other"],
  columns: {
    config_id,
    feature: text("The one that comes first in the alphabet"),
    other: text("The other"),
    r: optional(double("−1 … 1; NULL where one is constant")),
    n: integer("Training people"),
  },
});

export const featureCollinearity = table("feature_collinearity", {
  doc: "Variance inflation of each training feature over the configurations of the main classifier and featurization.",
  key: ["classifier", "featurization", "feature", "block"],
  columns: {
    classifier,
    featurization,
    feature: text("As in feature_vif"),
    block: text("As in feature_vif"),
    stimulus: text("Red or Blue"),
    n_configs: integer("Configurations in which it has a factor"),
    median_vif: optional(double("Median over them; NULL without any")),
    min_vif: optional(double("Least of them")),
    max_vif: optional(double("Greatest of them")),
  },
});

export const featurePairs = table("feature_pairs", {
  doc: "Correlation of each pair of training features over the same configurations.",
  key: ["classifier", "featurization", "feature", "other"],
  columns: {
    classifier,
    featurization,
    feature: text("As in feature_correlations"),
    other: text("As in feature_correlations"),
    n_configs: integer("Configurations in which they have a correlation"),
    median_r: optional(double("Median over them; NULL without any")),
    min_r: optional(double("Least of them")),
    max_r: optional(double("Greatest of them")),
  },
});

export type FeatureVif = RowOf<typeof featureVif>;
export type FeatureCorrelation = RowOf<typeof featureCorrelations>;
export type FeatureCollinearity = RowOf<typeof featureCollinearity>;
export type FeaturePair = RowOf<typeof featurePairs>;
