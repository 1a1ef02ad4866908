import { z } from "zod";
import { count, nullable, person, pipeline, reason } from "../rows.ts";

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
