import assert from "node:assert/strict";
import { test } from "node:test";
import { gridRow } from "plr/charts/figures/factorial-matrix";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const evaluated = { outlier: "LOF", imputation: "SAITS" };
const rejected = [
  { run_name: "XGBOOST_eval-auc__simple1.0__SAITS__LOF", reason: "pickle-truncated" },
  { run_name: "CATBOOST_eval-auc__simple1.0__SAITS__LOF", reason: "duplicate" },
  { run_name: "TABM_eval-auc__MOMENT-embedding__SAITS__LOF", reason: "pickle-truncated" },
  { run_name: "CATBOOST_eval-auc__simple1.0__SAITS__anomaly", reason: "outlier-not-registered" },
  { run_name: "__SYNTHETIC_TABPFN_eval-auc__simple1.0__SAITS__LOF", reason: "synthetic-run" },
  { run_name: null, reason: "meta-unreadable" },
  { run_name: "scratch", reason: "run-name-too-few-fields" },
];

test("every configuration of the registry is evaluated, rejected for a reason, or not run", async () => {
  await inStudy({ cells: [evaluated], refits: 5, rejected }, async (study, facts) => {
    const { data, alt } = await documentsOf(study, facts).matrix();
    const rows = z.array(gridRow).parse(data);
    const cells = rows.filter((row) => row.part === "configuration");
    assert.equal(cells.length, 11 * 8 * 5);
    // Ground truth is the first of both stages; the registry's order is not the alphabet's.
    const methods = [...new Set(cells.map(({ outlier_method }) => outlier_method))];
    assert.deepEqual(
      methods,
      rows.flatMap((row) => (row.part === "axis" && row.factor === "outlier" ? [row.method] : [])),
    );
    assert.deepEqual([cells[0]?.imputation_method, cells[0]?.classifier], ["pupil-gt", "CatBoost"]);
    const found = cells.filter(({ status }) => status !== "not run");
    assert.deepEqual(
      found.map(({ classifier, status, reason }) => [classifier, status, reason]),
      [
        ["CatBoost", "evaluated", null],
        ["XGBoost", "rejected", "its metrics pickle ends too early"],
      ],
    );
    assert.ok(
      found.every(
        ({ outlier_method, imputation_method }) => outlier_method + imputation_method === "LOFSAITS",
      ),
    );
    assert.deepEqual(
      rows.filter((row) => row.part === "rejection").map(({ reason, n_runs }) => [reason, n_runs]),
      [
        ["pickle-truncated", 2],
        ["meta-unreadable", 1],
        ["run-name-too-few-fields", 1],
        ["outlier-not-registered", 1],
        ["synthetic-run", 1],
        ["duplicate", 1],
      ],
    );
    assert.equal(
      alt,
      "1 of 440 configurations evaluated; 7 runs rejected, mostly: its metrics pickle ends too early.",
    );
  });
});
