import { z } from "zod";
import { count, factor, method, nullable, reason } from "../rows.ts";

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
