import { z } from "zod";
import { nullable, pipeline, reason } from "../rows.ts";

/** STRATOS, what stands above the panels of one pipeline: five measures of the averaged prediction. */
export const stratosPipeline = z.strictObject({
  ...pipeline,
  auroc_mean_pred: nullable,
  auroc_mean_pred_lower: nullable,
  auroc_mean_pred_upper: nullable,
  /** The index of prediction accuracy: 1 − Brier score over that of the prevalence. */
  scaled_brier: nullable,
  scaled_brier_lower: nullable,
  scaled_brier_upper: nullable,
  calibration_slope: nullable,
  calibration_slope_lower: nullable,
  calibration_slope_upper: nullable,
  o_e_ratio: nullable,
  o_e_ratio_lower: nullable,
  o_e_ratio_upper: nullable,
  /** Gain in net benefit over the better default at 10%; it has no limits. */
  nb_gain_10pct: nullable,
  reason,
});
export type StratosPipeline = z.infer<typeof stratosPipeline>;

/** The name of its own rows among those of its parts. */
export const stratosHead = "fig_stratos_core";
