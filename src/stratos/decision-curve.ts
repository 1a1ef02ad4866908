import type { Interval } from "./interval.ts";
import { atPrevalence, netBenefitTreatAll, thresholdOdds } from "./net-benefit.ts";
import { quantiles7 } from "./quantile.ts";
import { checkPeople, type Resamples } from "./resamples.ts";
import type { Sample, TwoClassSample } from "./sample.ts";

/** What a {@link decisionCurve} is drawn for. */
export interface DecisionCurveOptions {
  /** Rising thresholds within (0, 1); i/100 for i = 1 … 50 unless told. */
  readonly thresholds?: readonly number[];
  /** A population's prevalence; the predictions are moved there, see `atPrevalence`. The sample's unless told. */
  readonly prevalence?: number;
  /** Stratified resamples of the same people, for the uncertain columns. */
  readonly resamples?: Resamples;
}

/** One threshold of a decision curve. Net benefits are in true positives per person. */
export interface DecisionPoint {
  readonly threshold: number;
  readonly model: number;
  /** Treating everybody; never cut at 0. Treating nobody is 0. */
  readonly all: number;
  /** Model minus the better default. */
  readonly gain: number;
  readonly sensitivity: number;
  readonly specificity: number;
  /** People at or above the threshold. */
  readonly nPositive: number;
  /** Percentile intervals and the share of resamples in which the gain is positive; null without resamples. */
  readonly uncertainty: {
    readonly model: Interval;
    readonly gain: Interval;
    readonly probUseful: number;
  } | null;
}

/** The thresholds 1/100 … 50/100, each made by division. */
export const DECISION_THRESHOLDS: readonly number[] = Array.from({ length: 50 }, (_, i) => (i + 1) / 100);

/**
 * Decision curve: at each threshold, people with p ≥ it are positive.
 *
 * @throws RangeError if thresholds do not rise within (0, 1), the prevalence lies outside (0, 1), or resamples are
 *   of another number of people
 */
export function decisionCurve(sample: TwoClassSample, options: DecisionCurveOptions = {}): DecisionPoint[] {
  const thresholds = options.thresholds ?? DECISION_THRESHOLDS;
  const odds = thresholds.map((t) => thresholdOdds(t));
  if (thresholds.some((t, i) => i > 0 && t <= thresholds[i - 1]!)) {
    throw new RangeError("the thresholds of a decision curve must rise");
  }
  const moved = options.prevalence === undefined ? sample : atPrevalence(sample, options.prevalence);
  const prevalence = options.prevalence ?? sample.events / sample.n;
  const benefit = (counts: PositiveCounts, k: number): number =>
    (counts.truePositives[k]! / sample.events) * prevalence -
    (counts.falsePositives[k]! / (sample.n - sample.events)) * (1 - prevalence) * odds[k]!;
  const all = thresholds.map((t) => netBenefitTreatAll(prevalence, t));

  const counts = countPositives(moved, thresholds);
  const spread = options.resamples && replicateBenefits(moved, options.resamples, thresholds, benefit);
  return thresholds.map((threshold, k) => {
    const model = benefit(counts, k);
    const better = Math.max(all[k]!, 0);
    const truePositives = counts.truePositives[k]!;
    const falsePositives = counts.falsePositives[k]!;
    return {
      threshold,
      model,
      all: all[k]!,
      gain: model - better,
      sensitivity: truePositives / sample.events,
      specificity: 1 - falsePositives / (sample.n - sample.events),
      nPositive: truePositives + falsePositives,
      uncertainty: spread === undefined ? null : describeSpread(spread[k]!, better),
    };
  });
}

interface PositiveCounts {
  readonly truePositives: Uint32Array;
  readonly falsePositives: Uint32Array;
}

/** Counts of p ≥ each threshold. */
function countPositives(sample: Sample, thresholds: readonly number[]): PositiveCounts {
  const counts = noCounts(thresholds.length);
  for (let i = 0; i < sample.n; i += 1) {
    addPerson(counts, sample.y[i]!, thresholdsReached(thresholds, sample.p[i]!));
  }
  addFromAbove(counts);
  return counts;
}

/** At each threshold k, the positives whose highest threshold it is; {@link addFromAbove} makes counts of them. */
function noCounts(thresholds: number): PositiveCounts {
  return { truePositives: new Uint32Array(thresholds), falsePositives: new Uint32Array(thresholds) };
}

function addPerson({ truePositives, falsePositives }: PositiveCounts, label: number, reached: number): void {
  if (reached === 0) return;
  if (label === 1) truePositives[reached - 1]! += 1;
  else falsePositives[reached - 1]! += 1;
}

function addFromAbove({ truePositives, falsePositives }: PositiveCounts): void {
  for (let k = truePositives.length - 2; k >= 0; k -= 1) {
    truePositives[k]! += truePositives[k + 1]!;
    falsePositives[k]! += falsePositives[k + 1]!;
  }
}

function thresholdsReached(thresholds: readonly number[], p: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle]! <= p) low = middle + 1;
    else high = middle;
  }
  return low;
}

function replicateBenefits(
  sample: TwoClassSample,
  resamples: Resamples,
  thresholds: readonly number[],
  benefit: (counts: PositiveCounts, k: number) => number,
): Float64Array[] {
  checkPeople(sample, resamples);
  const replicates = thresholds.map(() => new Float64Array(resamples.count));
  // One counter for each label and number of thresholds reached, so that counting a person is one addition.
  const reachable = thresholds.length + 1;
  const counters = new Uint32Array(2 * reachable);
  const counterOf = Uint32Array.from(
    sample.p,
    (p, person) => sample.y[person]! * reachable + thresholdsReached(thresholds, p),
  );
  const counts = {
    falsePositives: counters.subarray(1, reachable),
    truePositives: counters.subarray(reachable + 1),
  };
  for (let r = 0; r < resamples.count; r += 1) {
    counters.fill(0);
    for (let place = r * sample.n; place < (r + 1) * sample.n; place += 1) {
      counters[counterOf[resamples.indices[place]!]!]! += 1;
    }
    addFromAbove(counts);
    for (let k = 0; k < replicates.length; k += 1) replicates[k]![r] = benefit(counts, k);
  }
  return replicates;
}

function describeSpread(replicates: Float64Array, better: number): DecisionPoint["uncertainty"] {
  const [lower, upper] = quantiles7(replicates, [0.025, 0.975]);
  let useful = 0;
  for (let r = 0; r < replicates.length; r += 1) if (replicates[r]! > better) useful += 1;
  return {
    model: { lower: lower!, upper: upper! },
    gain: { lower: lower! - better, upper: upper! - better },
    probUseful: useful / replicates.length,
  };
}
