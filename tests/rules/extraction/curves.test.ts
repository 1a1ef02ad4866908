import assert from "node:assert/strict";
import { test } from "node:test";
import { extractRun } from "../../../rules/extraction/extract-run.ts";
import type { RunRows } from "../../../rules/extraction/run-rows.ts";
import { QUICK } from "./support/demo.ts";
import { demoPickles } from "./support/trap-study.ts";

const { metrics } = await demoPickles("__SYNTHETIC_CATBOOST_eval-auc__simple1.0__pupil-gt__pupil-gt");

function extract(changes: Partial<typeof QUICK>): RunRows {
  const configuration = { outlier_method: "a", imputation_method: "b", classifier: "c", featurization: "d" };
  const setting = { run_id: "r", name: "n", configuration, resampling: { ...QUICK, ...changes } };
  const { rows } = extractRun({ metrics: () => metrics, baseline: undefined }, setting);
  assert(rows !== null);
  return rows;
}

test("the smoothed curve has its band, and ICI its limits, where curves are asked for", () => {
  const rows = extract({ curve_resamples: 60 });
  const [first, last] = [rows.calibration_smooth[0], rows.calibration_smooth.at(-1)];
  const predictions = rows.predictions.map(({ y_prob }) => y_prob);
  assert.equal(first?.x, Math.min(...predictions));
  assert.equal(last?.x, Math.max(...predictions), "nothing is extrapolated");
  const banded = rows.calibration_smooth.filter(({ ci_lower }) => ci_lower !== null);
  assert(banded.length > rows.calibration_smooth.length / 2);
  for (const { ci_lower, ci_upper } of banded) assert(Number(ci_lower) <= Number(ci_upper));
  const [essential] = rows.essential_metrics;
  assert(Number(essential?.ici_ci_lower) < Number(essential?.ici_ci_upper));
});

test("without them all else is the same", () => {
  const blank = (rows: RunRows): unknown => ({
    ...rows,
    essential_metrics: rows.essential_metrics.map((row) => ({ ...row, ici_ci_lower: 0, ici_ci_upper: 0 })),
    calibration_smooth: rows.calibration_smooth.map(({ x, y }) => ({ x, y })),
  });
  const plain = extract({});
  assert(plain.calibration_smooth.every(({ ci_lower, ci_upper }) => ci_lower === null && ci_upper === null));
  assert.deepEqual(blank(plain), blank(extract({ curve_resamples: 60 })));
});

test("the seed moves intervals and nothing else", () => {
  const [one, other] = [extract({}), extract({ seed: 43 })];
  assert.notEqual(
    one.essential_metrics[0]?.scaled_brier_ci_lower,
    other.essential_metrics[0]?.scaled_brier_ci_lower,
  );
  assert.equal(one.essential_metrics[0]?.scaled_brier, other.essential_metrics[0]?.scaled_brier);
  assert.deepEqual(one.predictions, other.predictions);
});
