import type { RetentionPipeline } from "./retention-rows.ts";
import { line, moved, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { wrapText } from "../text-width.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import { least } from "./retention-panels.ts";

const lineHeight = 9;
const markWidth = 18;
const labelAt = 23;

/**
 * Pipelines by colour and mark, then what dashes, open marks and straight lines mean; the first baseline at 6 pt.
 *
 * @param useless what the straight lines across panels stand for, in the panels that have one
 */
export function retentionKey(
  pipelines: readonly RetentionPipeline[],
  useless: readonly string[],
  width: number,
): Markup {
  const names = pipelines.map(({ name, category }): Entry => [pipelineMark(category), name]);
  let y = 6;
  const pieces = [...names, ...meaningsOf(useless)].flatMap(([mark, label], i) => {
    if (i === names.length) y += 3;
    const fill = i < names.length ? ink.text : ink.secondary;
    const from = y;
    const lines = wrapText(label, width - labelAt, type.label);
    y += lineHeight * lines.length;
    return [
      moved(0, from - 2.3, mark),
      ...lines.map((words, k) => text(labelAt, from + lineHeight * k, words, { fill })),
    ];
  });
  return pieces.join("");
}

type Entry = readonly [mark: Markup, label: string];

function pipelineMark(category: RetentionPipeline["category"]): Markup {
  const look = categories[category];
  return across({ stroke: look.color, width: 1 }) + symbol([markWidth / 2, 0], look);
}

function across(style: { stroke: string; width: number; dash?: readonly number[] }): Markup {
  return line([0, 0], [markWidth, 0], style);
}

const ring = { scale: 0.85, outline: { stroke: ink.text, width: 0.8 } };

function meaningsOf(useless: readonly string[]): Entry[] {
  const level = across({ stroke: ink.reference, width: stroke.reference });
  const upright = line([markWidth / 2, -3.5], [markWidth / 2, 3.5], {
    stroke: ink.text,
    width: stroke.sampling,
  });
  return [
    [
      symbol([markWidth / 2, 0], { shape: "circle", color: ink.text }, ring),
      `end of a line: below it, fewer than ${least.people} people or ${least.events} of one class`,
    ],
    ...(useless.length > 0 ? [[level, useless.join(", ")] as const] : []),
    [across({ stroke: ink.text, width: 0.75, dash: [2.5, 1.5] }), "treat all of those kept (C)"],
    [upright, "95% CI over test people (D)"],
  ];
}
