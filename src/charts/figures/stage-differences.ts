import { z } from "zod";
import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import {
  countLine,
  framePicture,
  keyLine,
  marginKey,
  panelTitle,
  samplingKey,
  syntheticBand,
} from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { axis, bandLayer, gridLayer, pointLayer, position, rowPosition, ruleLayer } from "../layers.ts";
import { namesFor } from "../names.ts";
import { fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { category } from "../rows.ts";
import { type Ruler, rulerOf } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const stage = z.enum(["outlier", "imputation", "featurization"]);

/** R8, one panel: what its differences are from. */
export const stageReference = z.strictObject({ part: z.literal("stage"), stage, reference: z.string() });

/** R8, one method: AUROC minus that of the stage's reference over the same partners, with `paired` limits. */
export const stageMethod = z.strictObject({
  part: z.literal("method"),
  stage,
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  position: z.int().positive(),
  /** What the row stands under: its category, or the pipeline that a featurization was run with. */
  group: z.string(),
  category: category.nullable(),
  diff: z.number(),
  diff_lower: z.number().nullable(),
  diff_upper: z.number().nullable(),
});

export const stageRow = z.discriminatedUnion("part", [stageReference, stageMethod]);
export type StageMethod = z.infer<typeof stageMethod>;
export type StageRow = z.infer<typeof stageRow>;

const titles = { outlier: "Outlier detection", imputation: "Imputation", featurization: "Features" } as const;

const above = 26;
const below = 38;
const rowHeight = 10.5;
const gap = 12;
/** Left of a method's name, under its group's; and right of it. */
const indent = 6;
/** Right of a panel, for half of its last tick's label. */
const rightMargin = 9;
const widestName = 0.42;

/** A line of a panel: a group with how many methods it has, or one of them. */
type PanelLine = { readonly y: number } & ({ readonly heading: string } | { readonly method: StageMethod });

interface Stage {
  readonly title: string;
  readonly reference: string;
  readonly lines: readonly PanelLine[];
}

/** Height in inches that the longest panel needs. */
export function stagesHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (above + heightOf(readStages(doc)) + below + band) / 72;
}

/** R8: what each method gains or loses against the reference of its stage, on one axis; no mean over a category. */
export function drawStages(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => stageItems(doc, canvas)));
}

function heightOf(stages: readonly Stage[]): number {
  return rowHeight * Math.max(1, ...stages.map(({ lines }) => lines.length));
}

function readStages(doc: FigureDocument): Stage[] {
  const rows = rowsOf(doc, stageRow);
  const methods = rows.filter((row) => row.part === "method");
  return rows
    .filter((row) => row.part === "stage")
    .map((own) => ({
      title: titles[own.stage],
      reference: own.reference,
      lines: linesOf(methods.filter((method) => method.stage === own.stage)),
    }));
}

/** Categories in the palette's order, and the best method of each first; ties in registry order. */
function linesOf(methods: readonly StageMethod[]): PanelLine[] {
  const order = Object.keys(categories);
  const lines = [...Map.groupBy(methods, ({ group }) => group)]
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([group, own]) => [
      { heading: `${group} (${own.length})` },
      ...own.toSorted((a, b) => b.diff - a.diff || a.position - b.position).map((method) => ({ method })),
    ]);
  return lines.map((line, i) => ({ ...line, y: rowHeight * (i + 0.5) }));
}

function methodsOf({ lines }: Stage): { method: StageMethod; y: number }[] {
  return lines.flatMap((line) => ("method" in line ? [line] : []));
}

function stageItems(doc: FigureDocument, canvas: Canvas): Items {
  const stages = readStages(doc);
  const margin = doc.reference_lines.find(({ name }) => name === referenceNames.margin)?.value ?? 0;
  const column = (canvas.width - gap * (stages.length - 1)) / stages.length;
  const all = stages.flatMap((own) => methodsOf(own).map(({ method }) => method));
  const nameOf = namesFor(all, widestName * column);
  const headings = stages.flatMap(({ lines }) =>
    lines.flatMap((line) => ("heading" in line ? line.heading : [])),
  );
  const words = [...headings, ...all.map((method) => nameOf(method))];
  const gutter = 2 * indent + Math.max(...words.map((word) => textWidth(word, type.label)));
  const size = { width: column - gutter - rightMargin, height: heightOf(stages) };
  const reached = all.flatMap(({ diff, diff_lower, diff_upper }) => [diff, diff_lower, diff_upper]);
  const ruler = rulerOf([...reached, margin, -margin], 4);
  const left = (index: number): number => index * (column + gap);
  const middle = (left(0) + gutter + left(stages.length - 1) + column - rightMargin) / 2;
  return [
    ...stages.flatMap((own, i) => [
      panelTitle(doc, [left(i), 9], tagOf(i, stages.length), own.title),
      text(left(i), 19, `from ${own.reference}`, { fill: ink.secondary }),
      ...lineNames(own, left(i), nameOf),
      { x: left(i) + gutter, y: above, panel: stagePanel(own, size, { ruler, margin }) },
    ]),
    text(middle, above + size.height + 20, "Difference in AUROC", { anchor: "middle", size: type.axisTitle }),
    countLine(doc, canvas),
    keyLine(canvas.width, canvas.height - 2.5, [
      samplingKey("95% CI, paired"),
      marginKey(`declared margin ±${fixed(margin, 2)}`),
    ]),
  ];
}

function lineNames({ lines }: Stage, x: number, nameOf: (method: StageMethod) => string): Markup[] {
  return lines.map((line) =>
    "heading" in line
      ? text(x, above + line.y, line.heading, { baseline: "middle", fill: ink.secondary })
      : text(x + indent, above + line.y, nameOf(line.method), { baseline: "middle" }),
  );
}

/** How a featurization, which has no category, is drawn. */
const plain = { color: ink.text, shape: "circle" } as const;

function stagePanel(
  own: Stage,
  { width, height }: { readonly width: number; readonly height: number },
  { ruler, margin }: { readonly ruler: Ruler; readonly margin: number },
): Panel {
  const { domain, ticks } = ruler;
  const x = (field: string): Layer =>
    position({ field, domain, axis: axis({ values: ticks, format: ".2~f" }) });
  const y = rowPosition(height);
  const marks = methodsOf(own).map(({ method, y }) => ({
    ...method,
    ...(method.category === null ? plain : categories[method.category]),
    x: method.diff,
    y,
  }));
  const limited = marks.filter(({ diff_lower, diff_upper }) => diff_lower !== null && diff_upper !== null);
  return {
    width,
    height,
    layers: [
      bandLayer([{ from: -margin, to: margin }], { x: x("from"), x2: { field: "to" } }),
      gridLayer(ticks, { x: x("at") }),
      ruleLayer([{ zero: 0 }], { x: x("zero") }, { stroke: ink.reference, strokeWidth: stroke.reference }),
      ruleLayer(limited, { x: x("diff_lower"), x2: { field: "diff_upper" }, y }),
      pointLayer(marks, x("x"), y),
    ],
  };
}
