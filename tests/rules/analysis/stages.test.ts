import assert from "node:assert/strict";
import { test } from "node:test";
import type { GridCell } from "../../../rules/schema/analysis.ts";
import type { Correlation, StageQuality } from "../../../rules/schema/stages.ts";
import { inStudy } from "./support/studies.ts";

const outliers = ["pupil-gt", "LOF", "SubPCA", "PROPHET"];
const cells = outliers.flatMap((outlier) =>
  ["SAITS", "CSDI"].map((imputation) => ({
    outlier,
    imputation,
    auroc: 0.9 - outliers.indexOf(outlier) / 10,
  })),
);
const f1 = { "pupil-gt": 1, LOF: 0.8, SubPCA: 0.7, PROPHET: 0.5 };
const extra = {
  preprocessing_quality: [
    ...Object.entries(f1).map(([method, value]) => ({
      stage: "outlier",
      method,
      source: "not named",
      split: "test",
      metric: "f1",
      value,
    })),
    { stage: "outlier", method: "LOF", source: "not named", split: "train", metric: "f1", value: 0.1 },
    ...["LOF", "SubPCA"].map((source, i) => ({
      stage: "imputation",
      method: "SAITS",
      source,
      split: "test",
      metric: "mae",
      value: 1 + i,
    })),
  ],
  rejected_runs: [
    { run_id: "1", run_name: "XGBOOST_eval-auc__simple1.0__CSDI__LOF", reason: "metrics-missing" },
    { run_id: "2", run_name: "XGBOOST_eval-auc__simple1.0__CSDI__LOF", reason: "deleted" },
    { run_id: "3", run_name: "CATBOOST_eval-auc__simple1.0__CSDI__LOF", reason: "duplicate" },
    { run_id: "4", run_name: null, reason: "run-name-too-few-fields" },
  ],
};

const tables = await inStudy({ cells, refits: 5, extra }, async ({ analysis }) => ({
  stages: await analysis.rows<StageQuality>("FROM stage_quality ORDER BY ALL"),
  correlations: await analysis.rows<Correlation>("FROM correlations"),
  grid: await analysis.rows<GridCell>("FROM grid_cells WHERE status <> 'not-run'"),
}));

test("upstream counted each method several times: here a method counts once, ground truth not at all", () => {
  const outlier = tables.stages.filter(({ stage }) => stage === "outlier");
  assert.deepEqual(
    outlier.map(({ method, value, auroc }) => [method, value, auroc.toFixed(1)]),
    [
      ["LOF", 0.8, "0.8"],
      ["PROPHET", 0.5, "0.6"],
      ["SubPCA", 0.7, "0.7"],
    ],
  );
  const own = tables.correlations.filter(({ name }) => name === "outlier_f1_auroc");
  assert.deepEqual(own.map(({ method, n }) => `${method} ${n}`).toSorted(), ["pearson 3", "spearman 3"]);
  assert.equal(own.find(({ method }) => method === "spearman")?.estimate, 1);
});

test("sources of one method are averaged, and one method has no correlation", () => {
  const [row, ...more] = tables.stages.filter(({ stage }) => stage === "imputation");
  assert.deepEqual([row?.method, row?.n, row?.value, more.length], ["SAITS", 2, 1.5, 0]);
  assert.ok(tables.correlations.every(({ name }) => !name.startsWith("imputation")));
});

test("a rejected pipeline has the reason of its first run; one that a later run evaluated has none", () => {
  const rejected = tables.grid.filter(({ status }) => status === "rejected");
  assert.deepEqual(
    rejected.map(({ classifier, outlier_method, reason }) => [classifier, outlier_method, reason]),
    [["XGBoost", "LOF", "metrics-missing"]],
  );
  assert.equal(tables.grid.filter(({ status }) => status === "evaluated").length, cells.length);
});
