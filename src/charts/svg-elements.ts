import { identity, multiply, parseTransform } from "./affine.ts";
import type { Matrix } from "./affine.ts";

/** A drawn element of an SVG: its tag, and the map from its own coordinates to the page's. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Its own or its nearest group's; black where nobody says. */
  readonly fill: string;
  /** What stands between the tag and the next one, entities as they are written. */
  readonly content: string;
  readonly matrix: Matrix;
}

/** What these hold is referred to, never drawn in its place. */
const undrawn = new Set(["defs", "clipPath", "linearGradient"]);

/**
 * The elements of an SVG in the order in which they are painted; those within definitions are passed over.
 * For SVGs without tspans and nested viewports, which is what this library writes.
 */
export function svgElements(svg: string): SvgElement[] {
  const root = { matrix: identity, fill: "black", drawn: true };
  const stack: { matrix: Matrix; fill: string; drawn: boolean }[] = [root];
  const found: SvgElement[] = [];
  const element = /<(\/?)([a-zA-Z]+)((?:\s[^>]*?)?)(\/?)>([^<]*)/g;
  for (const [, closing, name = "", tag = "", empty, content = ""] of svg.matchAll(element)) {
    if (closing === "/") {
      stack.pop();
      continue;
    }
    const outer = stack.at(-1) ?? root;
    const attributes = attributesIn(tag);
    const matrix = multiply(outer.matrix, parseTransform(attributes.get("transform") ?? ""));
    const fill = attributes.get("fill") ?? outer.fill;
    const drawn = outer.drawn && !undrawn.has(name);
    if (drawn) found.push({ name, attributes, fill, content, matrix });
    if (empty !== "/") stack.push({ matrix, fill, drawn });
  }
  return found;
}

function attributesIn(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of tag.matchAll(/([\w:-]+)="([^"]*)"/g)) found.set(name, value);
  return found;
}

/** A numeric attribute; `otherwise` where it is absent. */
export function numberOf({ attributes }: SvgElement, name: string, otherwise = 0): number {
  const value = attributes.get(name);
  return value === undefined ? otherwise : Number.parseFloat(value);
}

/** Whether a fill or stroke is seen. */
export function isPaint(value: string): boolean {
  return value !== "none" && value !== "transparent";
}

/** The characters that stand in markup for themselves or as entities. */
export function decodeXml(content: string): string {
  return content
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
