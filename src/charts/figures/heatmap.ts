import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { moved, num, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink } from "../theme.ts";
import { bestOutline, cellMarks, cellPanel, diamond, dot, emptyPlaces, hatch } from "./heatmap-cells.ts";
import { cellSize, readGrid, rowsHead, viewsOf } from "./heatmap-grid.ts";
import type { Grid, View } from "./heatmap-grid.ts";

const above = 34;
const below = 28;
const countRoom = 12;

/** Height in inches that a heat map needs for its rows. */
export function heatmapHeight(doc: FigureDocument): number {
  const grid = readGrid(doc);
  const panels = isStacked(grid.lefts) ? viewsOf(doc, grid).length : 1;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (panels * panelHeight(grid) + countRoom + band) / 72;
}

/**
 * HEAT: AUROC of every outlier × imputation pair of one classifier, and beside it the paired difference from
 * GT × GT, marked where its interval lies wholly outside the declared margin. Domains read: `auroc`, `diff`.
 */
export function drawHeatmap(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => heatmapItems(doc, canvas)));
}

function heatmapItems(doc: FigureDocument, canvas: Canvas): Items {
  const grid = readGrid(doc);
  const views = viewsOf(doc, grid);
  const stacked = isStacked(grid.lefts);
  const panels = views.flatMap((view, i) => {
    const x = grid.lefts[i] ?? 0;
    const y = stacked ? i * panelHeight(grid) : 0;
    const first = i === 0 || stacked;
    const tag = views.length > 1 ? "AB".charAt(i) : "";
    return [
      panelTitle(doc, [first ? 0 : x, y + 9], tag, view.title),
      ...(first ? rowNames(grid, y) : []),
      ...columnHeads(grid, x, y),
      { x, y: y + above, panel: cellPanel(grid, view) },
      moved(x, y + above, cellMarks(grid, view).join("")),
      moved(x, y + above + grid.rows.length + 8, colourBar(view, tag) + barKey(doc, grid, view)),
    ];
  });
  const extra = views.length > 1 ? [] : ["no ground truth: nothing to compare with"];
  return [...panels, countLine(doc, canvas, { extra })];
}

/** Whether the second panel stands below the first. */
function isStacked([first, second]: Grid["lefts"]): boolean {
  return first === second;
}

function panelHeight(grid: Grid): number {
  return above + grid.rows.length + below;
}

function rowNames(grid: Grid, top: number): Markup[] {
  return [
    text(0, top + above - 4, rowsHead, { fill: ink.secondary }),
    ...grid.rows.entries.map(({ item, start }) =>
      text(0, top + above + start + cellSize.height / 2, grid.nameOf(item), { baseline: "middle" }),
    ),
  ];
}

function columnHeads(grid: Grid, x: number, y: number): Markup[] {
  const anchor = "middle";
  return [
    text(x + grid.columns.length / 2, y + above - 13, "Imputation method", { anchor, fill: ink.secondary }),
    ...grid.columns.entries.map(({ item, start }) =>
      text(x + start + grid.cellWidth / 2, y + above - 4, item.short_name, { anchor }),
    ),
  ];
}

const bar = { width: 72, height: 6 } as const;

/** A bar of the scale with three ticks. */
function colourBar(view: View, tag: string): Markup {
  const [low, high] = view.domain;
  const name = `ramp-${tag || "A"}`;
  const last = view.ramp.length - 1;
  const stops = view.ramp.map((color, i) => `<stop offset="${num(i / last)}" stop-color="${color}"/>`);
  return [
    `<linearGradient id="${name}">${stops.join("")}</linearGradient>`,
    rect({ x: 0, y: 0, ...bar }, `url(#${name})`),
    text(0, 15, fixed(low, 2)),
    text(bar.width / 2, 15, fixed((low + high) / 2, 2), { anchor: "middle" }),
    text(bar.width, 15, fixed(high, 2), { anchor: "end" }),
  ].join("");
}

/** What the panel's marks mean, in two lines beside its colour bar. */
function barKey(doc: FigureDocument, grid: Grid, view: View): Markup {
  const margin = doc.reference_lines.find((line) => line.name === referenceNames.margin)?.value ?? 0;
  const difference = view.kind === "difference";
  const first: [Markup, string] = difference
    ? [dot(3.5, 0, ink.text), `95% CI outside ±${fixed(margin, 2)}`]
    : [bestOutline({ x: 0, y: -3, width: 7, height: 6 }), "highest"];
  const second: [Markup, string] = difference
    ? [diamond([3.5, 0], 1.2, categories["Ground Truth"].color), "GT × GT, the reference"]
    : [diamond([3.5, 0], 0.75, ink.black), "GT × GT"];
  const missing: [Markup, string] = [hatch({ x: -1, y: -3.5, width: 9, height: 7 }), "not run"];
  const entries = grid.cells.some(({ at }) => at.is_reference) ? [first, second] : [first];
  const left = bar.width + 12;
  return [
    ...entries.map((entry, i) => keyEntry([left, 3 + 10 * i], entry)),
    ...(!difference && emptyPlaces(grid, view).length > 0 ? [keyEntry([left + 50, 3], missing)] : []),
  ].join("");
}

function keyEntry([x, y]: readonly [number, number], [mark, words]: readonly [Markup, string]): Markup {
  return moved(x, y, mark + text(11, 0, words, { baseline: "middle", fill: ink.secondary }));
}
