import { z } from "zod";
import type { Items } from "../frame.ts";
import { bandLayer, position } from "../layers.ts";
import { count } from "../number-text.ts";
import { text } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { ink, type } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";

/** GRID, the runs that failed the same filter first, of every featurization. */
export const gridRejection = z.strictObject({
  part: z.literal("rejection"),
  reason: z.string(),
  /** The reason in words. */
  words: z.string(),
  n_runs: z.int().positive(),
});

export type GridRejection = z.infer<typeof gridRejection>;

const rowHeight = 12;
const barHeight = 6;
/** Right of the longest bar, for its count. */
const countWidth = 34;

/** Height of the bars in points; a line of words where there are none. */
export function rejectionsHeight(rejections: readonly GridRejection[]): number {
  return rowHeight * Math.max(1, rejections.length);
}

/** Runs by the filter that they failed first, as bars from zero. */
export function rejectionBars(
  rejections: readonly GridRejection[],
  { top, width: whole }: { readonly top: number; readonly width: number },
): Items {
  if (rejections.length === 0) {
    const style = { baseline: "middle", fill: ink.secondary } as const;
    return [text(0, top + rowHeight / 2, "No run of the experiment was rejected.", style)];
  }
  const left = 6 + Math.max(...rejections.map(({ words }) => textWidth(words, type.label)));
  const width = whole - left - countWidth;
  const height = rowHeight * rejections.length;
  const most = Math.max(...rejections.map(({ n_runs }) => n_runs));
  const middle = (i: number): number => rowHeight * (i + 0.5);
  const marks = rejections.map((row, i) => ({
    ...row,
    zero: 0,
    top: middle(i) - barHeight / 2,
    bottom: middle(i) + barHeight / 2,
  }));
  const x = (field: string): Layer => position({ field, domain: [0, most] });
  const y = (field: string): Layer => position({ field, domain: [height, 0] });
  const encoding = { x: x("zero"), x2: { field: "n_runs" }, y: y("top"), y2: { field: "bottom" } };
  return [
    { x: left, y: top, panel: { width, height, layers: [bandLayer(marks, encoding, ink.tick)] } },
    ...rejections.flatMap(({ words, n_runs }, i) => [
      text(0, top + middle(i), words, { baseline: "middle" }),
      text(left + (width * n_runs) / most + 3, top + middle(i), count(n_runs), { baseline: "middle" }),
    ]),
  ];
}
