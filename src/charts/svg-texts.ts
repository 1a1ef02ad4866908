import { apply } from "./affine.ts";
import { boxOf } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { attribute, numberOf, svgElements } from "./svg-elements.ts";
import type { SvgElement } from "./svg-elements.ts";
import { textWidth } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/** One line of text found in an SVG, with the axis-parallel box of its ink in the SVG's unit. */
export interface SvgText extends Extent {
  readonly content: string;
  readonly family: string;
  readonly face: Face;
  readonly size: number;
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

function textOf({ attributes, content: raw, matrix }: SvgElement, order: number): SvgText {
  const size = numberOf(attributes, "font-size");
  const content = decode(raw).trim();
  const face = faceOf(attributes);
  const width = textWidth(content, size, face);
  const anchor = attribute(attributes, "text-anchor") ?? "start";
  const left = numberOf(attributes, "x") - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
  const [top, bottom] = [-above, under].map((em) => numberOf(attributes, "y") + em * size) as [
    number,
    number,
  ];
  const corners = [left, left + width].flatMap((x) => [apply(matrix, [x, top]), apply(matrix, [x, bottom])]);
  return {
    content,
    family: attribute(attributes, "font-family") ?? "",
    face,
    size,
    order,
    ...boxOf(corners),
  };
}

function faceOf(attributes: string): Face {
  if (attribute(attributes, "font-weight") === "600") return "semibold";
  return attribute(attributes, "font-style") === "italic" ? "italic" : "regular";
}

function decode(content: string): string {
  return content
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
