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

/** An interval by bootstrap of one pipeline's curve; a figure that has one reads `extraction_metadata`. */
export async function curveInterval({ results }: Study, method: string): Promise<FigureInterval> {
  const rows = await results.rows<{ key: string; value: number }>(
    "SELECT key, value::INTEGER AS value FROM extraction_metadata WHERE key IN ('curve_resamples', 'seed')",
  );
  const [n_resamples, seed] = ["curve_resamples", "seed"].map((name) => rows.find(({ key }) => key === name));
  if (n_resamples === undefined || seed === undefined)
    throw new TaskError("the results database does not say how people were resampled for curves");
  return { kind: "sampling", level: 0.95, method, n_resamples: n_resamples.value, seed: seed.value };
}

/** The interval over resamples of people, as a figure's; a figure that has one reads `resampling`. */
export async function resampledInterval({ analysis }: Study): Promise<FigureInterval> {
  const [row] = await analysis.rows<Resampling>("FROM resampling");
  if (row === undefined) throw new TaskError("the analysis database does not say how people were resampled");
  const method = "percentiles over resamples of people";
  return { kind: "sampling", level: 0.95, method, n_resamples: row.n_resamples, seed: row.seed };
}
