import type { Interval } from "./interval.ts";
import type { LoessData } from "./loess.ts";
import { quantiles7 } from "./quantile.ts";
import type { Resamples } from "./resamples.ts";
import { rocCurve, sensitivityAt } from "./roc.ts";
import type { TwoClassSample } from "./sample.ts";
import { forEachSortedResample } from "./sorted-resamples.ts";

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
 * ROC curve read off at the false-positive rates i/100, with a pointwise bootstrap band.
 *
 * @param resamples stratified, of the same people
 * @throws RangeError if the resamples are of another number of people
 */
export function rocBand(sample: TwoClassSample, resamples: Resamples): RocBandPoint[] {
  const curve = rocCurve(sample);
  const replicates = ROC_RATES.map(() => new Float64Array(resamples.count));
  let r = 0;
  forEachSortedResample(sample, resamples, (drawn) => {
    readOff(drawn, sample.events, (k, tpr) => {
      replicates[k]![r] = tpr;
    });
    r += 1;
  });
  return ROC_RATES.map((fpr, k) => {
    const [lower, upper] = quantiles7(replicates[k]!, [0.025, 0.975]);
    return { fpr, tpr: sensitivityAt(curve, fpr), interval: { lower: lower!, upper: upper! } };
  });
}

/** What `sensitivityAt` says of the scatter's ROC curve at each rate, in one walk from the greatest prediction down. */
function readOff({ x, y }: LoessData, events: number, take: (k: number, tpr: number) => void): void {
  const controls = x.length - events;
  let truePositives = 0;
  let left = { fpr: 0, tpr: 0 };
  let k = 0;
  for (let place = x.length - 1; place >= 0; place -= 1) {
    truePositives += y[place]!;
    if (place > 0 && x[place - 1] === x[place]) continue;
    const fpr = (x.length - place - truePositives) / controls;
    const tpr = truePositives / events;
    for (; k < ROC_RATES.length && ROC_RATES[k]! < fpr; k += 1) {
      take(k, left.tpr + ((ROC_RATES[k]! - left.fpr) / (fpr - left.fpr)) * (tpr - left.tpr));
    }
    left = { fpr, tpr };
  }
  for (; k < ROC_RATES.length; k += 1) take(k, left.tpr);
}
