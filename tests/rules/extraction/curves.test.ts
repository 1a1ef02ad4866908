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
  const { rows } = extractRun({ metrics: () => metrics, baseline: undefined, features: undefined }, setting);
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

test("the ROC band lies about the curve, whose area is that of p̄", () => {
  const { roc_curves, roc_points, essential_metrics } = extract({ curve_resamples: 60 });
  assert.equal(roc_curves.length, 101);
  for (const { fpr, tpr, ci_lower, ci_upper } of roc_curves) {
    assert(Number(ci_lower) <= Number(ci_upper));
    assert.equal(tpr, Math.max(...roc_points.filter((point) => point.fpr <= fpr).map((point) => point.tpr)));
  }
  const area = roc_points.reduce((total, { fpr, tpr }, i) => {
    const before = roc_points[i - 1];
    return before === undefined ? 0 : total + ((fpr - before.fpr) * (tpr + before.tpr)) / 2;
  }, 0);
  assert(Math.abs(area - (essential_metrics[0]?.auroc_mean_pred ?? 0)) < 1e-12);
});

test("what is kept of single refits agrees with what is said of all", () => {
  const rows = extract({ curve_resamples: 60 });
  const [essential] = rows.essential_metrics;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const close = (a: number, b: number | undefined): void => assert(Math.abs(a - (b ?? 9)) < 1e-9);
  assert.equal(rows.per_iteration_metrics.length, essential?.n_bootstrap);
  close(mean(rows.per_iteration_metrics.map(({ auroc }) => auroc)), essential?.auroc);
  close(mean(rows.per_iteration_metrics.map(({ brier }) => brier)), essential?.brier);
  // The demo has fewer refits than are kept, so that all are there.
  for (const person of rows.predictions) {
    const draws = rows.prediction_draws.filter(({ subject_code }) => subject_code === person.subject_code);
    assert.equal(draws.length, essential?.n_bootstrap);
    close(mean(draws.map(({ y_prob }) => y_prob)), person.y_prob);
    const share = draws.filter(({ y_prob }) => y_prob >= 0.15).length / draws.length;
    const decided = rows.decision_uncertainty.find(
      ({ subject_code, threshold }) => subject_code === person.subject_code && threshold === 0.15,
    );
    close(Math.min(share, 1 - share), decided?.value);
  }
  const cii = rows.instability.find(({ reference }) => reference === "mean_of_models")?.cii;
  close(mean(rows.subject_stability.map(({ flip_rate_50 }) => flip_rate_50)), cii);
  for (const { q025, q25, q50, q75, q975, p_mean, p_sd } of rows.subject_stability) {
    assert(q025 <= q25 && q25 <= q50 && q50 <= q75 && q75 <= q975);
    assert(p_sd <= Math.sqrt(p_mean * (1 - p_mean)) + 1e-12);
  }
  const wrong = rows.subject_stability.filter(({ is_error }) => is_error === 1).length;
  assert.equal(wrong, rows.risk_coverage.at(-1)?.n_errors);
});

test("without them all else is the same", () => {
  const blank = (rows: RunRows): unknown => ({
    ...rows,
    essential_metrics: rows.essential_metrics.map((row) => ({ ...row, ici_ci_lower: 0, ici_ci_upper: 0 })),
    calibration_smooth: rows.calibration_smooth.map(({ x, y }) => ({ x, y })),
    roc_curves: rows.roc_curves.map(({ fpr, tpr }) => ({ fpr, tpr })),
    subject_stability: [],
    prediction_draws: [],
    decision_uncertainty: [],
    per_iteration_metrics: [],
  });
  const plain = extract({});
  for (const table of [plain.subject_stability, plain.prediction_draws, plain.per_iteration_metrics]) {
    assert.equal(table.length, 0);
  }
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
