import { assertWhole } from "./check-panel.ts";
import { fontFamily, ink, stroke, type } from "./theme.ts";
import { textWidth } from "./text-width.ts";
import type { Markup } from "./svg.ts";

/** A Vega-Lite layer, or its parts, as plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Layer = { readonly [key: string]: Json };

/** A plot area of fixed size, drawn by Vega-Lite; axes hang outside of it. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly layers: readonly Layer[];
}

/** Draws a panel with its plot area's top left corner at (0, 0). */
export type PanelRenderer = (panel: Panel) => Promise<Markup>;

/**
 * Loads Vega and Vega-Lite and gives a renderer that uses the theme; it throws if a mark or an axis would be lost.
 * Vega measures text with the shipped font: without a canvas it would guess 0.8 em a character and cut labels.
 */
export async function loadPanelRenderer(): Promise<PanelRenderer> {
  const { vega, vegaLite } = await import("./vega.ts");
  const { textMetrics } = vega as unknown as { textMetrics: TextMetrics };
  textMetrics.width = (item, content) =>
    textWidth(content, item.fontSize ?? type.label, item.fontWeight === 600 ? "semibold" : "regular");
  return async (panel) => {
    assertWhole(panel);
    const compiled = vegaLite.compile(topLevel(panel) as unknown as Parameters<typeof vegaLite.compile>[0]);
    const view = new vega.View(vega.parse(compiled.spec), { renderer: "none" });
    const svg = await view.toSVG();
    view.finalize();
    return tidy(svg);
  };
}

/** What Vega's types leave out: the object through which it measures text. */
interface TextMetrics {
  width: (item: TextItem, content: string) => number;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
}

function topLevel(panel: Panel): Layer {
  return {
    width: panel.width,
    height: panel.height,
    padding: 0,
    autosize: { type: "none" },
    background: null,
    config,
    data: { values: [{}] },
    layer: panel.layers.map(linked),
  };
}

/** Marks say which rows they stand for: a point or a bar for its own, a line for one at each of its corners. */
function linked(layer: Layer): Layer {
  const mark = layer["mark"] as { readonly type: string };
  const { values } = layer["data"] as { readonly values: readonly { readonly row?: number | "" }[] };
  const rows = values.map(({ row = "" }) => row);
  if (rows.every((row) => row === "")) return layer;
  const description = mark.type === "line" ? { value: rows.join(" ") } : { field: "row" };
  if (mark.type === "area" || mark.type === "text") return layer;
  const encoding = layer["encoding"] as Layer;
  return { ...layer, mark: { ...mark, aria: true }, encoding: { ...encoding, description } };
}

const config: Layer = {
  aria: false,
  font: fontFamily,
  view: { stroke: null },
  axis: {
    translate: 0,
    domainColor: ink.axis,
    domainWidth: stroke.axis,
    tickColor: ink.axis,
    tickWidth: stroke.axis,
    tickSize: 3,
    gridColor: ink.grid,
    gridWidth: stroke.grid,
    labelColor: ink.text,
    labelFontSize: type.label,
    labelPadding: 2,
    labelLimit: 0,
    labelFlush: false,
    labelOverlap: false,
    titleColor: ink.text,
    titleFontSize: type.axisTitle,
    titleFontWeight: "normal",
    titleLimit: 0,
    titlePadding: 3,
  },
};

/**
 * Drops what Vega writes for screens (empty backgrounds, classes, roles) and digits below a thousandth of a point; what
 * a mark says of its rows becomes `data-rows`, places in the sidecar's `data`.
 */
function tidy(svg: string): Markup {
  return svg
    .replace(/^<svg[^>]*>|<\/svg>$/g, "")
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replace(/ aria-label="([\d ]+)"/g, ' data-rows="$1"')
    .replace(/ (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"/g, "")
    .replace(/ (?:opacity="1"|transform="translate\(0,0\)")/g, "")
    .replace(/(?:<g>)(?:<\/g>)/g, "")
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (digits) => String(round(Number(digits)))),
    )
    .replace(/(font-size="[\d.]+)px"/g, '$1"');
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000 || 0;
}
