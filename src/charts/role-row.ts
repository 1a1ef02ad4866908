import { sideMargin } from "./frame.ts";

const gap = 14;
/** A panel grows no larger than 2.2 in when few stand in the row. */
const largest = 158;

/** A row of equal square panels, one per pipeline, re-laid without holes whatever their number. */
export interface RoleRow {
  /** Side of a panel, in points. */
  readonly size: number;
  /** Left edge of the panel with this index. */
  left(index: number): number;
}

/** Lays `count` panels side by side on a page of `width` points, right of a gutter for the axis. */
export function roleRow(width: number, gutter: number, count: number): RoleRow {
  const room = width - 2 * sideMargin - gutter - gap * (count - 1) - 3;
  const size = Math.min(largest, Math.floor((room / Math.max(1, count)) * 2) / 2);
  return { size, left: (index) => gutter + index * (size + gap) };
}

/** The tag of a panel among `count`: A, B, C …, none where there is but one. */
export function tagOf(index: number, count: number): string {
  return count > 1 ? String.fromCharCode(65 + index) : "";
}
