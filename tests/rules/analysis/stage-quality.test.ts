import assert from "node:assert/strict";
import { test } from "node:test";
import { drawQuality, qualityRow } from "plr/charts/figures/stage-quality";
import { rowMarks } from "plr/charts/row-marks";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const scores = { LOF: 0.8, SubPCA: 0.82, PROPHET: 0.81 };
const outliers = ["pupil-gt", ...Object.keys(scores)];
const cells = outliers.flatMap((outlier, i) =>
  ["SAITS", "CSDI"].map((imputation) => ({ outlier, imputation, auroc: 0.9 - i / 20 })),
);
const score = (stage: string, method: string, metric: string, value: number) => ({
  stage,
  method,
  source: "not named",
  split: "test",
  metric,
  value,
});
const ofOutliers = Object.entries(scores).flatMap(([method, value]) => [
  score("outlier", method, "f1", value),
  score("outlier", method, "accuracy", 0.99),
]);
const ofImputers = [score("imputation", "SAITS", "mae", 1), score("imputation", "CSDI", "mae", 2)];

test("each method is one mark at its own score and AUROC, and names so near do not stand on one another", async () => {
  const extra = { preprocessing_quality: [...ofOutliers, ...ofImputers] };
  await inStudy({ cells, refits: 5, extra }, async (study, facts) => {
    const document = await documentsOf(study, facts).quality();
    const rows = z.array(qualityRow).parse(document.data);
    assert.deepEqual(
      rows.map((row) =>
        row.part === "stage" ? [row.metric, row.n, row.rho] : [row.method, row.value, row.auroc.toFixed(2)],
      ),
      [
        ["f1", 3, -0.5],
        ["LOF", 0.8, "0.85"],
        ["PROPHET", 0.81, "0.75"],
        ["SubPCA", 0.82, "0.80"],
        ["mae", 2, null],
        ["SAITS", 1, "0.82"],
        ["CSDI", 2, "0.82"],
      ],
    );
    const svg = await drawQuality(document);
    const methods = document.data.flatMap(({ part }, i) => (part === "method" ? [i] : []));
    assert.deepEqual(
      [...rowMarks(svg)].toSorted((a, b) => a - b),
      methods,
    );
    const heights = ["LOF", "Prophet", "SubPCA"].map(
      (name) => new RegExp(`y="(-?[\\d.]+)"[^>]*>${name}<`).exec(svg)?.[1],
    );
    assert.equal(new Set(heights).size, 3);
  });
});

test("a study without scores of either stage is told which are missing", async () => {
  await inStudy({ cells, refits: 5, extra: { preprocessing_quality: ofOutliers } }, async (study, facts) => {
    const { needs } = await documentsOf(study, facts).quality();
    assert.deepEqual(
      needs.map(({ met, detail }) => [met, detail]),
      [
        [true, "the study has scores of 3 in the complete block"],
        [false, "the study has scores of 0 in the complete block"],
      ],
    );
  });
});
