/** Figures that show what another one shows, for other people or for more classifiers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dcaRow } from "plr/charts/figures/decision-rows";
import { specRow } from "plr/charts/figures/specification-rows";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const groundTruth = { outlier: "pupil-gt", imputation: "pupil-gt" };
const traditional = { outlier: "LOF", imputation: "SAITS" };
const cells = [groundTruth, traditional].flatMap((cell) => [
  { ...cell, auroc: cell === groundTruth ? 0.9 : 0.8 },
  { ...cell, classifier: "XGBoost", auroc: cell === groundTruth ? 0.7 : 0.75 },
]);

const documents = await inStudy({ cells, curves: true, refits: 5 }, async (study, facts) => {
  const of = documentsOf(study, facts);
  return { population: await of.decisionPopulation(), all: await of.specificationAll() };
});

test("decision curves of the population are those of a prevalence of 3.54 %, up to a threshold of 20 %", () => {
  const rows = z.array(dcaRow).parse(documents.population.data);
  const points = rows.filter((row) => row.part === "threshold").filter(({ role }) => role === "ground_truth");
  assert.equal(points.length, 20);
  const all = points.find(({ threshold }) => threshold === 5 / 100)?.net_benefit_all ?? Number.NaN;
  assert.ok(Math.abs(all - (0.0354 - (0.9646 * 0.05) / 0.95)) < 1e-12);
  assert.ok(points.every(({ net_benefit_model }) => net_benefit_model <= 0.0354));
  assert.match(documents.population.caption, /no validation in the population/);
});

test("the curve of every classifier ranks all, compares each with its own ground truth, and draws the main one's line", () => {
  const rows = z.array(specRow).parse(documents.all.data);
  const ranked = rows.filter((row) => row.part === "configuration");
  assert.deepEqual(
    ranked.map(({ classifier, is_reference }) => `${classifier}${is_reference ? ", reference" : ""}`),
    ["CatBoost, reference", "CatBoost", "XGBoost", "XGBoost, reference"],
  );
  assert.ok(ranked.every(({ diff, is_reference }) => (diff === null) === is_reference));
  const line = documents.all.reference_lines.find(({ name }) => name === "GT × GT");
  assert.equal(line?.value, 0.9);
  assert.deepEqual(
    rows
      .flatMap((row) => (row.part === "choice" && row.factor === "classifier" ? [row.method] : []))
      .toSorted(),
    ["CatBoost", "XGBoost"],
  );
});
