import { classificationInstability, predictionInstability } from "plr/stratos/instability";
import type { Instability } from "../../schema-results.ts";
import { checked, type MeasuredRun } from "./measured-run.ts";

const THRESHOLD = 0.5;

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
