import { z } from "zod";
import { inkOn, rampColor } from "../color-ramp.ts";
import type { FigureDocument } from "../document.ts";
import { layOut } from "../grid-layout.ts";
import type { Run } from "../grid-layout.ts";
import { counted } from "../number-text.ts";
import { heatRow } from "../rows.ts";
import type { HeatAxis, HeatCell } from "../rows.ts";
import { domainAboutZero, domainOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { diverging, sequential } from "../theme.ts";

/** Height of a cell, and its widths: the narrow one where there are more than seven columns. */
export const cellSize = { height: 15, width: 27, narrow: 24 } as const;

/** The grid that both panels share, in points from the top left corner of its first cell. */
export interface Grid {
  readonly rows: Run<HeatAxis>;
  readonly columns: Run<HeatAxis>;
  readonly cells: readonly PlacedCell[];
  readonly cellWidth: number;
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
  const parsed = z.array(heatRow).parse(doc.data);
  const axes = parsed.filter((row) => row.part === "axis");
  const imputers = axes.filter((axis) => axis.factor === "imputation");
  const cellWidth = imputers.length > 7 ? cellSize.narrow : cellSize.width;
  const outliers = axes.filter((axis) => axis.factor === "outlier");
  const rows = layOut(outliers, cellSize.height);
  const columns = layOut(imputers, cellWidth);
  const [down, across] = [startsOf(rows), startsOf(columns)];
  const cells = parsed
    .filter((row) => row.part === "cell")
    .map((at) => ({ at, x: startOf(across, at.imputation_method), y: startOf(down, at.outlier_method) }));
  return { rows, columns, cells, cellWidth };
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
