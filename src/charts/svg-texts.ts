import { textWidth } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/** One line of text found in an SVG, with the axis-parallel box of its ink in the SVG's unit. */
export interface SvgText {
  readonly content: string;
  readonly family: string;
  readonly face: Face;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** An affine map, as SVG's matrix(a b c d e f). */
type Matrix = readonly [number, number, number, number, number, number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** Height of capitals above, and of descenders below the baseline, in em. */
const above = 0.68;
const under = 0.17;

/**
 * Finds every `<text>` of an SVG that uses no styles, tspans or nested viewports, which is what this library
 * writes; measures it with the shipped font and maps its box through the groups it stands in.
 */
export function svgTexts(svg: string): SvgText[] {
  const stack: Matrix[] = [identity];
  const found: SvgText[] = [];
  const element = /<(\/?)([a-zA-Z]+)((?:\s[^>]*?)?)(\/?)>([^<]*)/g;
  for (const [, closing, name, attributes = "", empty, content = ""] of svg.matchAll(element)) {
    const outer = stack.at(-1) ?? identity;
    if (closing === "/") {
      stack.pop();
      continue;
    }
    const matrix = multiply(outer, parseTransform(attribute(attributes, "transform") ?? ""));
    if (name === "text") found.push(textOf(matrix, attributes, decode(content)));
    if (empty !== "/") stack.push(matrix);
  }
  return found.filter((text) => text.content !== "");
}

/** The value of an attribute in the inside of a tag. */
export function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
}

function textOf(matrix: Matrix, attributes: string, raw: string): SvgText {
  const number = (name: string) => Number.parseFloat(attribute(attributes, name) ?? "0");
  const size = number("font-size");
  const content = raw.trim();
  const face = faceOf(attributes);
  const width = textWidth(content, size, face);
  const anchor = attribute(attributes, "text-anchor") ?? "start";
  const x = number("x") - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
  const y = number("y");
  const corners = [
    apply(matrix, x, y - above * size),
    apply(matrix, x + width, y - above * size),
    apply(matrix, x, y + under * size),
    apply(matrix, x + width, y + under * size),
  ];
  const [xs, ys] = [corners.map(([cx]) => cx), corners.map(([, cy]) => cy)];
  return {
    content,
    family: attribute(attributes, "font-family") ?? "",
    face,
    size,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

function faceOf(attributes: string): Face {
  if (attribute(attributes, "font-weight") === "600") return "semibold";
  return attribute(attributes, "font-style") === "italic" ? "italic" : "regular";
}

function parseTransform(transform: string): Matrix {
  let matrix = identity;
  for (const [, name = "", list = ""] of transform.matchAll(/([a-z]+)\(([^)]*)\)/g)) {
    matrix = multiply(
      matrix,
      stepOf(
        name,
        list
          .trim()
          .split(/[\s,]+/)
          .map(Number),
      ),
    );
  }
  return matrix;
}

function stepOf(name: string, [a = 0, b = 0, c = 0]: readonly number[]): Matrix {
  if (name === "translate") return [1, 0, 0, 1, a, b];
  if (name !== "rotate") throw new Error(`no transform of this library: ${name}`);
  const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
  const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
  return multiply(multiply([1, 0, 0, 1, b, c], turn), [1, 0, 0, 1, -b, -c]);
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    ...apply(m, n[4], n[5]),
  ];
}

function apply(m: Matrix, x: number, y: number): [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

function decode(content: string): string {
  return content
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
