import { rule } from "plr";
import { database } from "../extraction/rules.ts";
import { decideStudy } from "../study.ts";
import { analysisSettings } from "./settings.ts";
import { statistics } from "./statistics-rules.ts";
import { studyRoles } from "./study-roles.ts";

/* LaTeX tables and macros, each a step of its own. They select and print; every number is in the databases. */

const study = decideStudy();
const settings = analysisSettings();
const results = database.outputs.db;
const analysis = statistics.outputs.db;
const main = {
  classifier: settings.classifier,
  featurization: settings.featurization,
  isSynthetic: study.variant === "synthetic",
};
const roles = studyRoles("main", main);

/** What every table reads. */
const common = {
  metrics: results.table("essential_metrics"),
  methods: results.table("methods"),
  study: analysis.table("study"),
};
const comparison = { ...common, contrasts: analysis.table("method_contrasts") };
const variance = { ...common, variance: analysis.table("variance_decomposition") };

export const varianceDecomposition = rule({
  name: "tables/table01_variance_decomposition",
  inputs: variance,
  params: { main },
  outputs: texOf("table01_variance_decomposition"),
  task: () => import("./tasks/table01-variance-decomposition.ts"),
});

export const outlierTable = rule({
  name: "tables/table02_outlier_comparison",
  inputs: comparison,
  params: { main },
  outputs: texOf("table02_outlier_comparison"),
  task: () => import("./tasks/table02-outlier-comparison.ts"),
});

export const imputationTable = rule({
  name: "tables/table03_imputation_comparison",
  inputs: comparison,
  params: { main },
  outputs: texOf("table03_imputation_comparison"),
  task: () => import("./tasks/table03-imputation-comparison.ts"),
});

export const classifierTable = rule({
  name: "tables/table04_classifier_comparison",
  inputs: comparison,
  params: { main },
  outputs: texOf("table04_classifier_comparison"),
  task: () => import("./tasks/table04-classifier-comparison.ts"),
});

export const pairwiseComparisons = rule({
  name: "tables/table05_pairwise_comparisons",
  inputs: { ...common, pairwise: analysis.table("pairwise") },
  params: { main },
  outputs: texOf("table05_pairwise_comparisons"),
  task: () => import("./tasks/table05-pairwise-comparisons.ts"),
});

export const bestPipelines = rule({
  name: "tables/table06_best_pipelines",
  inputs: { ...common, numbers: analysis.table("numbers") },
  params: { main },
  outputs: texOf("table06_best_pipelines"),
  task: () => import("./tasks/table06-best-pipelines.ts"),
});

export const criticalDifferences = rule({
  name: "tables/table07_critical_differences",
  inputs: { ...common, ranks: analysis.table("ranks"), friedman: analysis.table("friedman") },
  params: { main },
  outputs: texOf("table07_critical_differences"),
  task: () => import("./tasks/table07-critical-differences.ts"),
});

export const stratosCore = rule({
  name: "tables/table08_stratos_core",
  inputs: common,
  params: { main, roles },
  outputs: texOf("table08_stratos_core"),
  task: () => import("./tasks/table08-stratos-core.ts"),
});

export const factorialVariance = rule({
  name: "tables/tab-factorial-variance-decomposition",
  inputs: variance,
  params: { main },
  outputs: texOf("tab-factorial-variance-decomposition"),
  task: () => import("./tasks/tab-factorial-variance-decomposition.ts"),
});

export const pairwiseCsv = rule({
  name: "tables/pairwise_csv",
  inputs: { pairwise: analysis.table("pairwise") },
  outputs: {
    outlier: `${study.roots.latex}/pairwise_outlier.csv`,
    imputation: `${study.roots.latex}/pairwise_imputation.csv`,
    classifier: `${study.roots.latex}/pairwise_classifier.csv`,
  },
  task: () => import("./tasks/pairwise-csv.ts"),
});

export const numbersTex = rule({
  name: "tables/numbers",
  inputs: {
    ...variance,
    metadata: results.table("extraction_metadata"),
    contrasts: analysis.table("method_contrasts"),
    differences: analysis.table("reference_differences"),
    pairwise: analysis.table("pairwise"),
    friedman: analysis.table("friedman"),
    correlations: analysis.table("correlations"),
    numbers: analysis.table("numbers"),
  },
  params: { main, roles },
  outputs: texOf("numbers"),
  task: () => import("./tasks/numbers.ts"),
});

function texOf<const Name extends string>(name: Name): { readonly tex: `${string}/${Name}.tex` } {
  return { tex: `${study.roots.latex}/${name}.tex` };
}
