import { seededGenerator } from "./generator.ts";
import type { Sample, TwoClassSample } from "./sample.ts";

/**
 * Bootstrap resamples of people: row r holds at `indices[r·people + k]` whom resample r has in place k. Made once
 * and used for every configuration, so that differences between configurations stay paired.
 */
export interface Resamples {
  readonly people: number;
  readonly count: number;
  readonly indices: Uint32Array;
}

/** What {@link stratifiedResamples} draws from. */
export interface ResamplingPlan {
  /** Number of resamples, at least 1. */
  readonly count: number;
  /** The study's declared seed. */
  readonly seed: number | string;
  /** What the resamples are for: a row's own key, or the people's if all configurations share them. */
  readonly key: string;
}

/** The statistic of each resample, in their order; null where it does not exist. */
export type Replicates = readonly (number | null)[];

/**
 * Stratified bootstrap of people: place k of every resample holds somebody with the label of person k, drawn with
 * replacement. So the labels of a resample are those of the people, and both classes keep their size.
 *
 * @param y labels, at least one
 * @returns `count` resamples, equal for equal labels, seed and key
 * @throws RangeError if no resample is wanted
 */
export function stratifiedResamples(y: Uint8Array, plan: ResamplingPlan): Resamples {
  if (!(plan.count >= 1))
    throw new RangeError(`the number of resamples must be at least 1, not ${plan.count}`);
  const generator = seededGenerator(plan.seed, plan.key);
  const strata = [0, 1].map((label) =>
    Uint32Array.from([...y.keys()].filter((person) => y[person] === label)),
  );
  const stratumOf = Array.from(y, (label) => strata[label]!);
  const indices = new Uint32Array(plan.count * y.length);
  let place = 0;
  while (place < indices.length) {
    for (const stratum of stratumOf) {
      indices[place] = stratum[generator.below(stratum.length)]!;
      place += 1;
    }
  }
  return { people: y.length, count: plan.count, indices };
}

/**
 * The first resamples of several, as a view: those that {@link stratifiedResamples} makes with a smaller `count`.
 *
 * @param count at most as many as there are
 */
export function firstResamples({ people, indices }: Resamples, count: number): Resamples {
  return { people, count, indices: indices.subarray(0, count * people) };
}

/**
 * Computes a statistic of every resample.
 *
 * @param sample the people that were resampled, with the predictions of one configuration
 * @param statistic of a sample whose arrays are overwritten afterwards: it must not keep them
 * @returns one replicate per resample
 * @throws RangeError if the resamples are of another number of people
 */
export function bootstrap(
  sample: TwoClassSample,
  resamples: Resamples,
  statistic: (drawn: TwoClassSample) => number | null,
): Replicates {
  const replicates: (number | null)[] = [];
  forEachResample(sample, resamples, (drawn) => {
    replicates.push(statistic({ ...drawn, bothClasses: true }));
  });
  return replicates;
}

/** Differences a − b of replicates of the same resamples; null where either is. */
export function pairedReplicates(a: Replicates, b: Replicates): Replicates {
  return a.map((value, r) => {
    const other = b[r] ?? null;
    return value === null || other === null ? null : value - other;
  });
}

/** Hands each resample to a visitor, in the same two arrays every time. */
export function forEachResample(sample: Sample, resamples: Resamples, visit: (drawn: Sample) => void): void {
  checkPeople(sample, resamples);
  const y = new Uint8Array(sample.n);
  const p = new Float64Array(sample.n);
  for (let start = 0; start < resamples.indices.length; start += sample.n) {
    let events = 0;
    for (let k = 0; k < sample.n; k += 1) {
      const person = resamples.indices[start + k]!;
      y[k] = sample.y[person]!;
      p[k] = sample.p[person]!;
      events += y[k]!;
    }
    visit({ y, p, n: sample.n, events });
  }
}

/** Throws a RangeError if the resamples are of another number of people. */
export function checkPeople(sample: Sample, resamples: Resamples): void {
  if (resamples.people !== sample.n) {
    throw new RangeError(`resamples of ${resamples.people} people do not fit a sample of ${sample.n}`);
  }
}
