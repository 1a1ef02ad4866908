import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, lineLayer, position, ruleLayer, values } from "../layers.ts";
import { fixed, limits } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { type PanelView, rolePanelItems, rolePanelsHeight } from "../role-panels.ts";
import type { RoleLayout, RolePlots } from "../role-panels.ts";
import { rowsOf } from "../row-links.ts";
import { pipeline } from "../rows.ts";
import { line, rect, textRun } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const share = z.number().min(0).max(1);

/** ROC, one role panel: AUROC of the averaged prediction with `sampling` limits. */
export const rocPipeline = z.strictObject({
  ...pipeline,
  auroc_mean_pred: share,
  auroc_mean_pred_lower: share.nullable(),
  auroc_mean_pred_upper: share.nullable(),
  reason: z.string().nullable(),
});

/** ROC, one vertex of a curve, from (0, 0) to (1, 1) in the order of `point_index`. */
export const rocPoint = z.strictObject({
  part: z.literal("point"),
  role: z.string(),
  point_index: z.int().nonnegative(),
  fpr: share,
  tpr: share,
});

/** ROC, pointwise `sampling` limits of the sensitivity at one false-positive rate. */
export const rocBand = z.strictObject({
  part: z.literal("band"),
  role: z.string(),
  fpr: share,
  ci_lower: share,
  ci_upper: share,
});
export const rocRow = z.discriminatedUnion("part", [rocPipeline, rocPoint, rocBand]);
export type RocPipeline = z.infer<typeof rocPipeline>;
export type RocRow = z.infer<typeof rocRow>;
type Vertex = z.infer<typeof rocPoint>;

/** Names of the reference lines whose crossing is the required point. */
export const requiredNames = {
  sensitivity: "required sensitivity",
  specificity: "required specificity",
} as const;

const layout: RoleLayout = { gutter: 36, headroom: 25, height: (width) => width, titleBelow: 21 };
const ticks = [0, 0.5, 1];
/** Half of the crosshair at the required point, in the unit of both axes. */
const arm = 0.07;
const bandOpacity = 0.15;

/** Height in inches that the panels of the document's pipelines need. */
export function rocHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, rocRow).filter((row) => row.part === "pipeline");
  return rolePanelsHeight(doc, pipelines.length, layout);
}

/** ROC: sensitivity by 1 − specificity with a pointwise band, the required point, and ground truth behind the others. */
export function drawRoc(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => rocItems(doc, canvas)));
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function rocItems(doc: FigureDocument, canvas: Canvas): Items {
  return rolePanelItems(doc, canvas, { ...rocPlots(doc), layout, head, xTitle: "1 − specificity" });
}

/** The curve of each pipeline in a panel of its own. */
export function rocPlots(doc: FigureDocument): RolePlots<RocPipeline> {
  const rows = rowsOf(doc, rocRow);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const truth = pipelines.find(({ category }) => category === "Ground Truth");
  const others = pipelines.filter((own) => own !== truth);
  return {
    pipelines,
    panel: (own, view) =>
      curvePanel(
        {
          own,
          rows,
          behind: own === truth ? [] : verticesOf(rows, truth?.role),
          required: requiredPoint(doc),
        },
        view,
      ),
    key: [...(truth !== undefined && others.length > 0 ? [truthKey(truth)] : []), bandKey, requiredKey],
  };
}

function head({ auroc_mean_pred, auroc_mean_pred_lower, auroc_mean_pred_upper }: RocPipeline): Markup {
  return textRun(0, 18, [
    ["AUROC ", { fill: ink.secondary }],
    [`${fixed(auroc_mean_pred, 3)} `, {}],
    [limits(auroc_mean_pred_lower, auroc_mean_pred_upper, 3), { fill: ink.secondary }],
  ])[0];
}

interface Required {
  readonly fpr: number;
  readonly tpr: number;
}

function requiredPoint({ reference_lines }: FigureDocument): Required[] {
  const valueOf = (name: string): number | undefined =>
    reference_lines.find((one) => one.name === name)?.value;
  const [tpr, specificity] = [valueOf(requiredNames.sensitivity), valueOf(requiredNames.specificity)];
  return tpr === undefined || specificity === undefined ? [] : [{ fpr: 1 - specificity, tpr }];
}

function verticesOf(rows: readonly RocRow[], role: string | undefined): Vertex[] {
  return rows.filter((row) => row.part === "point").filter((row) => row.role === role);
}

interface RocPlot {
  readonly own: RocPipeline;
  readonly rows: readonly RocRow[];
  readonly behind: readonly Vertex[];
  readonly required: readonly Required[];
}

function curvePanel({ own, rows, behind, required }: RocPlot, { width, height, labelled }: PanelView): Panel {
  const { color } = categories[own.category];
  const named = labelled ? { title: "Sensitivity" } : { labels: false };
  const across = axis({ values: ticks, format: ".1f" });
  const up = axis({ values: ticks, format: ".1f", ...named });
  const x = (field: string): Layer => position({ field, domain: [0, 1], axis: across });
  const y = (field: string): Layer => position({ field, domain: [0, 1], axis: up });
  const band = rows.filter((row) => row.part === "band").filter(({ role }) => role === own.role);
  const cross = required.map(({ fpr, tpr }) => ({
    fpr,
    tpr,
    left: fpr - arm,
    right: fpr + arm,
    low: tpr - arm,
    high: tpr + arm,
  }));
  const crosshair = { stroke: ink.text, strokeWidth: stroke.reference };
  const corner = { x: x("from"), x2: { field: "to" }, y: y("from"), y2: { field: "to" } };
  return {
    width,
    height,
    layers: [
      ruleLayer([{ from: 0, to: 1 }], corner, {
        stroke: ink.reference,
        strokeWidth: stroke.reference,
        strokeDash: [3, 2],
      }),
      {
        data: values(band),
        mark: { type: "area", fill: color, opacity: bandOpacity },
        encoding: { x: x("fpr"), y: y("ci_lower"), y2: { field: "ci_upper" } },
      },
      lineLayer(behind, x("fpr"), y("tpr"), { stroke: ink.repeated, strokeWidth: 1 }),
      lineLayer(verticesOf(rows, own.role), x("fpr"), y("tpr"), { stroke: color, strokeJoin: "miter" }),
      ruleLayer(cross, { x: x("left"), x2: { field: "right" }, y: y("tpr") }, crosshair),
      ruleLayer(cross, { x: x("fpr"), y: y("low"), y2: { field: "high" } }, crosshair),
    ],
  };
}

function truthKey({ name }: RocPipeline): KeyEntry {
  return { width: 12, mark: line([0, 0], [12, 0], { stroke: ink.repeated, width: 1 }), label: name };
}

const bandKey: KeyEntry = {
  width: 9,
  mark: rect({ x: 0, y: -3, width: 9, height: 6 }, ink.envelope),
  label: "95% CI, pointwise",
};
const crossStroke = { stroke: ink.text, width: stroke.reference };
const requiredKey: KeyEntry = {
  width: 8,
  mark: line([0, 0], [8, 0], crossStroke) + line([4, -4], [4, 4], crossStroke),
  label: "required point",
};
