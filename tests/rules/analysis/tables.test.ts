import assert from "node:assert/strict";
import { test } from "node:test";
import { bestPipelinesTable } from "plr/latex/best-pipelines-table";
import { imputationComparisonTable, outlierComparisonTable } from "plr/latex/comparison-table";
import { numbersFile } from "plr/latex/numbers-file";
import { selectBestPipelines } from "../../../rules/analysis/latex/best-pipelines.ts";
import { selectComparison } from "../../../rules/analysis/latex/comparison.ts";
import type { NumberRow } from "../../../rules/schema-analysis.ts";
import { goldenCells, inStudy, mainScope } from "./support/studies.ts";

const selected = await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => ({
  outlier: await selectComparison(study, facts, { factor: "outlier", main: mainScope }),
  imputation: await selectComparison(study, facts, { factor: "imputation", main: mainScope }),
  best: await selectBestPipelines(study, facts, { main: mainScope, most: 10 }),
  numbers: await study.analysis.rows<NumberRow>("FROM numbers ORDER BY name"),
}));

test("table 02 prints the block means of the forest, best first, ground truth as reference", () => {
  const { rows, people, setting } = selected.outlier;
  assert.deepEqual([rows.length, people, setting], [11, 63, "CatBoost, simple1.0"]);
  assert.deepEqual(
    rows.slice(0, 2).map(({ method, n, mean, difference }) => [method, n, mean.toFixed(3), difference]),
    [
      ["Ensemble (Thresholded)", 5, "0.908", rows[0]?.difference],
      ["Ground Truth", 5, "0.906", "reference"],
    ],
  );
  const tex = outlierComparisonTable(selected.outlier);
  assert.ok(tex.ok);
  assert.match(tex.value, /Subspace PCA & 5 & 0\.847 & 0\.021 & 0\.825 & 0\.882 /);
});

test("table 03 sets apart what was not run with all partners, without a difference", () => {
  const apart = selected.imputation.rows.filter(({ inBlock }) => !inBlock);
  assert.deepEqual(
    apart.map(({ method, n, difference }) => [method, n, difference]),
    [
      ["Ground Truth", 1, null],
      ["Ensemble (CSDI+MOMENT+SAITS)", 1, null],
    ],
  );
  assert.ok(imputationComparisonTable(selected.imputation).ok);
});

test("table 06 ranks ten pipelines and says what the choice among all is worth", () => {
  const { rows, candidates, maximum } = selected.best;
  assert.equal(candidates, 57);
  assert.deepEqual(
    rows.map(({ rank }) => rank),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  assert.deepEqual(
    [rows[0]?.outlier, rows[0]?.imputation, rows[0]?.refit.value],
    ["Ensemble (Full)", "CSDI", 0.913],
  );
  assert.ok((maximum?.lower ?? 1) < (maximum?.upper ?? 0));
  assert.ok(bestPipelinesTable(selected.best).ok);
});

test("numbers.tex holds the numbers of the same rows", () => {
  const value = (name: string): string | undefined => selected.numbers.find((row) => row.name === name)?.text;
  assert.deepEqual(
    [
      "nConfigs",
      "nPeople",
      "nEvents",
      "minAUROC",
      "maxAUROC",
      "medianAUROC",
      "bestOutlier",
      "bestPipeline",
    ].map(value),
    ["57", "63", "17", "0.825", "0.913", "0.888", "Ensemble (Full)", "Ens-Full × CSDI, CatBoost"],
  );
  assert.equal(value("groundTruthAUROC"), "0.911");
  assert.equal(value("nAboveGroundTruth"), "4");
  assert.equal(value("testPrevalence"), "27.0%");
  const tex = numbersFile({ numbers: selected.numbers, synthetic: false });
  assert.ok(tex.ok, JSON.stringify(tex));
  assert.match(tex.value, /\\renewcommand\{\\bestAUROC\}\{0\.913\}/);
});
