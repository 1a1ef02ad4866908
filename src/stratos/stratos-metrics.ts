import { delong, type AurocEstimate } from "./auroc.ts";
import { averagePrecision } from "./average-precision.ts";
import { brierScore, scaledBrier } from "./brier.ts";
import { expectedCalibrationError } from "./calibration-error.ts";
import { calibrationIndex, type CalibrationIndex } from "./calibration-index.ts";
import type { FitFailure, InputFailure, SpreadFailure } from "./failure.ts";
import type { Interval } from "./interval.ts";
import type { LoessFailure } from "./loess.ts";
import { netBenefit, netBenefitTreatAll } from "./net-benefit.ts";
import { observedExpected } from "./observed-expected.ts";
import { calibrationInTheLarge, calibrationSlope, type RecalibrationEstimate } from "./recalibration.ts";
import { ok, type Result } from "./result.ts";
import { validate } from "./sample.ts";
import { smoothCalibrationError } from "./smooth-calibration-error.ts";

/** The performance of one set of predictions, as STRATOS TG6 asks for it (Van Calster 2024). */
export interface StratosMetrics {
  readonly n: number;
  readonly events: number;
  readonly prevalence: number;
  readonly auroc: Result<AurocEstimate, SpreadFailure>;
  readonly averagePrecision: number;
  readonly brier: number;
  readonly scaledBrier: number;
  readonly calibrationSlope: Result<RecalibrationEstimate, FitFailure>;
  readonly calibrationInTheLarge: Result<RecalibrationEstimate, FitFailure>;
  readonly observedExpected: Result<
    { ratio: number; interval: Interval },
    { readonly reason: "nothing-expected" }
  >;
  readonly calibrationIndex: Result<CalibrationIndex, LoessFailure>;
  readonly ece10: number;
  readonly smoothEce: number;
  /** At 5, 10, 15 and 20 %. */
  readonly netBenefit: readonly { threshold: number; model: number; all: number }[];
}

/**
 * All core measures of one set of predictions. A measure that does not exist for them (a slope where the classes
 * do not overlap) is a failure of its own and leaves the others alone.
 *
 * @param y labels, each 0 or 1
 * @param p predicted probabilities of the same people
 * @returns the measures; or why the input cannot be used, see `validate`
 */
export function stratosMetrics(
  y: ArrayLike<number>,
  p: ArrayLike<number>,
): Result<StratosMetrics, InputFailure> {
  const checked = validate(y, p);
  if (!checked.ok) return checked;
  const sample = checked.value;
  const prevalence = sample.events / sample.n;
  return ok({
    n: sample.n,
    events: sample.events,
    prevalence,
    auroc: delong(sample),
    averagePrecision: averagePrecision(sample),
    brier: brierScore(sample),
    scaledBrier: scaledBrier(sample),
    calibrationSlope: calibrationSlope(sample),
    calibrationInTheLarge: calibrationInTheLarge(sample),
    observedExpected: observedExpected(sample),
    calibrationIndex: calibrationIndex(sample),
    ece10: expectedCalibrationError(sample),
    smoothEce: smoothCalibrationError(sample),
    netBenefit: [5, 10, 15, 20].map((percent) => ({
      threshold: percent / 100,
      model: netBenefit(sample, percent / 100),
      all: netBenefitTreatAll(prevalence, percent / 100),
    })),
  });
}
