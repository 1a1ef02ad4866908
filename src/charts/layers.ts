import { rowOf } from "./row-links.ts";
import type { Domain } from "./scale.ts";
import { ink, pointArea, stroke } from "./theme.ts";
import type { Layer } from "./vega-panel.ts";

/** A positional channel: which field, over which range, with which axis (null: none). */
export interface Position {
  readonly field: string;
  readonly domain: Domain;
  readonly axis?: Layer | null;
}

/** The Vega-Lite encoding of a position; the range is exactly the given one, and zero is not forced into it. */
export function position({ field, domain, axis = null }: Position): Layer {
  return {
    field,
    type: "quantitative",
    scale: { domain: [domain[0], domain[1]], zero: false, nice: false },
    axis,
    title: null,
  };
}

/** An axis with given ticks, drawn over the marks; `format` is d3's. Its grid, under the marks, is a `gridLayer`. */
export function axis(options: { title?: string; values: readonly number[]; format: string } & Layer): Layer {
  return { title: null, grid: false, zindex: 1, ...options };
}

/** Grid lines at ticks of one axis; `channel` gives the position of field `at`. */
export function gridLayer(ticks: readonly number[], channel: { x: Layer } | { y: Layer }): Layer {
  return ruleLayer(
    ticks.map((at) => ({ at })),
    channel,
    { stroke: ink.grid, strokeWidth: stroke.grid },
  );
}

/** Place of rows: from 0 at the top to `height` at the bottom, in points, no axis. */
export function rowPosition(height: number): Layer {
  return position({ field: "y", domain: [height, 0] });
}

/** A field whose values are colours, shapes or other final values. */
export function literally(field: string): Layer {
  return { field, type: "nominal", scale: null, legend: null };
}

/** Rows as Vega-Lite reads them; `row` is a row's place in the sidecar, where it has one. */
export function values(rows: readonly object[]): Layer {
  return { values: rows.map((one) => ({ ...one, row: rowOf(one) ?? "" })) };
}

/** Points in each row's `color` and `shape`, with a white halo. */
export function pointLayer(rows: readonly object[], x: Layer, y: Layer): Layer {
  return {
    data: values(rows),
    mark: { type: "point", filled: true, size: pointArea, opacity: 1, stroke: ink.white, strokeWidth: 0.7 },
    encoding: { x, y, color: literally("color"), shape: literally("shape") },
  };
}

/** Upright ticks, one per row. */
export function tickLayer(rows: readonly object[], x: Layer, y: Layer, mark: Layer): Layer {
  return {
    data: values(rows),
    mark: { type: "tick", orient: "vertical", size: 7, opacity: 1, ...mark },
    encoding: { x, y },
  };
}

/** One line through the rows in their order. */
export function lineLayer(rows: readonly object[], x: Layer, y: Layer, mark: Layer): Layer {
  return {
    data: values(rows),
    mark: { type: "line", strokeWidth: stroke.data, strokeJoin: "round", opacity: 1, ...mark },
    encoding: { x, y },
  };
}

/** Straight lines between two fields of one axis; `mark` overrides the look. */
export function ruleLayer(rows: readonly object[], encoding: Layer, mark: Layer = {}): Layer {
  return {
    data: values(rows),
    mark: { type: "rule", stroke: ink.text, strokeWidth: stroke.sampling, opacity: 1, ...mark },
    encoding,
  };
}

/** A filled region between two values of an axis. */
export function bandLayer(rows: readonly object[], encoding: Layer, fill: string = ink.margin): Layer {
  return { data: values(rows), mark: { type: "rect", fill, opacity: 1 }, encoding };
}
