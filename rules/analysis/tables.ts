import { rule } from "plr";
import { database } from "../extraction/rules.ts";
import { decideStudy } from "../study.ts";
import { analysisSettings } from "./settings.ts";
import { statistics } from "./statistics-rules.ts";

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
const comparison = {
  metrics: results.table("essential_metrics"),
  methods: results.table("methods"),
  contrasts: analysis.table("method_contrasts"),
  study: analysis.table("study"),
};

export const outlierTable = rule({
  name: "tables/table02_outlier_comparison",
  inputs: comparison,
  params: { main },
  outputs: { tex: `${study.roots.latex}/table02_outlier_comparison.tex` },
  task: () => import("./tasks/table02-outlier-comparison.ts"),
});

export const imputationTable = rule({
  name: "tables/table03_imputation_comparison",
  inputs: comparison,
  params: { main },
  outputs: { tex: `${study.roots.latex}/table03_imputation_comparison.tex` },
  task: () => import("./tasks/table03-imputation-comparison.ts"),
});

export const classifierTable = rule({
  name: "tables/table04_classifier_comparison",
  inputs: comparison,
  params: { main },
  outputs: { tex: `${study.roots.latex}/table04_classifier_comparison.tex` },
  task: () => import("./tasks/table04-classifier-comparison.ts"),
});

export const bestPipelines = rule({
  name: "tables/table06_best_pipelines",
  inputs: {
    metrics: results.table("essential_metrics"),
    methods: results.table("methods"),
    numbers: analysis.table("numbers"),
    study: analysis.table("study"),
  },
  params: { main },
  outputs: { tex: `${study.roots.latex}/table06_best_pipelines.tex` },
  task: () => import("./tasks/table06-best-pipelines.ts"),
});

export const numbersTex = rule({
  name: "tables/numbers",
  inputs: { numbers: analysis.table("numbers"), study: analysis.table("study") },
  outputs: { tex: `${study.roots.latex}/numbers.tex` },
  task: () => import("./tasks/numbers.ts"),
});
