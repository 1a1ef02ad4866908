import { TaskError } from "plr";
import type { FigureInterval } from "plr/charts/document";
import type { Resampling } from "../../schema-analysis.ts";
import type { Study } from "../query.ts";

/** The interval over resamples of people, as a figure's; a figure that has one reads `resampling`. */
export async function resampledInterval({ analysis }: Study): Promise<FigureInterval> {
  const [row] = await analysis.rows<Resampling>("FROM resampling");
  if (row === undefined) throw new TaskError("the analysis database does not say how people were resampled");
  const method = "percentiles over resamples of people";
  return { kind: "sampling", level: 0.95, method, n_resamples: row.n_resamples, seed: row.seed };
}
