import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, literally, position, ruleLayer, values } from "../layers.ts";
import { fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { type PanelSize, rolePanelItems, rolePanelsHeight } from "../role-panels.ts";
import type { RoleLayout, RolePlots } from "../role-panels.ts";
import { rowsOf } from "../row-links.ts";
import { person, pipeline } from "../rows.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink, outcomes } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** PROBS, one role panel. */
export const distributionPipeline = z.strictObject({
  ...pipeline,
  /** Mean prediction with glaucoma minus mean without. */
  discrimination_slope: z.number(),
  auroc_mean_pred: z.number(),
  median_glaucoma: z.number(),
  median_control: z.number(),
});
export const distributionRow = z.discriminatedUnion("part", [distributionPipeline, person]);
export type DistributionPipeline = z.infer<typeof distributionPipeline>;
export type DistributionRow = z.infer<typeof distributionRow>;
type Person = Extract<DistributionRow, { part: "person" }>;

const bins = 50;
/** Above this many people dots are too many, and bins are bars. */
const mostDots = 300;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Height in inches that the panels of the document's pipelines need. */
export function distributionHeight(doc: FigureDocument): number {
  const rows = rowsOf(doc, distributionRow);
  return rolePanelsHeight(doc, pipelinesOf(rows).length, layoutFor(rows));
}

/** PROBS: every test person at the averaged prediction, glaucoma up and control down, on one scale of people. */
export function drawDistribution(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => distributionItems(doc, canvas)));
}

function pipelinesOf(rows: readonly DistributionRow[]): DistributionPipeline[] {
  return rows.filter((row) => row.part === "pipeline");
}

function layoutFor(rows: readonly DistributionRow[]): RoleLayout {
  const height = Math.min(130, Math.max(70, 2 * tallest(rows) * 3.2));
  return { gutter: 36, headroom: 34, height: () => height, titleBelow: 21 };
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function distributionItems(doc: FigureDocument, canvas: Canvas): Items {
  const layout = layoutFor(rowsOf(doc, distributionRow));
  const { gutter, headroom, height } = layout;
  return [
    ...rolePanelItems(doc, canvas, {
      ...distributionPlots(doc),
      layout,
      head,
      xTitle: "Averaged prediction",
    }),
    ...sides(gutter, { top: headroom, height: height(0) }),
  ];
}

/** The people of each pipeline in a panel of its own. */
export function distributionPlots(doc: FigureDocument): RolePlots<DistributionPipeline> {
  const rows = rowsOf(doc, distributionRow);
  const reach = tallest(rows);
  return {
    pipelines: pipelinesOf(rows),
    panel: ({ role, ...own }, view) =>
      peoplePanel(placedPeople(rows, role), { ...view, reach, medians: own }),
    key: [medianKey],
  };
}

/** Which side of the line is whose, left of the first panel. */
export function sides(
  gutter: number,
  { top, height }: { readonly top: number; readonly height: number },
): Markup[] {
  const name = (outcome: keyof typeof outcomes, share: number, fill: string): Markup =>
    text(gutter - 5, top + share * height, outcome, { anchor: "end", baseline: "middle", fill });
  return [name("glaucoma", 0.25, outcomes.glaucoma.color), name("control", 0.75, ink.secondary)];
}

const medianKey: KeyEntry = {
  width: 12,
  mark: line([0, 0], [12, 0], { stroke: ink.secondary, width: 0.75, dash: [2, 1.5] }),
  label: "median",
};

function head(own: DistributionPipeline, { width }: PanelSize): Markup {
  const measure = (y: number, label: string, value: string): Markup =>
    text(0, y, label, { fill: ink.secondary }) + text(width, y, value, { anchor: "end" });
  return (
    measure(18, "discrimination slope", fixed(own.discrimination_slope, 2)) +
    measure(26.5, "AUROC (averaged)", fixed(own.auroc_mean_pred, 3))
  );
}

interface PlacedPerson extends Person {
  readonly x: number;
  /** Place in the pile of the bin: 0.5 for the first, negative without glaucoma. */
  readonly pile: number;
  readonly zero: 0;
  readonly color: string;
}

/** Piles up the people of each bin of predicted risk. */
function placedPeople(rows: readonly DistributionRow[], role: string): PlacedPerson[] {
  const piles = new Map<string, number>();
  return rows
    .filter((row) => row.part === "person")
    .filter((row) => row.role === role)
    .map((row) => {
      const index = Math.min(bins - 1, Math.floor(row.y_prob * bins + 1e-9));
      const side = row.y_true === 1 ? 1 : -1;
      const under = piles.get(`${index} ${side}`) ?? 0;
      piles.set(`${index} ${side}`, under + 1);
      const { color } = row.y_true === 1 ? outcomes.glaucoma : outcomes.control;
      return { ...row, x: (index + 0.5) / bins, pile: side * (under + 0.5), zero: 0, color };
    });
}

function tallest(rows: readonly DistributionRow[]): number {
  const piles = pipelinesOf(rows).flatMap(({ role }) => placedPeople(rows, role));
  return Math.max(1, ...piles.map(({ pile }) => Math.ceil(Math.abs(pile))));
}

interface PeopleView extends PanelSize {
  /** People in the tallest pile of all panels. */
  readonly reach: number;
  readonly medians: { readonly median_glaucoma: number; readonly median_control: number };
}

function peoplePanel(people: readonly PlacedPerson[], view: PeopleView): Panel {
  const { width, height, reach, medians } = view;
  const x = position({ field: "x", domain: [0, 1], axis: axis({ values: ticks, format: ".1f" }) });
  const y = (field: string): Layer => position({ field, domain: [-reach, reach] });
  const size = Math.min(2.6, width / bins, height / (2 * reach)) ** 2;
  const bar = { strokeWidth: Math.max(1, width / bins - 0.5) };
  const marks =
    people.length > mostDots
      ? {
          data: values(people),
          mark: { type: "rule", opacity: 1, ...bar },
          encoding: { x, y: y("zero"), y2: { field: "pile" }, color: literally("color") },
        }
      : {
          data: values(people),
          mark: { type: "point", filled: true, opacity: 1, size },
          encoding: { x, y: y("pile"), color: literally("color") },
        };
  const median = (at: number, from: number, to: number, stroke: string): Layer =>
    ruleLayer(
      [{ x: at, from, to }],
      { x, y: y("from"), y2: { field: "to" } },
      { stroke, strokeWidth: 0.75, strokeDash: [2, 1.5] },
    );
  return {
    width,
    height,
    layers: [
      median(medians.median_glaucoma, 0, reach, outcomes.glaucoma.color),
      median(medians.median_control, -reach, 0, outcomes.control.color),
      marks,
      ruleLayer([{ zero: 0 }], { y: y("zero") }, { stroke: ink.axis, strokeWidth: 0.5 }),
    ],
  };
}
