import {
  classificationInstability,
  decisionUncertainty,
  personQuantiles,
  predictionInstability,
} from "plr/stratos/instability";
import type { DecisionUncertainty, SubjectStability } from "../../schema/people.ts";
import type { Instability } from "../../schema/decisions.ts";
import { checked, type MeasuredRun } from "./measured-run.ts";

const THRESHOLD = 0.5;

/** The threshold of the retained net benefit, and that of the errors. */
const DECIDED_AT = [15 / 100, THRESHOLD];

/** Rows of `instability`: against the model of all training people where there is one, and around p̄. */
export function instabilityRows(run: MeasuredRun, config_id: number): Instability[] {
  const against = (reference: string, values: Float64Array): Instability => ({
    config_id,
    reference,
    threshold: THRESHOLD,
    mape: checked(predictionInstability(run.predictions, values)).mape,
    cii: checked(classificationInstability(run.predictions, values, THRESHOLD)).cii,
  });
  const full = run.fullModel === undefined ? [] : [against("full_model", run.fullModel)];
  return [...full, against("mean_of_models", run.sample.p)];
}

/** Rows of `decision_uncertainty`, in the order of the content, with original codes; none without curves. */
export function decisionUncertaintyRows(
  { content, predictions, curveResamples }: MeasuredRun,
  config_id: number,
): DecisionUncertainty[] {
  if (curveResamples === undefined) return [];
  const columns = DECIDED_AT.map((threshold) => ({
    threshold,
    values: decisionUncertainty(predictions, threshold),
  }));
  return content.codes.flatMap((subject_code, person) =>
    columns.map(({ threshold, values }) => ({
      config_id,
      subject_code,
      threshold,
      value: at(values, person),
    })),
  );
}

/** Rows of `subject_stability`, in the order of the content, with original codes; none without curves. */
export function subjectStabilityRows(run: MeasuredRun, config_id: number): SubjectStability[] {
  if (run.curveResamples === undefined) return [];
  const { sample, predictions, spread, fullModel } = run;
  const reference = fullModel ?? sample.p;
  const { flipRate } = checked(classificationInstability(predictions, reference, THRESHOLD));
  const [q025, q25, q50, q75, q975] = personQuantiles(predictions, [0.025, 0.25, 0.5, 0.75, 0.975]);
  return run.content.codes.map((subject_code, person) => ({
    config_id,
    subject_code,
    y_true: at(sample.y, person),
    reference: fullModel === undefined ? "mean_of_models" : "full_model",
    p_ref: at(reference, person),
    p_mean: at(sample.p, person),
    p_sd: at(spread, person),
    q025: at(q025, person),
    q25: at(q25, person),
    q50: at(q50, person),
    q75: at(q75, person),
    q975: at(q975, person),
    flip_rate_50: at(flipRate, person),
    is_error: Number(at(sample.p, person) >= THRESHOLD !== (at(sample.y, person) === 1)),
  }));
}

function at(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] ?? Number.NaN;
}
