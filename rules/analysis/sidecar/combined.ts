import { combinedHeight, type PartName } from "plr/charts/figures/combined";
import { partColumn } from "plr/charts/document";
import type { StudyRow } from "../../schema/analysis.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { calibrationParts } from "./calibration.ts";
import { decisionParts, type DecisionOptions } from "./decision-curve.ts";
import { documentOf, type DocumentParts, type SelectParts } from "./figure-document.ts";
import { distributionParts } from "./outcome-distribution.ts";
import { riskCoverageParts } from "./risk-coverage.ts";
import { rocParts, type RocOptions } from "./roc.ts";

/** The figures that stand one below the other, with their titles, and what these are made of. */
export type CombinedOptions = RocOptions &
  DecisionOptions & { readonly parts: readonly { readonly id: PartName; readonly title: string }[] };

const selects: Readonly<Record<PartName, SelectParts<CombinedOptions>>> = {
  fig_roc: rocParts,
  fig_calibration_smoothed: calibrationParts,
  fig_dca_curves: decisionParts,
  fig_prob_dist_by_outcome: distributionParts,
  fig_risk_coverage: riskCoverageParts,
};

/** Several figures in one: the rows, words and needs of each, as in its own sidecar. */
async function combinedParts(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting<CombinedOptions>,
): Promise<DocumentParts> {
  const parts = await Promise.all(
    setting.options.parts.map(async ({ id, title }) => ({
      id,
      title,
      made: await selects[id](study, facts, setting),
    })),
  );
  return {
    ...joinedParts(parts),
    alt: parts.map(({ made }) => made.alt).join(" "),
    sentences: distinct(parts.flatMap(({ title, made }) => [`${title}:`, ...made.sentences])),
    height: combinedHeight,
  };
}

/** What several figures add to one sidecar: the rows of each, marked with its id, and their facts once. */
export function joinedParts(
  parts: readonly { readonly id: string; readonly made: DocumentParts }[],
): Omit<DocumentParts, "alt" | "sentences" | "height"> {
  const all = parts.map(({ made }) => made);
  const [first] = all;
  if (first === undefined) throw new Error("a combined figure has no parts");
  return {
    ...first,
    tables: distinct(all.flatMap(({ tables }) => tables)),
    selected: all.flatMap(({ selected }) => selected),
    data: parts.flatMap(({ id, made }) => made.data.map((row) => ({ [partColumn]: id, ...row }))),
    missing: all.reduce((sum, { missing }) => sum + missing, 0),
    units: Object.assign({}, ...all.map(({ units }) => units)),
    domains: Object.assign({}, ...all.map(({ domains }) => domains ?? {})),
    needs: distinct(all.flatMap(({ needs }) => needs ?? [])),
    referenceLines: distinct(all.flatMap(({ referenceLines }) => referenceLines ?? [])),
    intervals: distinct(all.flatMap(({ intervals }) => intervals)),
  };
}

/** Its sidecar. */
export const combinedDocument = documentOf(combinedParts);

export default dataTask<CombinedOptions>(combinedDocument);

/** Each value once, where it stands first. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
