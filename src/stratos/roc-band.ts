import type { Interval } from "./interval.ts";
import { quantiles7 } from "./quantile.ts";
import { forEachResample, type Resamples } from "./resamples.ts";
import { rocCurve, sensitivityAt } from "./roc.ts";
import type { TwoClassSample } from "./sample.ts";

/** Sensitivity at one false-positive rate. */
export interface RocBandPoint {
  readonly fpr: number;
  readonly tpr: number;
  /** Pointwise percentile interval over resamples of people. */
  readonly interval: Interval;
}

/** The rates 0/100 … 100/100, each made by division. */
export const ROC_RATES: readonly number[] = Array.from({ length: 101 }, (_, i) => i / 100);

/**
 * ROC curve read off at given false-positive rates, with a pointwise bootstrap band.
 *
 * @param resamples stratified, of the same people
 * @param rates false-positive rates within [0, 1]; i/100 unless told
 * @throws RangeError if the resamples are of another number of people
 */
export function rocBand(
  sample: TwoClassSample,
  resamples: Resamples,
  rates: readonly number[] = ROC_RATES,
): RocBandPoint[] {
  const curve = rocCurve(sample);
  const replicates = rates.map(() => new Float64Array(resamples.count));
  let r = 0;
  forEachResample(sample, resamples, (drawn) => {
    const drawnCurve = rocCurve({ ...drawn, bothClasses: true });
    for (const [k, values] of replicates.entries()) values[r] = sensitivityAt(drawnCurve, rates[k]!);
    r += 1;
  });
  return rates.map((fpr, k) => {
    const [lower, upper] = quantiles7(replicates[k]!, [0.025, 0.975]);
    return { fpr, tpr: sensitivityAt(curve, fpr), interval: { lower: lower!, upper: upper! } };
  });
}
