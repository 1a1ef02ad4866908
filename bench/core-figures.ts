/** The figures that a paper of the study cannot do without, by their ids in `configs/figures.ts`. */
export const CORE_FIGURES = [
  "fig02_forest_outlier",
  "fig03_forest_imputation",
  "fig04_forest_classifier",
  "fig05_heatmap_catboost",
  "fig06_specification_curve",
  "fig_calibration_smoothed",
  "fig_dca_curves",
  "fig_retained_multi_metric",
] as const;
