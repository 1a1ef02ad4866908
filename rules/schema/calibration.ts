import { config_id, outcome, wilson } from "./results-columns.ts";
import { double, integer, interval, optional, type RowOf, table } from "./table.ts";

/* The tables of `results` that compare predicted risks with outcomes: calibration, and how risks are spread. */

const bin = {
  bin_index: integer("0 … 9"),
  bin_start: double("i/10"),
  bin_end: double("(i + 1)/10"),
};

export const calibrationCurves = table("calibration_curves", {
  doc: "Ten bins of p̄ of equal width, the last one closed.",
  key: ["config_id", "bin_index"],
  columns: {
    config_id,
    ...bin,
    predicted_mean: optional(double("Mean p̄; NULL if nobody is in the bin")),
    observed_proportion: optional(double("Share of cases; NULL if nobody is in the bin")),
    ...interval("observed", "Wilson"),
    n_samples: integer("People in the bin"),
    n_events: integer("Cases in the bin"),
  },
});

export const calibrationSmooth = table("calibration_smooth", {
  doc: "Loess of y on p̄ (span 0.75, degree 2), within the range of p̄, clipped to [0, 1] for drawing.",
  key: ["config_id", "x"],
  columns: {
    config_id,
    x: double("Predicted risk p̄"),
    y: double("Smoothed share of cases"),
    ci_lower: optional(
      double(
        "Lower limit, pointwise bootstrap over people, for the configurations of configs/combos.yaml; NULL if under half of the resamples reach x",
      ),
    ),
    ci_upper: optional(double("Upper limit, pointwise bootstrap over people")),
  },
});

export const calibrationGroups = table("calibration_groups", {
  doc: "Groups of equal counts of p̄, max(2, min(10, ⌊n/12⌋)) of them; equal predictions are never parted.",
  key: ["config_id", "group_index"],
  columns: {
    config_id,
    group_index: integer("0 holds the least predictions"),
    n: integer("People in the group"),
    events: integer("Cases in the group"),
    p_mean: double("Mean p̄"),
    observed: double("Share of cases"),
    ...wilson,
  },
});

export const probabilityDistributions = table("probability_distributions", {
  doc: "Counts of p̄ in ten bins of equal width, the last one closed, by outcome.",
  key: ["config_id", "outcome", "bin_index"],
  columns: {
    config_id,
    outcome,
    ...bin,
    count: integer("People"),
  },
});

export const distributionStats = table("distribution_stats", {
  doc: "p̄ by outcome.",
  key: ["config_id", "outcome"],
  columns: {
    config_id,
    outcome,
    n: integer("People"),
    mean: double("Mean p̄"),
    median: double("Median p̄"),
    q25: double("First quartile (type 7)"),
    q75: double("Third quartile (type 7)"),
    sd: optional(double("Standard deviation (n − 1); NULL for one person")),
  },
});

export type CalibrationCurve = RowOf<typeof calibrationCurves>;
export type CalibrationSmooth = RowOf<typeof calibrationSmooth>;
export type CalibrationGroup = RowOf<typeof calibrationGroups>;
export type ProbabilityDistribution = RowOf<typeof probabilityDistributions>;
export type DistributionStats = RowOf<typeof distributionStats>;
