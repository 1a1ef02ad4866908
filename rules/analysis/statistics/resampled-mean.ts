import { percentileInterval } from "plr/stratos/bootstrap-interval";
import type { Resamples } from "plr/stratos/resamples";

/** A mean with its interval over test people; the limits are null where the resamples do not spread. */
export interface Estimate {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The mean of people's contributions with its percentile interval over the given resamples. */
export function resampledMean(contributions: Float64Array, resamples: Resamples): Estimate {
  const value = meanOf(contributions);
  const replicates = resampledMeans(contributions, resamples);
  const limits = percentileInterval(replicates);
  if (!limits.ok || limits.value.lower === limits.value.upper) return { value, lower: null, upper: null };
  return { value, lower: limits.value.lower, upper: limits.value.upper };
}

/** The mean of contributions in each resample, in their order. */
function resampledMeans(contributions: Float64Array, { people, indices }: Resamples): number[] {
  const means: number[] = [];
  for (let start = 0; start < indices.length; start += people) {
    let total = 0;
    for (let place = start; place < start + people; place += 1) {
      total += contributions[indices[place] ?? 0] ?? 0;
    }
    means.push(total / people);
  }
  return means;
}

/** The mean over configurations of each person's contributions. */
export function averageContributions(lists: readonly Float64Array[]): Float64Array {
  const [first] = lists;
  if (first === undefined) throw new RangeError("an average needs at least one list");
  return first.map((_, person) => lists.reduce((sum, list) => sum + (list[person] ?? 0), 0) / lists.length);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
