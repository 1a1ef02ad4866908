import { z } from "zod";
import { categories, classifiers } from "./theme.ts";
import type { Category, Classifier } from "./theme.ts";

/*
 * The rows of `FigureDocument.data`, figure by figure. A figure that reads several tables has several kinds of row,
 * told apart by `part`. Field names are the database's. Every field is always there: null means undefined, and then
 * `reason` says why. Nothing is computed while drawing but order, place and counts of rows.
 */

const nullable = z.number().nullable();
const count = z.int().nonnegative();
/** A preprocessing category. */
export const category = z.enum(Object.keys(categories) as [Category, ...Category[]]);
/** A registered classifier that has a colour of its own. */
export const classifier = z.enum(Object.keys(classifiers) as [Classifier, ...Classifier[]]);
const factor = z.enum(["outlier", "imputation", "classifier"]);
const reason = z.string().nullable();

/** Names of one registered method; `position` is its place in the registry (1 is first). */
const method = {
  factor,
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  /** Preprocessing category; null for classifiers, which wear their own colour. */
  category: category.nullable(),
  position: z.int().positive(),
};

/** A pipeline shown as a panel or curve: `role` joins its other rows; `name` is like "Ens-Full × CSDI". */
export const pipeline = {
  part: z.literal("pipeline"),
  role: z.string(),
  config_id: z.int(),
  name: z.string(),
  category,
  n_test: count,
  n_events: count,
};

/**
 * FOREST, one method: mean AUROC over the partners that every compared method was run with, with the `sampling`
 * interval, and the `paired` difference from the reference.
 */
export const forestMethod = z.strictObject({
  part: z.literal("method"),
  ...method,
  /** `ground-truth-only`: outside the block, stands unranked under its own rule. */
  block: z.enum(["complete", "ground-truth-only"]),
  /** Partners this method was run with, of the block's `n_partners`. */
  n_cells: count,
  n_partners: count,
  mean: nullable,
  ci_lower: nullable,
  ci_upper: nullable,
  /** Null for the reference. */
  diff: nullable,
  diff_lower: nullable,
  diff_upper: nullable,
  is_reference: z.boolean(),
  reason,
});

/** FOREST, one grey tick: a configuration of the block. */
export const forestConfiguration = z.strictObject({
  part: z.literal("configuration"),
  factor,
  method: z.string(),
  config_id: z.int(),
  auroc: z.number(),
});

export const forestRow = z.discriminatedUnion("part", [forestMethod, forestConfiguration]);
export type ForestConfiguration = z.infer<typeof forestConfiguration>;
export type ForestMethod = z.infer<typeof forestMethod>;
export type ForestRow = z.infer<typeof forestRow>;

/** HEAT, one method that heads a row or a column. */
export const heatAxis = z.strictObject({
  part: z.literal("axis"),
  ...method,
  /** Mean AUROC over the complete block, which orders the axis; null outside the block. */
  block_mean: nullable,
});

/** HEAT, one cell of the grid: AUROC (mean of the refits) and its `paired` difference from GT × GT. */
export const heatCell = z.strictObject({
  part: z.literal("cell"),
  config_id: z.int().nullable(),
  outlier_method: z.string(),
  imputation_method: z.string(),
  auroc: nullable,
  auroc_s_lower: nullable,
  auroc_s_upper: nullable,
  diff: nullable,
  diff_lower: nullable,
  diff_upper: nullable,
  /** The paired interval lies wholly outside the declared margin. */
  outside_margin: z.boolean().nullable(),
  /** GT × GT itself, whose `diff` is null. */
  is_reference: z.boolean(),
  reason,
});

export const heatRow = z.discriminatedUnion("part", [heatAxis, heatCell]);
export type HeatAxis = z.infer<typeof heatAxis>;
export type HeatCell = z.infer<typeof heatCell>;
export type HeatRow = z.infer<typeof heatRow>;

/** SPEC, one configuration: rank 1 is the highest AUROC; `refit` and `sampling` limits. */
export const specConfiguration = z.strictObject({
  part: z.literal("configuration"),
  config_id: z.int(),
  rank: z.int().positive(),
  outlier_method: z.string(),
  imputation_method: z.string(),
  classifier,
  /** Short names, as "Ens-Full × CSDI". */
  name: z.string(),
  /** Category of the outlier method. */
  category,
  auroc: z.number(),
  auroc_ci_lower: nullable,
  auroc_ci_upper: nullable,
  auroc_s_lower: nullable,
  auroc_s_upper: nullable,
  /** `paired` difference from GT × GT of the same classifier. */
  diff: nullable,
  diff_lower: nullable,
  diff_upper: nullable,
  is_reference: z.boolean(),
  reason,
});

/** SPEC, one choice of one factor, with the median over the configurations that made it. */
export const specChoice = z.strictObject({
  part: z.literal("choice"),
  ...method,
  n: count,
  median_auroc: nullable,
  median_rank: nullable,
});

export const specRow = z.discriminatedUnion("part", [specConfiguration, specChoice]);
export type SpecConfiguration = z.infer<typeof specConfiguration>;
export type SpecChoice = z.infer<typeof specChoice>;
export type SpecRow = z.infer<typeof specRow>;

/** CAL, one role panel: measures of the averaged prediction, each with `sampling` limits. */
export const calibrationPipeline = z.strictObject({
  ...pipeline,
  calibration_slope: nullable,
  calibration_slope_lower: nullable,
  calibration_slope_upper: nullable,
  calibration_intercept: nullable,
  calibration_intercept_lower: nullable,
  calibration_intercept_upper: nullable,
  o_e_ratio: nullable,
  o_e_ratio_lower: nullable,
  o_e_ratio_upper: nullable,
  ici: nullable,
  ici_lower: nullable,
  ici_upper: nullable,
  reason,
});

/** CAL, one point of the smoothed curve, within the range of the predictions. */
export const calibrationCurve = z.strictObject({
  part: z.literal("curve"),
  role: z.string(),
  predicted: z.number(),
  observed: z.number(),
  ci_lower: nullable,
  ci_upper: nullable,
});

/** CAL, one group of people of similar prediction, with Wilson limits. */
export const calibrationGroup = z.strictObject({
  part: z.literal("group"),
  role: z.string(),
  group_index: count,
  n: count,
  events: count,
  p_mean: z.number(),
  observed: z.number(),
  ci_lower: z.number(),
  ci_upper: z.number(),
});

/** One test person of a role panel, without a code; rows are in the order of the prediction. */
export const person = z.strictObject({
  part: z.literal("person"),
  role: z.string(),
  y_true: z.union([z.literal(0), z.literal(1)]),
  y_prob: z.number().min(0).max(1),
});

export const calibrationRow = z.discriminatedUnion("part", [
  calibrationPipeline,
  calibrationCurve,
  calibrationGroup,
  person,
]);
export type CalibrationPipeline = z.infer<typeof calibrationPipeline>;
export type CalibrationCurve = z.infer<typeof calibrationCurve>;
export type CalibrationGroup = z.infer<typeof calibrationGroup>;
export type CalibrationRow = z.infer<typeof calibrationRow>;

/** DCA, one curve; `prevalence` is that of the people the curve is for. */
export const dcaPipeline = z.strictObject({
  ...pipeline,
  prevalence: z.number().gt(0).lt(1),
  /** The test people, or a population that their predictions were moved to. */
  people: z.enum(["sample", "population"]),
});

/** DCA, one pipeline at one threshold (i/100); net benefit in true positives per person. */
export const dcaPoint = z.strictObject({
  part: z.literal("threshold"),
  role: z.string(),
  threshold: z.number().gt(0).lt(1),
  net_benefit_model: z.number(),
  net_benefit_all: z.number(),
  net_benefit_none: z.number(),
  /** Model minus the better of treating all and treating none. */
  nb_gain: z.number(),
  sensitivity: z.number().min(0).max(1),
  specificity: z.number().min(0).max(1),
  /** Test people at or above the threshold. */
  n_positive: count,
  /** Share of resamples in which the model beats both defaults; none in a population. */
  prob_useful: nullable,
});

export const dcaRow = z.discriminatedUnion("part", [dcaPipeline, dcaPoint]);
export type DcaPipeline = z.infer<typeof dcaPipeline>;
export type DcaPoint = z.infer<typeof dcaPoint>;
export type DcaRow = z.infer<typeof dcaRow>;

/** RET, one curve. */
export const retentionPipeline = z.strictObject({ ...pipeline });

/** RET, one metric among the most certain share `retention_rate` (i/20) of people. */
export const retentionPoint = z.strictObject({
  part: z.literal("retention"),
  role: z.string(),
  metric_name: z.enum(["auroc", "scaled_brier", "net_benefit_15pct"]),
  retention_rate: z.number().gt(0).max(1),
  /** Null where one class is left. */
  metric_value: nullable,
  /** Net benefit of treating all of the same group; null for the other metrics. */
  default_value: nullable,
  n_retained: count,
  n_events_retained: count,
  reason,
});

/** RET, error rate in one disjoint third of certainty, with Wilson limits; 1 is the most certain. */
export const certaintyThird = z.strictObject({
  part: z.literal("third"),
  role: z.string(),
  stratum: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  n: count,
  errors: count,
  rate: z.number(),
  ci_lower: z.number(),
  ci_upper: z.number(),
});

export const retentionRow = z.discriminatedUnion("part", [retentionPipeline, retentionPoint, certaintyThird]);
export type RetentionPipeline = z.infer<typeof retentionPipeline>;
export type RetentionPoint = z.infer<typeof retentionPoint>;
export type CertaintyThird = z.infer<typeof certaintyThird>;
export type RetentionRow = z.infer<typeof retentionRow>;
