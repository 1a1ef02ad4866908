import { equalWidthBins } from "./calibration-bins.ts";
import type { Sample } from "./sample.ts";

/**
 * Expected calibration error: Σ (n_k/n)·|mean prediction − share of events| over bins of equal width, the last
 * one closed, edges exact (Naeini 2015).
 *
 * @param bins number of bins; 10 unless told
 */
export function expectedCalibrationError(sample: Sample, bins: number = 10): number {
  let total = 0;
  for (const bin of equalWidthBins(sample, bins)) {
    if (bin.meanPrediction !== null && bin.observed !== null) {
      total += bin.n * Math.abs(bin.meanPrediction - bin.observed);
    }
  }
  return total / sample.n;
}
