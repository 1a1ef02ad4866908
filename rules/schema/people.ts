import { config_id, inCombos, outcome, subject_code } from "./results-columns.ts";
import { double, integer, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `results` with rows of single people, or of single refits. */

export const predictions = table("predictions", {
  doc: "One row per configuration and test person.",
  key: ["config_id", "subject_code"],
  columns: {
    config_id,
    subject_code,
    y_true: outcome,
    y_prob: double("p̄, mean prediction over the refits"),
    y_prob_sd: double("s, standard deviation over the refits"),
    y_prob_lower: double("2.5 % quantile over the refits"),
    y_prob_upper: double("97.5 % quantile over the refits"),
    entropy: double("H(p̄), nats"),
    expected_entropy: double("Mean over the refits of H(p_b), nats"),
    mutual_information: double("entropy − expected_entropy, nats"),
    y_prob_full: optional(
      double("Prediction of the model fitted on all training people, where the run has one"),
    ),
  },
});

export const subjectStability = table("subject_stability", {
  doc: `How far refits move each person, ${inCombos}.`,
  key: ["config_id", "subject_code"],
  columns: {
    config_id,
    subject_code,
    y_true: outcome,
    reference: text("What p_ref is: `full_model`, or `mean_of_models` where the run has no such model"),
    p_ref: double("Prediction that refits are compared with"),
    p_mean: double("p̄"),
    p_sd: double("s"),
    q025: double("2.5 % quantile over the refits (type 7)"),
    q25: double("First quartile over the refits"),
    q50: double("Median over the refits"),
    q75: double("Third quartile over the refits"),
    q975: double("97.5 % quantile over the refits"),
    flip_rate_50: double("Share of refits whose decision p ≥ 0.5 is not that of p_ref"),
    is_error: integer("1: the decision p̄ ≥ 0.5 is wrong; 0: right"),
  },
});

export const predictionDraws = table("prediction_draws", {
  doc: `Predictions of 100 of the B refits, those at ⌊jB/100⌋, ${inCombos}; of all where there are fewer.`,
  key: ["config_id", "subject_code", "draw"],
  columns: {
    config_id,
    subject_code,
    draw: integer("j, from 0"),
    y_prob: double("Prediction of the refit"),
  },
});

export const decisionUncertainty = table("decision_uncertainty", {
  doc: `Share of refits on the minority side of a threshold, per person (Barreñada 2025), ${inCombos}.`,
  key: ["config_id", "subject_code", "threshold"],
  columns: {
    config_id,
    subject_code,
    threshold: double("0.15, the threshold of the retained net benefit, and 0.5"),
    value: double("0 … 0.5"),
  },
});

export const perIterationMetrics = table("per_iteration_metrics", {
  doc: `Metrics of each refit on the test people, ${inCombos}: training variability. Refits of one test set are no independent data sets.`,
  key: ["config_id", "iteration"],
  columns: {
    config_id,
    iteration: integer("Refit, from 0"),
    auroc: double("AUROC of the refit"),
    brier: double("Brier score of the refit"),
  },
});

export const aurocKernels = table("auroc_kernels", {
  doc:
    "Row and column means of the kernel of the mean AUROC over refits: DeLong's variance holds on them, and on differences " +
    "between configurations. The mean over cases, and that over controls, is the AUROC.",
  key: ["config_id", "subject_code"],
  columns: {
    config_id,
    subject_code,
    y_true: outcome,
    placement: double(
      "For a case: share of (control, refit) pairs ranked below it, ties ½; for a control: share of (case, refit) pairs ranked above it",
    ),
  },
});

export type Prediction = RowOf<typeof predictions>;
export type SubjectStability = RowOf<typeof subjectStability>;
export type PredictionDraw = RowOf<typeof predictionDraws>;
export type DecisionUncertainty = RowOf<typeof decisionUncertainty>;
export type PerIterationMetrics = RowOf<typeof perIterationMetrics>;
export type AurocKernel = RowOf<typeof aurocKernels>;
