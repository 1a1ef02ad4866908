import { config_id, sampling } from "./results-columns.ts";
import { double, integer, interval, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `results` that say how good each configuration is, in single numbers. */

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

export type EssentialMetrics = RowOf<typeof essentialMetrics>;
export type SupplementaryMetrics = RowOf<typeof supplementaryMetrics>;
