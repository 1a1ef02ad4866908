// What the study's first implementation showed and should not have, where no other test is the place for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heatRow } from "plr/charts/figures/heatmap-rows";
import { z } from "zod";
import { figures } from "../../../configs/figures.ts";
import { analysisTables } from "../../../rules/schema/analysis.ts";
import type { GroupMetric } from "../../../rules/schema/comparisons.ts";
import { resultsTables } from "../../../rules/schema/results.ts";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

const groundTruth = { outlier: "pupil-gt", imputation: "pupil-gt" };

test("upstream's heat map showed .8217 at ground truth, a mean over three featurizations: it shows .911", async () => {
  const cells = [
    { ...groundTruth, auroc: 0.911 },
    { ...groundTruth, featurization: "MOMENT-embedding-PCA", auroc: 0.7747 },
    { ...groundTruth, featurization: "MOMENT-embedding", auroc: 0.7795 },
    { outlier: "LOF", imputation: "SAITS", auroc: 0.8308 },
  ];
  const { data } = await inStudy({ cells, refits: 5 }, (study, facts) => documentsOf(study, facts).heatmap());
  const shown = z
    .array(heatRow)
    .parse(data)
    .flatMap((row) => (row.part === "cell" && row.auroc !== null ? [row.auroc] : []));
  assert.deepEqual(new Set(shown), new Set([0.8308, 0.911]));
});

test("upstream's forests took the least and greatest of many intervals, or 1.96 sd/√n over configurations, for one", async () => {
  const groups = await inStudy({ cells: goldenCells, refits: 5 }, ({ analysis }) =>
    analysis.rows<GroupMetric>("FROM group_metrics WHERE metric = 'auroc' AND n_configs > 2"),
  );
  assert.ok(groups.length > 10);
  for (const { level, n_configs, sd, ci_lower, ci_upper } of groups) {
    const overConfigurations = (1.96 * (sd ?? 0)) / Math.sqrt(n_configs);
    assert.ok(ci_lower !== null && ci_upper !== null, level);
    const half = (ci_upper - ci_lower) / 2;
    assert.ok(half > 2 * overConfigurations, `${level}: an interval over people is wider than ${half}`);
  }
});

test("upstream's deprecated figures, and those of flags typed by hand, are not in the registry", () => {
  const gone =
    /fig_retained_(auroc|brier|netbenefit|scaledbrier)$|fig_cd_preprocessing|fig_prob_dist_faceted|fig_raincloud_auroc|utility_matrix|^C3/;
  assert.deepEqual(
    Object.keys(figures).filter((id) => gone.test(id)),
    [],
  );
});

test("upstream's index of instability, nameless ECE and flags of usefulness are columns of no table", () => {
  const columns = [...resultsTables, ...analysisTables].flatMap(({ name, columns: own }) =>
    Object.keys(own).map((column) => `${name}.${column}`),
  );
  assert.ok(columns.includes("supplementary_metrics.mce_3bin"), "what upstream called ECE, by its name");
  assert.deepEqual(
    columns.filter((column) => /\.(instability_index|ece|utility|extracted_at|created_at)$/.test(column)),
    [],
  );
});
