import { refitAuroc, type RefitAuroc } from "plr/stratos/refit-auroc";
import { meanPrediction, type RefitPredictions } from "plr/stratos/refit-predictions";
import { firstResamples, stratifiedResamples, type Resamples } from "plr/stratos/resamples";
import { type TwoClassSample, validate } from "plr/stratos/sample";
import { decomposeUncertainty, type UncertaintyParts } from "plr/stratos/uncertainty";
import type { RunContent } from "../run-content.ts";
import type { TrainingFeatures } from "../training-features.ts";

/** How the numbers of a run are resampled. */
export type Resampling = {
  readonly seed: number;
  /** Stratified resamples of the test people behind intervals of means over people and of net benefits. */
  readonly resamples: number;
  /** Resamples behind the band of the smoothed calibration curve and the interval of ICI; 0 for none of these. */
  readonly curve_resamples: number;
};

/** What the tables of a run are made from. People are in the order of the content throughout. */
export interface MeasuredRun {
  readonly content: RunContent;
  readonly predictions: RefitPredictions;
  /** Labels and p̄. */
  readonly sample: TwoClassSample;
  /** s. */
  readonly spread: Float64Array;
  readonly kernel: RefitAuroc;
  readonly uncertainty: UncertaintyParts;
  readonly resamples: Resamples;
  readonly curveResamples: Resamples | undefined;
  /** Predictions of the model fitted on all training people, where the run has one. */
  readonly fullModel: Float64Array | undefined;
  /** What the models were trained on, where the run has it. */
  readonly features: TrainingFeatures | undefined;
}

/** The key of the resamples: every configuration with these people gets the same, so that differences stay paired. */
const RESAMPLES_KEY = "test people";

/**
 * Measures what several tables need.
 *
 * @throws Error if the content breaks what `readRunContent` has checked: a bug
 */
export function measureRun(
  content: RunContent,
  { fullModel, features }: Pick<MeasuredRun, "fullModel" | "features">,
  { seed, resamples, curve_resamples }: Resampling,
): MeasuredRun {
  const { y, values, refits } = content;
  const predictions = { people: y.length, refits, values };
  const { mean, sd } = meanPrediction(predictions);
  const drawn = stratifiedResamples(y, {
    seed,
    key: RESAMPLES_KEY,
    count: Math.max(resamples, curve_resamples),
  });
  return {
    content,
    predictions,
    sample: checked(validate(y, mean)),
    spread: sd,
    kernel: checked(refitAuroc(predictions, y)),
    uncertainty: decomposeUncertainty(predictions, mean),
    resamples: firstResamples(drawn, resamples),
    curveResamples: curve_resamples === 0 ? undefined : firstResamples(drawn, curve_resamples),
    fullModel,
    features,
  };
}

/** The value of a result that cannot fail on checked content. */
export function checked<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: object },
): Value {
  if (result.ok) return result.value;
  throw new Error(`checked content failed: ${JSON.stringify(result.failure)}`);
}
