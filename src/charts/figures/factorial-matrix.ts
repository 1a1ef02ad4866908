import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { literally, position, ruleLayer, values } from "../layers.ts";
import { namesFor } from "../names.ts";
import { count } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { classifier } from "../rows.ts";
import { line, outline, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { classifiers, ink, type } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";
import { gridRejection, rejectionBars, rejectionsHeight } from "./factorial-rejections.ts";
import type { GridRejection } from "./factorial-rejections.ts";

/** GRID, one registered method: a row, a column, or a slot of every cell. */
export const gridAxis = z.strictObject({
  part: z.literal("axis"),
  factor: z.enum(["outlier", "imputation", "classifier"]),
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  position: z.int().positive(),
});

/** GRID, one configuration that the registry allows; `reason` says why there is none. */
export const gridConfiguration = z.strictObject({
  part: z.literal("configuration"),
  outlier_method: z.string(),
  imputation_method: z.string(),
  classifier,
  status: z.enum(["evaluated", "rejected", "not run"]),
  config_id: z.int().nullable(),
  reason: z.string().nullable(),
});

export const gridRow = z.discriminatedUnion("part", [gridAxis, gridConfiguration, gridRejection]);
export type GridAxis = z.infer<typeof gridAxis>;
export type GridConfiguration = z.infer<typeof gridConfiguration>;
export type GridRow = z.infer<typeof gridRow>;

const above = 41;
const rowHeight = 12;
const totalsWidth = 34;
const slot = 6;
const widestName = 90;
/** Between the matrix and the title of the bars, totals of the columns included; and below that title. */
const between = { matrix: 33, title: 6 } as const;
const below = 16;

/** Height in inches that the matrix and the bars below it need. */
export function matrixHeight(doc: FigureDocument): number {
  const { outliers, rejections } = readMatrix(doc);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (barsTop(outliers.length) + rejectionsHeight(rejections) + below + band) / 72;
}

/** GRID: every configuration that the registry allows, as evaluated, rejected or not run, and why runs were rejected. */
export function drawMatrix(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => matrixItems(doc, canvas)));
}

interface Matrix {
  readonly outliers: readonly GridAxis[];
  readonly imputers: readonly GridAxis[];
  readonly classifiers: readonly GridAxis[];
  readonly cells: readonly GridConfiguration[];
  readonly rejections: readonly GridRejection[];
}

function readMatrix(doc: FigureDocument): Matrix {
  const rows = rowsOf(doc, gridRow);
  const axis = (factor: GridAxis["factor"]): GridAxis[] =>
    rows
      .filter((row) => row.part === "axis")
      .filter((row) => row.factor === factor)
      .toSorted((a, b) => a.position - b.position);
  return {
    outliers: axis("outlier"),
    imputers: axis("imputation"),
    classifiers: axis("classifier"),
    cells: rows.filter((row) => row.part === "configuration"),
    rejections: rows.filter((row) => row.part === "rejection"),
  };
}

function barsTop(outliers: number): number {
  return above + rowHeight * outliers + between.matrix + between.title;
}

function matrixItems(doc: FigureDocument, canvas: Canvas): Items {
  const matrix = readMatrix(doc);
  const { outliers, imputers, cells } = matrix;
  const nameOf = namesFor(outliers, widestName);
  const left = 6 + Math.max(...outliers.map((method) => textWidth(nameOf(method), type.label)));
  const column = Math.floor((canvas.width - left - totalsWidth) / imputers.length);
  const across = (index: number): number => left + column * (index + 0.5);
  const down = (index: number): number => above + rowHeight * (index + 0.5);
  const bottom = down(outliers.length) + 1;
  return [
    panelTitle(doc, [0, 9], "A", "Configurations of the registry"),
    keyLine(canvas.width, 9, slotKey(matrix)),
    text(left + (column * imputers.length) / 2, above - 13, "Imputation method", {
      anchor: "middle",
      fill: ink.secondary,
    }),
    text(0, above - 4, "Outlier method", { fill: ink.secondary }),
    ...imputers.map((method, i) => text(across(i), above - 4, method.short_name, { anchor: "middle" })),
    ...outliers.map((method, i) => text(0, down(i), nameOf(method), { baseline: "middle" })),
    { x: left, y: above, panel: matrixPanel(matrix, column) },
    ...outliers.map(({ method }, i) =>
      total(
        cells.filter((cell) => cell.outlier_method === method),
        canvas.width,
        down(i),
        "end",
      ),
    ),
    text(0, bottom, "Evaluated", { baseline: "middle", fill: ink.secondary }),
    ...imputers.map(({ method }, i) =>
      total(
        cells.filter((cell) => cell.imputation_method === method),
        across(i),
        bottom,
        "middle",
      ),
    ),
    total(cells, canvas.width, bottom, "end"),
    panelTitle(
      doc,
      [0, barsTop(outliers.length) - between.title],
      "B",
      "Runs rejected, by the first filter failed",
    ),
    ...rejectionBars(matrix.rejections, { top: barsTop(outliers.length), width: canvas.width }),
    countLine(doc, canvas),
    keyLine(canvas.width, canvas.height - 2.5, statusKey),
  ];
}

/** "36/40": how many of these configurations were evaluated. */
function total(cells: readonly GridConfiguration[], x: number, y: number, anchor: "middle" | "end"): Markup {
  const evaluated = cells.filter(({ status }) => status === "evaluated").length;
  return text(x, y, `${count(evaluated)}/${count(cells.length)}`, { anchor, baseline: "middle" });
}

function matrixPanel({ outliers, imputers, classifiers: slots, cells }: Matrix, column: number): Panel {
  const [width, height] = [column * imputers.length, rowHeight * outliers.length];
  const x = position({ field: "x", domain: [0, width] });
  const y = position({ field: "y", domain: [height, 0] });
  const placeIn = (axis: readonly GridAxis[], method: string): number =>
    axis.findIndex((candidate) => candidate.method === method);
  const marks = cells.map((cell) => ({
    ...cell,
    x:
      column * (placeIn(imputers, cell.imputation_method) + 0.5) +
      slot * (placeIn(slots, cell.classifier) - (slots.length - 1) / 2),
    y: rowHeight * (placeIn(outliers, cell.outlier_method) + 0.5),
    color: cell.status === "not run" ? ink.missing : classifiers[cell.classifier].color,
  }));
  const of = (status: GridConfiguration["status"], mark: Layer): Layer => ({
    data: values(marks.filter((one) => one.status === status)),
    mark: { type: "point", opacity: 1, ...mark },
    encoding: { x, y, color: literally("color") },
  });
  const edges = (n: number, step: number): { at: number }[] =>
    Array.from({ length: n + 1 }, (_, i) => ({ at: i * step }));
  const at = (domain: readonly [number, number]): Layer => position({ field: "at", domain });
  const rules = { stroke: ink.grid, strokeWidth: 0.4 };
  return {
    width,
    height,
    layers: [
      ruleLayer(edges(imputers.length, column), { x: at([0, width]) }, rules),
      ruleLayer(edges(outliers.length, rowHeight), { y: at([height, 0]) }, rules),
      of("evaluated", { filled: true, shape: "square", size: 20 }),
      of("not run", { filled: false, shape: "square", size: 9, strokeWidth: 0.5 }),
      of("rejected", { filled: false, shape: cross, size: 18, strokeWidth: 1 }),
    ],
  };
}

/** Two strokes from corner to corner of Vega's unit square. */
const cross = "M-1,-1L1,1M-1,1L1,-1";

const square = { x: 0, y: -2.25, width: 4.5, height: 4.5 } as const;

/** The slots of a cell from left to right. */
function slotKey({ classifiers: slots }: Matrix): KeyEntry[] {
  return slots.map(({ method, display_name }) => ({
    width: square.width,
    mark: rect(square, classifiers[classifier.parse(method)].color),
    label: display_name,
  }));
}

const statusKey: readonly KeyEntry[] = [
  { width: square.width, mark: rect(square, ink.text), label: "evaluated" },
  {
    width: 4,
    mark:
      line([0, -2], [4, 2], { stroke: ink.text, width: 1 }) +
      line([0, 2], [4, -2], { stroke: ink.text, width: 1 }),
    label: "rejected",
  },
  {
    width: 3,
    mark: outline({ x: 0, y: -1.5, width: 3, height: 3 }, { stroke: ink.missing, width: 0.5 }),
    label: "not run",
  },
];
