import { loadPanelRenderer } from "./vega-panel.ts";
import type { Panel } from "./vega-panel.ts";
import { escapeXml, moved, num } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { ink } from "./theme.ts";

/** A panel with the place of its plot area's top left corner, in points. */
export interface PlacedPanel {
  readonly x: number;
  readonly y: number;
  readonly panel: Panel;
}

/** A figure before Vega has run: panels and loose markup, drawn in this order. */
export interface Picture {
  /** Distinguishes the picture's own ids where several stand in one page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly items: readonly (PlacedPanel | Markup)[];
}

/** Draws the panels and joins everything to one SVG document of the picture's size. */
export async function renderPicture(picture: Picture): Promise<string> {
  const renderPanel = await loadPanelRenderer();
  const body: Markup[] = [];
  for (const item of picture.items) {
    body.push(typeof item === "string" ? item : moved(item.x, item.y, await renderPanel(item.panel)));
  }
  const { id, width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}pt" height="${num(height)}pt"` +
      ` viewBox="0 0 ${num(width)} ${num(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeXml(picture.title)}</title>`,
    `<desc id="${id}-desc">${escapeXml(picture.description)}</desc>`,
    `<rect width="${num(width)}" height="${num(height)}" fill="${ink.white}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}
