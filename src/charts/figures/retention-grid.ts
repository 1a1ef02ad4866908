import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { type } from "../theme.ts";

/** Size of a plot area, in points. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** Room left of the plot areas at the left edge. */
export const gutter = 36;
/** Panels A, B and C end here; the key and panel D stand right of it. */
const right = 370;
const wideGap = 36;
const narrowGap = 14;
const mostAcross = 4;

/** Panels A and B, and the key beside them. */
export const upper = {
  top: 18,
  size: { width: (right - gutter - wideGap) / 2, height: 96 },
  lefts: [gutter, (right + gutter + wideGap) / 2],
} as const;

/** Panel C, one part per pipeline, and panel D beside it; `block` is the distance of its rows of parts. */
export const lower = { title: 155, top: 171, height: 74, block: 132 } as const;

/** Where the tag, the row marks and the plot area of panel D stand, the key being left-aligned to the tag. */
export const rightColumn = { tag: 390, marks: 402, left: 414, width: 118 } as const;

/** Baselines below a plot area's bottom edge. */
export const below = { axisTitle: 21, table: 32, row: 9 } as const;

/** The parts of panel C. */
export interface Parts {
  readonly size: PanelSize;
  /** The middle of all parts of a row, for the axis title. */
  readonly middle: number;
  /** How many rows of parts there are. */
  readonly rows: number;
  /** A part's top left corner, and whether it begins a row. */
  place(index: number): { readonly x: number; readonly y: number; readonly first: boolean };
}

/** Lays out one part of panel C per pipeline, at most four in a row, below the whole width of panels A and B. */
export function partsOf(pipelines: number): Parts {
  const across = Math.max(1, Math.min(mostAcross, pipelines));
  const gap = across === 2 ? wideGap : narrowGap;
  const width = (right - gutter - gap * (across - 1)) / across;
  return {
    size: { width, height: lower.height },
    middle: (gutter + right) / 2,
    rows: Math.ceil(pipelines / across),
    place: (index) => ({
      x: gutter + (index % across) * (width + gap),
      y: lower.top + Math.floor(index / across) * lower.block,
      first: index % across === 0,
    }),
  };
}

/** The title of an x axis, centred on `middle`, below a plot area that ends at `bottom`. */
export function axisTitle(middle: number, bottom: number, words: string): Markup {
  return text(middle, bottom + below.axisTitle, words, { anchor: "middle", size: type.axisTitle });
}
