import { wilsonInterval, type Interval } from "./interval.ts";
import type { Sample } from "./sample.ts";

/** People with similar predictions. */
export interface CalibrationBin {
  readonly n: number;
  readonly events: number;
  /** Mean prediction; null if nobody is here. */
  readonly meanPrediction: number | null;
  /** Share of events; null if nobody is here. */
  readonly observed: number | null;
  /** Wilson's interval of the share; null if nobody is here. */
  readonly interval: Interval | null;
}

/** A {@link CalibrationBin} of a fixed range [start, end), closed on the right if it is the last. */
export interface EqualWidthBin extends CalibrationBin {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Bins of equal width over [0, 1]: [k/m, (k + 1)/m), the last one closed, so that p = 1 has a place. Edges are
 * exact: a prediction of .3 lies in the fourth of ten bins although .3·10 may round to less than 3.
 *
 * @param bins number of bins m, a whole number of at least 1
 */
export function equalWidthBins(sample: Sample, bins: number): EqualWidthBin[] {
  const members: number[][] = Array.from({ length: bins }, () => []);
  for (const [person, p] of sample.p.entries()) members[equalWidthIndex(p, bins)]?.push(person);
  return members.map((people, index) => ({
    index,
    start: index / bins,
    end: (index + 1) / bins,
    ...describeBin(sample, people),
  }));
}

/**
 * Groups of equal counts, max(2, min(10, ⌊n/12⌋)) of them. People with the same prediction are never parted: a
 * boundary within a tie moves behind it, and a group that this leaves empty is dropped. The counts sum to n.
 *
 * @returns groups from the least to the greatest prediction
 */
export function equalCountGroups(sample: Sample): CalibrationBin[] {
  const wanted = Math.max(2, Math.min(10, Math.floor(sample.n / 12)));
  const order = [...sample.p.keys()].sort((a, b) => sample.p[a]! - sample.p[b]!);
  const groups: CalibrationBin[] = [];
  let start = 0;
  for (let k = 1; k <= wanted; k += 1) {
    let end = Math.max(start, Math.floor((k * sample.n) / wanted));
    while (end > start && end < sample.n && sample.p[order[end]!] === sample.p[order[end - 1]!]) end += 1;
    if (end > start) groups.push(describeBin(sample, order.slice(start, end)));
    start = end;
  }
  return groups;
}

/** Index of the bin of equal width that holds a value of [0, 1]: the greatest k with k/bins ≤ value, at most bins − 1. */
export function equalWidthIndex(value: number, bins: number): number {
  let index = Math.min(bins - 1, Math.floor(value * bins));
  while (index + 1 < bins && (index + 1) / bins <= value) index += 1;
  while (index > 0 && index / bins > value) index -= 1;
  return index;
}

function describeBin(sample: Sample, people: readonly number[]): CalibrationBin {
  const n = people.length;
  if (n === 0) return { n, events: 0, meanPrediction: null, observed: null, interval: null };
  let events = 0;
  let total = 0;
  for (const person of people) {
    events += sample.y[person]!;
    total += sample.p[person]!;
  }
  return { n, events, meanPrediction: total / n, observed: events / n, interval: wilsonInterval(events, n) };
}
