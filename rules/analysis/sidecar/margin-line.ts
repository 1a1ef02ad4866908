import { type ReferenceLine, referenceNames } from "plr/charts/document";
import type { StudyRow } from "../../schema-analysis.ts";

/** The band of differences declared irrelevant, as the line of a figure. */
export function marginLine({ margin }: StudyRow): ReferenceLine {
  return {
    name: referenceNames.margin,
    value: margin,
    lower: null,
    upper: null,
    source: "declared in the configuration",
  };
}
