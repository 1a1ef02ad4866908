import { fixed, limits } from "./number-text.ts";
import { text } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { ink } from "./theme.ts";

/** How words and limits beside an estimate are set. */
export const quiet = { baseline: "middle", fill: ink.secondary } as const;

/** An estimate ending at `x`, so that decimal points stand below one another, and its limits after it. */
export function estimateText(
  x: number,
  y: number,
  of: readonly [number | null, number | null, number | null],
): Markup[] {
  return [
    text(x, y, fixed(of[0], 3), { ...(of[0] === null ? quiet : { baseline: "middle" }), anchor: "end" }),
    text(x + 3, y, limits(of[1], of[2], 3), quiet),
  ];
}
