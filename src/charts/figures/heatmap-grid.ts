import { inkOn, rampColor } from "../color-ramp.ts";
import type { FigureDocument } from "../document.ts";
import { layOut } from "../grid-layout.ts";
import type { Run } from "../grid-layout.ts";
import { sideMargin } from "../frame.ts";
import { namesFor } from "../names.ts";
import { counted, fixed } from "../number-text.ts";
import { rowsOf } from "../row-links.ts";
import { heatRow } from "./heatmap-rows.ts";
import type { HeatAxis, HeatCell } from "./heatmap-rows.ts";
import { domainAboutZero, domainOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { textWidth } from "../text-width.ts";
import { diverging, sequential, type } from "../theme.ts";

/** Height of a cell, and the width that it does not exceed. */
export const cellSize = { height: 15, widest: 48 } as const;

/** Between the two panels where they stand side by side. */
const panelGap = 18;
/** Room for a colour bar and the key beside it. */
const keyWidth = 172;
/** Between rows' names and the first cell, beside the number in a cell, and between the heads of columns. */
const clear = { name: 6, number: 3, head: 2 } as const;
/** Names of rows longer than this give way to short names. */
const widestName = 78;
/** Heads the rows' names. */
export const rowsHead = "Outlier method";

/** The grid that the panels share, in points from the top left corner of its first cell, and where they stand. */
export interface Grid {
  readonly rows: Run<HeatAxis>;
  readonly columns: Run<HeatAxis>;
  readonly cells: readonly PlacedCell[];
  readonly cellWidth: number;
  readonly nameOf: (method: HeatAxis) => string;
  /** Left edges of the cells, one for each panel; equal where the second panel stands below the first. */
  readonly lefts: readonly number[];
}

/** A cell with its top left corner. */
export interface PlacedCell {
  readonly at: HeatCell;
  readonly x: number;
  readonly y: number;
}

/** One panel: what it shows of a cell and in which colours. */
export interface View {
  readonly kind: "auroc" | "difference";
  readonly title: string;
  readonly value: (cell: HeatCell) => number | null;
  readonly ramp: readonly string[];
  readonly domain: Domain;
}

/** Lays the document's cells out: rows and columns by their mean over the complete block, the rest after a gap. */
export function readGrid(doc: FigureDocument): Grid {
  const parsed = rowsOf(doc, heatRow);
  const axes = parsed.filter((row) => row.part === "axis");
  const inGrid = parsed.filter((row) => row.part === "cell");
  const imputers = axes.filter((axis) => axis.factor === "imputation");
  const outliers = axes.filter((axis) => axis.factor === "outlier");
  const { nameOf, first, width, beside } = placesOf(doc, outliers, imputers, leastWidth(imputers, inGrid));
  const rows = layOut(outliers, cellSize.height);
  const columns = layOut(imputers, width);
  const [down, across] = [startsOf(rows), startsOf(columns)];
  const second = first + (beside ? Math.max(columns.length, keyWidth) + panelGap : 0);
  return {
    rows,
    columns,
    cells: inGrid.map((at) => ({
      at,
      x: startOf(across, at.imputation_method),
      y: startOf(down, at.outlier_method),
    })),
    cellWidth: width,
    nameOf,
    lefts: [first, second],
  };
}

/** The narrowest cell in which every number fits, and above which no two heads of columns meet. */
function leastWidth(imputers: readonly HeatAxis[], cells: readonly HeatCell[]): number {
  const numbers = cells
    .flatMap((cell) => [cell.auroc, cell.diff])
    .map((value) => textWidth(fixed(value, 3), type.label) + clear.number);
  const heads = layOut(imputers, 1).entries.map(({ item }) => textWidth(item.short_name, type.label));
  const pairs = heads.slice(1).map((head, i) => (head + (heads[i] ?? 0)) / 2 + clear.head);
  return Math.max(...numbers, ...pairs);
}

interface Places extends Pick<Grid, "nameOf"> {
  /** Left edge of the first panel's cells. */
  readonly first: number;
  /** Of a cell. */
  readonly width: number;
  /** Whether both panels stand side by side. */
  readonly beside: boolean;
}

/** Both panels side by side if cells of at least `least` allow it, be it with short names of rows; else one below the other. */
function placesOf(
  doc: FigureDocument,
  outliers: readonly HeatAxis[],
  imputers: readonly HeatAxis[],
  least: number,
): Places {
  const shortName: Grid["nameOf"] = (method) => method.short_name;
  const gap = layOut(imputers, 0).length;
  const candidates = [namesFor(outliers, widestName), shortName].map((nameOf) => {
    const names = [rowsHead, ...outliers.map((axis) => nameOf(axis))];
    const first = clear.name + Math.max(...names.map((name) => textWidth(name, type.label)));
    return { nameOf, first, room: 72 * doc.width_in - 2 * sideMargin - first };
  });
  const widthIn = (space: number): number =>
    Math.min(cellSize.widest, Math.floor((2 * (space - gap)) / imputers.length) / 2);
  const halved = candidates.map(({ room, ...places }) => ({
    ...places,
    width: widthIn((room - panelGap) / 2),
    beside: true,
  }));
  const whole = candidates.map(({ room, ...places }) => ({ ...places, width: widthIn(room), beside: false }));
  const found = [...halved, ...whole].find(({ width }) => width >= least);
  if (found === undefined) throw new Error(`${doc.id}: ${imputers.length} columns do not fit its width`);
  return found;
}

function startsOf(run: Run<HeatAxis>): Map<string, number> {
  return new Map(run.entries.map(({ item, start }) => [item.method, start]));
}

function startOf(starts: ReadonlyMap<string, number>, method: string): number {
  const start = starts.get(method);
  if (start === undefined) throw new Error(`a cell's method ${method} heads no row or column`);
  return start;
}

/** AUROC, and where there is ground truth to compare with, the difference from it. */
export function viewsOf(doc: FigureDocument, grid: Grid): View[] {
  const aurocs = grid.cells.map(({ at }) => at.auroc);
  const differences = grid.cells.map(({ at }) => at.diff);
  const first: View = {
    kind: "auroc",
    title: `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`,
    value: (at) => at.auroc,
    ramp: sequential,
    domain: doc.domains["auroc"] ?? domainOf(aurocs, 0.02),
  };
  if (differences.every((difference) => difference === null)) return [first];
  const second: View = {
    kind: "difference",
    title: "Difference from GT × GT",
    value: (at) => at.diff,
    ramp: diverging,
    domain: doc.domains["diff"] ?? domainAboutZero(differences, 0.02),
  };
  return [first, second];
}

/**
 * Colour of a value and the ink that reads on it.
 *
 * @throws if the value lies outside the scale: it must not be shown as one at its end
 */
export function coloursOf(view: View, value: number): { ground: string; ink: string } {
  const [low, high] = view.domain;
  const share = (value - low) / (high - low);
  if (share < -1e-6 || share > 1 + 1e-6)
    throw new Error(`${value} lies outside its scale, ${low} to ${high}`);
  const ground = rampColor(view.ramp, share);
  return { ground, ink: inkOn(ground) };
}
