import { inkOn, rampColor } from "../color-ramp.ts";
import { literally, position, values } from "../layers.ts";
import { fixed } from "../number-text.ts";
import { domainAboutZero } from "../scale.ts";
import { num, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { diverging, ink, type } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";
import { rankRowHeight } from "./rank-rows.ts";
import type { Ranking, RankPair } from "./rank-rows.ts";

const inset = 0.25;
/** The narrowest cell that takes a number beside its mark. */
const numberWidth = 22;
/** Level of a pair's test. */
export const significant = 0.05;
const bar = { width: 72, height: 6 } as const;
const dotWords = `p < ${significant} (paired DeLong, Holm)`;

/** What the colour bar and the words beside it take. */
export const pairKeyWidth = bar.width + 18 + textWidth(dotWords, type.label);

/** The triangle of pairs: each row's method minus those that rank better, which are its columns. */
export interface PairGrid {
  readonly ranking: Ranking;
  readonly cellWidth: number;
  readonly domain: readonly [number, number];
}

export function pairGrid(ranking: Ranking, cellWidth: number): PairGrid {
  const domain = domainAboutZero(
    ranking.pairs.map(({ diff }) => diff),
    0.02,
  );
  return { ranking, cellWidth, domain };
}

interface PairCell extends RankPair {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly color: string;
}

function cellsOf({ ranking, cellWidth, domain }: PairGrid): PairCell[] {
  const columns = new Map(ranking.methods.map(({ method }, i) => [method, i]));
  return ranking.pairs.map((pair) => {
    const left = cellWidth * (columns.get(pair.other) ?? 0);
    const middle = ranking.yOf(pair.method);
    return {
      ...pair,
      left: left + inset,
      right: left + cellWidth - inset,
      top: middle - rankRowHeight / 2 + inset,
      bottom: middle + rankRowHeight / 2 - inset,
      color: rampColor(diverging, (pair.diff - domain[0]) / (domain[1] - domain[0])),
    };
  });
}

export function pairPanel(grid: PairGrid): Panel {
  const { ranking, cellWidth } = grid;
  const width = cellWidth * (ranking.methods.length - 1);
  const x = (field: string) => position({ field, domain: [0, width] });
  const y = (field: string) => position({ field, domain: [ranking.height, 0] });
  return {
    width,
    height: ranking.height,
    layers: [
      {
        data: values(cellsOf(grid)),
        mark: { type: "rect", opacity: 1 },
        encoding: {
          x: x("left"),
          x2: { field: "right" },
          y: y("top"),
          y2: { field: "bottom" },
          color: literally("color"),
        },
      },
    ],
  };
}

/** Numbers and marks on the cells, and each method's name on the step where its column begins. */
export function pairMarks(grid: PairGrid): Markup {
  const { ranking, cellWidth } = grid;
  const names = ranking.methods.map(({ method, short_name }, i) =>
    text(cellWidth * i + 3, ranking.yOf(method), short_name, { baseline: "middle" }),
  );
  const cells = cellsOf(grid).flatMap(({ left, right, top, bottom, color, diff, p_holm }) => {
    const fill = inkOn(color);
    const isApart = p_holm !== null && p_holm < significant;
    const hasNumber = cellWidth >= numberWidth;
    return [
      ...(hasNumber
        ? [
            text((left + right) / 2, (top + bottom) / 2 + 1, fixed(diff, 3), {
              anchor: "middle",
              baseline: "middle",
              fill,
            }),
          ]
        : []),
      ...(isApart
        ? [
            dot(
              hasNumber ? right - 2.5 : (left + right) / 2,
              hasNumber ? top + 2.5 : (top + bottom) / 2,
              fill,
            ),
          ]
        : []),
    ];
  });
  return [...names, ...cells].join("");
}

/** A bar of the scale with three ticks, and what its marks mean beside it. */
export function pairKey({ domain: [low, high] }: PairGrid): Markup {
  const last = diverging.length - 1;
  const stops = diverging.map((color, i) => `<stop offset="${num(i / last)}" stop-color="${color}"/>`);
  return [
    `<linearGradient id="ramp-B">${stops.join("")}</linearGradient>`,
    rect({ x: 0, y: 0, ...bar }, "url(#ramp-B)"),
    text(0, 15, fixed(low, 2)),
    text(bar.width / 2, 15, "0", { anchor: "middle" }),
    text(bar.width, 15, fixed(high, 2), { anchor: "end" }),
    text(bar.width + 10, 5, "AUROC, row minus column", { fill: ink.secondary }),
    dot(bar.width + 12, 12.7, ink.text),
    text(bar.width + 18, 15, dotWords, { fill: ink.secondary }),
  ].join("");
}

function dot(x: number, y: number, fill: string): Markup {
  return `<circle cx="${num(x)}" cy="${num(y)}" r="1.2" fill="${fill}"/>`;
}
