import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anovaTable,
  bestPipelinesTable,
  type ComparisonRow,
  numbersFile,
  OPTIMISM_NOTE,
  outlierComparisonTable,
  pairwiseTable,
  rankTable,
  RESAMPLED_NOTE,
  SELECTION_NOTE,
  stratosTable,
  SYNTHETIC_NOTICE,
  varianceTable,
} from "../../src/latex/index.ts";
import { sampleRows, sampleStratos, sampleTables, sampleVariance } from "./sample-tables.ts";

function outliers(rows: readonly ComparisonRow[]) {
  return outlierComparisonTable({ rows, people: 63, setting: "CatBoost", synthetic: false });
}

test("a comparison prints each method with its interval and its paired difference", () => {
  const result = outliers(sampleRows(["A_1", "Reference method"]));
  assert.ok(result.ok);
  const lines = result.value.split("\n");
  assert.ok(
    lines.includes(
      String.raw`A\_1 & 5 & 0.908 & 0.004 & 0.899 & 0.913 & {[}0.751 & 0.970{]} & 0.002 & {[}-0.030 & 0.012{]} \\`,
    ),
    result.value,
  );
  assert.ok(
    lines.some(
      (line) =>
        line.startsWith("Reference method & 5") &&
        line.endsWith(String.raw`& \multicolumn{3}{c}{reference} \\`),
    ),
  );
  assert.match(result.value, /the 63 test people/u);
  assert.match(result.value, /Differences are to Reference method, paired/u);
});

test("methods outside the complete block stand apart", () => {
  const [first, second, third] = sampleRows(["A", "B", "C"]);
  assert.ok(first && second && third);
  const result = outliers([third, second, { ...first, inBlock: false, n: 1, sd: null, difference: null }]);
  assert.ok(result.ok);
  const apart = result.value.slice(result.value.indexOf("Not run with all partners"));
  assert.match(apart, /^A & 1 & 0\.908 & \{--\} & .* & \\multicolumn\{3\}\{c\}\{--\} \\\\$/mu);
  assert.equal(/^[BC] & /mu.test(apart), false);
});

test("a comparison that compares unlike things is refused", () => {
  const rows = sampleRows(["A", "B", "C"]);
  const [first] = rows;
  assert.ok(first);
  const failures = [
    outliers([]),
    outliers(rows.map((row) => ({ ...row, inBlock: false }))),
    outliers([...rows, first]),
    outliers([{ ...first, n: 4 }, ...rows.slice(1)]),
    outliers([first]),
  ].map((result) => (result.ok ? "ok" : result.failure.reason));
  assert.deepEqual(failures, [
    "no-rows",
    "no-rows",
    "duplicate-method",
    "unequal-block",
    "not-one-reference",
  ]);
});

test("the best pipelines are said to be chosen on the same people", () => {
  const estimate = { value: 0.9, lower: 0.8, upper: 0.95 };
  const row = {
    rank: 1,
    outlier: "LOF",
    imputation: "CSDI",
    classifier: "CatBoost",
    refit: estimate,
    sampling: estimate,
  };
  const options = { candidates: 1316, people: 63, maximum: null, synthetic: false };
  const result = bestPipelinesTable({ ...options, rows: [row, { ...row, rank: 2 }] });
  assert.ok(result.ok);
  assert.match(result.value, new RegExp(`\\\\caption\\{.*2 of 1,316 \\(${SELECTION_NOTE}\\)`, "u"));
  assert.match(
    result.value,
    /^1 & LOF & CSDI & CatBoost & 0\.900 & \{\[\}0\.800 & 0\.950\{\]\} & 0\.900 & \{\[\}0\.800 & 0\.950\{\]\} \\\\$/mu,
  );
  assert.deepEqual(bestPipelinesTable({ ...options, rows: [] }), {
    ok: false,
    failure: { reason: "no-rows" },
  });
  assert.deepEqual(bestPipelinesTable({ ...options, rows: [{ ...row, rank: 2 }, row] }), {
    ok: false,
    failure: { reason: "ranks-out-of-order", ranks: [2, 1] },
  });
});

test("numbers become macros: the text, and what stands behind it", () => {
  const result = numbersFile({
    numbers: [
      { name: "best_auroc", value: 0.9131, lower: 0.8, upper: null, text: "0.913 (see 5%)" },
      { name: "people", value: 1063, lower: null, upper: null, text: "1063" },
      { name: "bestOutlier", value: null, lower: null, upper: null, text: "LOF_1" },
    ],
    synthetic: false,
  });
  assert.ok(result.ok);
  const values = Object.fromEntries(
    [...result.value.matchAll(/\\renewcommand\{\\(\w+)\}\{(.*)\}$/gmu)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  assert.deepEqual(values, {
    plrSynthetic: "",
    plrSelectionNote: SELECTION_NOTE,
    plrResampledNote: RESAMPLED_NOTE,
    plrOptimismNote: OPTIMISM_NOTE,
    bestAuroc: String.raw`0.913 (see 5\%)`,
    bestAurocValue: "0.913",
    bestAurocLower: "0.800",
    plrPeople: "1063",
    plrPeopleValue: "1,063",
    bestOutlier: String.raw`LOF\_1`,
  });
});

test("the maximum over resampled people is said to be of the averaged prediction", () => {
  assert.match(RESAMPLED_NOTE, /bootstrap of the maximum of the AUROC of the averaged prediction/u);
  const { "table06_best_pipelines.tex": table = "", "numbers.tex": numbers = "" } = sampleTables(false);
  const note = table.slice(table.indexOf(String.raw`\end{tabular`));
  assert.ok(
    note.replaceAll(/\s+/gu, " ").includes(`is repeated (${RESAMPLED_NOTE}): 0.941 [0.882, 0.985].`),
    note,
  );
  assert.ok(numbers.includes(`% bestAUROCResampled: ${RESAMPLED_NOTE}\n`), numbers);
});

test("two numbers that would share a macro are refused", () => {
  const number = { value: null, lower: null, upper: null, text: "x" };
  const result = numbersFile({
    numbers: [
      { ...number, name: "n_configs" },
      { ...number, name: "nConfigs" },
    ],
    synthetic: false,
  });
  assert.deepEqual(result, { ok: false, failure: { reason: "macro-name-duplicate", names: ["nConfigs"] } });
  assert.deepEqual(numbersFile({ numbers: [], synthetic: false }), {
    ok: false,
    failure: { reason: "no-rows" },
  });
});

test("every file of a synthetic study says so in print, no file of a real one does", () => {
  for (const [name, tex] of Object.entries(sampleTables(true))) {
    const printed = tex.replaceAll(/^%.*$/gmu, "");
    assert.ok(printed.includes(SYNTHETIC_NOTICE), name);
  }
  for (const [name, tex] of Object.entries(sampleTables(false))) {
    assert.equal(/synthetic data/iu.test(tex), false, name);
  }
});

test("a variance table gives shares with intervals, and says that F and p are description", () => {
  const tex = varianceTable(sampleVariance(false));
  assert.match(tex, /^Imputation & 0\.651 & -0\.012 & \{\[\}-0\.021 & 0\.105\{\]\} & 0\.31 & 0\.87 \\\\$/mu);
  assert.match(tex, /^Residual & \{--\} & \\multicolumn\{3\}\{c\}\{--\} & \{--\} & \{--\} \\\\$/mu);
  assert.match(tex, /Description, no test/u);
  assert.match(
    anovaTable(sampleVariance(false)),
    /^Outlier detection & 0\.0213 & 10 & 0\.0021 & 7\.47 & < 0\.001 & /mu,
  );
});

test("a study that cannot compare gets tables that say so", () => {
  const nothing = { people: 63, synthetic: false };
  assert.match(varianceTable({ ...nothing, models: [] }), /cannot tell two choices apart/u);
  assert.match(pairwiseTable({ ...nothing, families: [] }), /No two methods/u);
  assert.match(rankTable({ ...nothing, families: [] }), /No factor/u);
});

test("critical differences are labelled as description, with the sizes they rest on", () => {
  const { "table07_critical_differences.tex": tex = "" } = sampleTables(false);
  assert.match(tex, /caption\{[^\n]*a description, no test/u);
  assert.match(
    tex,
    /Outlier detection \(11 methods over 5 partners; \$\\chi\^2\$ = 38\.20, \$p\$ \$<\$0\.001; CD = 6\.75\)/u,
  );
  assert.match(tex, /^Ground Truth & 2\.30 & \{\[\}1\.50 & 5\.00\{\]\} & \{yes\} & 0\.20 \\\\$/mu);
  assert.match(tex, /all blocks here share the same 63 test people/u);
});

test("the core measures stand beside treating all and no one where these have them", () => {
  const tex = stratosTable(sampleStratos(false));
  const line = (start: string): string[] => {
    const lines = tex.split("\n");
    const at = lines.findIndex((text) => text.startsWith(start));
    return lines.slice(at, at + 2).map((text) => text.replace(/ \\\\$/u, ""));
  };
  assert.deepEqual(line("AUROC"), [
    "AUROC & 0.910 & 0.890 & 0.870 & 0.850 & {} & {}",
    String.raw` & {\scriptsize [0.830, 0.980]} & {\scriptsize [0.810, 0.980]} & {\scriptsize [0.790, 0.980]} & {\scriptsize [0.770, 0.980]} & {} & {}`,
  ]);
  assert.match(line("Slope")[0] ?? "", /0\.870 & \{--\} & \{\} & \{\}$/u);
  assert.match(line("10")[0] ?? "", /0\.850 & 0\.189 & 0\.000$/u);
  assert.match(tex, /Not run in this study: deep learning\./u);
});
