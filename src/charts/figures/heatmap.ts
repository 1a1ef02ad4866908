import { z } from "zod";
import { inkOn, rampColor } from "../color-ramp.ts";
import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { layOut } from "../grid-layout.ts";
import type { Run } from "../grid-layout.ts";
import { literally, position, values } from "../layers.ts";
import { namesFor } from "../names.ts";
import { counted, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import type { PlacedPanel } from "../picture.ts";
import { heatRow } from "../rows.ts";
import type { HeatAxis, HeatCell } from "../rows.ts";
import { domainAboutZero, domainOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { line, moved, num, outline, path, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, diverging, ink, sequential } from "../theme.ts";

const cell = { width: 27, height: 15 } as const;
const narrowCell = 24;
const nameWidth = 82;
const panelGap = 24;
/** Room for a colour bar and the key beside it. */
const keyWidth = 150;
const above = 34;
const below = 40;
/** Beyond this many columns the second panel stands below the first. */
const maxColumnsBeside = 12;

/** The grid that both panels share. */
interface Grid {
  readonly rows: Run<HeatAxis>;
  readonly columns: Run<HeatAxis>;
  readonly cells: readonly HeatCell[];
  readonly cellWidth: number;
}

/** One panel: what it shows of a cell and in which colours. */
interface View {
  readonly tag: string;
  readonly title: string;
  readonly value: (cell: HeatCell) => number | null;
  readonly ramp: readonly string[];
  readonly domain: Domain;
}

/** Height in inches that a heat map needs for its rows. */
export function heatmapHeight(doc: FigureDocument): number {
  const grid = readGrid(doc);
  const stacked = grid.columns.entries.length > maxColumnsBeside && hasDifferences(grid);
  const panel = above + grid.rows.length + below - 12;
  return ((stacked ? 2 : 1) * panel + 12 + (doc.provenance.is_synthetic ? syntheticBand : 0)) / 72;
}

/**
 * HEAT: AUROC of every outlier × imputation pair of one classifier, and beside it the paired difference from
 * GT × GT, marked where its interval lies wholly outside the declared margin.
 */
export function drawHeatmap(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => heatmapItems(doc, canvas)));
}

function heatmapItems(doc: FigureDocument, canvas: Canvas): Items {
  const grid = readGrid(doc);
  const views = viewsOf(doc, grid);
  const stacked = grid.columns.entries.length > maxColumnsBeside;
  const panels = views.flatMap((view, i) => {
    const x = nameWidth + (stacked ? 0 : i * (Math.max(grid.columns.length, keyWidth) + panelGap));
    const y = stacked ? i * (above + grid.rows.length + below - 12) : 0;
    return [...(i === 0 || stacked ? rowNames(grid, y) : []), ...drawView(doc, grid, view, [x, y])];
  });
  const extra = views.length > 1 ? [] : ["no ground truth: nothing to compare with"];
  return [...panels, countLine(doc, canvas, { extra })];
}

function readGrid(doc: FigureDocument): Grid {
  const rows = z.array(heatRow).parse(doc.data);
  const axes = rows.filter((row) => row.part === "axis");
  const columns = axes.filter((axis) => axis.factor === "imputation");
  const cellWidth = columns.length > 7 ? narrowCell : cell.width;
  return {
    rows: layOut(
      axes.filter((axis) => axis.factor === "outlier"),
      cell.height,
    ),
    columns: layOut(columns, cellWidth),
    cells: rows.filter((row) => row.part === "cell"),
    cellWidth,
  };
}

function hasDifferences(grid: Grid): boolean {
  return grid.cells.some((at) => at.diff !== null);
}

function viewsOf(doc: FigureDocument, grid: Grid): View[] {
  const aurocs = grid.cells.map((at) => at.auroc);
  const both = hasDifferences(grid);
  const first: View = {
    tag: both ? "A" : "",
    title: `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`,
    value: (at) => at.auroc,
    ramp: sequential,
    domain: doc.domains["auroc"] ?? domainOf(aurocs, 0.02),
  };
  if (!both) return [first];
  const differences = grid.cells.map((at) => at.diff);
  const second: View = {
    tag: "B",
    title: "Difference from GT × GT",
    value: (at) => at.diff,
    ramp: diverging,
    domain: doc.domains["diff"] ?? domainAboutZero(differences, 0.02),
  };
  return [first, second];
}

function rowNames(grid: Grid, top: number): Markup[] {
  const nameOf = namesFor(
    grid.rows.entries.map(({ item }) => item),
    nameWidth - 4,
  );
  return grid.rows.entries.map(({ item, start }) =>
    text(0, top + above + start + cell.height / 2, nameOf(item), { baseline: "middle" }),
  );
}

/** A panel with its heads, cells, marks and colour bar; (x, y) is the top left corner of its headroom. */
function drawView(doc: FigureDocument, grid: Grid, view: View, [x, y]: readonly [number, number]): Items {
  const titleX = view.tag === "B" && x > nameWidth ? x : 0;
  return [
    panelTitle(doc, [titleX, y + 9], view.tag, view.title),
    text(0, y + above - 4, titleX === 0 ? "Outlier method" : "", { fill: ink.secondary }),
    ...columnHeads(grid, x, y),
    cellPanel(grid, view, [x, y + above]),
    moved(x, y + above, cellMarks(grid, view).join("")),
    moved(x, y + above + grid.rows.length + 8, colourBar(doc, grid, view)),
  ];
}

function columnHeads(grid: Grid, x: number, y: number): Markup[] {
  const middle = { anchor: "middle" } as const;
  return [
    text(x + grid.columns.length / 2, y + above - 13, "Imputation method", {
      ...middle,
      fill: ink.secondary,
    }),
    ...grid.columns.entries.map(({ item, start }) =>
      text(x + start + grid.cellWidth / 2, y + above - 4, item.short_name, middle),
    ),
  ];
}

/** A cell with its place on the panel. */
interface PlacedCell {
  readonly at: HeatCell;
  readonly x: number;
  readonly y: number;
}

function placeCells(grid: Grid): PlacedCell[] {
  const columns = new Map(grid.columns.entries.map(({ item, start }) => [item.method, start]));
  const rows = new Map(grid.rows.entries.map(({ item, start }) => [item.method, start]));
  return grid.cells.flatMap((at) => {
    const x = columns.get(at.imputation_method);
    const y = rows.get(at.outlier_method);
    return x === undefined || y === undefined ? [] : [{ at, x, y }];
  });
}

function cellPanel(grid: Grid, view: View, [x, y]: readonly [number, number]): PlacedPanel {
  const marks = placeCells(grid).flatMap(({ at, x, y }) => {
    const value = view.value(at);
    if (value === null) return [];
    const color = rampColor(view.ramp, (value - view.domain[0]) / (view.domain[1] - view.domain[0]));
    const box = {
      left: x + 0.25,
      right: x + grid.cellWidth - 0.25,
      top: y + 0.25,
      bottom: y + cell.height - 0.25,
    };
    return [
      {
        ...box,
        x: x + grid.cellWidth / 2,
        y: y + cell.height / 2,
        color,
        ink: inkOn(color),
        label: fixed(value, 3),
      },
    ];
  });
  const across = (field: string) => position({ field, domain: [0, grid.columns.length] });
  const down = (field: string) => position({ field, domain: [grid.rows.length, 0] });
  return {
    x,
    y,
    panel: {
      width: grid.columns.length,
      height: grid.rows.length,
      layers: [
        {
          data: values(marks),
          mark: { type: "rect", opacity: 1 },
          encoding: {
            x: across("left"),
            x2: { field: "right" },
            y: down("top"),
            y2: { field: "bottom" },
            color: literally("color"),
          },
        },
        {
          data: values(marks),
          mark: { type: "text", fontSize: 7, baseline: "middle", dy: 0.5 },
          encoding: { x: across("x"), y: down("y"), text: { field: "label" }, color: literally("ink") },
        },
      ],
    },
  };
}

/** Hatching of missing cells, the outline of the best, the diamond of GT × GT, dots outside the margin. */
function cellMarks(grid: Grid, view: View): Markup[] {
  const placed = placeCells(grid);
  const best = placed.toSorted((a, b) => (b.at.auroc ?? 0) - (a.at.auroc ?? 0))[0];
  const missing = emptyPlaces(
    grid,
    placed.filter(({ at }) => view.value(at) !== null || at.is_reference),
  );
  return [
    ...missing.map(([x, y]) => hatch(grid.cellWidth, x, y)),
    ...(best === undefined
      ? []
      : [
          outline(
            { x: best.x, y: best.y, width: grid.cellWidth, height: cell.height },
            { stroke: ink.text, width: 1.25 },
          ),
        ]),
    ...placed
      .filter(({ at }) => at.is_reference)
      .map(({ at, x, y }) =>
        view.value(at) === null
          ? diamond(x + grid.cellWidth / 2, y + cell.height / 2, 3.2, categories["Ground Truth"].color)
          : diamond(x + 2.7, y + 2.7, 1.8, inkFor(view, at)),
      ),
    ...(view.tag === "B"
      ? placed
          .filter(({ at }) => at.outside_margin === true)
          .map(({ at, x, y }) => dot(x + grid.cellWidth - 3, y + 3, inkFor(view, at)))
      : []),
  ];
}

function inkFor(view: View, at: HeatCell): string {
  const value = view.value(at) ?? 0;
  return inkOn(rampColor(view.ramp, (value - view.domain[0]) / (view.domain[1] - view.domain[0])));
}

function emptyPlaces(grid: Grid, taken: readonly PlacedCell[]): [number, number][] {
  const key = (x: number, y: number) => `${x} ${y}`;
  const full = new Set(taken.map(({ x, y }) => key(x, y)));
  return grid.rows.entries.flatMap((row) =>
    grid.columns.entries
      .filter((column) => !full.has(key(column.start, row.start)))
      .map((column): [number, number] => [column.start, row.start]),
  );
}

/** Diagonal strokes on white: what was not run is neither zero nor a colour of the scale. */
function hatch(width: number, x: number, y: number): Markup {
  const height = cell.height - 2;
  const [left, top] = [x + 1, y + 1];
  const strokes: Markup[] = [];
  for (let offset = 3; offset < width - 2 + height; offset += 4) {
    const from: [number, number] = [left + Math.max(offset - height, 0), top + Math.min(offset, height)];
    const to: [number, number] = [left + Math.min(offset, width - 2), top + Math.max(offset - width + 2, 0)];
    strokes.push(line(from, to, { stroke: ink.missing, width: 0.5 }));
  }
  return strokes.join("");
}

function diamond(x: number, y: number, reach: number, fill: string): Markup {
  const [l, r, t, b] = [x - reach, x + reach, y - reach, y + reach].map(num);
  return path(`M${num(x)} ${t}L${r} ${num(y)}L${num(x)} ${b}L${l} ${num(y)}Z`, fill);
}

function dot(x: number, y: number, fill: string): Markup {
  return `<circle cx="${num(x)}" cy="${num(y)}" r="1.2" fill="${fill}"/>`;
}

/** A bar of the scale with three ticks, and what the panel's marks mean. */
function colourBar(doc: FigureDocument, grid: Grid, view: View): Markup {
  const width = 72;
  const name = `ramp-${view.tag || "A"}`;
  const stops = view.ramp.map(
    (color, i) => `<stop offset="${num(i / (view.ramp.length - 1))}" stop-color="${color}"/>`,
  );
  const ticks = [view.domain[0], (view.domain[0] + view.domain[1]) / 2, view.domain[1]];
  const words = ticks.map((tick, i) =>
    text((i * width) / 2, 15, fixed(tick, 2), {
      anchor: (["start", "middle", "end"] as const)[i] ?? "middle",
    }),
  );
  return [
    `<linearGradient id="${name}">${stops.join("")}</linearGradient>`,
    rect({ x: 0, y: 0, width, height: 6 }, `url(#${name})`),
    ...words,
    moved(width + 12, 3, barKey(doc, grid, view)),
  ].join("");
}

function barKey(doc: FigureDocument, grid: Grid, view: View): Markup {
  const style = { baseline: "middle", fill: ink.secondary } as const;
  const margin =
    doc.reference_lines.find((reference) => reference.name === referenceNames.margin)?.value ?? 0;
  const first =
    view.tag === "B"
      ? dot(3, 0, ink.text) + text(9, 0, `95% CI outside ±${fixed(margin, 2)}`, style)
      : outline({ x: 0, y: -3, width: 7, height: 6 }, { stroke: ink.text, width: 1.25 }) +
        text(11, 0, "highest", style);
  if (!grid.cells.some((at) => at.is_reference)) return first;
  const second = view.tag === "B" ? "GT × GT, the reference" : "GT × GT";
  const color = view.tag === "B" ? categories["Ground Truth"].color : ink.black;
  return (
    first +
    diamond(3.5, 10, view.tag === "B" ? 3 : 2, color) +
    text(view.tag === "B" ? 9 : 11, 10, second, style)
  );
}
