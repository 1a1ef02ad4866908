import { config_id } from "./schema-columns.ts";
import { double, integer, optional, type RowOf, table, text } from "./schema.ts";

/* Tables of `results` about the features that a run's models were trained on. */

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

export type FeatureVif = RowOf<typeof featureVif>;
export type FeatureCorrelation = RowOf<typeof featureCorrelations>;
