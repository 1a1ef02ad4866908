import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bestPipelinesTable } from "plr/latex/best-pipelines-table";
import { imputationComparisonTable, outlierComparisonTable } from "plr/latex/comparison-table";
import { numbersFile } from "plr/latex/numbers-file";
import { selectBestPipelines } from "../../../rules/analysis/latex/best-pipelines.ts";
import { selectComparison } from "../../../rules/analysis/latex/comparison.ts";
import { selectPairs } from "../../../rules/analysis/latex/pairs.ts";
import { selectQuotedNumbers } from "../../../rules/analysis/latex/quoted-numbers.ts";
import { selectRanking } from "../../../rules/analysis/latex/ranking.ts";
import { selectStratos } from "../../../rules/analysis/latex/stratos.ts";
import { selectVariance } from "../../../rules/analysis/latex/variance.ts";
import { studyRoles } from "../../../rules/analysis/study-roles.ts";
import type { NumberRow } from "../../../rules/schema/analysis.ts";
import type { EssentialMetrics } from "../../../rules/schema/metrics.ts";
import { goldenCells, inStudy, mainScope } from "./support/studies.ts";

const roles = studyRoles("main", mainScope);

const selected = await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => ({
  outlier: await selectComparison(study, facts, { factor: "outlier", main: mainScope }),
  imputation: await selectComparison(study, facts, { factor: "imputation", main: mainScope }),
  best: await selectBestPipelines(study, facts, { main: mainScope, most: 10 }),
  numbers: await study.analysis.rows<NumberRow>("FROM numbers ORDER BY name"),
  quoted: await selectQuotedNumbers(study, { main: mainScope, roles }),
  pairs: await selectPairs(study, facts, { main: mainScope }),
  ranking: await selectRanking(study, facts, { main: mainScope }),
  stratos: await selectStratos(study, facts, { main: mainScope, roles }),
  variance: await selectVariance(study, facts, { main: mainScope, cells: ["complete", "all"] }),
  metrics: await study.results.rows<EssentialMetrics>("FROM essential_metrics"),
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

test("the text finds every number that it quotes", () => {
  const tex = numbersFile({ numbers: selected.quoted, synthetic: false });
  assert.ok(tex.ok, JSON.stringify(tex));
  const paper = readFileSync(new URL("../../../paper/main.tex", import.meta.url), "utf8");
  const [, list = ""] = /\\@for\\plr@name:=([^\\]*)\\do/u.exec(paper) ?? [];
  const names = list.split(/[,%\s]+/u).filter((name) => name !== "");
  assert.ok(names.length > 20, list);
  assert.deepEqual(
    names.filter((name) => !tex.value.includes(`\\renewcommand{\\${name}}`)),
    [],
  );
});

test("numbers of the standard pipelines are those of their rows", () => {
  const best = selected.metrics.find(
    (row) => row.outlier_method.startsWith("ensemble-LOF") && row.imputation_method === "CSDI",
  );
  assert.ok(best);
  const quoted = (name: string) => selected.quoted.find((row) => row.name === name);
  assert.deepEqual(quoted("best_ensemble_NetBenefitAtTen"), {
    name: "best_ensemble_NetBenefitAtTen",
    value: best.net_benefit_10pct,
    lower: best.net_benefit_10pct_ci_lower,
    upper: best.net_benefit_10pct_ci_upper,
    text: best.net_benefit_10pct.toFixed(3),
  });
  assert.equal(quoted("outlier_Leader")?.text, "Ensemble (Thresholded)");
  assert.equal(quoted("outlier_Pairs")?.text, "55");
  const { pipelines, domains } = selected.stratos;
  const measure = domains.flatMap(({ measures }) => measures).find(({ name }) => name === "10%");
  const at = pipelines.findIndex(({ label }) => label === "Best ensemble");
  assert.equal(measure?.estimates[at]?.value, best.net_benefit_10pct);
  assert.equal(measure?.treatAll, best.net_benefit_all_10pct);
  assert.equal(measure?.treatNone, 0);
});

test("pairs come by factor, least p first, and ranks by mean rank", () => {
  const [outlier] = selected.pairs.families;
  assert.deepEqual([outlier?.name, outlier?.pairs.length], ["Outlier detection", 55]);
  const p = outlier?.pairs.map((pair) => pair.p ?? 2) ?? [];
  assert.deepEqual(
    p,
    p.toSorted((a, b) => a - b),
  );
  const [ranked] = selected.ranking.families;
  assert.deepEqual([ranked?.name, ranked?.partners, ranked?.methods.length], ["Outlier detection", 5, 11]);
  assert.equal(ranked?.criticalDifference.toFixed(2), "6.75");
});

test("the analysis of variance stands once for the block and once for all there is", () => {
  assert.deepEqual(
    selected.variance.models.map(({ setting, terms }) => [
      setting.replace(/^.*: /u, ""),
      terms.map(({ factor, df }) => `${factor} ${df}`),
    ]),
    [
      ["55 configurations, without a gap", ["Outlier detection 10", "Imputation 4", "Residual 40"]],
      [
        "57 configurations, all there are, unbalanced",
        ["Outlier detection 10", "Imputation 6", "Residual 40"],
      ],
    ],
  );
});
