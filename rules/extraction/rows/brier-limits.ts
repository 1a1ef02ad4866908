import { percentileInterval } from "plr/stratos/bootstrap-interval";
import type { Interval } from "plr/stratos/interval";
import type { Resamples } from "plr/stratos/resamples";
import type { TwoClassSample } from "plr/stratos/sample";

/**
 * Percentile interval of the Brier score over resamples of people. A Brier score is a mean over people, so a
 * resample's is the mean of their squared errors.
 *
 * @returns null where the resamples do not spread
 */
export function brierLimits(sample: TwoClassSample, { indices, people, count }: Resamples): Interval | null {
  const errors = sample.p.map((p, person) => (p - (sample.y[person] ?? 0)) ** 2);
  const means: number[] = [];
  for (let resample = 0; resample < count; resample += 1) {
    let total = 0;
    for (let place = resample * people; place < (resample + 1) * people; place += 1) {
      total += errors[indices[place] ?? 0] ?? 0;
    }
    means.push(total / people);
  }
  const limits = percentileInterval(means);
  if (!limits.ok || limits.value.lower === limits.value.upper) return null;
  return { lower: limits.value.lower, upper: limits.value.upper };
}
