import { cutPoints } from "./roc.ts";
import type { TwoClassSample } from "./sample.ts";

/**
 * Average precision: Σ (recall_k − recall_{k−1}) · precision_k over the distinct predictions from the greatest
 * down, as scikit-learn's `average_precision_score` has it. Not the area under straight lines between the
 * points, which is too optimistic (Davis & Goadrich 2006).
 */
export function averagePrecision(sample: TwoClassSample): number {
  let total = 0;
  let found = 0;
  for (const { truePositives, falsePositives } of cutPoints(sample)) {
    total += ((truePositives - found) * truePositives) / (truePositives + falsePositives);
    found = truePositives;
  }
  return total / sample.events;
}
