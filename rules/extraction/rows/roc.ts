import { rocBand, ROC_RATES } from "plr/stratos/roc-band";
import { rocCurve, sensitivityAt } from "plr/stratos/roc";
import type { RocCurvePoint, RocPoint } from "../../schema/decisions.ts";
import type { MeasuredRun } from "./measured-run.ts";

/** Rows of `roc_points`. */
export function rocPointRows({ sample }: MeasuredRun, config_id: number): RocPoint[] {
  return rocCurve(sample).map(({ threshold, fpr, tpr }, point_index) => ({
    config_id,
    point_index,
    threshold: Number.isFinite(threshold) ? threshold : null,
    fpr,
    tpr,
  }));
}

/** Rows of `roc_curves`, with a band where curves are resampled. */
export function rocCurveRows({ sample, curveResamples }: MeasuredRun, config_id: number): RocCurvePoint[] {
  if (curveResamples === undefined) {
    const curve = rocCurve(sample);
    return ROC_RATES.map((fpr) => ({
      config_id,
      fpr,
      tpr: sensitivityAt(curve, fpr),
      ci_lower: null,
      ci_upper: null,
    }));
  }
  return rocBand(sample, curveResamples).map(({ fpr, tpr, interval }) => ({
    config_id,
    fpr,
    tpr,
    ci_lower: interval.lower,
    ci_upper: interval.upper,
  }));
}
