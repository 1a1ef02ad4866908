import type { Sample, TwoClassSample } from "./sample.ts";
import { sum } from "./sum.ts";

/** Brier score: mean of (p − y)². 0 is perfect; one class alone is accepted. */
export function brierScore(sample: Sample): number {
  return sum(sample.p.map((p, i) => (p - sample.y[i]!) ** 2)) / sample.n;
}

/**
 * Scaled Brier score, the index of prediction accuracy: 1 − Brier/(π(1 − π)) with π the share of events, both on
 * the same predictions (Steyerberg 2010). 1 is perfect, 0 is as good as predicting π for everybody, less is worse.
 */
export function scaledBrier(sample: TwoClassSample): number {
  const prevalence = sample.events / sample.n;
  return 1 - brierScore(sample) / (prevalence * (1 - prevalence));
}
