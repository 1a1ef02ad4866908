import type { FitFailure } from "./failure.ts";
import { waldInterval, type Interval } from "./interval.ts";
import { fitLogisticIntercept, fitLogisticLine } from "./logistic.ts";
import { clippedLogits } from "./logit.ts";
import { failed, ok, type Result } from "./result.ts";
import type { TwoClassSample } from "./sample.ts";

/** A coefficient of a recalibration model. */
export interface RecalibrationEstimate {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Predictions that had to be cut to [1e-10, 1 − 1e-10] for their logit. */
  readonly nCut: number;
}

/**
 * Calibration slope: b of the logistic model y ~ a + b·logit p (Cox 1958; Van Calster 2019). 1 is ideal, less
 * than 1 means that predictions are too extreme.
 *
 * @returns b with Wald's interval; or `no-overlap` if one threshold separates the classes (as cut) or p is constant,
 *   `did-not-converge`
 */
export function calibrationSlope(sample: TwoClassSample): Result<RecalibrationEstimate, FitFailure> {
  const { logits, nCut } = clippedLogits(sample.p);
  if (!classesOverlap(sample.y, logits)) return failed({ reason: "no-overlap" });
  const fit = fitLogisticLine(sample.y, logits);
  if (!fit.ok) return fit;
  return ok(estimate(fit.value.slope, fit.value.slopeSe, nCut));
}

/**
 * Calibration-in-the-large: a of the logistic model y ~ a + offset(logit p), the slope fixed at 1. 0 is ideal,
 * more than 0 means that risks are underestimated. Not the intercept of the slope's model.
 *
 * @returns a with Wald's interval; or `did-not-converge`
 */
export function calibrationInTheLarge(sample: TwoClassSample): Result<RecalibrationEstimate, FitFailure> {
  const { logits, nCut } = clippedLogits(sample.p);
  const fit = fitLogisticIntercept(sample.y, logits);
  if (!fit.ok) return fit;
  return ok(estimate(fit.value.intercept, fit.value.interceptSe, nCut));
}

/** Of what is fitted: classes that differ only beyond the cut do not overlap. */
function classesOverlap(y: Uint8Array, x: Float64Array): boolean {
  const least = [Infinity, Infinity];
  const greatest = [-Infinity, -Infinity];
  for (const [i, label] of y.entries()) {
    least[label] = Math.min(least[label]!, x[i]!);
    greatest[label] = Math.max(greatest[label]!, x[i]!);
  }
  return greatest[0]! > least[1]! && greatest[1]! > least[0]!;
}

function estimate(value: number, standardError: number, nCut: number): RecalibrationEstimate {
  return { value, standardError, interval: waldInterval(value, standardError), nCut };
}
