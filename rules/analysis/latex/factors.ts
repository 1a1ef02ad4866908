/** The factors in the order in which tables show them, as headings. */
export const factorHeadings = [
  { factor: "outlier", heading: "Outlier detection" },
  { factor: "imputation", heading: "Imputation" },
  { factor: "classifier", heading: "Classifier" },
] as const;
