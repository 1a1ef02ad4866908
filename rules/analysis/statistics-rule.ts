import { duckdb, rule } from "plr";
import { database } from "../extraction/rules.ts";
import { analysisTables } from "../schema-analysis.ts";
import { decideStudy } from "../study.ts";
import { analysisSettings } from "./settings.ts";

const study = decideStudy();
const results = database.outputs.db;

/** Statistics across runs: the analysis database, from the results database alone. */
export const statistics = rule({
  name: "analysis/statistics",
  inputs: {
    metrics: results.table("essential_metrics"),
    predictions: results.table("predictions"),
    kernels: results.table("auroc_kernels"),
    methods: results.table("methods"),
    metadata: results.table("extraction_metadata"),
  },
  params: { settings: analysisSettings(), synthetic: study.variant === "synthetic" },
  outputs: {
    db: duckdb(`${study.roots.data}/foundation_plr_analysis.db`, {
      tables: analysisTables.map(({ name }) => name),
    }),
  },
  task: () => import("./tasks/statistics.ts"),
});
