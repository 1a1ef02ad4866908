import assert from "node:assert/strict";
import { test } from "node:test";
import { holm } from "plr/stratos/multiplicity";
import type { GridCell } from "../../../rules/schema/analysis.ts";
import type { FeaturizationDifference, MethodContrast, Pairwise } from "../../../rules/schema/comparisons.ts";
import { configId } from "./support/results-database.ts";
import { inStudy } from "./support/studies.ts";

const outliers = ["pupil-gt", "LOF", "SubPCA"];
const cells = outliers.flatMap((outlier) =>
  ["pupil-gt", "SAITS", "CSDI"].map((imputation) => ({
    outlier,
    imputation,
    separation: outlier.length / 9,
  })),
);
const embedding = { outlier: "pupil-gt", imputation: "pupil-gt", featurization: "MOMENT-embedding" };
const alone = { outlier: "LOF", imputation: "TimesNet", featurization: "MOMENT-embedding" };

const tables = await inStudy({ cells: [...cells, embedding, alone], refits: 5 }, async ({ analysis }) => ({
  pairs: await analysis.rows<Pairwise>("FROM pairwise"),
  contrasts: await analysis.rows<MethodContrast>("FROM method_contrasts WHERE featurization = 'simple1.0'"),
  featurizations: await analysis.rows<FeaturizationDifference>("FROM featurization_differences"),
  grid: await analysis.rows<GridCell>("FROM grid_cells"),
}));

function pairsOf(factor: string, metric: string): Pairwise[] {
  return tables.pairs.filter((row) => row.factor === factor && row.metric === metric);
}

test("each pair is there once, over the partners that both have", () => {
  const own = pairsOf("outlier", "auroc");
  assert.deepEqual(own.map(({ level_1, level_2 }) => `${level_1} ${level_2}`).toSorted(), [
    "LOF SubPCA",
    "pupil-gt LOF",
    "pupil-gt SubPCA",
  ]);
  for (const { n_pairs, wins, ties, losses } of own) {
    assert.equal(n_pairs, 3);
    assert.equal(wins + ties + losses, 3);
  }
});

test("a pair's difference is that of the forest, with its interval", () => {
  const lof = tables.contrasts.find(({ factor, method }) => factor === "outlier" && method === "LOF");
  const pair = pairsOf("outlier", "auroc").find(
    ({ level_1, level_2 }) => level_1 === "pupil-gt" && level_2 === "LOF",
  );
  assert.ok(lof?.diff !== null && lof?.diff !== undefined && pair !== undefined);
  assert.ok(Math.abs(lof.diff + pair.mean_diff) < 1e-12);
  assert.ok(Math.abs((lof.diff_lower ?? 0) + (pair.ci_upper ?? 0)) < 1e-12);
});

test("upstream adjusted p over a pool of all factors: it is within factor and metric", () => {
  for (const factor of ["outlier", "imputation"]) {
    for (const metric of ["auroc", "auroc_mean_pred", "scaled_brier", "net_benefit_10pct"]) {
      const own = pairsOf(factor, metric);
      assert.equal(own.length, 3);
      const p = own.map((row) => row.p ?? Number.NaN);
      assert.ok(
        p.every((value) => value >= 0 && value <= 1),
        `${factor} ${metric}`,
      );
      assert.deepEqual(
        own.map(({ p_holm }) => p_holm),
        holm(p),
      );
    }
  }
});

test("an interval that excludes 0 and its p agree", () => {
  const own = tables.pairs.filter(({ metric }) => metric === "auroc");
  for (const { ci_lower, ci_upper, p } of own) {
    const excludes = Number(ci_lower) > 0 || Number(ci_upper) < 0;
    assert.equal(excludes, Number(p) < 0.05);
  }
});

test("featurizations are compared on the same preprocessing and classifier, or not at all", () => {
  assert.deepEqual(
    [...new Set(tables.featurizations.map(({ config_id }) => config_id))],
    [configId(embedding)],
  );
  const [auroc] = tables.featurizations;
  assert.equal(auroc?.reference_config_id, configId({ outlier: "pupil-gt", imputation: "pupil-gt" }));
});

test("every pipeline of the registry has its place in the grid", () => {
  assert.equal(tables.grid.length, 11 * 8 * 5 * 3);
  const evaluated = tables.grid.filter(({ status }) => status === "evaluated");
  assert.equal(evaluated.length, cells.length + 2);
  assert.ok(evaluated.every(({ config_id, reason }) => config_id !== null && reason === null));
  assert.ok(tables.grid.every(({ status }) => status === "evaluated" || status === "not-run"));
});
