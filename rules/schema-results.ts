import { config_id, inCombos, outcome, sampling } from "./schema-columns.ts";
import { featureCorrelations, featureVif } from "./schema-features.ts";
import {
  aurocKernels,
  decisionUncertainty,
  perIterationMetrics,
  predictionDraws,
  predictions,
  subjectStability,
} from "./schema-people.ts";
import { categoryResponses, signalComponents, signalSummary, stimulusProtocol } from "./schema-signals.ts";
import { double, integer, interval, optional, type RowOf, table, text } from "./schema.ts";

/*
 * The `results` database: one set of rows per MLflow run, computed from that run alone. p̄ and s are a person's mean
 * and standard deviation of the predictions over the B refits, rounded to 12 decimals.
 */

const uncertainty = text("What people are ranked by: `refit_sd`, the standard deviation over the refits");

export const essentialMetrics = table("essential_metrics", {
  doc: "One row per evaluated configuration: the measures that a report must give.",
  key: ["config_id"],
  unique: [["outlier_method", "imputation_method", "classifier", "featurization"], ["run_id"]],
  columns: {
    config_id,
    outlier_method: text("Registered outlier method"),
    imputation_method: text("Registered imputation method"),
    classifier: text("Registered classifier"),
    featurization: text("As in the run's name, e.g. `simple1.0`"),
    source_name: text("Name of the MLflow run"),
    run_id: text("Id of the MLflow run"),
    n_test: integer("People in the test set"),
    n_events: integer("People with glaucoma among them"),
    n_bootstrap: integer("Refitted models B"),
    n_cut: integer("Predictions p̄ cut to [1e-10, 1 − 1e-10] for a logit"),
    prevalence: double("n_events / n_test"),
    auroc: double("Mean over the refits of the AUROC, as the pickle has it"),
    auroc_sd: double("Standard deviation (ddof 0) of the AUROC over the refits"),
    ...interval(
      "auroc",
      "AUROC over the refits (2.5 % and 97.5 %): training variability, no confidence interval",
    ),
    auroc_s_lower: optional(
      double("Lower limit of `auroc` over test people (DeLong on the refits' kernel, logit scale)"),
    ),
    auroc_s_upper: optional(
      double("Upper limit of `auroc` over test people (DeLong on the refits' kernel, logit scale)"),
    ),
    auroc_mean_pred: double("AUROC of p̄"),
    ...interval(
      "auroc_mean_pred",
      "AUROC of p̄ over test people (DeLong, cut to [0, 1]); NULL at zero variance",
    ),
    auroc_mean_pred_logit_lower: optional(double("Lower limit of `auroc_mean_pred` (DeLong, logit scale)")),
    auroc_mean_pred_logit_upper: optional(double("Upper limit of `auroc_mean_pred` (DeLong, logit scale)")),
    auroc_note: optional(text("Why intervals of AUROCs are absent: `zero-variance`, `too-few`")),
    brier: double("Mean over the refits of the Brier score, as the pickle has it"),
    brier_mean_pred: double("Brier score of p̄"),
    ...interval("brier_mean_pred", sampling),
    scaled_brier: double("1 − brier_mean_pred / (π(1 − π)), π = prevalence; may be negative"),
    ...interval("scaled_brier", sampling),
    calibration_intercept: optional(
      double("Calibration-in-the-large: a of logistic y ~ a + offset(logit p̄)"),
    ),
    ...interval("calibration_intercept", "Wald"),
    calibration_slope: optional(
      double("b of logistic y ~ a + b·logit p̄; NULL where the classes do not overlap"),
    ),
    ...interval("calibration_slope", "Wald"),
    slope_note: optional(text("Why there is no slope: `no-overlap`, `did-not-converge`")),
    o_e_ratio: optional(double("Observed over expected events, Σy / Σp̄")),
    ...interval("o_e_ratio", "on the logarithm, standard error √(1/O − 1/n)"),
    net_benefit_5pct: double("Net benefit of p̄ at 5 %, true positives per person"),
    ...interval("net_benefit_5pct", sampling),
    net_benefit_10pct: double("Net benefit of p̄ at 10 %"),
    ...interval("net_benefit_10pct", sampling),
    net_benefit_15pct: double("Net benefit of p̄ at 15 %"),
    ...interval("net_benefit_15pct", sampling),
    net_benefit_20pct: double("Net benefit of p̄ at 20 %"),
    ...interval("net_benefit_20pct", sampling),
    net_benefit_all_5pct: double("Net benefit of treating all at 5 %"),
    net_benefit_all_10pct: double("Net benefit of treating all at 10 %"),
    net_benefit_all_15pct: double("Net benefit of treating all at 15 %"),
    net_benefit_all_20pct: double("Net benefit of treating all at 20 %"),
    ici: optional(double("Mean of |loess(y ~ p̄) − p̄| over people")),
    ...interval("ici", `${sampling}; for the configurations of configs/combos.yaml`),
    e50: optional(double("Median of |loess(y ~ p̄) − p̄|")),
    e90: optional(double("90th percentile of |loess(y ~ p̄) − p̄|")),
    ece_10: double("Expected calibration error of p̄, ten bins of equal width"),
    smooth_ece: double("Smooth expected calibration error of p̄"),
    average_precision: double("Average precision of p̄"),
    pauc: double("Partial area under the ROC of p̄, sensitivity ≥ 0.862 and specificity ≥ 0.821; raw"),
    aurc: double("Area under the risk–coverage curve, people ranked by s, errors of p̄ ≥ 0.5"),
    eaurc: double("aurc minus that of the best order of the same errors"),
    augrc: double("Area under the generalised risk–coverage curve"),
    mutual_information: double("Mean over people of H(p̄) − mean H(p_b), nats"),
    discrimination_slope: double("Mean p̄ of cases minus mean p̄ of controls"),
    rho_sd_margin: optional(
      double("Spearman's correlation of s and −|p̄ − 0.5|; NULL where either does not vary"),
    ),
  },
});

export const supplementaryMetrics = table("supplementary_metrics", {
  doc: "Means over the refits as the pickle has them, at a threshold of 0.5 where they need one. No outcomes of the study.",
  key: ["config_id"],
  columns: {
    config_id,
    f1_score: optional(double("F1")),
    accuracy: optional(double("Share decided rightly")),
    accuracy_balanced: optional(double("Mean of sensitivity and specificity")),
    aupr: optional(double("Area under the precision–recall curve by trapezes, which is optimistic")),
    sensitivity: optional(double("Sensitivity")),
    specificity: optional(double("Specificity")),
    ppv: optional(double("Positive predictive value in the test set")),
    npv: optional(double("Negative predictive value in the test set")),
    ppv_prev: optional(double("Positive predictive value at a prevalence of 3.54 %")),
    npv_prev: optional(double("Negative predictive value at a prevalence of 3.54 %")),
    tpauc: optional(double("Two-way partial AUROC as upstream has it")),
    mce_3bin: optional(double("Greatest calibration error of three bins, which upstream calls ECE")),
  },
});

export const calibrationCurves = table("calibration_curves", {
  doc: "Ten bins of p̄ of equal width, the last one closed.",
  key: ["config_id", "bin_index"],
  columns: {
    config_id,
    bin_index: integer("0 … 9"),
    bin_start: double("i/10"),
    bin_end: double("(i + 1)/10"),
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
    ci_lower: double("Wilson's lower limit"),
    ci_upper: double("Wilson's upper limit"),
  },
});

export const probabilityDistributions = table("probability_distributions", {
  doc: "Counts of p̄ in ten bins of equal width, the last one closed, by outcome.",
  key: ["config_id", "outcome", "bin_index"],
  columns: {
    config_id,
    outcome,
    bin_index: integer("0 … 9"),
    bin_start: double("i/10"),
    bin_end: double("(i + 1)/10"),
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
    ci_lower: double("Wilson's lower limit"),
    ci_upper: double("Wilson's upper limit"),
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

export const preprocessingQuality = table("preprocessing_quality", {
  doc: "How good methods are at their own stage, as the runs of outlier detection and imputation have logged it.",
  key: ["stage", "method", "source", "split", "metric"],
  columns: {
    stage: text("outlier or imputation"),
    method: text("Registered method of the stage"),
    source: text(
      "imputation: the outlier method whose masks were filled · outlier: the signal, or `not named`",
    ),
    split: text("train or test"),
    metric: text(
      "accuracy, f1, precision, recall, fp with `__easy`, `__medium` or `__hard` · mae, mre, mse, missing_rate",
    ),
    value: optional(double("NULL where the run has logged no number")),
    ci_lower: optional(double("Lower limit as logged")),
    ci_upper: optional(double("Upper limit as logged")),
    run_id: text("Id of the MLflow run: the latest of its method and source"),
  },
});

export const methods = table("methods", {
  doc: "The registry of methods, in its order.",
  key: ["kind", "method"],
  columns: {
    kind: text("outlier, imputation, classifier, featurization"),
    method: text("Name in runs"),
    display_name: text("Name in figures and tables"),
    short_name: text("Name where there is little room"),
    category: optional(
      text(
        "Ground Truth, Foundation Model, Deep Learning, Traditional, Ensemble; NULL for classifiers and featurizations",
      ),
    ),
    position: integer("Order in the registry, from 1"),
  },
});

export const rejectedRuns = table("rejected_runs", {
  doc: "Runs of the experiment that have no rows, with the first filter that they failed.",
  key: ["run_id"],
  columns: {
    run_id: text("Id of the MLflow run"),
    run_name: optional(text("Its name; NULL if it has none or it may not be shown")),
    reason: text("One of a closed list, at the end of docs/reference/database.md"),
    detail: text("In words, with counts; no code, no path"),
  },
});

export const extractionMetadata = table("extraction_metadata", {
  doc: "What the database holds. Nothing in it tells when, where or from which kind of store it was made.",
  key: ["key"],
  columns: {
    key: text("schema_version, registry_digest, n_runs_accepted, n_runs_rejected, is_synthetic, …"),
    value: text("As text"),
  },
});

/** All tables that are filled run by run, in the order in which they are written. */
export const runTables = [
  essentialMetrics,
  supplementaryMetrics,
  predictions,
  subjectStability,
  predictionDraws,
  decisionUncertainty,
  perIterationMetrics,
  aurocKernels,
  calibrationCurves,
  calibrationSmooth,
  calibrationGroups,
  probabilityDistributions,
  distributionStats,
  rocPoints,
  rocCurves,
  dcaCurves,
  retentionMetrics,
  certaintyThirds,
  riskCoverage,
  instability,
  featureVif,
  featureCorrelations,
] as const;

/** All tables of the `results` database. */
export const resultsTables = [
  ...runTables,
  preprocessingQuality,
  stimulusProtocol,
  signalSummary,
  categoryResponses,
  signalComponents,
  methods,
  rejectedRuns,
  extractionMetadata,
] as const;

export type ResultsTable = (typeof resultsTables)[number]["name"];
export type EssentialMetrics = RowOf<typeof essentialMetrics>;
export type SupplementaryMetrics = RowOf<typeof supplementaryMetrics>;
export type CalibrationCurve = RowOf<typeof calibrationCurves>;
export type CalibrationSmooth = RowOf<typeof calibrationSmooth>;
export type CalibrationGroup = RowOf<typeof calibrationGroups>;
export type ProbabilityDistribution = RowOf<typeof probabilityDistributions>;
export type DistributionStats = RowOf<typeof distributionStats>;
export type RocPoint = RowOf<typeof rocPoints>;
export type RocCurvePoint = RowOf<typeof rocCurves>;
export type DcaPoint = RowOf<typeof dcaCurves>;
export type RetentionMetric = RowOf<typeof retentionMetrics>;
export type CertaintyThird = RowOf<typeof certaintyThirds>;
export type RiskCoveragePoint = RowOf<typeof riskCoverage>;
export type Instability = RowOf<typeof instability>;
export type PreprocessingQuality = RowOf<typeof preprocessingQuality>;
export type RejectedRun = RowOf<typeof rejectedRuns>;
