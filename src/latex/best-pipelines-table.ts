import { booktabs, type Column } from "./booktabs.ts";
import { escapeLatex } from "./escape.ts";
import { type Estimate, formatCount, formatEstimate } from "./format.ts";
import type { Result } from "./result.ts";
import { type Content, rawTex } from "./tex.ts";

/**
 * One pipeline, its methods named as they are to be printed. `refit` is the AUROC of one half-sample model, averaged
 * over refits, with the interval over refits; `sampling` the AUROC of the averaged prediction with the interval
 * over people. They are two quantities and never share a column.
 */
export type PipelineRow = {
  readonly rank: number;
  readonly outlier: string;
  readonly imputation: string;
  readonly classifier: string;
  readonly refit: Estimate;
  readonly sampling: Estimate;
};

/**
 * The rows in the order of their rank, how many pipelines they were chosen from, and the number of test people.
 * `maximum` is the bootstrap over people of the best AUROC of the averaged prediction of all pipelines, null where it was
 * not computed.
 */
export type BestPipelines = {
  readonly rows: readonly PipelineRow[];
  readonly candidates: number;
  readonly people: number;
  readonly maximum: Estimate | null;
  readonly synthetic: boolean;
};

/** Why the best pipelines cannot be printed. */
export type BestPipelinesFailure =
  | { readonly reason: "no-rows" }
  | { readonly reason: "ranks-out-of-order"; readonly ranks: readonly number[] };

/** Said wherever the best of all pipelines is named. */
export const SELECTION_NOTE = "chosen on the same people, so optimistic";

/** Said wherever the best AUROC of resampled people stands: it is of another AUROC than the one that ranks pipelines. */
export const RESAMPLED_NOTE = "bootstrap of the maximum of the AUROC of the averaged prediction";

/** Said wherever the optimism of the best of all pipelines stands. */
export const OPTIMISM_NOTE =
  "mean over resamples of people by how much the AUROC of the averaged prediction of the pipeline that is best there " +
  "exceeds its AUROC among all people";

/** `table06_best_pipelines.tex`: the pipelines of highest AUROC, which was also what they were chosen by. */
export function bestPipelinesTable(best: BestPipelines): Result<string, BestPipelinesFailure> {
  const ranks = best.rows.map(({ rank }) => rank);
  if (ranks.length === 0) return { ok: false, failure: { reason: "no-rows" } };
  const isAscending = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0));
  if (!isAscending) return { ok: false, failure: { reason: "ranks-out-of-order", ranks } };
  const tex = booktabs({
    columns: COLUMNS,
    rows: best.rows.map(cells),
    caption: rawTex(
      `Pipelines of highest AUROC, the first ${formatCount(ranks.length).tex} of ${formatCount(best.candidates).tex} ` +
        `(${escapeLatex(SELECTION_NOTE)}).`,
    ),
    label: "tab:best-pipelines",
    notes: notes(best),
    synthetic: best.synthetic,
  });
  return { ok: true, value: tex };
}

const COLUMNS: readonly Column[] = [
  { header: "Rank", align: "number" },
  { header: "Outlier", align: "left", width: 0.2 },
  { header: "Imputation", align: "left", width: 0.18 },
  { header: "Classifier", align: "left", width: 0.115 },
  { header: ["AUROC", "[refits]"], align: "number" },
  { header: ["AUROC", "[people]"], align: "number" },
];

function cells(row: PipelineRow): readonly Content[] {
  return [
    formatCount(row.rank),
    row.outlier,
    row.imputation,
    row.classifier,
    formatEstimate(row.refit),
    formatEstimate(row.sampling),
  ];
}

function notes({ people, maximum }: BestPipelines): readonly Content[] {
  const intervals =
    "AUROC [refits]: mean over models fitted to half samples, 95% interval over these models. " +
    `AUROC [people]: averaged prediction of all models, 95% interval over the ${people} test people.`;
  if (maximum === null) return [intervals];
  const bootstrap =
    "Best AUROC of all pipelines when people are resampled and the choice is repeated " +
    `(${escapeLatex(RESAMPLED_NOTE)}): ${formatEstimate(maximum).tex}.`;
  return [intervals, rawTex(bootstrap)];
}
