import type { Interval } from "./interval.ts";
import { localFitter, loessFit, LOESS_SPAN, sortedByX, type LoessFailure } from "./loess.ts";
import { quantiles7 } from "./quantile.ts";
import type { Resamples } from "./resamples.ts";
import { ok, type Result } from "./result.ts";
import type { Sample } from "./sample.ts";
import { forEachSortedResample } from "./sorted-resamples.ts";

/** One point of a smoothed calibration curve, for drawing. */
export interface CalibrationPoint {
  readonly predicted: number;
  /** The smoothed share of events, clipped to [0, 1]. */
  readonly observed: number;
  /**
   * Percentile interval over the resamples whose predictions reach this far; null without resamples, or if fewer
   * than half of them do.
   */
  readonly interval: Interval | null;
}

/**
 * Calibration curve: loess of y on p (span .75, degree 2, exact), within the range of p only, with a pointwise
 * bootstrap band if resamples are given. A resample that does not reach a place says nothing about it.
 *
 * @param at places within the range of p
 * @param resamples of the same people
 * @returns one point per place; or why the smoother has no value there
 */
export function smoothCalibration(
  sample: Sample,
  at: Float64Array,
  resamples?: Resamples,
): Result<CalibrationPoint[], LoessFailure> {
  const curve = loessFit(sortedByX(sample.p, sample.y), at);
  if (!curve.ok) return curve;
  const bands = resamples === undefined ? [] : bandAt(sample, at, resamples);
  return ok(
    Array.from(at, (predicted, i) => ({
      predicted,
      observed: clip(curve.value[i]!),
      interval: bands[i] ?? null,
    })),
  );
}

function bandAt(sample: Sample, at: Float64Array, resamples: Resamples): (Interval | null)[] {
  const fit = localFitter(Math.floor(sample.n * LOESS_SPAN + 1e-5));
  const values: number[][] = Array.from(at, () => []);
  forEachSortedResample(sample, resamples, (drawn) => {
    for (let i = 0; i < at.length; i += 1) {
      const value = fit(drawn, at[i]!);
      if (typeof value === "number") values[i]!.push(clip(value));
    }
  });
  return values.map((reached) => {
    if (reached.length * 2 < resamples.count) return null;
    const [lower, upper] = quantiles7(reached, [0.025, 0.975]);
    return { lower: lower!, upper: upper! };
  });
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
