import type { PreprocessingQuality } from "../../schema/results.ts";
import type { ChosenStageRun } from "./chosen-stages.ts";
import type { Stage } from "./stage-run-name.ts";

/** The metrics that the stages log; others in a run are left alone. */
const METRICS: { readonly [stage in Stage]: RegExp } = {
  outlier: /^outlier_(train|test)\/((?:accuracy|f1|precision|recall|fp)(?:__(?:easy|medium|hard))?)$/,
  imputation: /^(train|test)\/(mae|mre|mse|missing_rate)$/,
};

/**
 * Rows of `preprocessing_quality` of one run, in the order of their key.
 *
 * @param metrics the latest value of each metric by its name in MLflow
 */
export function qualityRows(
  { stage, method, source, run_id }: ChosenStageRun,
  metrics: ReadonlyMap<string, number>,
): PreprocessingQuality[] {
  const rows = [...metrics].flatMap(([name, value]): PreprocessingQuality[] => {
    const [, split, metric] = METRICS[stage].exec(name) ?? [];
    if (split === undefined || metric === undefined) return [];
    const finite = (number: number | undefined): number | null =>
      number !== undefined && Number.isFinite(number) ? number : null;
    return [
      {
        stage,
        method,
        source,
        split,
        metric,
        value: finite(value),
        ci_lower: finite(metrics.get(`${name}_CI_lo`)),
        ci_upper: finite(metrics.get(`${name}_CI_hi`)),
        run_id,
      },
    ];
  });
  return rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf({ split, metric }: PreprocessingQuality): string {
  return `${split}\0${metric}`;
}
