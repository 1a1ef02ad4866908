import { z } from "zod";
import { method, nullable, reason } from "../rows.ts";

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
