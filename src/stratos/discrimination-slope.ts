import { predictionsOf, type TwoClassSample } from "./sample.ts";
import { mean } from "./sum.ts";

/** Discrimination slope: mean prediction of cases minus that of controls (Yates 1982), −1 … 1. */
export function discriminationSlope(sample: TwoClassSample): number {
  return mean(predictionsOf(sample, 1)) - mean(predictionsOf(sample, 0));
}
