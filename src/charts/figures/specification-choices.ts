import type { Items } from "../frame.ts";
import { literally, position, rowPosition, tickLayer } from "../layers.ts";
import { namesFor } from "../names.ts";
import { fixed } from "../number-text.ts";
import type { SpecChoice, SpecConfiguration } from "../rows.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";
import { rankX } from "./specification-panel.ts";
import type { Ranked } from "./specification-panel.ts";

const rowHeight = 10;

const factors = [
  ["outlier", "Outlier method"],
  ["imputation", "Imputation"],
  ["classifier", "Classifier"],
] as const;

/** Distances of the right ends of "median" and "n" from the plot area. */
const numbers = { median: 34, n: 50 } as const;

/** Height of the rows of all choices and of one heading per factor, in points. */
export function choicesHeight(choices: readonly SpecChoice[]): number {
  return rowHeight * (choices.length + new Set(choices.map((choice) => choice.factor)).size);
}

interface PlacedChoice {
  readonly choice: SpecChoice;
  /** Middle of the row, from the top of the first heading. */
  readonly y: number;
}

interface Group {
  readonly title: string;
  readonly y: number;
  readonly rows: readonly PlacedChoice[];
}

/**
 * Per factor a row for each choice, best median rank on top, with a tick at each rank that made it, its median AUROC
 * and how often it was made. The plot area begins at (left, top).
 */
export function choiceItems(
  ranked: Ranked,
  choices: readonly SpecChoice[],
  [left, top]: readonly [number, number],
): Items {
  const groups = groupsOf(choices);
  const right = left + ranked.width;
  const rows = groups.flatMap((group) => group.rows);
  const heads = { baseline: "middle", anchor: "end", fill: ink.secondary } as const;
  return [
    text(right + numbers.median, top + rowHeight / 2, "median", heads),
    text(right + numbers.n, top + rowHeight / 2, "n", heads),
    ...groups.flatMap((group) => groupText(group, left, top)),
    ...rows.flatMap(({ choice, y }) => choiceNumbers(choice, top + y, [left, right])),
    {
      x: left,
      y: top,
      panel: {
        width: ranked.width,
        height: choicesHeight(choices),
        layers: [ticksAt(ranked, rows, choices)],
      },
    },
  ];
}

function groupsOf(choices: readonly SpecChoice[]): Group[] {
  let y = 0;
  return factors.flatMap(([factor, title]) => {
    const own = choices.filter((choice) => choice.factor === factor).sort(byMedianRank);
    if (own.length === 0) return [];
    const top = y;
    y += rowHeight * (own.length + 1);
    return [{ title, y: top, rows: own.map((choice, i) => ({ choice, y: top + rowHeight * (i + 1.5) })) }];
  });
}

function byMedianRank(a: SpecChoice, b: SpecChoice): number {
  return (a.median_rank ?? Infinity) - (b.median_rank ?? Infinity) || a.position - b.position;
}

function groupText(group: Group, left: number, top: number): Markup[] {
  const nameOf = namesFor(
    group.rows.map(({ choice }) => choice),
    left - 4,
  );
  return [
    text(0, top + group.y + rowHeight / 2, group.title, {
      baseline: "middle",
      face: "italic",
      fill: ink.secondary,
    }),
    ...group.rows.map(({ choice, y }) =>
      text(left - 4, top + y, nameOf(choice), { baseline: "middle", anchor: "end" }),
    ),
  ];
}

function choiceNumbers(choice: SpecChoice, y: number, [left, right]: readonly [number, number]): Markup[] {
  const style = { baseline: "middle", anchor: "end" } as const;
  return [
    line([left, y], [right, y], { stroke: ink.grid, width: stroke.grid }),
    text(right + numbers.median, y, fixed(choice.median_auroc, 3), style),
    text(right + numbers.n, y, String(choice.n), { ...style, fill: ink.secondary }),
  ];
}

/** Ticks wear the category of the choice; classifiers, which have another colour system, the text's ink. */
function ticksAt(ranked: Ranked, rows: readonly PlacedChoice[], choices: readonly SpecChoice[]): Layer {
  const marks = rows.flatMap(({ choice, y }) =>
    ranked.configurations
      .filter((row) => methodOf(row, choice.factor) === choice.method)
      .map((row) => ({
        x: rankX(ranked, row.rank),
        y,
        color: choice.category === null ? ink.text : categories[choice.category].color,
      })),
  );
  const x = position({ field: "x", domain: [0, ranked.width] });
  const y = rowPosition(choicesHeight(choices));
  const layer = tickLayer(marks, x, y, { size: 6, thickness: Math.min(2, ranked.step * 0.6) });
  return { ...layer, encoding: { x, y, color: literally("color") } };
}

function methodOf(row: SpecConfiguration, factor: SpecChoice["factor"]): string {
  if (factor === "classifier") return row.classifier;
  return factor === "outlier" ? row.outlier_method : row.imputation_method;
}
