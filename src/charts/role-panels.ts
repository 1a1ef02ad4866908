import type { FigureDocument } from "./document.ts";
import { countLine, keyLine, panelTitle, syntheticBand } from "./frame.ts";
import type { Canvas, Items, KeyEntry } from "./frame.ts";
import { counted } from "./number-text.ts";
import { roleRow, tagOf } from "./role-row.ts";
import { moved, text } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { type } from "./theme.ts";
import type { Panel } from "./vega-panel.ts";

/** A panel for each role, whatever stands around it. */
export interface RolePlots<Pipeline extends { readonly name: string }> {
  readonly pipelines: readonly Pipeline[];
  /** The first panel of the row is `labelled`: it names the axis that all share. */
  readonly panel: (pipeline: Pipeline, view: PanelView) => Panel;
  readonly key: readonly KeyEntry[];
}

/** A figure of one panel for each role, side by side on equal axes. */
export interface RolePanels<Pipeline extends { readonly name: string }> extends RolePlots<Pipeline> {
  readonly layout: RoleLayout;
  /** What stands under a panel's title, from the panel's left edge. */
  readonly head: (pipeline: Pipeline, size: PanelSize) => Markup;
  /** What stands below a panel, from its lower left corner. */
  readonly foot?: (pipeline: Pipeline, size: PanelSize) => Markup;
  readonly xTitle: string;
}

/** Room of the row in points. */
export interface RoleLayout {
  /** Left of the first panel, for the axis that all share. */
  readonly gutter: number;
  /** Above the panels: title and what `head` draws. */
  readonly headroom: number;
  /** A panel's height for its width. */
  readonly height: (width: number) => number;
  /** From the panels down to the middle of the axis title. */
  readonly titleBelow: number;
}

export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

export interface PanelView extends PanelSize {
  readonly labelled: boolean;
}

/** Below the axis title: the line of counts and the key, in points. */
export const bottomLines = 17;

/** Height in inches of a figure with panels for this many pipelines. */
export function rolePanelsHeight(
  doc: FigureDocument,
  pipelines: number,
  { gutter, headroom, height, titleBelow }: RoleLayout,
): number {
  const { size } = roleRow(72 * doc.width_in, gutter, pipelines);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (headroom + height(size) + titleBelow + bottomLines + band) / 72;
}

/** Lays the panels out with their titles, the shared axis title, the count line and the key. */
export function rolePanelItems<Pipeline extends { readonly name: string }>(
  doc: FigureDocument,
  canvas: Canvas,
  { pipelines, layout, head, panel, foot, xTitle, key }: RolePanels<Pipeline>,
): Items {
  const row = roleRow(72 * doc.width_in, layout.gutter, pipelines.length);
  const size = { width: row.size, height: layout.height(row.size) };
  const top = layout.headroom;
  const panels = pipelines.flatMap((pipeline, i) => [
    panelTitle(doc, [row.left(i), 9], tagOf(i, pipelines.length), pipeline.name),
    at(row.left(i), 0, head(pipeline, size)),
    { x: row.left(i), y: top, panel: panel(pipeline, { ...size, labelled: i === 0 }) },
    at(row.left(i), top + size.height, foot?.(pipeline, size) ?? ""),
  ]);
  const middle = (row.left(0) + row.left(pipelines.length - 1) + size.width) / 2;
  return [
    ...panels,
    text(middle, top + size.height + layout.titleBelow, xTitle, { anchor: "middle", size: type.axisTitle }),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

function at(x: number, y: number, content: Markup): Markup {
  return content === "" ? "" : moved(x, y, content);
}
