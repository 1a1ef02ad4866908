import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { counted, fixed, percent } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { roleRow, tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { person, pipeline } from "../rows.ts";
import { line, moved, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { ink, outcomes, type } from "../theme.ts";
import { flipPanel, rangePanel } from "./instability-panels.ts";

/** INSTAB, one role panel; `reference` says which model the refits are compared with. */
export const instabilityPipeline = z.strictObject({
  ...pipeline,
  reference: z.enum(["full_model", "mean_of_models"]),
  /** Mean absolute difference of a refit's prediction from the reference's. */
  mape: z.number(),
  /** Share of (person, refit) whose decision at 0.5 is not the reference's. */
  cii: z.number(),
});
/** INSTAB, one person: quantiles of the refits' predictions, and the share of refits with another decision at 0.5. */
export const instabilityPerson = person.extend({
  p_ref: z.number(),
  q025: z.number(),
  q25: z.number(),
  q50: z.number(),
  q75: z.number(),
  q975: z.number(),
  flip_rate_50: z.number().min(0).max(1),
});
export const instabilityRow = z.discriminatedUnion("part", [instabilityPipeline, instabilityPerson]);
export type InstabilityRow = z.infer<typeof instabilityRow>;
export type InstabilityPerson = z.infer<typeof instabilityPerson>;

const gutter = 36;
/** Title, two measures. */
const headroom = 34;
const between = 10;
/** Height of the lower panels for their width. */
const flipRatio = 0.5;
/** Axis and its title, then count line and key. */
const below = 40;

/** Height in inches that the panels of the document's pipelines need. */
export function instabilityHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, instabilityRow).filter((row) => row.part === "pipeline").length;
  const { size } = roleRow(72 * doc.width_in, gutter, pipelines);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (headroom + (1 + flipRatio) * size + between + below + band) / 72;
}

/**
 * INSTAB: where the refits' predictions of each person lie, by the reference model's prediction, and below it how many
 * refits would decide otherwise.
 */
export function drawInstability(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => instabilityItems(doc, canvas)));
}

function instabilityItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, instabilityRow);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const people = rows.filter((row) => row.part === "person");
  const row = roleRow(72 * doc.width_in, gutter, pipelines.length);
  const lower = headroom + row.size + between;
  const bottom = lower + flipRatio * row.size;
  const middle = (row.left(0) + row.left(pipelines.length - 1) + row.size) / 2;
  return [
    ...pipelines.flatMap((own, i) => {
      const shown = people.filter(({ role }) => role === own.role);
      const left = row.left(i);
      const view = { width: row.size, labelled: i === 0 };
      return [
        panelTitle(doc, [left, 9], tagOf(i, pipelines.length), own.name),
        moved(left, 0, measures(own, row.size)),
        { x: left, y: headroom, panel: rangePanel(shown, { ...view, height: row.size }) },
        { x: left, y: lower, panel: flipPanel(shown, { ...view, height: flipRatio * row.size }) },
      ];
    }),
    text(middle, bottom + 21, xTitleOf(pipelines.map(({ reference }) => reference)), {
      anchor: "middle",
      size: type.axisTitle,
    }),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

function measures({ mape, cii }: z.infer<typeof instabilityPipeline>, width: number): Markup {
  return [
    ["mean |difference|", fixed(mape, 2)],
    ["decisions flipped at 0.5", percent(cii, 0)],
  ]
    .map(
      ([label = "", value = ""], i) =>
        text(0, 18 + 8.5 * i, label, { fill: ink.secondary }) +
        text(width, 18 + 8.5 * i, value, { anchor: "end" }),
    )
    .join("");
}

function xTitleOf(references: readonly string[]): string {
  if (references.every((reference) => reference === "full_model"))
    return "Prediction of the model of all training people";
  if (references.every((reference) => reference === "mean_of_models")) return "Mean prediction of the refits";
  return "Prediction of the reference";
}

const upright = (width: number): Markup => line([1.5, -3.5], [1.5, 3.5], { stroke: ink.secondary, width });
const key: readonly KeyEntry[] = [
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "triangle-up", color: outcomes.glaucoma.color }, { scale: 0.6 }),
    label: "glaucoma",
  },
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "circle", color: outcomes.control.color }, { scale: 0.6 }),
    label: "control, median of refits",
  },
  { width: 3, mark: upright(1.8), label: "50%" },
  { width: 3, mark: upright(0.5), label: "95% of refits" },
];
