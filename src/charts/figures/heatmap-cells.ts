import { literally, position, values } from "../layers.ts";
import { fixed } from "../number-text.ts";
import { line, num, outline } from "../svg.ts";
import type { Box, Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { categories, ink } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";
import { cellSize, coloursOf } from "./heatmap-grid.ts";
import type { Grid, PlacedCell, View } from "./heatmap-grid.ts";

/** Half of the white line between cells. */
const inset = 0.25;

/** The coloured cells with their numbers. */
export function cellPanel(grid: Grid, view: View): Panel {
  const marks = grid.cells.flatMap(({ at, x, y }) => {
    const value = view.value(at);
    return value === null
      ? []
      : [{ ...at, ...cellMark({ x, y, width: grid.cellWidth, height: cellSize.height }, view, value) }];
  });
  const across = (field: string) => position({ field, domain: [0, grid.columns.length] });
  const down = (field: string) => position({ field, domain: [grid.rows.length, 0] });
  const box = { x: across("left"), x2: { field: "right" }, y: down("top"), y2: { field: "bottom" } };
  const middle = { x: across("x"), y: down("y"), text: { field: "label" } };
  return {
    width: grid.columns.length,
    height: grid.rows.length,
    layers: [
      {
        data: values(marks),
        mark: { type: "rect", opacity: 1 },
        encoding: { ...box, color: literally("ground") },
      },
      {
        data: values(marks),
        mark: { type: "text", fontSize: 7, baseline: "middle", dy: 0.5 },
        encoding: { ...middle, color: literally("ink") },
      },
    ],
  };
}

function cellMark({ x, y, width, height }: Box, view: View, value: number): object {
  return {
    left: x + inset,
    right: x + width - inset,
    top: y + inset,
    bottom: y + height - inset,
    x: x + width / 2,
    y: y + height / 2,
    label: fixed(value, 3),
    ...coloursOf(view, value),
  };
}

/** What stands on the cells: hatching of missing ones, the outline of the best, GT × GT, dots outside the margin. */
export function cellMarks(grid: Grid, view: View): Markup[] {
  const best = grid.cells.toSorted((a, b) => (b.at.auroc ?? 0) - (a.at.auroc ?? 0)).slice(0, 1);
  const references = grid.cells.filter(({ at }) => at.is_reference);
  const outside = view.kind === "difference" ? grid.cells.filter(({ at }) => at.outside_margin === true) : [];
  return [
    ...emptyPlaces(grid, view).map(([x, y]) => {
      const [width, height] = [grid.cellWidth - 2, cellSize.height - 2];
      return hatch({ x: x + 1, y: y + 1, width, height });
    }),
    ...best.map(({ x, y }) => bestOutline({ x, y, width: grid.cellWidth, height: cellSize.height })),
    ...references.map((cell) => referenceMark(grid, view, cell)),
    ...outside.map(({ at, x, y }) => dot(x + grid.cellWidth - 3, y + 3, inkAt(view, at))),
  ];
}

/** The outline of the highest cell, in the panels and in the key. */
export function bestOutline(box: Box): Markup {
  return outline(box, { stroke: ink.text, width: 1.25 });
}

/** The diamond of GT × GT, in its category's colour or in the ink of its cell. */
export function diamond(at: readonly [number, number], scale: number, color: string): Markup {
  return symbol(at, { shape: "diamond", color }, { scale });
}

/** The mark of a cell whose interval lies outside the margin. */
export function dot(x: number, y: number, fill: string): Markup {
  return `<circle cx="${num(x)}" cy="${num(y)}" r="1.2" fill="${fill}"/>`;
}

/** Beside its number, or, where it is what others are compared with, in its place. */
function referenceMark(grid: Grid, view: View, { at, x, y }: PlacedCell): Markup {
  if (view.value(at) !== null) return diamond([x + 2.7, y + 2.7], 0.7, inkAt(view, at));
  return diamond([x + grid.cellWidth / 2, y + cellSize.height / 2], 1.25, categories["Ground Truth"].color);
}

function inkAt(view: View, at: PlacedCell["at"]): string {
  const value = view.value(at);
  return value === null ? ink.black : coloursOf(view, value).ink;
}

/** Corners of the grid's places that hold neither a value nor the reference. */
export function emptyPlaces(grid: Grid, view: View): [number, number][] {
  const taken = grid.cells.filter(({ at }) => view.value(at) !== null || at.is_reference);
  const full = new Set(taken.map(({ x, y }) => `${x} ${y}`));
  return grid.rows.entries
    .flatMap((row) => grid.columns.entries.map((column): [number, number] => [column.start, row.start]))
    .filter(([x, y]) => !full.has(`${x} ${y}`));
}

/** Diagonal strokes on white: what was not run is neither zero nor a colour of the scale. */
export function hatch({ x, y, width, height }: Box): Markup {
  const strokes: Markup[] = [];
  for (let offset = 3; offset < width + height; offset += 4) {
    const from: [number, number] = [x + Math.max(offset - height, 0), y + Math.min(offset, height)];
    const to: [number, number] = [x + Math.min(offset, width), y + Math.max(offset - width, 0)];
    strokes.push(line(from, to, { stroke: ink.missing, width: 0.5 }));
  }
  return strokes.join("");
}
