// The intervals that a run has in the results, for all runs, computed as the extraction does; beside `intervals.py`.
//     node bench/intervals.ts STUDY OUT
import { readFileSync, writeFileSync } from "node:fs";
import { brierLimits } from "../rules/extraction/rows/brier-limits.ts";
import {
  calibrationInTheLarge,
  calibrationSlope,
  decisionCurve,
  delong,
  type Interval,
  observedExpected,
  stratifiedResamples,
  validate,
} from "../src/stratos/index.ts";
import type { IntervalStudy } from "./interval-study.ts";

const THRESHOLDS = [5, 10, 15, 20].map((percent) => percent / 100);

const [study = "", out = ""] = process.argv.slice(2);
const { y, runs, resamples: count } = JSON.parse(readFileSync(study, "utf8")) as IntervalStudy;
const resamples = stratifiedResamples(Uint8Array.from(y), { count, seed: 42, key: "people" });
writeFileSync(out, JSON.stringify(runs.map(limitsOf)));

/** Lower and upper limits: AUROC, the same by logit, in-the-large, slope, O:E, then what is resampled. */
function limitsOf(p: readonly number[]): (number | null)[] {
  const checked = validate(y, p);
  if (!checked.ok) throw new Error(checked.failure.reason);
  const sample = checked.value;
  const auroc = delong(sample);
  const [large, slope, ratio] = [
    calibrationInTheLarge(sample),
    calibrationSlope(sample),
    observedExpected(sample),
  ];
  const analytic: (Interval | null)[] = [
    auroc.ok ? auroc.value.interval : null,
    auroc.ok ? auroc.value.logit : null,
    ...[large, slope, ratio].map((result) => (result.ok ? result.value.interval : null)),
  ];
  const brier = brierLimits(sample, resamples);
  const worst = (sample.events / sample.n) * (1 - sample.events / sample.n);
  const scaled = brier && { lower: 1 - brier.upper / worst, upper: 1 - brier.lower / worst };
  const benefits = decisionCurve(sample, { thresholds: THRESHOLDS, resamples }).map(
    ({ uncertainty }) => uncertainty?.model ?? null,
  );
  return [...analytic, brier, scaled, ...benefits].flatMap((interval) => [
    interval?.lower ?? null,
    interval?.upper ?? null,
  ]);
}
