import { identity, multiply, parseTransform } from "./affine.ts";
import type { Matrix } from "./affine.ts";

/** A drawn element of an SVG: its tag, and the map from its own coordinates to the page's. */
export interface SvgElement {
  readonly name: string;
  /** The inside of the tag, after its name. */
  readonly attributes: string;
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
  const stack: { matrix: Matrix; drawn: boolean }[] = [{ matrix: identity, drawn: true }];
  const found: SvgElement[] = [];
  const element = /<(\/?)([a-zA-Z]+)((?:\s[^>]*?)?)(\/?)>([^<]*)/g;
  for (const [, closing, name = "", attributes = "", empty, content = ""] of svg.matchAll(element)) {
    if (closing === "/") {
      stack.pop();
      continue;
    }
    const outer = stack.at(-1) ?? { matrix: identity, drawn: true };
    const matrix = multiply(outer.matrix, parseTransform(attribute(attributes, "transform") ?? ""));
    const drawn = outer.drawn && !undrawn.has(name);
    if (drawn) found.push({ name, attributes, content, matrix });
    if (empty !== "/") stack.push({ matrix, drawn });
  }
  return found;
}

/** The value of an attribute in the inside of a tag. */
export function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
}

/** A numeric attribute; `otherwise` where it is absent. */
export function numberOf(attributes: string, name: string, otherwise = 0): number {
  const value = attribute(attributes, name);
  return value === undefined ? otherwise : Number.parseFloat(value);
}
