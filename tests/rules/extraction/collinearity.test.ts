import assert from "node:assert/strict";
import { test } from "node:test";
import { featureCorrelationRows, featureVifRows } from "../../../rules/extraction/rows/collinearity.ts";
import { readTrainingFeatures } from "../../../rules/extraction/training-features.ts";
import { demoPickles } from "./support/trap-study.ts";

const { features: bytes } = await demoPickles("__SYNTHETIC_CATBOOST_eval-auc__simple1.0__pupil-gt__pupil-gt");
const features = readTrainingFeatures(bytes ?? new Uint8Array());
assert.ok(features);

/** By numpy's lstsq on the same pickle: 1/(1 − R²) with an intercept. */
const amongAll = {
  Red_MAX_CONSTRICTION_value: 2.599920113363192,
  Red_PHASIC_value: 5.117129635554915,
  Red_SUSTAINED_value: 3.221815172009728,
  Red_PIPR_AUC_value: 3.2539099617264116,
  Blue_MAX_CONSTRICTION_value: 7.2775350970212696,
  Blue_PHASIC_value: 4.433196773003521,
  Blue_SUSTAINED_value: 12.761339645314242,
  Blue_PIPR_AUC_value: 4.760481037209897,
};
const amongBlue = {
  Blue_MAX_CONSTRICTION_value: 4.042965913116611,
  Blue_PHASIC_value: 1.8941936843684932,
  Blue_SUSTAINED_value: 4.339842984204624,
  Blue_PIPR_AUC_value: 1.8387908267282618,
};

test("variance inflation is numpy's, among all features and among those of the same light", () => {
  const rows = featureVifRows(features, 7);
  assert.equal(rows.length, 16);
  const of = (block: string, feature: string) =>
    rows.find((row) => row.block === block && row.feature === feature)?.vif ?? Number.NaN;
  for (const [feature, vif] of Object.entries(amongAll)) close(of("all", feature), vif);
  for (const [feature, vif] of Object.entries(amongBlue)) close(of("same light", feature), vif);
  assert.ok(rows.every(({ n, config_id }) => n === 145 && config_id === 7));
});

test("each pair of features has numpy's correlation, once", () => {
  const rows = featureCorrelationRows(features, 7);
  assert.equal(rows.length, 28);
  assert.ok(rows.every(({ feature, other }) => feature < other));
  const pair = rows.find(
    ({ feature, other }) => feature === "Blue_PHASIC_value" && other === "Red_SUSTAINED_value",
  );
  close(pair?.r ?? Number.NaN, 0.0055410639917803945);
});

test("features that are not of a light, incomplete ones and too few people have no rows", () => {
  const { names, columns } = features;
  const [first = new Float64Array(), ...others] = columns;
  const broken = [first.with(3, Number.NaN), ...others];
  assert.deepEqual(featureVifRows({ names: names.map((_, i) => `embedding_${i}`), columns }, 7), []);
  assert.deepEqual(featureVifRows({ names, columns: broken }, 7), []);
  assert.deepEqual(featureVifRows({ names, columns: columns.map((column) => column.slice(0, 5)) }, 7), []);
  assert.deepEqual(featureVifRows(undefined, 7), []);
});

function close(found: number, wanted: number): void {
  assert.ok(Math.abs(found / wanted - 1) < 1e-9, `${found} is not ${wanted}`);
}
