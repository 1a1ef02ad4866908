import { config_id } from "./analysis-columns.ts";
import { double, integer, interval, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `analysis` that part the spread of AUROCs among the choices. */

const model = text("Classifier whose configurations are analysed, or `all` with the classifier as a factor");

export const varianceDecomposition = table("variance_decomposition", {
  doc:
    "AUROC (mean over refits) by linear models of the choices without interactions: one run per cell, so interaction and " +
    "noise are one. F and p are description: cells share their people. On a complete block all types agree.",
  key: ["model", "cells", "ss_type", "term"],
  columns: {
    model,
    cells: text("complete: configurations without a gap · all: every one, unbalanced"),
    ss_type: text("I, II or III (sum contrasts)"),
    term: text("outlier, imputation, classifier, residual"),
    n: integer("Configurations"),
    ss: double("Sum of squares"),
    df: integer("Degrees of freedom"),
    ms: optional(double("ss / df; NULL without degrees of freedom")),
    f: optional(double("NULL for the residual, or without residual spread")),
    p: optional(double("Of F")),
    eta_sq: double("Share of the total about the mean"),
    ...interval("eta_sq", "95 % over resamples of people, AUROCs moved by their placements"),
    eta_sq_partial: optional(double("ss / (ss + residual)")),
    omega_sq: optional(double("(ss − df·MS)/(total + MS), MS of the residual; may be negative")),
    ...interval("omega_sq", "as for eta_sq"),
    omega_sq_partial: optional(double("(ss − df·MS)/(ss + (n − df)·MS)")),
    ...interval("omega_sq_partial", "as for eta_sq"),
  },
});

export const factorResiduals = table("factor_residuals", {
  doc: "What the model without interactions leaves of each configuration of the complete block.",
  key: ["model", "config_id"],
  columns: {
    model,
    config_id,
    fitted: double("AUROC by the model"),
    residual: double("AUROC minus fitted"),
  },
});

export type VarianceTerm = RowOf<typeof varianceDecomposition>;
export type FactorResidual = RowOf<typeof factorResiduals>;
