import assert from "node:assert/strict";
import { test } from "node:test";
import { scaledBrier } from "plr/stratos/brier";
import { percentileInterval } from "plr/stratos/bootstrap-interval";
import { netBenefit } from "plr/stratos/net-benefit";
import { refitAuroc, type RefitPredictions } from "plr/stratos";
import { bootstrap, pairedReplicates, stratifiedResamples } from "plr/stratos/resamples";
import { type Configuration } from "../../../rules/analysis/statistics/configuration.ts";
import { featurizationDifferences } from "../../../rules/analysis/statistics/featurization-differences.ts";
import { methodContrasts } from "../../../rules/analysis/statistics/method-contrasts.ts";
import { referenceDifferences } from "../../../rules/analysis/statistics/reference-differences.ts";
import { selectedBest } from "../../../rules/analysis/statistics/selected-best.ts";
import { meanPrediction, validate } from "plr/stratos";
import { type CellWanted, configId, type MadeUp, madeUp } from "./support/results-database.ts";

const people = { controls: 12, cases: 9, refits: 7 };

function made(cell: CellWanted): MadeUp {
  return madeUp(cell, { ...people, cells: [] });
}

function configuration(cell: CellWanted): Configuration {
  const { refits, labels } = made(cell);
  const kernel = refitAuroc(refits, labels);
  const sample = validate(labels, meanPrediction(refits).mean);
  assert.ok(kernel.ok && sample.ok);
  return {
    config_id: configId(cell),
    outlier_method: cell.outlier,
    imputation_method: cell.imputation,
    classifier: cell.classifier ?? "CatBoost",
    featurization: cell.featurization ?? "simple1.0",
    auroc: kernel.value.value,
    kernel: kernel.value,
    people: sample.value,
  };
}

const standard = { outlier: "pupil-gt", imputation: "pupil-gt" };
const lof = { outlier: "LOF", imputation: "SAITS", separation: 0.4 };
const labels = made(standard).labels;
const resamples = stratifiedResamples(labels, { count: 300, seed: 42, key: "test people" });

/** K(i, j): the share of refits that rank case i above control j, from the definition. */
function kernelOf({ refits, labels }: MadeUp): number[][] {
  const at = ({ values, refits: b }: RefitPredictions, person: number, refit: number): number =>
    values[person * b + refit] ?? Number.NaN;
  const rows = (label: number): number[] => [...labels.keys()].filter((person) => labels[person] === label);
  return rows(1).map((i) =>
    rows(0).map((j) => {
      let wins = 0;
      for (let b = 0; b < refits.refits; b += 1) wins += at(refits, i, b) > at(refits, j, b) ? 1 : 0;
      return wins / refits.refits;
    }),
  );
}

test("the paired difference is DeLong on the difference of the refits' kernels", () => {
  const [a, b] = [kernelOf(made(lof)), kernelOf(made(standard))];
  const difference = a.map((row, i) => row.map((value, j) => value - (b[i]?.[j] ?? Number.NaN)));
  const mean = (values: readonly number[]): number => values.reduce((s, v) => s + v, 0) / values.length;
  const variance = (values: readonly number[]): number =>
    values.reduce((s, v) => s + (v - mean(values)) ** 2, 0) / (values.length - 1) / values.length;
  const rows = difference.map(mean);
  const columns = difference[0]?.map((_, j) => mean(difference.map((row) => row[j] ?? Number.NaN))) ?? [];
  const half = 1.959963984540054 * Math.sqrt(variance(rows) + variance(columns));

  const [found] = referenceDifferences([configuration(standard), configuration(lof)], {
    margin: 0.02,
    resamples,
  });
  assert.equal(found?.metric, "auroc");
  assert.ok(Math.abs(found.diff - mean(rows)) < 1e-12);
  assert.ok(Math.abs((found.diff_lower ?? 0) - (mean(rows) - half)) < 1e-12);
  assert.ok(Math.abs((found.diff_upper ?? 0) - (mean(rows) + half)) < 1e-12);
  assert.equal(found.outside_margin, mean(rows) + half < -0.02);
});

test("other metrics are differences of replicates of the same resamples", () => {
  const [a, b] = [configuration(lof), configuration(standard)];
  const found = referenceDifferences([a, b], { margin: 0.02, resamples });
  for (const [metric, statistic] of [
    ["scaled_brier", scaledBrier],
    ["net_benefit_15pct", (sample: typeof a.people) => netBenefit(sample, 15 / 100)],
  ] as const) {
    const replicates = pairedReplicates(
      bootstrap(a.people, resamples, statistic),
      bootstrap(b.people, resamples, statistic),
    );
    const limits = percentileInterval(replicates);
    const row = found.find((candidate) => candidate.metric === metric);
    assert.ok(limits.ok && row !== undefined);
    assert.ok(Math.abs(row.diff - (statistic(a.people) - statistic(b.people))) < 1e-12, metric);
    assert.ok(Math.abs((row.diff_lower ?? 0) - limits.value.lower) < 1e-12, metric);
    assert.ok(Math.abs((row.diff_upper ?? 0) - limits.value.upper) < 1e-12, metric);
  }
});

test("a configuration is compared with ground truth of its own classifier and featurization, or not at all", () => {
  const other = { ...lof, classifier: "XGBoost" };
  const own = { ...standard, classifier: "XGBoost", featurization: "MOMENT-embedding" };
  const found = referenceDifferences([standard, lof, other, own].map(configuration), {
    margin: 0.02,
    resamples,
  });
  assert.deepEqual([...new Set(found.map((row) => row.config_id))], [configId(lof)]);
});

test("features are compared on the same preprocessing and classifier alone", () => {
  const embedded = { ...standard, featurization: "MOMENT-embedding", separation: 0.5 };
  const alone = [
    { ...lof, featurization: "MOMENT-embedding" },
    { ...embedded, classifier: "XGBoost" },
  ];
  const [own, other] = [configuration(embedded), configuration(standard)];
  const found = featurizationDifferences([own, other, ...alone.map(configuration)], "simple1.0");
  assert.deepEqual(
    found.map((row) => [row.config_id, row.reference_config_id]),
    [[own.config_id, other.config_id]],
  );
  const [row] = found;
  assert.ok(Math.abs((row?.diff ?? 0) - (own.auroc - other.auroc)) < 1e-12);
  assert.ok((row?.diff_lower ?? 0) < (row?.diff ?? 0) && (row?.diff_upper ?? 0) > (row?.diff ?? 0));
});

const grid = ["pupil-gt", "LOF", "SubPCA"].flatMap((outlier) =>
  ["SAITS", "CSDI"].map((imputation) => ({ outlier, imputation })),
);
const comparison = {
  factor: "outlier",
  classifier: "CatBoost",
  featurization: "simple1.0",
  methods: ["pupil-gt", "LOF", "SubPCA", "PROPHET"],
  reference: "pupil-gt",
} as const;

test("means are over the complete block, and an incomplete method is compared over the partners it has", () => {
  const prophet = { outlier: "PROPHET", imputation: "CSDI" };
  const outside = { outlier: "pupil-gt", imputation: "pupil-gt" };
  const all = [...grid, prophet, outside].map(configuration);
  const contrasts = methodContrasts(all, comparison);
  const row = (method: string) => contrasts.find((contrast) => contrast.row.method === method)?.row;
  const auroc = (outlier: string, imputation: string): number =>
    all.find((c) => c.outlier_method === outlier && c.imputation_method === imputation)?.auroc ?? Number.NaN;

  assert.equal(row("LOF")?.block, "complete");
  assert.equal(row("pupil-gt")?.n_cells, 2, "ground truth × ground truth is no cell of the block");
  assert.equal(row("pupil-gt")?.is_reference, true);
  assert.equal(row("pupil-gt")?.diff, null);
  const mean = (auroc("LOF", "SAITS") + auroc("LOF", "CSDI")) / 2;
  const reference = (auroc("pupil-gt", "SAITS") + auroc("pupil-gt", "CSDI")) / 2;
  assert.ok(Math.abs((row("LOF")?.mean ?? 0) - mean) < 1e-12);
  assert.ok(Math.abs((row("LOF")?.diff ?? 0) - (mean - reference)) < 1e-12);

  assert.equal(row("PROPHET")?.block, "incomplete");
  assert.equal(row("PROPHET")?.n_cells, 1);
  const shared = auroc("PROPHET", "CSDI") - auroc("pupil-gt", "CSDI");
  assert.ok(Math.abs((row("PROPHET")?.diff ?? 0) - shared) < 1e-12);
});

test("without the wished reference the best method of the block serves", () => {
  const all = grid.filter(({ outlier }) => outlier !== "pupil-gt").map(configuration);
  const rows = methodContrasts(all, comparison).map(({ row }) => row);
  const best = rows.toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0))[0];
  assert.deepEqual(
    rows.filter(({ is_reference }) => is_reference).map(({ method }) => method),
    [best?.method],
  );
});

test("a method whose partners are none of the block's has no mean", () => {
  const all = [...grid, { outlier: "PROPHET", imputation: "TimesNet" }].map(configuration);
  const row = methodContrasts(all, comparison).find((contrast) => contrast.row.method === "PROPHET")?.row;
  assert.deepEqual([row?.block, row?.n_cells, row?.mean, row?.diff], ["none", 0, null, null]);
});

test("an imputer run on ground-truth masks alone stands apart, against ground truth × ground truth", () => {
  const all = [...grid, standard, { outlier: "pupil-gt", imputation: "ensemble-CSDI-MOMENT-SAITS" }].map(
    configuration,
  );
  const rows = methodContrasts(all, {
    ...comparison,
    factor: "imputation",
    methods: ["pupil-gt", "CSDI", "SAITS", "ensemble-CSDI-MOMENT-SAITS"],
  }).map(({ row }) => row);
  const ensemble = rows.find(({ method }) => method.startsWith("ensemble"));
  const [own, gt] = [all.at(-1), all.at(-2)];
  assert.equal(ensemble?.block, "ground-truth-only");
  assert.ok(Math.abs((ensemble.diff ?? 0) - ((own?.auroc ?? 0) - (gt?.auroc ?? 0))) < 1e-12);
  const itself = rows.find(({ method }) => method === "pupil-gt");
  assert.deepEqual([itself?.block, itself?.diff], ["ground-truth-only", null]);
});

test("upstream quoted the best of all as it came: the best of many owes something to being chosen, a single configuration nothing", () => {
  const one = selectedBest([configuration(standard)], resamples);
  const many = selectedBest(grid.map(configuration), resamples);
  assert.ok(one !== null && many !== null);
  assert.ok(Math.abs(one.optimism) < 0.01, String(one.optimism));
  assert.ok(many.optimism > one.optimism, `${many.optimism} > ${one.optimism}`);
  assert.ok((many.upper ?? 2) <= 1 && (many.lower ?? -1) < many.value);
});
