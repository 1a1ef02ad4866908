import { config_id, inCombos, sampling, wilson } from "./results-columns.ts";
import { double, integer, interval, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `results` on decisions: by threshold, among the most certain people, and between refits. */

const uncertainty = text("What people are ranked by: `refit_sd`, the standard deviation over the refits");

export const rocPoints = table("roc_points", {
  doc: "Vertices of the ROC curve of p̄, from (0, 0) to (1, 1).",
  key: ["config_id", "point_index"],
  columns: {
    config_id,
    point_index: integer("0 is (0, 0)"),
    threshold: optional(double("Least p̄ that is positive here; NULL at (0, 0), where nobody is")),
    fpr: double("1 − specificity"),
    tpr: double("Sensitivity"),
  },
});

export const rocCurves = table("roc_curves", {
  doc: "Sensitivity of p̄ at fixed false-positive rates, which the steps of roc_points do not share between configurations.",
  key: ["config_id", "fpr"],
  columns: {
    config_id,
    fpr: double("i/100"),
    tpr: double("Sensitivity"),
    ci_lower: optional(double(`Lower limit, pointwise ${sampling}; ${inCombos}`)),
    ci_upper: optional(double("Upper limit")),
  },
});

export const dcaCurves = table("dca_curves", {
  doc: "Decision curve of p̄ at 1 … 50 %, for the sample's prevalence and for that of the population (predictions moved there).",
  key: ["config_id", "prevalence", "threshold"],
  columns: {
    config_id,
    prevalence: double("The test set's share of cases, or 0.0354"),
    threshold: double("i/100"),
    net_benefit_model: double("True positives per person, net"),
    net_benefit_all: double("Treating all; never cut at 0"),
    net_benefit_none: double("0"),
    nb_gain: double("Model minus the better of treating all and none"),
    ...interval("nb_gain", `${sampling}; at 5, 10, 15, 20 and 30 % for the sample's prevalence`),
    prob_useful: optional(
      double(
        "Share of resamples in which the model beats both defaults; at 5, 10, 15, 20 and 30 % for the sample's prevalence",
      ),
    ),
    sensitivity: double("Sensitivity at the threshold"),
    specificity: double("Specificity at the threshold"),
    n_flagged: integer("People at or above the threshold"),
  },
});

export const retentionMetrics = table("retention_metrics", {
  doc: "Metrics of p̄ among the most certain people.",
  key: ["config_id", "uncertainty", "metric_name", "retention_rate"],
  columns: {
    config_id,
    uncertainty,
    metric_name: text("auroc, brier, scaled_brier, net_benefit_15pct"),
    retention_rate: double("i/20"),
    metric_value: optional(double("NULL where one class is left and the metric needs both")),
    default_value: optional(double("Treating all of the same group, for a net benefit")),
    n_retained: integer("⌊n·i/20⌋, at least 10 and at most n"),
    n_events_retained: integer("Cases among them"),
  },
});

export const certaintyThirds = table("certainty_thirds", {
  doc: "Error rate of p̄ ≥ 0.5 in disjoint thirds of certainty.",
  key: ["config_id", "uncertainty", "stratum"],
  columns: {
    config_id,
    uncertainty,
    stratum: integer("1 holds the most certain"),
    n: integer("People"),
    errors: integer("Decided wrongly"),
    rate: double("errors / n"),
    ...wilson,
  },
});

export const riskCoverage = table("risk_coverage", {
  doc: "Risk–coverage curve: errors of p̄ ≥ 0.5 among the k most certain people, equal uncertainty averaged.",
  key: ["config_id", "uncertainty", "k"],
  columns: {
    config_id,
    uncertainty,
    k: integer("People kept"),
    coverage: double("k / n"),
    n_errors: double("Errors among them; not whole within ties"),
    risk: double("n_errors / k"),
    generalised_risk: double("n_errors / n"),
    oracle_risk: double("The least possible risk at this coverage"),
  },
});

export const instability = table("instability", {
  doc: "How refits move predictions (Riley & Collins 2023).",
  key: ["config_id", "reference", "threshold"],
  columns: {
    config_id,
    reference: text(
      "`full_model`: the model of all training people; `mean_of_models`: p̄, around which instability is smaller",
    ),
    threshold: double("Threshold of the decision"),
    mape: double("Mean |p_b − reference| over people and refits"),
    cii: double("Share of (person, refit) whose decision is not the reference's"),
  },
});

export type RocPoint = RowOf<typeof rocPoints>;
export type RocCurvePoint = RowOf<typeof rocCurves>;
export type DcaPoint = RowOf<typeof dcaCurves>;
export type RetentionMetric = RowOf<typeof retentionMetrics>;
export type CertaintyThird = RowOf<typeof certaintyThirds>;
export type RiskCoveragePoint = RowOf<typeof riskCoverage>;
export type Instability = RowOf<typeof instability>;
