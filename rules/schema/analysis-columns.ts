import { double, integer, optional, text } from "./table.ts";

/* Columns that tables of `analysis` share. */

export const config_id = integer("Configuration, as in essential_metrics");
export const factor = text("outlier, imputation or classifier");
export const method = text("Registered method of the factor");
export const classifier = text(
  "Classifier that all configurations share; the method itself where that is the factor",
);
export const featurization = text("Featurization that all configurations share");
export const metric = text("Column of essential_metrics");
export const family = text(
  "outlier and imputation: methods of the main classifier and featurization · classifier: of the main featurization; all over their complete block",
);
export const limit = optional(
  double("Limit of a 95 % interval over test people; NULL where nothing spreads"),
);
