/** A point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The parts of a curve at or above `floor`, each ended exactly at the floor, so that a line leaves the frame where
 * it crosses the edge instead of being drawn over the axis.
 */
export function partsAbove(points: readonly CurvePoint[], floor: number): CurvePoint[][] {
  const parts: CurvePoint[][] = [];
  let part: CurvePoint[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const inside = point.y >= floor;
    if (before !== undefined && before.y >= floor !== inside) part.push(crossing(before, point, floor));
    if (inside) part.push(point);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  });
  return part.length > 0 ? [...parts, part] : parts;
}

function crossing(from: CurvePoint, to: CurvePoint, y: number): CurvePoint {
  return { x: from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x), y };
}
