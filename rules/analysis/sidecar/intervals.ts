import { TaskError } from "plr";
import type { FigureInterval } from "plr/charts/document";
import type { Resampling } from "../../schema/analysis.ts";
import type { Study } from "../query.ts";

/** An interval that is not over the resamples of people which all pipelines share; a `spread` is of all that there is. */
export function intervalBy(kind: FigureInterval["kind"], method: string): FigureInterval {
  return { kind, level: kind === "spread" ? 1 : 0.95, method, n_resamples: null, seed: null };
}

/** Of a mean AUROC. */
export const samplingByDelong = intervalBy("sampling", "DeLong, logit scale");
/** Of a difference of two AUROCs on the same people. */
export const pairedByDelong = intervalBy("paired", "DeLong");

/** The interval over resamples of people, as a figure's; a figure that has one reads `resampling`. */
export async function resampledInterval({ analysis }: Study): Promise<FigureInterval> {
  const [row] = await analysis.rows<Resampling>("FROM resampling");
  if (row === undefined) throw new TaskError("the analysis database does not say how people were resampled");
  const method = "percentiles over resamples of people";
  return { kind: "sampling", level: 0.95, method, n_resamples: row.n_resamples, seed: row.seed };
}
