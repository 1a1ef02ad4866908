import assert from "node:assert/strict";
import { test } from "node:test";
import { serialiseFigure } from "plr/charts/document";
import { drawUncertainty, uncertaintyRow } from "plr/charts/figures/uncertainty";
import { rocRow } from "plr/charts/figures/roc";
import { calibrationRow } from "plr/charts/figures/calibration-rows";
import { dcaRow } from "plr/charts/figures/decision-rows";
import { forestRow } from "plr/charts/figures/forest-rows";
import { heatRow } from "plr/charts/figures/heatmap-rows";
import { retentionRow } from "plr/charts/figures/retention-rows";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import type { CellWanted } from "./support/results-database.ts";
import { inStudy } from "./support/studies.ts";

const groundTruth = { outlier: "pupil-gt", imputation: "pupil-gt" };
const traditional = { outlier: "LOF", imputation: "SAITS" };
const cells: readonly CellWanted[] = [groundTruth, traditional, { outlier: "pupil-gt", imputation: "SAITS" }];

const shared = await inStudy({ cells, curves: true, refits: 5 }, async (study, facts) => {
  const of = documentsOf(study, facts);
  const [metrics] = await study.results.rows<{ auroc_mean_pred: number }>(
    "SELECT auroc_mean_pred FROM essential_metrics WHERE outlier_method = 'LOF'",
  );
  return {
    calibration: await of.calibration(),
    decision: await of.decision(),
    retention: await of.retention(),
    roc: await of.roc(),
    metrics,
  };
});

test("role figures show the roles that the study has, and name those it has not", () => {
  const { calibration } = shared;
  const rows = z.array(calibrationRow).parse(calibration.data);
  assert.deepEqual(
    rows.filter((row) => row.part === "pipeline").map(({ role, name }) => [role, name]),
    [
      ["ground_truth", "GT × GT"],
      ["traditional", "LOF × SAITS"],
    ],
  );
  assert.match(calibration.caption, /Not run in this study: best ensemble, best single foundation model\./);

  for (const role of ["ground_truth", "traditional"]) {
    const own = rows.filter((row) => row.role === role);
    const people = own.filter((row) => row.part === "person");
    assert.equal(people.length, 63);
    assert.ok(people.every(({ y_prob }, i) => i === 0 || y_prob >= (people[i - 1]?.y_prob ?? 0)));
    const groups = own.filter((row) => row.part === "group");
    assert.equal(
      groups.reduce((sum, { n }) => sum + n, 0),
      63,
    );
    const curve = own.filter((row) => row.part === "curve");
    const [low, high] = [people.at(0)?.y_prob ?? 1, people.at(-1)?.y_prob ?? 0];
    assert.ok(curve.length > 0 && curve.every(({ predicted }) => predicted >= low && predicted <= high));
  }
  assert.doesNotMatch(serialiseFigure(calibration), /subject|"[HG]\d{3}"/);
});

test("decision curves are of the sample's prevalence, up to 40 %, and treat-all is that of 17 in 63", () => {
  const { data } = shared.decision;
  const points = z
    .array(dcaRow)
    .parse(data)
    .filter((row) => row.part === "threshold")
    .filter((row) => row.role === "ground_truth");
  assert.deepEqual(
    points.map(({ threshold }) => threshold),
    Array.from({ length: 40 }, (_, i) => (i + 1) / 100),
  );
  const all = [5, 10, 15, 20].map(
    (t) => points.find(({ threshold }) => threshold === t / 100)?.net_benefit_all,
  );
  const golden = [0.231411862991, 0.188712522046, 0.140989729225, 0.087301587302];
  golden.forEach((value, i) => assert.ok(Math.abs((all[i] ?? 0) - value) < 1e-12));
});

test("each ROC curve runs from corner to corner in the order drawn, and its trapezes sum to the AUROC printed", () => {
  const rows = z.array(rocRow).parse(shared.roc.data);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  assert.equal(pipelines.length, 2);
  for (const { role, auroc_mean_pred, n_test } of pipelines) {
    const curve = rows.filter((row) => row.part === "point").filter((row) => row.role === role);
    const [first, last] = [curve.at(0), curve.at(-1)];
    assert.deepEqual([first?.fpr, first?.tpr, last?.fpr, last?.tpr], [0, 0, 1, 1]);
    assert.ok(curve.length <= n_test + 1);
    const area = curve.slice(1).reduce((sum, { fpr, tpr }, i) => {
      const before = curve[i] ?? { fpr: 0, tpr: 0 };
      return sum + ((fpr - before.fpr) * (tpr + before.tpr)) / 2;
    }, 0);
    assert.ok(Math.abs(area - auroc_mean_pred) < 1e-9, role);
  }
});

test("the spread's rank correlation with closeness to 0.5 is the table's, and stands over each panel", async () => {
  await inStudy({ cells, curves: true, refits: 5 }, async (study, facts) => {
    const document = await documentsOf(study, facts).uncertainty();
    const known = await study.results.rows<{ config_id: number; rho_sd_margin: number }>(
      "SELECT config_id, rho_sd_margin FROM essential_metrics",
    );
    const svg = await drawUncertainty(document);
    const pipelines = z
      .array(uncertaintyRow)
      .parse(document.data)
      .filter((row) => row.part === "pipeline");
    assert.equal(pipelines.length, 2);
    for (const { config_id, rho_sd_margin } of pipelines) {
      const wanted = known.find((row) => row.config_id === config_id)?.rho_sd_margin;
      assert.equal(rho_sd_margin, wanted);
      assert.match(svg, new RegExp(`ρ ${wanted?.toFixed(2)} with closeness`));
    }
  });
});

test("at 100 % kept the retention metrics are those of everybody", () => {
  const { data } = shared.retention;
  const rows = z.array(retentionRow).parse(data);
  const last = rows
    .filter((row) => row.part === "retention")
    .find((row) => row.role === "traditional" && row.metric_name === "auroc" && row.retention_rate === 1);
  assert.equal(last?.metric_value, shared.metrics?.auroc_mean_pred);
  assert.equal(last?.n_retained, 63);
});

test("without a role, or with too few people, the figure is not applicable and says why", async () => {
  await inStudy({ cells: [{ outlier: "SubPCA", imputation: "CSDI" }], refits: 5 }, async (study, facts) => {
    const { needs, data } = await documentsOf(study, facts).calibration();
    assert.deepEqual(data, []);
    assert.deepEqual(
      needs.map(({ met, detail }) => [met, detail]),
      [[false, "0 of 4 are among the configurations"]],
    );
  });
  const few = { cells, controls: 9, cases: 8, refits: 5, curves: true };
  await inStudy(few, async (study, facts) => {
    const { needs } = await documentsOf(study, facts).retention();
    assert.deepEqual(
      needs.filter(({ met }) => !met).map(({ name, detail }) => [name, detail]),
      [["20 test people", "the study has 17"]],
    );
  });
});

test("a synthetic study's sidecars carry every mark, a real one's none", async () => {
  for (const isSynthetic of [true, false]) {
    await inStudy({ cells, isSynthetic, refits: 5 }, async (study, facts) => {
      const document = await documentsOf(study, facts).heatmap();
      assert.equal(document.provenance.is_synthetic, isSynthetic);
      assert.equal(document._do_not_publish === true, isSynthetic);
      assert.equal(document.caption.includes("Synthetic data"), isSynthetic);
    });
  }
});

test("upstream invented what was missing: without ground truth nothing is compared with it", async () => {
  await inStudy(
    { cells: [traditional, { outlier: "SubPCA", imputation: "SAITS" }], refits: 5 },
    async (study, facts) => {
      const of = documentsOf(study, facts);
      const heatmap = await of.heatmap();
      const shown = z
        .array(heatRow)
        .parse(heatmap.data)
        .filter((row) => row.part === "cell");
      assert.ok(shown.every(({ diff, reason }) => diff === null && reason === "no GT × GT to compare with"));
      assert.deepEqual(heatmap.reference_lines, []);
      const forest = await of.outliers();
      assert.match(forest.caption, /the best, because the usual reference is not in the block/);
      const reference = z
        .array(forestRow)
        .parse(forest.data)
        .filter((row) => row.part === "method")
        .filter(({ is_reference }) => is_reference);
      assert.equal(reference.length, 1);
    },
  );
});

const ofEveryClassifier: ReadonlySet<string> = new Set([
  "classifiers",
  "matrix",
  "featurization",
  "specificationAll",
  "ranksOfClassifiers",
  "variance",
]);

test("one run of another classifier leaves the sidecars of this one as they are, to the byte", async () => {
  const texts = (all: readonly CellWanted[]): Promise<string[]> =>
    inStudy({ cells: all, curves: true, refits: 5 }, async (study, facts) => {
      const of = Object.entries(documentsOf(study, facts)).filter(([name]) => !ofEveryClassifier.has(name));
      return Promise.all(of.map(async ([, make]) => serialiseFigure(await make())));
    });
  const more = { ...traditional, classifier: "TabM" };
  assert.deepEqual(await texts([...cells, more]), await texts(cells));
});

test("an interval by bootstrap says how many resamples it is of, and how they were drawn", () => {
  for (const { interval } of [shared.roc, shared.calibration]) {
    assert.deepEqual(
      interval.map(({ n_resamples, seed }) => [n_resamples, seed]),
      [[500, 42]],
    );
  }
});
