import { type Artifact, duckdb, group, json, type Json, rule, type Task } from "plr";
import { database } from "../extraction/rules.ts";
import type { ResultsTable } from "../schema/results.ts";
import { analysisTables } from "../schema/analysis.ts";
import { decideStudy } from "../study.ts";
import { analysisSettings } from "./settings.ts";
import type { PartRule } from "./statistics-task.ts";

/*
 * Statistics across runs, from the results database alone. Each step reads tables of its own and leaves the rows of
 * some tables; the last one puts them into the analysis database. So a step runs again only if a table that it reads
 * has moved, and steps run side by side.
 */

const study = decideStudy();
const results = database.outputs.db;
const { classifier, featurization, resamples, seed, margin, ...others } = analysisSettings();
const comparison = { classifier, featurization, resamples, seed };
const people = ["predictions", "auroc_kernels", "methods"] as const;

const comparisons = part("comparisons", {
  tables: people,
  settings: { ...comparison, margin },
  task: () => import("./statistics/comparison-tables.ts"),
});

const ranks = part("ranks", {
  tables: people,
  settings: comparison,
  task: () => import("./statistics/rank-tables.ts"),
});

const variance = part("variance", {
  tables: people,
  settings: comparison,
  task: () => import("./statistics/variance-tables.ts"),
});

const stages = part("stages", {
  tables: [...people, "preprocessing_quality"],
  settings: comparison,
  task: () => import("./statistics/stage-tables.ts"),
});

const collinearity = part("collinearity", {
  tables: ["feature_vif", "feature_correlations"],
  settings: { classifier, featurization },
  task: () => import("./statistics/collinearity-tables.ts"),
});

const grid = part("grid", {
  tables: ["methods", "rejected_runs", "extraction_metadata"],
  settings: {},
  task: () => import("./statistics/grid-tables.ts"),
});

const categories = part("categories", {
  tables: ["methods"],
  settings: {},
  task: () => import("./statistics/category-tables.ts"),
});

const numbers = part("numbers", {
  tables: [...people, "extraction_metadata"],
  settings: { ...comparison, margin, ...others },
  task: () => import("./statistics/number-tables.ts"),
});

/** The analysis database. */
export const statistics = rule({
  name: "analysis/statistics",
  inputs: {
    comparisons: comparisons.outputs.rows,
    ranks: ranks.outputs.rows,
    variance: variance.outputs.rows,
    stages: stages.outputs.rows,
    collinearity: collinearity.outputs.rows,
    grid: grid.outputs.rows,
    categories: categories.outputs.rows,
    numbers: numbers.outputs.rows,
  },
  params: { synthetic: study.variant === "synthetic" },
  outputs: {
    db: duckdb(`${study.roots.data}/foundation_plr_analysis.db`, {
      tables: analysisTables.map(({ name }) => name),
    }),
  },
  task: () => import("./tasks/statistics.ts"),
});

/** The analysis database and the steps behind it. */
export const analysisDatabase = group("statistics", [
  comparisons,
  ranks,
  variance,
  stages,
  collinearity,
  grid,
  categories,
  numbers,
  statistics,
]);

function part<Settings extends Json>(
  name: string,
  {
    tables,
    settings,
    task,
  }: {
    /** Tables that are read beside `essential_metrics`. */
    readonly tables: readonly ResultsTable[];
    readonly settings: Settings;
    readonly task: () => Promise<{ readonly default: Task<PartRule<Settings>> }>;
  },
) {
  const views = tables.map((table): [string, Artifact] => [table, results.table(table)]);
  return rule({
    name: `statistics/${name}`,
    inputs: { metrics: results.table("essential_metrics"), ...Object.fromEntries(views) },
    params: { settings },
    outputs: { rows: json(`${study.roots.data}/statistics/${name}.json`) },
    task,
  });
}
