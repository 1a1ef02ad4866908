import { equalCountGroups, equalWidthBins } from "plr/stratos/calibration-bins";
import { smoothCalibration } from "plr/stratos/smooth-calibration";
import type { CalibrationCurve, CalibrationGroup, CalibrationSmooth } from "../../schema/calibration.ts";
import type { MeasuredRun } from "./measured-run.ts";

const BINS = 10;
const PLACES = 50;

/** Rows of `calibration_curves`. */
export function calibrationCurveRows({ sample }: MeasuredRun, config_id: number): CalibrationCurve[] {
  return equalWidthBins(sample, BINS).map((bin) => ({
    config_id,
    bin_index: bin.index,
    bin_start: bin.start,
    bin_end: bin.end,
    predicted_mean: bin.meanPrediction,
    observed_proportion: bin.observed,
    observed_ci_lower: bin.interval?.lower ?? null,
    observed_ci_upper: bin.interval?.upper ?? null,
    n_samples: bin.n,
    n_events: bin.events,
  }));
}

/** Rows of `calibration_smooth`; none where the smoother has no value somewhere, as with heavily tied predictions. */
export function calibrationSmoothRows(
  { sample, curveResamples }: MeasuredRun,
  config_id: number,
): CalibrationSmooth[] {
  const curve = smoothCalibration(sample, placesWithin(sample.p), curveResamples);
  if (!curve.ok) return [];
  return curve.value.map(({ predicted, observed, interval }) => ({
    config_id,
    x: predicted,
    y: observed,
    ci_lower: interval?.lower ?? null,
    ci_upper: interval?.upper ?? null,
  }));
}

/** Rows of `calibration_groups`. */
export function calibrationGroupRows({ sample }: MeasuredRun, config_id: number): CalibrationGroup[] {
  return equalCountGroups(sample).flatMap((group, group_index) => {
    const { n, events, meanPrediction, observed, interval } = group;
    // An equal-count group always holds somebody.
    if (meanPrediction === null || observed === null || interval === null) return [];
    const limits = { ci_lower: interval.lower, ci_upper: interval.upper };
    return [{ config_id, group_index, n, events, p_mean: meanPrediction, observed, ...limits }];
  });
}

/** Equally spaced, from the least to the greatest prediction; both ends exact, since nothing is extrapolated. */
function placesWithin(p: Float64Array): Float64Array {
  const least = Math.min(...p);
  const greatest = Math.max(...p);
  if (least === greatest) return Float64Array.of(least);
  return Float64Array.from({ length: PLACES }, (_, i) =>
    i === PLACES - 1 ? greatest : least + ((greatest - least) * i) / (PLACES - 1),
  );
}
