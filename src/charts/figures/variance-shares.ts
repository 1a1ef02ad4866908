import { literally, position, values } from "../layers.ts";
import { spreadLabels } from "../label-spread.ts";
import { percent } from "../number-text.ts";
import { line, moved, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { ink, sequential, type } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";
import type { PlacedPanel } from "../picture.ts";
import { termNames } from "./variance-rows.ts";
import type { VarianceModel, VarianceTerm } from "./variance-rows.ts";

/** Height in points that one model's bar takes with its title and labels. */
export const barRow = 41;
/** From a row's top down to the title's baseline, that of the labels, and the bar. */
const down = { title: 8, labels: 17, bar: 24 } as const;
const barHeight = 10;
/** Clear room between two labels. */
const apart = 6;

const tints = {
  outlier: sequential[5],
  imputation: sequential[3],
  classifier: sequential[2],
  residual: sequential[0],
} as const;

/** A term's place in its bar, in shares of the whole. */
interface Segment {
  readonly term: VarianceTerm;
  readonly from: number;
  readonly to: number;
}

/** One bar of 100 %: the share of each factor and the rest, each labelled over its segment. */
export function shareBar(
  { title, terms }: VarianceModel,
  top: number,
  width: number,
): (PlacedPanel | Markup)[] {
  const segments = stacked(terms);
  return [
    text(0, top + down.title, title, { fill: ink.secondary }),
    moved(0, top, segmentLabels(segments, width).join("")),
    { x: 0, y: top + down.bar, panel: barPanel(segments, width) },
  ];
}

function stacked(terms: readonly VarianceTerm[]): Segment[] {
  let at = 0;
  return terms.map((term) => {
    const from = at;
    at = Math.min(1, at + term.eta_sq);
    return { term, from, to: at };
  });
}

function segmentLabels(segments: readonly Segment[], width: number): Markup[] {
  const wanted = segments.map(({ term, from, to }) => {
    const words = `${termNames[term.term]} ${percent(term.eta_sq)}`;
    return { words, middle: (width * (from + to)) / 2, y: (width * (from + to)) / 2 };
  });
  const widest = Math.max(...wanted.map(({ words }) => textWidth(words, type.label)));
  return spreadLabels(wanted, widest + apart, [widest / 2, width - widest / 2]).flatMap(
    ({ words, middle, y }) => [
      text(y, down.labels, words, { anchor: "middle" }),
      line([within(middle, y, textWidth(words, type.label) / 2), down.labels + 2], [middle, down.bar], {
        stroke: ink.secondary,
        width: 0.4,
      }),
    ],
  );
}

/** The place nearest to `wanted` under a label about `middle`. */
function within(wanted: number, middle: number, half: number): number {
  return Math.min(Math.max(wanted, middle - half), middle + half);
}

function barPanel(segments: readonly Segment[], width: number): Panel {
  const x = (field: string) => position({ field, domain: [0, 1] });
  const marks = segments.map(({ term, from, to }) => ({ ...term, from, to, color: tints[term.term] }));
  return {
    width,
    height: barHeight,
    layers: [
      {
        data: values(marks),
        mark: { type: "rect", opacity: 1, stroke: ink.axis, strokeWidth: 0.4 },
        encoding: { x: x("from"), x2: { field: "to" }, color: literally("color") },
      },
    ],
  };
}
