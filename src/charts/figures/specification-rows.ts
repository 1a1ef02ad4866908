import { z } from "zod";
import { category, classifier, count, method, nullable, reason } from "../rows.ts";

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
