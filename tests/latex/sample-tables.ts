import assert from "node:assert/strict";
import {
  bestPipelinesTable,
  classifierComparisonTable,
  type ComparisonRow,
  imputationComparisonTable,
  numbersFile,
  outlierComparisonTable,
  type PipelineRow,
} from "../../src/latex/index.ts";

/** Rows shaped like the study's, with its longest names; the values are made up. */
export function sampleRows(names: readonly string[]): readonly ComparisonRow[] {
  return names.map((method, index) => ({
    method,
    n: 5,
    mean: 0.908 - index * 0.006,
    sd: 0.004,
    min: 0.899 - index * 0.006,
    max: 0.913 - index * 0.006,
    ciLower: 0.751 - index * 0.01,
    ciUpper: 0.97,
    difference:
      index === 1
        ? "reference"
        : { value: 0.002 - index * 0.006, lower: -0.03 - index * 0.006, upper: 0.012 },
    inBlock: true,
  }));
}

const OUTLIER_METHODS = [
  "Ensemble (Thresholded)",
  "Ground Truth",
  "Ensemble (Full)",
  "MOMENT Fine-tuned",
  "UniTS",
  "TimesNet",
  "MOMENT Zero-shot",
  "Prophet",
  "LOF",
  "One-Class SVM",
  "Subspace PCA",
];

const IMPUTATION_METHODS = ["MOMENT Zero-shot", "TimesNet", "SAITS", "CSDI", "Ensemble (CSDI+MOMENT+SAITS)"];

function samplePipelines(): readonly PipelineRow[] {
  return OUTLIER_METHODS.slice(0, 10).map((outlier, index) => ({
    rank: index + 1,
    outlier,
    imputation: IMPUTATION_METHODS[index % IMPUTATION_METHODS.length] ?? "",
    classifier: index % 3 === 0 ? "Logistic Regression" : "CatBoost",
    refit: { value: 0.913 - index * 0.003, lower: 0.904 - index * 0.003, upper: 0.922 - index * 0.003 },
    sampling: { value: 0.918 - index * 0.003, lower: 0.842 - index * 0.003, upper: 0.978 },
  }));
}

/** The five files of a study's LaTeX folder, by name. */
export function sampleTables(synthetic: boolean): Readonly<Record<string, string>> {
  const shared = { people: 63, setting: "CatBoost, handcrafted features", synthetic };
  const [apart] = sampleRows(["Ensemble (CSDI+MOMENT+SAITS)"]).map((row) => ({
    ...row,
    n: 1,
    sd: null,
    inBlock: false,
  }));
  assert.ok(apart);
  const results = {
    "table02_outlier_comparison.tex": outlierComparisonTable({
      ...shared,
      rows: sampleRows(OUTLIER_METHODS),
    }),
    "table03_imputation_comparison.tex": imputationComparisonTable({
      ...shared,
      rows: [...sampleRows(IMPUTATION_METHODS.slice(0, 4)), { ...apart, difference: null }],
    }),
    "table04_classifier_comparison.tex": classifierComparisonTable({
      ...shared,
      setting: "handcrafted features",
      rows: sampleRows(["CatBoost", "XGBoost", "TabPFN", "TabM", "Logistic Regression"]),
    }),
    "table06_best_pipelines.tex": bestPipelinesTable({
      rows: samplePipelines(),
      candidates: 316,
      people: 63,
      maximum: { value: 0.941, lower: 0.882, upper: 0.985 },
      synthetic,
    }),
    "numbers.tex": numbersFile({
      synthetic,
      numbers: [
        { name: "nConfigs", value: 316, lower: null, upper: null, text: "316" },
        { name: "nPeople", value: 63, lower: null, upper: null, text: "63" },
        { name: "nEvents", value: 17, lower: null, upper: null, text: "17" },
        { name: "bestAUROCResampled", value: 0.941, lower: 0.882, upper: 0.985, text: "0.941" },
        { name: "minAUROC", value: 0.5, lower: null, upper: null, text: "0.500" },
        { name: "maxAUROC", value: 0.913, lower: null, upper: null, text: "0.913" },
        {
          name: "bestPipeline",
          value: null,
          lower: null,
          upper: null,
          text: "Ens-Full × CSDI, CB",
        },
        { name: "bestAUROC", value: 0.913, lower: 0.842, upper: 0.978, text: "0.913" },
        { name: "prevalence", value: 0.27, lower: null, upper: null, text: "27%" },
      ],
    }),
  };
  return Object.fromEntries(
    Object.entries(results).map(([name, result]) => {
      assert.ok(result.ok, `${name}: ${JSON.stringify(result)}`);
      return [name, result.value];
    }),
  );
}
