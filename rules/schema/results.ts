import {
  calibrationCurves,
  calibrationGroups,
  calibrationSmooth,
  distributionStats,
  probabilityDistributions,
} from "./calibration.ts";
import {
  certaintyThirds,
  dcaCurves,
  instability,
  retentionMetrics,
  riskCoverage,
  rocCurves,
  rocPoints,
} from "./decisions.ts";
import { featureCorrelations, featureVif } from "./features.ts";
import { essentialMetrics, supplementaryMetrics } from "./metrics.ts";
import {
  aurocKernels,
  decisionUncertainty,
  perIterationMetrics,
  predictionDraws,
  predictions,
  subjectStability,
} from "./people.ts";
import { categoryResponses, signalComponents, signalSummary, stimulusProtocol } from "./signals.ts";
import { double, integer, optional, type RowOf, table, text } from "./table.ts";

/*
 * The `results` database: one set of rows per MLflow run, computed from that run alone. p̄ and s are a person's mean
 * and standard deviation of the predictions over the B refits, rounded to 12 decimals.
 */

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
    key: text(
      "schema_version, registry_digest, n_runs_accepted, n_runs_rejected, is_synthetic, curve_resamples, seed, …",
    ),
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
export type PreprocessingQuality = RowOf<typeof preprocessingQuality>;
export type RejectedRun = RowOf<typeof rejectedRuns>;
