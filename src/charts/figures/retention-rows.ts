import { z } from "zod";
import { count, nullable, pipeline, reason } from "../rows.ts";

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
