import { loessFit, sortedByX, type LoessFailure } from "./loess.ts";
import { quantile7 } from "./quantile.ts";
import { success, type Result } from "./result.ts";
import type { Sample } from "./sample.ts";
import { mean } from "./sum.ts";

/** Distances between predictions and smoothed observations, over people. */
export interface CalibrationIndex {
  /** Integrated calibration index: the mean distance. */
  readonly ici: number;
  /** The median distance. */
  readonly e50: number;
  /** The 90th percentile of the distances (type 7). */
  readonly e90: number;
}

/**
 * ICI, E50 and E90 (Austin & Steyerberg 2019): mean, median and 90th percentile of |smoothed − p| over people,
 * smoothed by loess of y on p (span .75, degree 2), exact at every p and not clipped. R's default interpolates
 * between vertices of a grid and differs by up to .024 at n = 63; `surface = "direct"` agrees.
 *
 * @returns the three; or why the smoother has no value, as `zero-width` with heavily tied predictions
 */
export function calibrationIndex(sample: Sample): Result<CalibrationIndex, LoessFailure> {
  const data = sortedByX(sample.p, sample.y);
  const smoothed = loessFit(data, data.x);
  if (!smoothed.ok) return smoothed;
  const distances = smoothed.value.map((value, i) => Math.abs(value - data.x[i]!));
  return success({
    ici: mean(distances),
    e50: quantile7(distances, 0.5),
    e90: quantile7(distances, 0.9),
  });
}
