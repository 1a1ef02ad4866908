import { thresholdOdds } from "plr/stratos/net-benefit";
import type { TwoClassSample } from "plr/stratos/sample";

/**
 * Metrics of the averaged prediction that are a mean over people, so that a resample's value is a mean of resampled
 * contributions and differences between configurations stay paired.
 */
export const personMetrics = [
  "brier_mean_pred",
  "scaled_brier",
  "net_benefit_5pct",
  "net_benefit_10pct",
  "net_benefit_15pct",
  "net_benefit_20pct",
] as const;
export type PersonMetric = (typeof personMetrics)[number];

/**
 * What each person adds to a metric: the metric is the mean of these over people. Holds in every stratified
 * resample, because its share of cases is that of the people.
 *
 * @returns one number per person, in the order of the sample
 */
export function contributions(people: TwoClassSample, metric: PersonMetric): Float64Array {
  if (metric === "brier_mean_pred") return people.p.map((p, i) => (p - label(people, i)) ** 2);
  if (metric === "scaled_brier") return scaledBrierContributions(people);
  const threshold = Number(/\d+/.exec(metric)?.[0]) / 100;
  const odds = thresholdOdds(threshold);
  return people.p.map((p, i) => (p < threshold ? 0 : label(people, i) === 1 ? 1 : -odds));
}

function scaledBrierContributions(people: TwoClassSample): Float64Array {
  const prevalence = people.events / people.n;
  const scale = prevalence * (1 - prevalence);
  return people.p.map((p, i) => 1 - (p - label(people, i)) ** 2 / scale);
}

function label(people: TwoClassSample, person: number): number {
  return people.y[person] ?? 0;
}
