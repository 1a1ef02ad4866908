import assert from "node:assert/strict";
import {
  anovaTable,
  bestPipelinesTable,
  classifierComparisonTable,
  type ComparisonRow,
  imputationComparisonTable,
  numbersFile,
  outlierComparisonTable,
  type PairFamily,
  pairwiseTable,
  type PipelineRow,
  rankTable,
  type Stratos,
  stratosTable,
  type Variance,
  varianceTable,
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

/** Every pair of these methods; the values are made up. */
function samplePairs(name: string, methods: readonly string[]): PairFamily {
  const pairs = methods.flatMap((first, i) =>
    methods.slice(i + 1).map((second, j) => ({
      first,
      second,
      difference: { value: 0.012 * (j - 1), lower: 0.012 * (j - 1) - 0.03, upper: 0.012 * (j - 1) + 0.031 },
      p: 0.0004 * (j + 1) ** 3,
      pHolm: Math.min(1, 0.004 * (j + 1) ** 3),
      wins: j % 6,
      partners: 5,
    })),
  );
  return { name, pairs };
}

/** Two models, the second of every configuration; the values are made up. */
export function sampleVariance(synthetic: boolean): Variance {
  const residual = {
    ss: 0.0114,
    df: 40,
    ms: 0.000285,
    f: null,
    p: null,
    partialEtaSquared: null,
    omegaSquared: { value: null, lower: null, upper: null },
  };
  const outlier = {
    factor: "Outlier detection",
    ss: 0.0213,
    df: 10,
    ms: 0.00213,
    f: 7.474,
    p: 0.0000012,
    partialEtaSquared: 0.651,
    omegaSquared: { value: 0.531, lower: 0.312, upper: 0.702 },
  };
  const imputation = {
    ...outlier,
    factor: "Imputation",
    df: 4,
    f: 0.31,
    p: 0.87,
    omegaSquared: { value: -0.012, lower: -0.021, upper: 0.105 },
  };
  const terms = [outlier, imputation, { ...residual, factor: "Residual" }];
  return {
    models: [
      { setting: "CatBoost, handcrafted features: 55 configurations, without a gap", terms },
      { setting: "All classifiers, handcrafted features: 316 configurations", terms },
    ],
    people: 63,
    synthetic,
  };
}

/** Four pipelines; the values are made up, and the last has no slope. */
export function sampleStratos(synthetic: boolean): Stratos {
  const labels = ["Ground truth", "Best ensemble", "Best single foundation model", "Traditional"];
  const estimates = labels.map((_, at) => ({
    value: 0.91 - at * 0.02,
    lower: 0.83 - at * 0.02,
    upper: 0.98,
  }));
  const undefinedLast = { value: null, lower: null, upper: null };
  return {
    pipelines: labels.map((label) => ({ label, name: "MOM-ft × SAITS" })),
    domains: [
      {
        name: "Discrimination",
        measures: [{ name: "AUROC", estimates, treatAll: null, treatNone: null }],
      },
      {
        name: "Calibration",
        measures: [
          {
            name: "Slope",
            estimates: [...estimates.slice(0, 3), undefinedLast],
            treatAll: null,
            treatNone: null,
          },
        ],
      },
      {
        name: "Net benefit by threshold",
        measures: [{ name: "10%", estimates, treatAll: 0.189, treatNone: 0 }],
      },
    ],
    people: 63,
    events: 17,
    absent: ["Deep learning"],
    setting: "CatBoost, handcrafted features",
    synthetic,
  };
}

/** The files of a study's LaTeX folder, by name. */
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
    "table01_variance_decomposition.tex": built(varianceTable(sampleVariance(synthetic))),
    "tab-factorial-variance-decomposition.tex": built(anovaTable(sampleVariance(synthetic))),
    "table05_pairwise_comparisons.tex": built(
      pairwiseTable({
        families: [
          samplePairs("Outlier detection", OUTLIER_METHODS),
          samplePairs("Imputation", IMPUTATION_METHODS),
        ],
        people: 63,
        synthetic,
      }),
    ),
    "table07_critical_differences.tex": built(
      rankTable({
        families: [
          {
            name: "Outlier detection",
            methods: OUTLIER_METHODS.map((method, at) => ({
              method,
              meanRank: { value: 1.4 + at * 0.9, lower: 1 + at * 0.5, upper: Math.min(11, 4 + at) },
              withinDifference: at < 7,
              bestShare: 0.4 / (at + 1),
            })),
            partners: 5,
            chiSquared: 38.2,
            p: 0.00003,
            criticalDifference: 6.75,
          },
        ],
        people: 63,
        synthetic,
      }),
    ),
    "table08_stratos_core.tex": built(stratosTable(sampleStratos(synthetic))),
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
        ...["nMainConfigs", "nRefits", "nOutlierMethods", "nImputationMethods", "nClassifiers"].map(count),
        ...["nComparedWithGroundTruth", "nOutsideMargin", "outlier_Pairs", "outlier_PairsApart"].map(count),
        ...["imputation_Pairs", "imputation_PairsApart"].map(count),
        ...["bestAUROCOptimism", "marginAUROC", "groundTruthAUROC"].map(estimate),
        ...["outlier_OmegaSquared", "imputation_OmegaSquared"].map(estimate),
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

function built(value: string): { readonly ok: true; readonly value: string } {
  return { ok: true, value };
}

function count(name: string) {
  return { name, value: 12, lower: null, upper: null, text: "12" };
}

function estimate(name: string) {
  return { name, value: 0.531, lower: 0.312, upper: 0.702, text: "0.531" };
}
