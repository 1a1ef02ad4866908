import assert from "node:assert/strict";
import { test } from "node:test";
import { openTracking } from "plr/mlflow";
import { chosenStages } from "../../../rules/extraction/stages/chosen-stages.ts";
import { type ListedStageRun, listStages } from "../../../rules/extraction/stages/list-stages.ts";
import { qualityRows } from "../../../rules/extraction/stages/quality-rows.ts";
import { parseStageRunName } from "../../../rules/extraction/stages/stage-run-name.ts";
import { DEMO_URI, registry } from "./support/demo.ts";

test("names of stages are read into the registry's words", () => {
  const outliers = {
    LOF_pupil_orig_imputed: ["LOF", "pupil_orig_imputed"],
    "MOMENT_finetune_MOMENT-1-large_pupil_gt": ["MOMENT-gt-finetune", "pupil_gt"],
    "MOMENT_finetune_MOMENT-1-large_pupil_orig_imputed": ["MOMENT-orig-finetune", "pupil_orig_imputed"],
    TimesNet_pupil_gt: ["TimesNet-gt", "pupil_gt"],
    TimesNet_pupil_orig_imputed: ["TimesNet-orig", "pupil_orig_imputed"],
    "UniTS-Outlier_finetune_pupil_gt": ["UniTS-gt-finetune", "pupil_gt"],
    pupil_gt: ["pupil-gt", "not named"],
    "__SYNTHETIC_MOMENT-gt-zeroshot": ["MOMENT-gt-zeroshot", "not named"],
  };
  for (const [name, [method, source]] of Object.entries(outliers)) {
    assert.deepEqual(parseStageRunName("outlier", name), { method, source }, name);
  }
  const imputers = {
    "MOMENT_zeroshot_MOMENT-1-base__LOF": ["MOMENT-zeroshot", "LOF"],
    "SAITS__MOMENT_finetune_MOMENT-1-large_pupil_gt": ["SAITS", "MOMENT-gt-finetune"],
    "__SYNTHETIC_ensemble-CSDI-MOMENT-SAITS__pupil-gt": ["ensemble-CSDI-MOMENT-SAITS", "pupil-gt"],
  };
  for (const [name, [method, source]] of Object.entries(imputers)) {
    assert.deepEqual(parseStageRunName("imputation", name), { method, source }, name);
  }
});

test("a name with too few or too many fields is none", () => {
  assert.equal(parseStageRunName("imputation", "SAITS"), null);
  assert.equal(parseStageRunName("imputation", "SAITS__LOF__more"), null);
  assert.equal(parseStageRunName("outlier", "SAITS__LOF"), null);
  assert.equal(parseStageRunName("outlier", ""), null);
});

const run = (changes: Partial<ListedStageRun>): ListedStageRun => ({
  stage: "outlier",
  experiment_id: "1",
  run_id: "a",
  name: "LOF",
  start_time: 5,
  end_time: 6,
  is_synthetic: false,
  ...changes,
});

test("of several runs of one method and source the latest is taken; others are told apart", () => {
  const chosen = chosenStages(
    [
      run({}),
      run({ run_id: "c", start_time: 7 }),
      run({ run_id: "b", start_time: 7 }),
      run({ run_id: "d", name: "LOF_pupil_gt" }),
    ],
    { registry, isSynthetic: false },
  );
  assert.deepEqual(
    chosen.map(({ run_id }) => run_id),
    ["c", "d"],
  );
});

test("unregistered methods, and runs of another kind of study, are left out", () => {
  const left = [
    run({ name: "anomaly" }),
    run({ stage: "imputation", name: "linear__LOF" }),
    run({ stage: "imputation", name: "SAITS__anomaly" }),
    run({ is_synthetic: true }),
  ];
  assert.deepEqual(chosenStages(left, { registry, isSynthetic: false }), []);
});

test("metrics of a stage have their interval; what is no number is NULL, what is no metric of it is left alone", () => {
  const metrics = new Map([
    ["outlier_test/f1", 0.8],
    ["outlier_test/f1_CI_lo", 0.7],
    ["outlier_test/f1_CI_hi", 0.9],
    ["outlier_train/fp__easy", Number.NaN],
    ["test/AUROC", 0.9],
    ["progress", 3],
  ]);
  const [first, second, ...more] = qualityRows({ ...run({}), method: "LOF", source: "not named" }, metrics);
  assert.deepEqual(more, []);
  const { split, metric, value, ci_lower, ci_upper } = first ?? {};
  assert.deepEqual([split, metric, value, ci_lower, ci_upper], ["test", "f1", 0.8, 0.7, 0.9]);
  assert.deepEqual([second?.split, second?.metric, second?.value], ["train", "fp__easy", null]);
});

test("the demo store tells of its stages, and a store without such experiments of none", async () => {
  const tracking = await openTracking(DEMO_URI);
  assert.ok(tracking.ok);
  const names = { outlier: "synth_PLR_OutlierDetection", imputation: "synth_PLR_Imputation" };
  const listed = await listStages(tracking.value, names);
  assert.deepEqual(
    [...Map.groupBy(listed, ({ stage }) => stage)].map(([stage, runs]) => [stage, runs.length]),
    [
      ["outlier", 4],
      ["imputation", 16],
    ],
  );
  assert.ok(listed.every(({ is_synthetic }) => is_synthetic));
  assert.deepEqual(await listStages(tracking.value, { outlier: "none", imputation: "none" }), []);
  tracking.value.close();
});
