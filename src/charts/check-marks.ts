import { grown, isCrossed, isTouching, isWithin } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { isInside } from "./svg-shapes.ts";
import type { SvgShape } from "./svg-shapes.ts";
import type { SvgText } from "./svg-texts.ts";

/** How far a mark may reach over an edge or into a text's box, in points: no ink stands in the box's corners. */
const tolerance = 0.5;

/** One sentence if the edge of the page cuts marks: how many, and where the one that reaches farthest stands. */
export function marksBeyond(shapes: readonly SvgShape[], page: Extent): string[] {
  const cut = shapes.filter(({ box, reach }) => !isWithin(grown(box, reach), grown(page, tolerance)));
  const [farthest] = cut.toSorted((a, b) => overhang(b.box, page) - overhang(a.box, page));
  if (farthest === undefined) return [];
  const marks = cut.length === 1 ? "a mark reaches" : `${cut.length} marks reach`;
  return [`${marks} beyond the page, farthest ${placed(farthest)}`];
}

/** How far a box reaches over the page's edges. */
function overhang(box: Extent, page: Extent): number {
  return Math.max(page.left - box.left, box.right - page.right, page.top - box.top, box.bottom - page.bottom);
}

/**
 * One sentence for each text that a mark runs through or hides. A filling that holds the whole text is its ground, as
 * a cell is its number's; what an opaque ground covers is not seen and meets nothing.
 */
export function marksOnTexts(shapes: readonly SvgShape[], texts: readonly SvgText[]): string[] {
  return texts.flatMap((text) => {
    const near = shapes.filter(({ box, reach }) => isTouching(grown(box, reach), text));
    const covers = near.filter((shape) => isCovering(shape, text));
    const ground = covers.findLast(({ order, opaque }) => opaque && order < text.order)?.order ?? -1;
    const hiding = covers.find(({ order }) => order > text.order);
    if (hiding !== undefined) return [`"${text.content}" is hidden by ${placed(hiding)}`];
    const crossing = near.find(
      (shape) => shape.order > ground && !covers.includes(shape) && isRunningThrough(shape, text),
    );
    return crossing === undefined ? [] : [`"${text.content}" is run through by ${placed(crossing)}`];
  });
}

function placed({ name, box }: SvgShape): string {
  const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map((edge) =>
    edge.toFixed(1),
  );
  return `a ${name} at x ${left} to ${right}, y ${top} to ${bottom} pt`;
}

function isCovering(shape: SvgShape, text: SvgText): boolean {
  const ink = grown(text, -tolerance);
  return (
    shape.filled &&
    isWithin(ink, shape.box) &&
    [ink.left, ink.right].every((x) => [ink.top, ink.bottom].every((y) => isInside(shape, [x, y])))
  );
}

function isRunningThrough({ outlines, reach }: SvgShape, text: SvgText): boolean {
  const ink = grown(text, reach - tolerance);
  return outlines.some((outline) =>
    outline.some((point, i) => isCrossed(ink, outline[i - 1] ?? point, point)),
  );
}
