import { apply } from "./affine.ts";
import type { Point } from "./affine.ts";
import { boxOf } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { pathOutlines } from "./path-outline.ts";
import type { Outline } from "./path-outline.ts";
import { isPaint, numberOf, svgElements } from "./svg-elements.ts";
import type { SvgElement } from "./svg-elements.ts";

/** A visible mark of an SVG, in the page's coordinates. */
export interface SvgShape {
  /** The element: rect, line, circle or path. */
  readonly name: string;
  readonly outlines: readonly Outline[];
  readonly filled: boolean;
  /** Nothing shines through its filling. */
  readonly opaque: boolean;
  /** Half the width of its stroke; 0 without one. */
  readonly reach: number;
  /** The box of its outlines, without the stroke. */
  readonly box: Extent;
  /** Place in the order in which the SVG's elements are painted. */
  readonly order: number;
}

/** Finds every rect, line, circle and path that has a filling or a stroke. */
export function svgShapes(svg: string): SvgShape[] {
  return svgElements(svg).flatMap((element, order) => {
    const local = outlinesOf(element);
    const { attributes, fill, matrix } = element;
    const outlines = local.map((outline) => outline.map((point) => apply(matrix, point)));
    const filled = element.name !== "line" && isPaint(fill);
    const stroked = isPaint(attributes.get("stroke") ?? "none");
    if (outlines.every((outline) => outline.length === 0) || (!filled && !stroked)) return [];
    const opaque = ["opacity", "fill-opacity"].every((name) => numberOf(element, name, 1) === 1);
    return [
      {
        name: element.name,
        outlines,
        filled,
        opaque: filled && opaque,
        reach: stroked ? numberOf(element, "stroke-width", 1) / 2 : 0,
        box: boxOf(outlines.flat()),
        order,
      },
    ];
  });
}

function outlinesOf(element: SvgElement): Outline[] {
  const { name, attributes } = element;
  const at = (key: string): number => numberOf(element, key);
  if (name === "path") return pathOutlines(attributes.get("d") ?? "");
  if (name === "line") {
    return [
      [
        [at("x1"), at("y1")],
        [at("x2"), at("y2")],
      ],
    ];
  }
  if (name === "rect") return [rectangle(at("x"), at("y"), at("width"), at("height"))];
  if (name === "circle") return [circle(at("cx"), at("cy"), at("r"))];
  return [];
}

function rectangle(x: number, y: number, width: number, height: number): Outline {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
    [x, y],
  ];
}

function circle(x: number, y: number, r: number): Outline {
  return pathOutlines(`M${x - r},${y}A${r},${r},0,1,1,${x + r},${y}A${r},${r},0,1,1,${x - r},${y}`).flat();
}

/** Whether a filled shape holds the point (even-odd rule). */
export function isInside({ outlines }: SvgShape, [x, y]: Point): boolean {
  let inside = false;
  for (const outline of outlines) {
    outline.forEach(([x2, y2], i) => {
      const [x1, y1] = outline.at(i - 1) ?? [x2, y2];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    });
  }
  return inside;
}
