import type { Point } from "./affine.ts";
import { type Arc, pathSegments } from "./path-segments.ts";

/** One stroke of a path; a closed one ends where it began. */
export type Outline = readonly Point[];

/** How many straight pieces stand for an arc: of the symbols drawn here, to within a fiftieth of a point. */
const arcPieces = 16;

/**
 * The strokes of a path as straight pieces.
 *
 * @throws on a command that this library does not write (curves, elliptical arcs)
 */
export function pathOutlines(d: string): Outline[] {
  const outlines: Point[][] = [];
  for (const segment of pathSegments(d)) {
    if (segment.kind === "move") outlines.push([segment.to]);
    else outlines.at(-1)?.push(...(segment.kind === "arc" ? pointsOf(segment.arc) : [segment.to]));
  }
  return outlines;
}

/** Points along an arc, without its first. */
function pointsOf({ centre, radius, first, turn }: Arc): Point[] {
  return Array.from({ length: arcPieces }, (_, i): Point => {
    const at = first + (turn * (i + 1)) / arcPieces;
    return [centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)];
  });
}
