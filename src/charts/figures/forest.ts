import { z } from "zod";
import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, marginKey, panelTitle, samplingKey } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import {
  axis,
  bandLayer,
  gridLayer,
  pointLayer,
  position,
  rowPosition,
  ruleLayer,
  values,
} from "../layers.ts";
import { namesFor } from "../names.ts";
import { counted, fixed, limits } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import type { PlacedPanel } from "../picture.ts";
import { forestRow } from "../rows.ts";
import type { ForestMethod, ForestRow } from "../rows.ts";
import { domainOf, ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { categories, classifiers, ink, type } from "../theme.ts";
import type { Appearance, Classifier } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";

/** Left edges and widths of the columns, in points. */
const columns = {
  name: { x: 0, width: 79 },
  mean: { x: 86, width: 138 },
  meanText: 249,
  diff: { x: 304, width: 108 },
  diffText: 445,
} as const;

const rowHeight = 13;
const above = 15;
const below = 36;
const maxRows = 45;

/** Rows of the figure from top to bottom; `y` is a row's middle, from the top of the panels. */
interface Placed {
  readonly y: number;
  readonly row: ForestMethod;
}

/** Height in inches that a forest needs for its rows. */
export function forestHeight(doc: FigureDocument): number {
  const methods = parseRows(doc).filter((row) => row.part === "method");
  const unranked = methods.some((row) => row.block === "ground-truth-only");
  const rows = methods.length + (unranked ? 1 : 0) + cohorts(doc).length;
  const band = doc.provenance.is_synthetic ? 12 : 0;
  return (above + below + band + rowHeight * rows) / 72;
}

/**
 * FOREST: each method's mean AUROC over the same partners with its sampling interval, and beside it the paired
 * difference from the reference, best on top.
 *
 * @throws if there are more than 45 methods: the specification curve (SPEC) is the figure for those
 */
export function drawForest(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => forestItems(doc, canvas)));
}

function forestItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = parseRows(doc);
  const { ranked, unranked } = inOrder(rows);
  if (ranked.length + unranked.length > maxRows) {
    throw new Error(`${doc.id} has more than ${maxRows} rows; draw a specification curve (SPEC) instead`);
  }
  const placed = [
    ...ranked.map((row, i) => ({ row, y: rowMiddle(i) })),
    ...unranked.map((row, i) => ({ row, y: rowMiddle(ranked.length + 1 + i) })),
  ];
  const lines = ranked.length + (unranked.length > 0 ? unranked.length + 1 : 0);
  const height = rowHeight * (lines + cohorts(doc).length);
  const shown = [...ranked, ...unranked];
  return [
    ...titles(doc, shown),
    meanPanel(doc, rows, placed, height),
    ...(shown.length > 1 ? [diffPanel(doc, placed, height)] : []),
    ...names(placed),
    ...placed.flatMap(({ row, y }) => numbers(row, above + y, shown.length > 1)),
    ...unrankedRule(canvas.width, ranked.length, unranked.length),
    ...cohortLabels(doc, lines),
    countLine(doc, canvas, { extra: shown.length > 1 ? [] : ["one method: nothing to compare"] }),
    keyLine(canvas.width, canvas.height - 2.5, key(shown.length > 1 ? margin(doc) : undefined)),
  ];
}

function parseRows(doc: FigureDocument): ForestRow[] {
  return z.array(forestRow).parse(doc.data);
}

/** Best first, ties in registry order; methods outside the block keep registry order below. */
function inOrder(rows: readonly ForestRow[]): { ranked: ForestMethod[]; unranked: ForestMethod[] } {
  const methods = rows.filter((row) => row.part === "method").sort((a, b) => a.position - b.position);
  return {
    ranked: methods.filter((row) => row.block === "complete").sort((a, b) => (b.mean ?? -1) - (a.mean ?? -1)),
    unranked: methods.filter((row) => row.block === "ground-truth-only"),
  };
}

function rowMiddle(index: number): number {
  return rowHeight * (index + 0.5);
}

function cohorts(doc: FigureDocument) {
  return doc.reference_lines.filter((reference) => reference.lower !== null && reference.upper !== null);
}

function margin(doc: FigureDocument): number | undefined {
  return doc.reference_lines.find((reference) => reference.name === referenceNames.margin)?.value;
}

function titles(doc: FigureDocument, shown: readonly ForestMethod[]): Markup[] {
  const first = shown[0];
  const partners =
    first?.factor === "outlier" ? "imputer" : first?.factor === "imputation" ? "outlier method" : "pipeline";
  const n = first?.n_partners ?? 0;
  const over = n === 1 ? `with one ${partners} only` : `mean over ${counted(n, partners)}`;
  const reference = shown.find((row) => row.is_reference);
  const comparing = shown.length > 1 && reference !== undefined;
  const left = panelTitle(doc, [0, 9], comparing ? "A" : "", `AUROC, ${over} [95% CI]`);
  if (!comparing) return [left];
  const name = namesFor(shown, columns.name.width)(reference);
  return [left, panelTitle(doc, [columns.diff.x - 8, 9], "B", `Difference from ${name} [95% CI]`)];
}

function appearance(row: ForestMethod): Appearance {
  if (row.category !== null) return categories[row.category];
  const found = classifiers[row.method as Classifier] as Appearance | undefined;
  if (found === undefined) throw new Error(`no colour for classifier ${row.method}`);
  return found;
}

/** Marks of the mean panel: configurations as grey ticks, the sampling interval, the mean. */
function meanPanel(
  doc: FigureDocument,
  rows: readonly ForestRow[],
  placed: readonly Placed[],
  height: number,
): PlacedPanel {
  const limitsShown = [
    ...placed.flatMap(({ row }) => [row.mean, row.ci_lower, row.ci_upper]),
    ...cohorts(doc).flatMap((cohort) => [cohort.lower, cohort.upper]),
  ];
  const domain: Domain = doc.domains["auroc"] ?? domainOf(limitsShown, 0.05);
  const ticks = ticksOf(domain, 5);
  const x = (field: string) =>
    position({
      field,
      domain,
      axis: axis({
        title: `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`,
        values: ticks,
        format: ".2f",
      }),
    });
  const y = rowPosition(height);
  const middle = new Map(placed.map(({ row, y }) => [row.method, y]));
  const configurations = rows.flatMap((row) => {
    const at = row.part === "configuration" ? middle.get(row.method) : undefined;
    return row.part === "configuration" && at !== undefined ? [{ x: row.auroc, y: at }] : [];
  });
  const means = placed.flatMap(({ row, y }) => {
    const { color, shape } = appearance(row);
    return row.mean === null
      ? []
      : [{ y, x: row.mean, lower: row.ci_lower, upper: row.ci_upper, color, shape }];
  });
  const intervals = means.filter((mark) => mark.lower !== null && mark.upper !== null);
  const other = cohorts(doc).map((cohort, i) => ({
    ...cohort,
    y: height - rowMiddle(cohorts(doc).length - 1 - i),
  }));
  return {
    x: columns.mean.x,
    y: above,
    panel: {
      width: columns.mean.width,
      height,
      layers: [
        gridLayer(ticks, { x: x("at") }),
        ...chance(domain, x("x")),
        {
          data: values(configurations),
          mark: { type: "tick", thickness: 0.75, size: 7, color: ink.tick, opacity: 1, orient: "vertical" },
          encoding: { x: x("x"), y },
        },
        ruleLayer(intervals, { x: x("lower"), x2: { field: "upper" }, y }, { strokeWidth: 0.6 }),
        pointLayer(means, x("x"), y),
        ruleLayer(other, { x: x("lower"), x2: { field: "upper" }, y }, { stroke: ink.secondary }),
        {
          data: values(other),
          mark: {
            type: "tick",
            thickness: 1.5,
            size: 7,
            color: ink.secondary,
            opacity: 1,
            orient: "vertical",
          },
          encoding: { x: x("value"), y },
        },
      ],
    },
  };
}

/** The line of no discrimination, where the range holds it. */
function chance(domain: Domain, x: Layer): Layer[] {
  if (domain[0] > 0.5 || domain[1] < 0.5) return [];
  return [ruleLayer([{ x: 0.5 }], { x }, { stroke: ink.reference, strokeWidth: 0.75, strokeDash: [3, 2] })];
}

/** Marks of the difference panel: the declared margin, the zero line, paired intervals. */
function diffPanel(doc: FigureDocument, placed: readonly Placed[], height: number): PlacedPanel {
  const band = margin(doc);
  const shown = placed.flatMap(({ row }) => [row.diff, row.diff_lower, row.diff_upper]);
  const domain: Domain = doc.domains["diff"] ?? domainOf([...shown, band ?? 0, -(band ?? 0)], 0.02);
  const ticks = ticksOf(domain, 4);
  const x = (field: string) =>
    position({
      field,
      domain,
      axis: axis({ title: "Difference in AUROC", values: ticks, format: ".2f" }),
    });
  const y = rowPosition(height);
  const marks = placed.flatMap(({ row, y }) => {
    const { color, shape } = appearance(row);
    return row.diff === null || row.is_reference
      ? []
      : [{ y, x: row.diff, lower: row.diff_lower, upper: row.diff_upper, color, shape }];
  });
  const bands =
    band === undefined ? [] : [bandLayer([{ from: -band, to: band }], { x: x("from"), x2: { field: "to" } })];
  return {
    x: columns.diff.x,
    y: above,
    panel: {
      width: columns.diff.width,
      height,
      layers: [
        ...bands,
        gridLayer(ticks, { x: x("at") }),
        ruleLayer([{ x: 0 }], { x: x("x") }, { stroke: ink.reference, strokeWidth: 0.75 }),
        ruleLayer(
          marks.filter((mark) => mark.lower !== null && mark.upper !== null),
          { x: x("lower"), x2: { field: "upper" }, y },
        ),
        pointLayer(marks, x("x"), y),
      ],
    },
  };
}

function names(placed: readonly Placed[]): Markup[] {
  const nameOf = namesFor(
    placed.map(({ row }) => row),
    columns.name.width,
  );
  return placed.map(({ row, y }) => {
    const incomplete = row.block === "complete" && row.n_cells < row.n_partners;
    const partners = incomplete ? ` (${row.n_cells}/${row.n_partners})` : "";
    return text(columns.name.x, above + y, nameOf(row) + partners, {
      baseline: "middle",
      face: row.is_reference ? "semibold" : "regular",
    });
  });
}

function numbers(row: ForestMethod, y: number, comparing: boolean): Markup[] {
  const middle = { baseline: "middle" } as const;
  const mean = estimateText(columns.meanText, y, [row.mean, row.ci_lower, row.ci_upper]);
  if (!comparing) return mean;
  if (row.is_reference)
    return [...mean, text(columns.diffText - 20, y, "reference", { ...middle, fill: ink.secondary })];
  if (row.diff === null)
    return [...mean, text(columns.diffText - 20, y, row.reason ?? "n/a", { ...middle, fill: ink.secondary })];
  return [...mean, ...estimateText(columns.diffText, y, [row.diff, row.diff_lower, row.diff_upper])];
}

/** An estimate ending at `x`, so that decimal points stand below one another, and its limits after it. */
function estimateText(
  x: number,
  y: number,
  of: readonly [number | null, number | null, number | null],
): Markup[] {
  return [
    text(x, y, fixed(of[0], 3), { baseline: "middle", anchor: "end" }),
    text(x + 3, y, limits(of[1], of[2], 3), { baseline: "middle", fill: ink.secondary }),
  ];
}

function unrankedRule(width: number, ranked: number, unranked: number): Markup[] {
  if (unranked === 0) return [];
  const y = above + rowHeight * ranked;
  const words = "only with ground-truth outliers; difference from GT × GT; not ranked";
  return [
    line([0, y + 1.5], [width, y + 1.5], { stroke: ink.axis, width: 0.4 }),
    rect({ x: 0, y: y + 2.5, width: textWidth(words, type.label, "italic") + 2, height: 9 }, ink.white),
    text(0, y + 9.5, words, { face: "italic", fill: ink.secondary }),
  ];
}

/** Results of other studies, below a rule: their people are others, so they are no row of the comparison. */
function cohortLabels(doc: FigureDocument, lines: number): Markup[] {
  return cohorts(doc).flatMap((cohort, i) => {
    const y = above + rowMiddle(lines + i);
    return [
      text(0, y, `${cohort.name}, other cohort`, { baseline: "middle", face: "italic", fill: ink.secondary }),
      text(columns.meanText, y, fixed(cohort.value, 2), {
        baseline: "middle",
        anchor: "end",
        fill: ink.secondary,
      }),
      text(columns.meanText + 3, y, limits(cohort.lower, cohort.upper, 2), {
        baseline: "middle",
        fill: ink.secondary,
      }),
    ];
  });
}

function key(band: number | undefined): KeyEntry[] {
  return [
    {
      width: 3,
      mark: line([1.5, -3.5], [1.5, 3.5], { stroke: ink.tick, width: 0.75 }),
      label: "configuration",
    },
    samplingKey("95% CI over test people"),
    ...(band === undefined ? [] : [marginKey(`declared margin ±${fixed(band, 2)}`)]),
  ];
}
