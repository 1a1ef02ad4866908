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
import { tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { forestRow } from "./forest-rows.ts";
import type { ForestMethod, ForestRow } from "./forest-rows.ts";
import { line, moved, rect, text } from "../svg.ts";
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

/** From the panels of one factor down to those of the next: the axis, its title and clear room. */
const between = 34;

/** Height in inches that a forest needs for its rows. */
export function forestHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  const forests = readForests(doc);
  const rows = forests.reduce((sum, { plot }) => sum + above + plot.height, 0);
  return (rows + between * Math.max(0, forests.length - 1) + below + band) / 72;
}

/**
 * FOREST: each method's mean AUROC over the same partners with its sampling interval, and beside it the paired
 * difference from the reference, best on top; factor below factor where the document has several. Domains read:
 * `auroc`, `diff`.
 *
 * @throws if a factor has more than 45 methods: the specification curve (SPEC) is the figure for those
 */
export function drawForest(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => forestItems(doc, canvas)));
}

function forestItems(doc: FigureDocument, canvas: Canvas): Items {
  const forests = readForests(doc);
  const items: Items[number][] = [];
  const all = forests.reduce((sum, forest) => sum + (isCompared(forest) ? 2 : 1), 0);
  let top = 0;
  let panels = 0;
  for (const forest of forests) {
    const drawn = panelItems(doc, forest, {
      width: canvas.width,
      tags: [tagOf(panels, all), tagOf(panels + 1, all)],
    });
    for (const item of drawn)
      items.push(typeof item === "string" ? moved(0, top, item) : { ...item, y: item.y + top });
    top += above + forest.plot.height + between;
    panels += isCompared(forest) ? 2 : 1;
  }
  const single = forests.every(({ plot }) => plot.methods.length <= 1);
  const [first] = forests;
  return [
    ...items,
    countLine(doc, canvas, { extra: single ? ["one method: nothing to compare"] : [] }),
    ...(first === undefined
      ? []
      : [keyLine(canvas.width, canvas.height - 2.5, key(doc, first.plot, forests.some(isCompared)))]),
  ];
}

function isCompared({ plot, reference }: Forest): boolean {
  return plot.methods.length > 1 && reference !== undefined;
}

/** Both panels of one factor, from its top. */
function panelItems(
  doc: FigureDocument,
  forest: Forest,
  { width, tags }: { readonly width: number; readonly tags: readonly [string, string] },
): Items {
  const { plot, ranked, reference } = forest;
  if (plot.methods.length > maxRows) {
    throw new Error(`${doc.id} has more than ${maxRows} rows; draw a specification curve (SPEC) instead`);
  }
  const compared = isCompared(forest);
  return [
    ...titles(doc, plot, { reference: compared ? reference : undefined, tags }),
    { x: columns.mean.x, y: above, panel: meanPanel(doc, plot, columns.mean.width) },
    ...(compared ? [{ x: columns.diff.x, y: above, panel: diffPanel(doc, plot, columns.diff.width) }] : []),
    ...names(plot),
    ...plot.methods.flatMap(({ row, y }) => [
      ...meanNumbers(row, above + y),
      ...(compared ? diffNumbers(row, above + y) : []),
    ]),
    ...(plot.methods.length > ranked ? unrankedRule(width, ranked) : []),
    ...plot.cohorts.flatMap((cohort) => cohortLine(cohort, compared ? columns.diffWords : columns.diff.x)),
  ];
}

interface Forest {
  readonly plot: ForestPlot;
  /** How many methods stand above the rule for those outside the block. */
  readonly ranked: number;
  readonly reference: ForestMethod | undefined;
}

/** The factors of a document in the order of its rows; published results stand below the first. */
function readForests(doc: FigureDocument): Forest[] {
  return [...Map.groupBy(rowsOf(doc, forestRow), ({ factor }) => factor).values()].map((rows, i) =>
    readForest(doc, rows, i === 0 ? doc.reference_lines : []),
  );
}

/** Places the rows: best first, ties in registry order; then, below a rule, methods outside the block; then cohorts. */
function readForest(
  doc: FigureDocument,
  rows: readonly ForestRow[],
  published: FigureDocument["reference_lines"],
): Forest {
  const methods = rows.filter((row) => row.part === "method").sort((a, b) => a.position - b.position);
  const ranked = methods
    .filter((row) => row.block === "complete")
    .sort((a, b) => (b.mean ?? -1) - (a.mean ?? -1));
  const unranked = methods.filter((row) => row.block === "ground-truth-only");
  const cohorts = published.filter((line) => line.lower !== null && line.upper !== null);
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

function titles(
  doc: FigureDocument,
  plot: ForestPlot,
  {
    reference,
    tags,
  }: { readonly reference: ForestMethod | undefined; readonly tags: readonly [string, string] },
): Markup[] {
  const shown = plot.methods.map(({ row }) => row);
  const [first] = shown;
  const partner = { outlier: "imputer", imputation: "outlier method", classifier: "pipeline" }[
    first?.factor ?? "outlier"
  ];
  const n = first?.n_partners ?? 0;
  const over = n === 1 ? `with one ${partner} only` : `mean over ${counted(n, partner)}`;
  const left = panelTitle(doc, [0, 9], tags[0], `AUROC, ${over} [95% CI]`);
  if (reference === undefined) return [left];
  const right = `Difference from ${nameOf(shown)(reference)} [95% CI]`;
  return [left, panelTitle(doc, [columns.diff.x - 8, 9], tags[1], right)];
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
