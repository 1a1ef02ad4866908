import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { counted } from "../number-text.ts";
import { rowsOf } from "../row-links.ts";

const nullable = z.number().nullable();

/** VAR, one model: whose AUROCs are explained, and by how many configurations of the complete block. */
const varianceModel = z.strictObject({
  part: z.literal("model"),
  /** A classifier, or `all`. */
  model: z.string(),
  name: z.string(),
  n: z.int().positive(),
});

/** VAR, one factor or the rest of one model; shares of the sum of squares, ω² with `sampling` limits. */
const varianceTerm = z.strictObject({
  part: z.literal("term"),
  model: z.string(),
  term: z.enum(["outlier", "imputation", "classifier", "residual"]),
  ss: z.number(),
  df: z.int().nonnegative(),
  f: nullable,
  eta_sq: z.number(),
  /** Null for the rest. */
  omega_sq: nullable,
  omega_sq_ci_lower: nullable,
  omega_sq_ci_upper: nullable,
  reason: z.string().nullable(),
});

/** VAR, one method that heads a row or column of the residuals. */
const varianceAxis = z.strictObject({
  part: z.literal("axis"),
  factor: z.enum(["outlier", "imputation"]),
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  position: z.int().positive(),
});

/** VAR, one configuration: its AUROC (mean of the refits) by the model without interactions, and what that leaves. */
const varianceResidual = z.strictObject({
  part: z.literal("residual"),
  config_id: z.int(),
  outlier_method: z.string(),
  imputation_method: z.string(),
  auroc: z.number(),
  fitted: z.number(),
  residual: z.number(),
});

export const varianceRow = z.discriminatedUnion("part", [
  varianceModel,
  varianceTerm,
  varianceAxis,
  varianceResidual,
]);
export type VarianceRow = z.infer<typeof varianceRow>;
export type VarianceTerm = z.infer<typeof varianceTerm>;
export type VarianceAxis = z.infer<typeof varianceAxis>;
export type VarianceResidual = z.infer<typeof varianceResidual>;

/** A model with its terms, the rest last. */
export interface VarianceModel {
  readonly name: string;
  /** With the number of configurations. */
  readonly title: string;
  readonly terms: readonly VarianceTerm[];
}

/** What the panels show. */
export interface Variance {
  readonly models: readonly VarianceModel[];
  readonly axes: readonly VarianceAxis[];
  readonly residuals: readonly VarianceResidual[];
}

/** Words for the terms, wherever the figure names them. */
export const termNames = {
  outlier: "Outlier",
  imputation: "Imputation",
  classifier: "Classifier",
  residual: "Rest",
} as const;

export function readVariance(doc: FigureDocument): Variance {
  const rows = rowsOf(doc, varianceRow);
  const terms = rows.filter((row) => row.part === "term");
  return {
    models: rows
      .filter((row) => row.part === "model")
      .map(({ model, name, n }) => ({
        name,
        title: `${name}, ${counted(n, "configuration")}`,
        terms: terms.filter((term) => term.model === model),
      })),
    axes: rows.filter((row) => row.part === "axis"),
    residuals: rows.filter((row) => row.part === "residual"),
  };
}
