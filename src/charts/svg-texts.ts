import { apply, multiply } from "./affine.ts";
import type { Matrix } from "./affine.ts";
import { boxOf } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { decodeXml, numberOf, svgElements } from "./svg-elements.ts";
import type { SvgElement } from "./svg-elements.ts";
import { textWidth } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/** One line of text found in an SVG, with the axis-parallel box of its ink in the SVG's unit. */
export interface SvgText extends Extent {
  readonly content: string;
  readonly family: string;
  readonly face: Face;
  readonly size: number;
  readonly fill: string;
  /** From the line's own coordinates, its start on the baseline at (0, 0), to the page's. */
  readonly matrix: Matrix;
  /** Place in the order in which the SVG's elements are painted. */
  readonly order: number;
}

/** Height of capitals above, and of descenders below the baseline, in em. */
const above = 0.68;
const under = 0.17;

/** Finds every `<text>` of an SVG, measures it with the shipped font and maps its box through its groups. */
export function svgTexts(svg: string): SvgText[] {
  return svgElements(svg)
    .flatMap((element, order) => (element.name === "text" ? [textOf(element, order)] : []))
    .filter((text) => text.content !== "");
}

function textOf(element: SvgElement, order: number): SvgText {
  const { attributes, fill } = element;
  const size = numberOf(element, "font-size");
  const content = decodeXml(element.content).trim();
  const face = faceOf(attributes);
  const width = textWidth(content, size, face);
  const anchor = attributes.get("text-anchor") ?? "start";
  const left = numberOf(element, "x") - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
  const matrix = multiply(element.matrix, [1, 0, 0, 1, left, numberOf(element, "y")]);
  const corners = [0, width].flatMap((x) => [-above, under].map((em) => apply(matrix, [x, em * size])));
  return {
    content,
    family: attributes.get("font-family") ?? "",
    face,
    size,
    fill,
    matrix,
    order,
    ...boxOf(corners),
  };
}

function faceOf(attributes: SvgElement["attributes"]): Face {
  if (attributes.get("font-weight") === "600") return "semibold";
  return attributes.get("font-style") === "italic" ? "italic" : "regular";
}
