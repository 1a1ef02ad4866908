import { type ReferenceLine, referenceNames } from "plr/charts/document";
import { TaskError } from "plr";
import type { DeclaredMargin } from "../../schema/analysis.ts";
import type { Study } from "../query.ts";

/** The band of differences declared irrelevant, as the line of a figure. */
export function marginLine(margin: number): ReferenceLine {
  return {
    name: referenceNames.margin,
    value: margin,
    lower: null,
    upper: null,
    source: "declared in the configuration",
  };
}

/** Half-width of that band, in AUROC; a figure that asks for it reads `declared_margin`. */
export async function declaredMargin({ analysis }: Study): Promise<number> {
  const [row] = await analysis.rows<DeclaredMargin>("FROM declared_margin");
  if (row === undefined) throw new TaskError("the analysis database does not say which margin was declared");
  return row.margin;
}
