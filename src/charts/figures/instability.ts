import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, lineLayer, literally, position, values } from "../layers.ts";
import { fixed, percent } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rolePanelItems, rolePanelsHeight, type RoleLayout } from "../role-panels.ts";
import { rowsOf } from "../row-links.ts";
import { person, pipeline } from "../rows.ts";
import { ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { line, text } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { ink, outcomes, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** INSTAB, one role panel; `reference` says which model the refits are compared with. */
export const instabilityPipeline = z.strictObject({
  ...pipeline,
  reference: z.enum(["full_model", "mean_of_models"]),
  /** Mean absolute difference of a refit's prediction from the reference's. */
  mape: z.number(),
  /** Share of (person, refit) whose decision at 0.5 is not the reference's. */
  cii: z.number(),
});
export const instabilityPerson = person.extend({
  p_ref: z.number(),
  y_prob_lower: z.number(),
  y_prob_upper: z.number(),
});
export const instabilityRow = z.discriminatedUnion("part", [instabilityPipeline, instabilityPerson]);
export type InstabilityRow = z.infer<typeof instabilityRow>;
type Person = z.infer<typeof instabilityPerson>;

const layout: RoleLayout = { gutter: 36, headroom: 34, height: (width) => width, titleBelow: 21 };

/** Height in inches that the panels of the document's pipelines need. */
export function instabilityHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, instabilityRow).filter((row) => row.part === "pipeline");
  return rolePanelsHeight(doc, pipelines.length, layout);
}

/** INSTAB: the range of each person's prediction over the refits by the reference model's prediction. */
export function drawInstability(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => instabilityItems(doc, canvas)));
}

function instabilityItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, instabilityRow);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const people = rows.filter((row) => row.part === "person");
  const isFull = pipelines.every(({ reference }) => reference === "full_model");
  return rolePanelItems(doc, canvas, {
    pipelines,
    layout,
    head: ({ mape, cii }, { width }) =>
      [
        ["mean |difference|", fixed(mape, 2)],
        ["decisions flipped at 0.5", percent(cii, 0)],
      ]
        .map(
          ([label = "", value = ""], i) =>
            text(0, 18 + 8.5 * i, label, { fill: ink.secondary }) +
            text(width, 18 + 8.5 * i, value, { anchor: "end" }),
        )
        .join(""),
    panel: ({ role }, view) =>
      rangePanel(
        people.filter((row) => row.role === role),
        view,
      ),
    xTitle: isFull ? "Prediction of the model of all training people" : "Mean prediction of the refits",
    key,
  });
}

const unit: Domain = [0, 1];

function rangePanel(
  people: readonly Person[],
  { width, height, labelled }: { width: number; height: number; labelled: boolean },
): Panel {
  const ticks = ticksOf(unit, 6);
  const named = labelled ? { title: "Prediction of refits" } : { labels: false };
  const across = axis({ values: ticks, format: ".1f" });
  const up = axis({ values: ticks, format: ".1f", ...named });
  const x = (field: string): Layer => position({ field, domain: unit, axis: across });
  const y = (field: string): Layer => position({ field, domain: unit, axis: up });
  const marks = people.map((row) => ({
    ...row,
    ...(row.y_true === 1 ? outcomes.glaucoma : outcomes.control),
  }));
  const identity = [0, 1].map((at) => ({ at }));
  return {
    width,
    height,
    layers: [
      lineLayer(identity, x("at"), y("at"), {
        stroke: ink.reference,
        strokeWidth: stroke.reference,
        strokeDash: [3, 2],
      }),
      {
        data: values(marks),
        mark: { type: "rule", strokeWidth: 0.5, opacity: 1 },
        encoding: {
          x: x("p_ref"),
          y: y("y_prob_lower"),
          y2: { field: "y_prob_upper" },
          color: literally("color"),
        },
      },
      {
        data: values(marks),
        mark: { type: "point", filled: true, opacity: 1, size: 9 },
        encoding: { x: x("p_ref"), y: y("y_prob"), color: literally("color"), shape: literally("shape") },
      },
    ],
  };
}

const key: readonly KeyEntry[] = [
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "triangle-up", color: outcomes.glaucoma.color }, { scale: 0.6 }),
    label: "glaucoma",
  },
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "circle", color: outcomes.control.color }, { scale: 0.6 }),
    label: "control, mean of refits",
  },
  {
    width: 3,
    mark: line([1.5, -3.5], [1.5, 3.5], { stroke: ink.secondary, width: 0.5 }),
    label: "95% of refits",
  },
];
