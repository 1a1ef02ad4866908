import type { PerIterationMetrics, PredictionDraw } from "../../schema/people.ts";
import type { MeasuredRun } from "./measured-run.ts";

/** Refits whose predictions are kept one by one. */
const MOST_DRAWS = 100;

/** Rows of `per_iteration_metrics`; none without curves, since all refits of all runs would be most of the database. */
export function perIterationRows(run: MeasuredRun, config_id: number): PerIterationMetrics[] {
  if (run.curveResamples === undefined) return [];
  const briers = refitBriers(run);
  return Array.from(run.kernel.perRefit, (auroc, iteration) => ({
    config_id,
    iteration,
    auroc,
    brier: briers[iteration] ?? Number.NaN,
  }));
}

/** Rows of `prediction_draws`, people in the order of the content with original codes; none without curves. */
export function predictionDrawRows(
  { content, predictions, curveResamples }: MeasuredRun,
  config_id: number,
): PredictionDraw[] {
  if (curveResamples === undefined) return [];
  const { refits, values } = predictions;
  const draws = Math.min(MOST_DRAWS, refits);
  return content.codes.flatMap((subject_code, person) =>
    Array.from({ length: draws }, (_, draw) => ({
      config_id,
      subject_code,
      draw,
      y_prob: values[person * refits + Math.floor((draw * refits) / draws)] ?? Number.NaN,
    })),
  );
}

/** The Brier score of each refit, person by person, as their predictions lie. */
function refitBriers({ sample, predictions: { refits, values } }: MeasuredRun): Float64Array {
  const totals = new Float64Array(refits);
  for (let person = 0; person < sample.n; person += 1) {
    const label = sample.y[person] ?? 0;
    for (let refit = 0; refit < refits; refit += 1) {
      totals[refit] = (totals[refit] ?? 0) + ((values[person * refits + refit] ?? 0) - label) ** 2;
    }
  }
  return totals.map((total) => total / sample.n);
}
