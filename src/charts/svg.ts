import { fontFamily, ink, type } from "./theme.ts";
import { capHeight, textWidth } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/** A piece of SVG markup in the coordinates of the figure, in points. */
export type Markup = string;

/** How one line of text is set; absent fields take the label style. */
export interface TextStyle {
  readonly size?: number;
  readonly face?: Face;
  readonly fill?: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Where `y` is: on the baseline, or half-way up the capitals. */
  readonly baseline?: "alphabetic" | "middle";
  /** Degrees clockwise about (x, y). */
  readonly rotate?: number;
}

/** One line of text at (x, y); no content, no element. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): Markup {
  if (content === "") return "";
  const {
    size = type.label,
    face = "regular",
    fill = ink.text,
    anchor = "start",
    baseline = "alphabetic",
  } = style;
  const dy = baseline === "middle" ? (capHeight * size) / 2 : 0;
  const turn = style.rotate === undefined ? "" : ` transform="rotate(${style.rotate} ${num(x)} ${num(y)})"`;
  const font = face === "semibold" ? ' font-weight="600"' : face === "italic" ? ' font-style="italic"' : "";
  return (
    `<text x="${num(x)}" y="${num(y + dy)}" font-family="${fontFamily}" font-size="${size}"${font}` +
    ` fill="${fill}" text-anchor="${anchor}"${turn}>${escapeXml(content)}</text>`
  );
}

/** How a line or outline is drawn. */
export interface LineStyle {
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

/** A straight line from (x1, y1) to (x2, y2). */
export function line(
  from: readonly [number, number],
  to: readonly [number, number],
  style: LineStyle = {},
): Markup {
  return (
    `<line x1="${num(from[0])}" y1="${num(from[1])}" x2="${num(to[0])}" y2="${num(to[1])}"` +
    `${strokeAttributes(style)}/>`
  );
}

/** A box in points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A filled box without outline. */
export function rect(box: Box, fill: string): Markup {
  return `<rect${boxAttributes(box)} fill="${fill}"/>`;
}

/** A box of lines without fill. */
export function outline(box: Box, style: LineStyle = {}): Markup {
  return `<rect${boxAttributes(box)} fill="none"${strokeAttributes(style)}/>`;
}

/** An outlined or filled path, in SVG path syntax. */
export function path(d: string, fill: string, style?: LineStyle): Markup {
  return `<path d="${d}" fill="${fill}"${style === undefined ? "" : strokeAttributes(style)}/>`;
}

/** Moves markup by (x, y). */
export function moved(x: number, y: number, content: Markup): Markup {
  return `<g transform="translate(${num(x)},${num(y)})">${content}</g>`;
}

/** Runs of text in different faces or colours on one line; gives the markup and the width it takes. */
export function textRun(
  x: number,
  y: number,
  parts: readonly (readonly [string, TextStyle])[],
): [Markup, number] {
  let at = x;
  const markup = parts.map(([content, style]) => {
    const piece = text(at, y, content, style);
    at += textWidth(content, style.size ?? type.label, style.face);
    return piece;
  });
  return [markup.join(""), at - x];
}

/** A number as SVG writes it, to a thousandth of a point. */
export function num(value: number): string {
  return String(Math.round(value * 1000) / 1000 || 0);
}

export function escapeXml(content: string): string {
  return content
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function boxAttributes(box: Box): string {
  return ` x="${num(box.x)}" y="${num(box.y)}" width="${num(box.width)}" height="${num(box.height)}"`;
}

function strokeAttributes({ stroke = ink.axis, width = 0.5, dash }: LineStyle): string {
  const dashes = dash === undefined || dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
  return ` stroke="${stroke}" stroke-width="${num(width)}"${dashes}`;
}
