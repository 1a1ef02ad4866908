import { personQuantiles } from "plr/stratos/instability";
import type { AurocKernel, Prediction } from "../../schema/people.ts";
import type { MeasuredRun } from "./measured-run.ts";

/** Rows of `predictions`, in the order of the content, with original codes. */
export function predictionRows(run: MeasuredRun, config_id: number): Prediction[] {
  const [lower, upper] = personQuantiles(run.predictions, [0.025, 0.975]);
  const { total, expected, mutualInformation } = run.uncertainty;
  return run.content.codes.map((subject_code, i) => ({
    config_id,
    subject_code,
    y_true: at(run.sample.y, i),
    y_prob: at(run.sample.p, i),
    y_prob_sd: at(run.spread, i),
    y_prob_lower: at(lower, i),
    y_prob_upper: at(upper, i),
    entropy: at(total, i),
    expected_entropy: at(expected, i),
    mutual_information: at(mutualInformation, i),
    y_prob_full: run.fullModel?.[i] ?? null,
  }));
}

/** Rows of `auroc_kernels`, in the order of the content, with original codes. */
export function kernelRows(run: MeasuredRun, config_id: number): AurocKernel[] {
  const { cases, controls } = run.kernel;
  let nextCase = 0;
  let nextControl = 0;
  return run.content.codes.map((subject_code, i) => {
    const y_true = at(run.sample.y, i);
    const placement = y_true === 1 ? at(cases, nextCase++) : at(controls, nextControl++);
    return { config_id, subject_code, y_true, placement };
  });
}

function at(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] ?? Number.NaN;
}
