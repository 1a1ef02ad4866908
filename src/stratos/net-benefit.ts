import { roundTo12 } from "./refit-predictions.ts";
import { trustedSample, type Sample, type TwoClassSample } from "./sample.ts";

/**
 * Net benefit of treating those with p ≥ t (Vickers & Elkin 2006): TP/n − FP/n · t/(1 − t), in true positives per
 * person. May be negative.
 *
 * @param threshold t, within (0, 1); thresholds are to be made by division (30/100), not by adding up steps
 * @throws RangeError if the threshold lies outside
 */
export function netBenefit(sample: Sample, threshold: number): number {
  return weighedBenefit(sample, threshold, sample.events / sample.n);
}

/**
 * Net benefit of treating everybody: π − (1 − π)·t/(1 − t). Never cut at 0; 0 is that of treating nobody.
 *
 * @param prevalence π, a share of events
 * @param threshold t, within (0, 1)
 * @throws RangeError if the threshold lies outside
 */
export function netBenefitTreatAll(prevalence: number, threshold: number): number {
  return prevalence - (1 - prevalence) * thresholdOdds(threshold);
}

/** Net benefit over the greatest possible one, π: at most 1, not clipped below. */
export function standardisedNetBenefit(sample: TwoClassSample, threshold: number): number {
  return netBenefit(sample, threshold) / (sample.events / sample.n);
}

/**
 * Net benefit beyond the better of the two defaults, to treat everybody and to treat nobody.
 *
 * @throws RangeError if the threshold lies outside (0, 1)
 */
export function netBenefitGain(sample: Sample, threshold: number): number {
  const all = netBenefitTreatAll(sample.events / sample.n, threshold);
  return netBenefit(sample, threshold) - Math.max(all, 0);
}

/**
 * Predictions moved to a population of another prevalence: the log odds of each shifted by
 * logit π′ − logit π, π the share of events here. 0 and 1 stay what they are. Rounded to 12 decimals, as p̄ is.
 *
 * @param prevalence π′, within (0, 1)
 * @throws RangeError if it lies outside
 */
export function atPrevalence(sample: TwoClassSample, prevalence: number): TwoClassSample {
  if (!(prevalence > 0 && prevalence < 1)) {
    throw new RangeError(`a prevalence must lie within (0, 1), not ${prevalence}`);
  }
  const here = sample.events / (sample.n - sample.events);
  const ratio = prevalence / (1 - prevalence) / here;
  const shifted = sample.p.map((p) => roundTo12((p * ratio) / (1 - p + p * ratio)));
  return { ...trustedSample(sample.y, shifted), bothClasses: true };
}

/**
 * Net benefit in a population of another prevalence: Se·π′ − (1 − Sp)·(1 − π′)·t/(1 − t), with the predictions of
 * {@link atPrevalence}.
 *
 * @throws RangeError if threshold or prevalence lies outside (0, 1)
 */
export function netBenefitAtPrevalence(
  sample: TwoClassSample,
  threshold: number,
  prevalence: number,
): number {
  return weighedBenefit(atPrevalence(sample, prevalence), threshold, prevalence);
}

/**
 * What one false positive weighs: t/(1 − t).
 *
 * @throws RangeError if t lies outside (0, 1)
 */
export function thresholdOdds(threshold: number): number {
  if (!(threshold > 0 && threshold < 1)) {
    throw new RangeError(`a threshold must lie within (0, 1), not ${threshold}`);
  }
  return threshold / (1 - threshold);
}

/** In the form Se·π − (1 − Sp)·(1 − π)·odds, all positive gives the treat-all benefit to the last bit. */
function weighedBenefit({ y, p, n, events }: Sample, threshold: number, prevalence: number): number {
  const odds = thresholdOdds(threshold);
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < n; i += 1) {
    if (p[i]! < threshold) continue;
    if (y[i] === 1) truePositives += 1;
    else falsePositives += 1;
  }
  const sensitivity = events === 0 ? 0 : truePositives / events;
  const falsePositiveRate = events === n ? 0 : falsePositives / (n - events);
  return sensitivity * prevalence - falsePositiveRate * (1 - prevalence) * odds;
}
