import type { Point } from "./affine.ts";

/** An axis-parallel box by its edges; y grows downwards. */
export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The smallest box that holds all points. */
export function boxOf(points: readonly Point[]): Extent {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** The box with every edge moved outwards by `by`. */
export function grown({ left, right, top, bottom }: Extent, by: number): Extent {
  return { left: left - by, right: right + by, top: top - by, bottom: bottom + by };
}

/** Whether two boxes share a point. */
export function isTouching(a: Extent, b: Extent): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/** Whether `outer` holds all of `inner`. */
export function isWithin(inner: Extent, outer: Extent): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

/** Whether a straight line from `from` to `to` passes through the box (Liang and Barsky's clipping). */
export function isCrossed(box: Extent, from: Point, to: Point): boolean {
  let [first, last] = [0, 1];
  const along = [to[0] - from[0], to[1] - from[1]] as const;
  const bounds = [
    [-along[0], from[0] - box.left],
    [along[0], box.right - from[0]],
    [-along[1], from[1] - box.top],
    [along[1], box.bottom - from[1]],
  ] as const;
  for (const [step, room] of bounds) {
    if (step === 0) {
      if (room < 0) return false;
    } else if (step < 0) first = Math.max(first, room / step);
    else last = Math.min(last, room / step);
  }
  return first <= last;
}
