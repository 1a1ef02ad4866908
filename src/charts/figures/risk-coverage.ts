import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, gridLayer, lineLayer, position, ruleLayer } from "../layers.ts";
import { counted, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { roleRow, tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { pipeline } from "../rows.ts";
import { type Ruler, rulerOf } from "../scale.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import type { Category } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** RC, one role panel. */
export const riskPipeline = z.strictObject({ ...pipeline, aurc: z.number() });

/** RC, the `k` most certain people: errors are decisions p̄ ≥ 0.5 that the outcome contradicts. */
export const riskPoint = z.strictObject({
  part: z.literal("risk"),
  role: z.string(),
  k: z.int().positive(),
  coverage: z.number().gt(0).max(1),
  n_errors: z.number(),
  risk: z.number(),
  /** Kept and wrong, of all people. */
  generalised_risk: z.number(),
  oracle_risk: z.number(),
});
export const riskRow = z.discriminatedUnion("part", [riskPipeline, riskPoint]);
export type RiskPipeline = z.infer<typeof riskPipeline>;
export type RiskPoint = z.infer<typeof riskPoint>;
export type RiskRow = z.infer<typeof riskRow>;

const gutter = 36;
const headroom = 25;
const between = 12;
const counts = { top: 30, row: 8.5 } as const;
const ratio = 0.6;
/** With fewer people kept than this an error rate is a matter of chance, and no line is drawn. */
export const fewestKept = 10;
const shares = [0.25, 0.5, 0.75, 1] as const;

/** Height in inches that the panels of the document's pipelines need. */
export function riskHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, riskRow).filter((row) => row.part === "pipeline").length;
  const { size } = roleRow(72 * doc.width_in, gutter, pipelines);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (headroom + 2 * ratio * size + between + counts.top + 2 * counts.row + 14 + band) / 72;
}

/** RC: error rate of those kept by share kept, and below it the share kept and wrong, which cannot spike. */
export function drawRiskCoverage(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => riskItems(doc, canvas)));
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function riskItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, riskRow);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const points = rows.filter((row) => row.part === "risk").filter(({ k }) => k >= fewestKept);
  const row = roleRow(72 * doc.width_in, gutter, pipelines.length);
  const height = ratio * row.size;
  const rulers = {
    risk: rulerOf([0, ...points.flatMap(({ risk, oracle_risk }) => [risk, oracle_risk])], 4),
    generalised_risk: rulerOf([0, ...points.map(({ generalised_risk }) => generalised_risk)], 4),
  };
  const bottom = headroom + 2 * height + between;
  const panels = pipelines.flatMap((own, i) => {
    const curve = points.filter(({ role }) => role === own.role);
    const view = { own, curve, width: row.size, height, labelled: i === 0 };
    return [
      panelTitle(doc, [row.left(i), 9], tagOf(i, pipelines.length), own.name),
      text(row.left(i), 18, `AURC ${fixed(own.aurc, 3)}`, { fill: ink.secondary }),
      { x: row.left(i), y: headroom, panel: riskPanel("risk", view, rulers.risk) },
      {
        x: row.left(i),
        y: headroom + height + between,
        panel: riskPanel("generalised_risk", view, rulers.generalised_risk),
      },
      ...keptCounts(curve, row.left(i), { bottom, width: row.size }),
    ];
  });
  const middle = (row.left(0) + row.left(pipelines.length - 1) + row.size) / 2;
  const names = ["kept", "errors"].map((name, i) =>
    text(gutter - 5, bottom + counts.top + counts.row * i, name, { anchor: "end", fill: ink.secondary }),
  );
  return [
    ...panels,
    ...names,
    text(middle, bottom + 20, "Share of people kept, most certain first", {
      anchor: "middle",
      size: type.axisTitle,
    }),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

/** People kept and errors among them at four shares, below their ticks. */
function keptCounts(
  curve: readonly RiskPoint[],
  left: number,
  { bottom, width }: { readonly bottom: number; readonly width: number },
): Markup[] {
  const n = Math.max(0, ...curve.map(({ k }) => k));
  return shares.flatMap((share) => {
    const point = curve.find(({ k }) => k === Math.floor(n * share + 1e-9));
    if (point === undefined) return [];
    const style = { anchor: "middle" } as const;
    return [String(point.k), fixed(point.n_errors, Number.isInteger(point.n_errors) ? 0 : 1)].map(
      (content, i) => text(left + share * width, bottom + counts.top + counts.row * i, content, style),
    );
  });
}

interface RiskView {
  readonly own: { readonly category: Category };
  readonly curve: readonly RiskPoint[];
  readonly width: number;
  readonly height: number;
  readonly labelled: boolean;
}

function riskPanel(field: "risk" | "generalised_risk", view: RiskView, { domain, ticks }: Ruler): Panel {
  const { own, curve, width, height, labelled } = view;
  const title = field === "risk" ? "Error rate" : "Kept, wrong";
  const up = axis({ values: ticks, format: ".2f", ...(labelled ? { title } : { labels: false }) });
  const across = axis({
    values: shares,
    format: ".0%",
    labelFlush: true,
    labels: field === "generalised_risk",
  });
  const x = position({ field: "coverage", domain: [0, 1], axis: across });
  const y = (name: string): Layer => position({ field: name, domain, axis: up });
  const overall = curve.at(-1)?.risk ?? 0;
  const reference =
    field === "risk"
      ? [
          lineLayer(curve, x, y("oracle_risk"), {
            stroke: ink.reference,
            strokeWidth: 0.75,
            strokeDash: [1, 2],
          }),
          ruleLayer(
            [{ overall }],
            { y: y("overall") },
            { stroke: ink.reference, strokeWidth: stroke.reference },
          ),
        ]
      : [
          lineLayer(
            [0, 1].map((coverage) => ({ coverage, random: coverage * overall })),
            x,
            y("random"),
            { stroke: ink.reference, strokeWidth: stroke.reference },
          ),
        ];
  return {
    width,
    height,
    layers: [
      gridLayer(ticks, { y: y("at") }),
      ...reference,
      lineLayer(curve, x, y(field), { stroke: categories[own.category].color }),
    ],
  };
}

const sample = (dash: readonly number[], width: number): Markup =>
  line([0, 0], [12, 0], { stroke: ink.reference, width, dash });
const key: readonly KeyEntry[] = [
  { width: 12, mark: sample([], stroke.data), label: "least certain referred first" },
  { width: 12, mark: sample([], stroke.reference), label: "referred at random" },
  { width: 12, mark: sample([1, 2], 0.75), label: "least possible" },
];
