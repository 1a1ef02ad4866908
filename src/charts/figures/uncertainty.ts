import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, lineLayer, literally, position, values } from "../layers.ts";
import { fixed } from "../number-text.ts";
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

/** UNC, one role panel; errors are decisions p̄ ≥ 0.5 that the outcome contradicts. */
export const uncertaintyPipeline = z.strictObject({
  ...pipeline,
  n_errors: z.int().nonnegative(),
  /** Of the errors, those in the least certain third of people. */
  n_errors_least_certain: z.int().nonnegative(),
  /** Rank correlation of the spread and −|p̄ − 0.5|; null where either does not vary. */
  rho_sd_margin: z.number().nullable(),
  reason: z.string().nullable(),
});
export const uncertaintyPerson = person.extend({
  y_prob_sd: z.number().nonnegative(),
  is_error: z.boolean(),
});
export const uncertaintyRow = z.discriminatedUnion("part", [uncertaintyPipeline, uncertaintyPerson]);
export type UncertaintyRow = z.infer<typeof uncertaintyRow>;
type Person = z.infer<typeof uncertaintyPerson>;

const layout: RoleLayout = { gutter: 36, headroom: 33, height: (width) => 0.8 * width, titleBelow: 21 };

/** Height in inches that the panels of the document's pipelines need. */
export function uncertaintyHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, uncertaintyRow).filter((row) => row.part === "pipeline");
  return rolePanelsHeight(doc, pipelines.length, layout);
}

/** UNC: spread over the refits by averaged prediction, below the arc of the largest possible, errors ringed. */
export function drawUncertainty(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => uncertaintyItems(doc, canvas)));
}

function uncertaintyItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, uncertaintyRow);
  const people = rows.filter((row) => row.part === "person");
  return rolePanelItems(doc, canvas, {
    pipelines: rows.filter((row) => row.part === "pipeline"),
    layout,
    head: ({ n_errors, n_errors_least_certain, rho_sd_margin }) =>
      text(0, 18, `${n_errors_least_certain} of ${n_errors} errors in the least certain third`, {
        fill: ink.secondary,
      }) + text(0, 26.5, `ρ ${fixed(rho_sd_margin, 2)} with closeness to 0.5`, { fill: ink.secondary }),
    panel: ({ role }, view) =>
      spreadPanel(
        people.filter((row) => row.role === role),
        view,
      ),
    xTitle: "Averaged prediction",
    key,
  });
}

/** The whole arc fits: a standard deviation of values in 0–1 is 0.5 at most. */
const spread: Domain = [0, 0.5];
const unit: Domain = [0, 1];

function spreadPanel(
  people: readonly Person[],
  { width, height, labelled }: { width: number; height: number; labelled: boolean },
): Panel {
  const named = labelled ? { title: "SD over refits" } : { labels: false };
  const across = axis({ values: ticksOf(unit, 6), format: ".1f" });
  const x = (field: string): Layer => position({ field, domain: unit, axis: across });
  const up = axis({ values: ticksOf(spread, 6), format: ".1f", ...named });
  const y = (field: string): Layer => position({ field, domain: spread, axis: up });
  const marks = people.map((row) => ({
    ...row,
    ...(row.y_true === 1 ? outcomes.glaucoma : outcomes.control),
  }));
  const place = { x: x("y_prob"), y: y("y_prob_sd") };
  return {
    width,
    height,
    layers: [
      lineLayer(arc, x("p"), y("sd"), {
        stroke: ink.reference,
        strokeWidth: stroke.reference,
        strokeDash: [3, 2],
      }),
      {
        data: values(marks),
        mark: { type: "point", filled: true, opacity: 1, size: 11 },
        encoding: { ...place, color: literally("color"), shape: literally("shape") },
      },
      {
        data: values(marks.filter((mark) => mark.is_error)),
        mark: { type: "point", filled: false, opacity: 1, size: 34, stroke: ink.text, strokeWidth: 0.6 },
        encoding: place,
      },
    ],
  };
}

/** √(p(1 − p)): the standard deviation of a prediction that is always 0 or 1. */
const arc = Array.from({ length: 101 }, (_, i) => ({ p: i / 100, sd: Math.sqrt((i / 100) * (1 - i / 100)) }));

const ring = { stroke: ink.text, width: 0.6 };
const key: readonly KeyEntry[] = [
  {
    width: 12,
    mark: line([0, 0], [12, 0], { stroke: ink.reference, width: 0.75, dash: [3, 2] }),
    label: "largest possible",
  },
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "triangle-up", color: outcomes.glaucoma.color }, { scale: 0.65 }),
    label: "glaucoma",
  },
  {
    width: 5,
    mark: symbol([2.5, 0], { shape: "circle", color: outcomes.control.color }, { scale: 0.65 }),
    label: "control",
  },
  {
    width: 7,
    mark: symbol([3.5, 0], { shape: "circle", color: ink.text }, { outline: ring }),
    label: "error at 0.5",
  },
];
