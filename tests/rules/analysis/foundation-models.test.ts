import assert from "node:assert/strict";
import { test } from "node:test";
import { featurizationRow } from "plr/charts/figures/featurization";
import { stageRow } from "plr/charts/figures/stage-differences";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import type { CellWanted } from "./support/results-database.ts";
import { inStudy } from "./support/studies.ts";

const grid: readonly CellWanted[] = ["pupil-gt", "MOMENT-gt-finetune", "LOF"].flatMap((outlier) =>
  ["SAITS", "MOMENT-finetune"].map((imputation) => ({ outlier, imputation })),
);
const standard = { outlier: "pupil-gt", imputation: "pupil-gt", auroc: 0.911 };
const embedded = { ...standard, featurization: "MOMENT-embedding", auroc: 0.78 };

test("each stage shows its methods against a reference that is no row of its own", async () => {
  await inStudy({ cells: [...grid, standard, embedded], refits: 5 }, async (study, facts) => {
    const { data, needs, counts } = await documentsOf(study, facts).stages();
    const rows = z.array(stageRow).parse(data);
    const contrasts = await study.analysis.rows<{ method: string; diff: number }>(
      "SELECT method, diff FROM method_contrasts WHERE factor = 'outlier' AND featurization = 'simple1.0' AND diff IS NOT NULL ORDER BY method",
    );
    const methods = rows.filter((row) => row.part === "method");
    assert.deepEqual(
      methods
        .filter(({ stage }) => stage === "outlier")
        .map(({ method, diff }) => ({ method, diff }))
        .toSorted((a, b) => (a.method < b.method ? -1 : 1)),
      contrasts,
    );
    assert.deepEqual(
      rows.filter((row) => row.part === "stage").map(({ stage }) => stage),
      ["outlier", "imputation", "featurization"],
    );
    assert.equal(methods.filter(({ stage }) => stage === "imputation").length, 1);
    assert.deepEqual(
      methods.filter(({ stage }) => stage === "featurization").map(({ method }) => method),
      ["MOMENT-embedding"],
    );
    assert.deepEqual([needs[0]?.met, counts.configs], [true, 8]);
  });
});

test("methods of one category alone are not compared by category", async () => {
  const cells = ["pupil-gt", "LOF"].map((outlier) => ({ outlier, imputation: "SAITS" }));
  await inStudy({ cells, refits: 5 }, async (study, facts) => {
    const { needs } = await documentsOf(study, facts).stages();
    assert.deepEqual(
      needs.map(({ met, detail }) => [met, detail]),
      [[false, "the study compares methods of 1"]],
    );
  });
});

test("features are rows of one pipeline, and a study of one featurization has none", async () => {
  await inStudy({ cells: [...grid, standard, embedded], refits: 5 }, async (study, facts) => {
    const { data, counts, alt } = await documentsOf(study, facts).featurization();
    const rows = z.array(featurizationRow).parse(data);
    assert.deepEqual(
      rows.map((row) => (row.part === "pair" ? [row.name, row.classifier] : [row.featurization, row.auroc])),
      [
        ["GT × GT", "CatBoost"],
        ["simple1.0", 0.911],
        ["MOMENT-embedding", 0.78],
      ],
    );
    assert.equal(counts.configs, 2);
    assert.match(alt, /^MOMENT embedding \(1,024\) differs by .* from Handcrafted \(8\), AUROC 0\.911/);
  });
  await inStudy({ cells: [...grid, standard], refits: 5 }, async (study, facts) => {
    const { data, needs } = await documentsOf(study, facts).featurization();
    assert.deepEqual([data, needs[0]?.met], [[], false]);
  });
});
