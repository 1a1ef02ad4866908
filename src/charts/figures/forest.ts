import { referenceNames } from "../document.ts";
import type { FigureDocument, ReferenceLine } from "../document.ts";
import { estimateText, quiet } from "../estimate-text.ts";
import {
  countLine,
  framePicture,
  keyLine,
  marginKey,
  panelTitle,
  samplingKey,
  syntheticBand,
} from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { namesFor } from "../names.ts";
import { counted, fixed, limits } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { forestRow } from "../rows.ts";
import type { ForestMethod, ForestRow } from "../rows.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { ink, stroke, type } from "../theme.ts";
import { diffPanel, holdsChance, meanDomain, meanPanel } from "./forest-panels.ts";
import type { ForestPlot, OnRow } from "./forest-panels.ts";

/** Left edges and widths of the columns, in points; numbers end at `meanText` and `diffText`. */
const columns = {
  name: { width: 82 },
  mean: { x: 86, width: 138 },
  meanText: 249,
  diff: { x: 304, width: 108 },
  diffText: 445,
  diffWords: 425,
} as const;

const rowHeight = 13;
const above = 15;
const below = 36;
const maxRows = 45;

/** Height in inches that a forest needs for its rows. */
export function forestHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (above + readForest(doc).plot.height + below + band) / 72;
}

/**
 * FOREST: each method's mean AUROC over the same partners with its sampling interval, and beside it the paired
 * difference from the reference, best on top. Domains read: `auroc`, `diff`.
 *
 * @throws if there are more than 45 methods: the specification curve (SPEC) is the figure for those
 */
export function drawForest(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => forestItems(doc, canvas)));
}

function forestItems(doc: FigureDocument, canvas: Canvas): Items {
  const { plot, ranked, reference } = readForest(doc);
  if (plot.methods.length > maxRows) {
    throw new Error(`${doc.id} has more than ${maxRows} rows; draw a specification curve (SPEC) instead`);
  }
  const compared = plot.methods.length > 1 && reference !== undefined;
  const extra = plot.methods.length > 1 ? [] : ["one method: nothing to compare"];
  return [
    ...titles(doc, plot, compared ? reference : undefined),
    { x: columns.mean.x, y: above, panel: meanPanel(doc, plot, columns.mean.width) },
    ...(compared ? [{ x: columns.diff.x, y: above, panel: diffPanel(doc, plot, columns.diff.width) }] : []),
    ...names(plot),
    ...plot.methods.flatMap(({ row, y }) => [
      ...meanNumbers(row, above + y),
      ...(compared ? diffNumbers(row, above + y) : []),
    ]),
    ...(plot.methods.length > ranked ? unrankedRule(canvas.width, ranked) : []),
    ...plot.cohorts.flatMap((cohort) => cohortLine(cohort, compared ? columns.diffWords : columns.diff.x)),
    countLine(doc, canvas, { extra }),
    keyLine(canvas.width, canvas.height - 2.5, key(doc, plot, compared)),
  ];
}

interface Forest {
  readonly plot: ForestPlot;
  /** How many methods stand above the rule for those outside the block. */
  readonly ranked: number;
  readonly reference: ForestMethod | undefined;
}

/** Places the rows: best first, ties in registry order; then, below a rule, methods outside the block; then cohorts. */
function readForest(doc: FigureDocument): Forest {
  const rows = rowsOf(doc, forestRow);
  const methods = rows.filter((row) => row.part === "method").sort((a, b) => a.position - b.position);
  const ranked = methods
    .filter((row) => row.block === "complete")
    .sort((a, b) => (b.mean ?? -1) - (a.mean ?? -1));
  const unranked = methods.filter((row) => row.block === "ground-truth-only");
  const cohorts = doc.reference_lines.filter((line) => line.lower !== null && line.upper !== null);
  const rule = unranked.length > 0 ? 1 : 0;
  const lines = ranked.length + rule + unranked.length;
  const placed = [...onRows(ranked, 0), ...onRows(unranked, ranked.length + rule)];
  return {
    plot: {
      methods: placed,
      configurations: onMethods(rows, placed),
      cohorts: onRows(cohorts, lines),
      height: rowHeight * (lines + cohorts.length),
      margin: doc.reference_lines.find((line) => line.name === referenceNames.margin)?.value,
    },
    ranked: ranked.length,
    reference: methods.find((row) => row.is_reference),
  };
}

function onRows<T>(rows: readonly T[], first: number): OnRow<T>[] {
  return rows.map((row, i) => ({ row, y: rowHeight * (first + i + 0.5) }));
}

function onMethods(
  rows: readonly ForestRow[],
  placed: readonly OnRow<ForestMethod>[],
): ForestPlot["configurations"] {
  const several = placed.filter(({ row }) => row.n_cells > 1);
  const middle = new Map(several.map(({ row, y }) => [row.method, y]));
  return rows
    .filter((row) => row.part === "configuration")
    .flatMap((row) => {
      const y = middle.get(row.method);
      return y === undefined ? [] : [{ row, y }];
    });
}

function titles(doc: FigureDocument, plot: ForestPlot, reference: ForestMethod | undefined): Markup[] {
  const shown = plot.methods.map(({ row }) => row);
  const [first] = shown;
  const partner = { outlier: "imputer", imputation: "outlier method", classifier: "pipeline" }[
    first?.factor ?? "outlier"
  ];
  const n = first?.n_partners ?? 0;
  const over = n === 1 ? `with one ${partner} only` : `mean over ${counted(n, partner)}`;
  const left = panelTitle(doc, [0, 9], reference === undefined ? "" : "A", `AUROC, ${over} [95% CI]`);
  if (reference === undefined) return [left];
  const right = `Difference from ${nameOf(shown)(reference)} [95% CI]`;
  return [left, panelTitle(doc, [columns.diff.x - 8, 9], "B", right)];
}

/** "(4/5)" after the name of a method that was not run with every partner. */
function shortfall(row: ForestMethod): string {
  const incomplete = row.block === "complete" && row.n_cells < row.n_partners;
  return incomplete ? ` (${row.n_cells}/${row.n_partners})` : "";
}

function nameOf(methods: readonly ForestMethod[]): (method: ForestMethod) => string {
  const room = Math.max(...methods.map((row) => textWidth(shortfall(row), type.label)));
  return namesFor(methods, columns.name.width - room);
}

function names(plot: ForestPlot): Markup[] {
  const name = nameOf(plot.methods.map(({ row }) => row));
  return plot.methods.map(({ row, y }) =>
    text(0, above + y, name(row) + shortfall(row), {
      baseline: "middle",
      face: row.is_reference ? "semibold" : "regular",
    }),
  );
}

function meanNumbers(row: ForestMethod, y: number): Markup[] {
  return estimateText(columns.meanText, y, [row.mean, row.ci_lower, row.ci_upper]);
}

function diffNumbers(row: ForestMethod, y: number): Markup[] {
  if (row.is_reference) return [text(columns.diffWords, y, "reference", quiet)];
  if (row.diff === null) return [text(columns.diffWords, y, row.reason ?? "n/a", quiet)];
  return estimateText(columns.diffText, y, [row.diff, row.diff_lower, row.diff_upper]);
}

function unrankedRule(width: number, ranked: number): Markup[] {
  const y = above + rowHeight * ranked;
  const words = "only with ground-truth outliers; difference from GT × GT; not ranked";
  return [
    line([0, y + 1.5], [width, y + 1.5], { stroke: ink.axis, width: 0.4 }),
    rect({ x: 0, y: y + 2.5, width: textWidth(words, type.label, "italic") + 2, height: 9 }, ink.white),
    text(0, y + 9.5, words, { face: "italic", fill: ink.secondary }),
  ];
}

/** A published result: its people are others, so it is no row of the comparison, as is said at `words`. */
function cohortLine({ row, y }: OnRow<ReferenceLine>, words: number): Markup[] {
  return [
    text(0, above + y, row.name, { ...quiet, face: "italic" }),
    text(columns.meanText, above + y, fixed(row.value, 2), { ...quiet, anchor: "end" }),
    text(columns.meanText + 3, above + y, limits(row.lower, row.upper, 2), quiet),
    text(words, above + y, "other cohort", quiet),
  ];
}

function key(doc: FigureDocument, plot: ForestPlot, compared: boolean): KeyEntry[] {
  const tick = line([1.5, -4.5], [1.5, 4.5], { stroke: ink.tick, width: 0.75 });
  const chance = line([0, 0], [11, 0], { stroke: ink.reference, width: stroke.reference, dash: [3, 2] });
  const margin = compared ? plot.margin : undefined;
  return [
    ...(holdsChance(meanDomain(doc, plot)) ? [{ width: 11, mark: chance, label: "chance" }] : []),
    ...(plot.configurations.length > 0 ? [{ width: 3, mark: tick, label: "configuration" }] : []),
    samplingKey("95% CI over test people"),
    ...(margin === undefined ? [] : [marginKey(`declared margin ±${fixed(margin, 2)}`)]),
  ];
}
