import type { Items } from "../frame.ts";
import { literally, position, rowPosition, tickLayer } from "../layers.ts";
import { namesFor } from "../names.ts";
import { fixed } from "../number-text.ts";
import type { SpecChoice, SpecConfiguration } from "./specification-rows.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";
import { rankX } from "./specification-panel.ts";
import type { Ranked } from "./specification-panel.ts";

const rowHeight = 10;

const factors = [
  ["outlier", "Outlier method"],
  ["imputation", "Imputation method"],
  ["classifier", "Classifier"],
] as const;

/** Names longer than this, 30% of the page, give way to short names. */
const widestName = 162;

/** Distances of the right ends of the medians and of the counts from the plot area. */
const numbers = { median: 44, n: 62 } as const;

/** Room that the numbers take at the right of the plot area, in points. */
export const numbersRoom = numbers.n;

/** Width of the longest name of a choice, in the class of names that its factor is shown in. */
export function widestChoice(choices: readonly SpecChoice[]): number {
  const rows = groupsOf(choices).map((group) => group.rows.map(({ choice }) => choice));
  return Math.max(
    ...rows.flatMap((own) => own.map((choice) => textWidth(namesFor(own, widestName)(choice), type.label))),
  );
}

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
 * Per factor a row for each choice, highest median AUROC on top, with a tick at each rank that made it, its median
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
    text(right + numbers.median, top + rowHeight / 2, "median AUROC", heads),
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
    const own = choices.filter((choice) => choice.factor === factor).sort(byMedian);
    if (own.length === 0) return [];
    const top = y;
    y += rowHeight * (own.length + 1);
    return [{ title, y: top, rows: own.map((choice, i) => ({ choice, y: top + rowHeight * (i + 1.5) })) }];
  });
}

/** In the order of the number that the row shows; choices that nobody made last, ties as in the registry. */
function byMedian(a: SpecChoice, b: SpecChoice): number {
  return (b.median_auroc ?? -1) - (a.median_auroc ?? -1) || a.position - b.position;
}

function groupText(group: Group, left: number, top: number): Markup[] {
  const nameOf = namesFor(
    group.rows.map(({ choice }) => choice),
    widestName,
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
