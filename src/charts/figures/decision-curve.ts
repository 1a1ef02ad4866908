import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, sideMargin, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { spreadLabels } from "../label-spread.ts";
import { counted, fixed, percent } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { dcaRow } from "./decision-rows.ts";
import type { DcaPipeline, DcaPoint, DcaRow } from "./decision-rows.ts";
import { linear, rulerWithin } from "../scale.ts";
import type { Domain, Scale } from "../scale.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import { benefitPanel, gainPanel, treatAll } from "./decision-panels.ts";
import type { DecisionCurve, DecisionPlot } from "./decision-panels.ts";

const gutter = 46;
const rightRoom = 82;
const benefit = { top: 16, height: 137 } as const;
const gain = { top: benefit.top + benefit.height + 22, height: 65 } as const;
const tableTop = gain.top + gain.height + 34;
const tableRow = 9.5;
const tableTitles = {
  sample: "People at or above the threshold (share of resamples better than both defaults)",
  population: "Sensitivity / specificity at the threshold",
} as const;

/** Thresholds drawn where the document sets no domain. */
const usualThresholds: Domain = [0, 0.4];

/** Net benefit below this is not drawn: treating everyone falls without end. For a rare disease it is a third of its share. */
function floorOf({ curves }: DecisionPlot): number {
  return Math.max(-0.05, -(curves[0]?.pipeline.prevalence ?? 1) / 3);
}

/** Thresholds that the axis names, with the odds of harm to benefit that each means; the table has all but the last. */
const named = [
  [0.02, "1:49"],
  [0.05, "1:19"],
  [0.1, "1:9"],
  [0.15, "3:17"],
  [0.2, "1:4"],
  [0.3, "3:7"],
  [0.4, "2:3"],
] as const;
const lastInTable = 0.3;

/** Height in inches that decision curves need for the table's rows. */
export function decisionHeight(doc: FigureDocument): number {
  const pipelines = parseRows(doc).filter((row) => row.part === "pipeline").length;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (tableTop + 22 + tableRow * pipelines + 16 + band) / 72;
}

/**
 * DCA: net benefit of each pipeline by decision threshold beside treating everyone and no one, the gain over the
 * better of the two, and how many people each threshold selects. Domains read: `threshold`, `declared` (banded),
 * `net_benefit`, `nb_gain`.
 */
export function drawDecisionCurve(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => decisionItems(doc, canvas)));
}

function parseRows(doc: FigureDocument): DcaRow[] {
  return rowsOf(doc, dcaRow);
}

function readPlot(doc: FigureDocument): DecisionPlot {
  const rows = parseRows(doc);
  const thresholds = doc.domains["threshold"] ?? usualThresholds;
  const points = rows
    .filter((row) => row.part === "threshold")
    .filter((row) => row.threshold <= thresholds[1] + 1e-9);
  return {
    curves: rows
      .filter((row) => row.part === "pipeline")
      .map((pipeline) => ({
        pipeline,
        points: points.filter((row) => row.role === pipeline.role).sort((a, b) => a.threshold - b.threshold),
      })),
    width: 72 * doc.width_in - 2 * sideMargin - gutter - rightRoom,
    thresholds,
    declared: doc.domains["declared"],
    named: namedWithin(thresholds),
  };
}

/** The named thresholds on an axis, without those within its first tenth, where labels would meet. */
function namedWithin([, last]: Domain): number[] {
  return named.map(([at]) => at).filter((at) => at <= last && at >= last / 10);
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function decisionItems(doc: FigureDocument, canvas: Canvas): Items {
  const plot = readPlot(doc);
  const across = linear(plot.thresholds, [gutter, gutter + plot.width]);
  const points = plot.curves.flatMap((curve) => curve.points);
  const floor = floorOf(plot);
  const benefits = points
    .flatMap((point) => [point.net_benefit_model, point.net_benefit_all])
    .map((value) => Math.max(value, floor));
  const ruler = rulerWithin(doc.domains["net_benefit"], [floor, ...benefits], 7);
  const gains = rulerWithin(doc.domains["nb_gain"], [0, ...points.map((point) => point.nb_gain)], 5);
  return [
    panelTitle(doc, [0, 9], "A", "Net benefit"),
    { x: gutter, y: benefit.top, panel: benefitPanel(plot, benefit.height, ruler) },
    ...endLabels(plot.curves, ruler.domain, gutter + plot.width),
    ...prevalenceMark(plot, ruler.domain, across),
    panelTitle(doc, [0, gain.top - 7], "B", "Gain over the better of treating all and treating none"),
    { x: gutter, y: gain.top, panel: gainPanel(plot, gain.height, gains) },
    ...thresholdLabels(plot, across),
    panelTitle(doc, [0, tableTop + 9], "C", tableTitles[plot.curves[0]?.pipeline.people ?? "sample"]),
    ...table(plot, across),
    countLine(doc, canvas, { shown: counted(plot.curves.length, "pipeline") }),
    ...(plot.declared === undefined ? [] : [declaredKey(canvas, plot.declared)]),
  ];
}

/** Names at the right end of the lines in panel A, each with a sample of its line, at least 8.5 pt apart. */
function endLabels(curves: readonly DecisionCurve[], domain: Domain, right: number): Markup[] {
  const place = linear(domain, [benefit.top + benefit.height, benefit.top]);
  const end = (value: number) => place(Math.max(value, domain[0]));
  const all = treatAll(curves).at(-1)?.y ?? domain[0];
  const level = { color: ink.reference, dash: [], fall: 0 };
  const wanted = [
    ...curves.map(({ pipeline, points }) => ({
      name: pipeline.name,
      y: end(points.at(-1)?.net_benefit_model ?? 0),
      ...categories[pipeline.category],
      fall: 0,
    })),
    { ...level, name: "treat none", y: place(0) },
    // Falling, as the line does: treating no one has the same colour.
    { ...level, name: "treat all", y: end(all), fall: 3 },
  ];
  return spreadLabels(wanted, 8.5, [benefit.top, benefit.top + benefit.height]).flatMap(
    ({ name, y, color, dash, fall }) => [
      line([right + 4, y - fall], [right + 16, y + fall], { stroke: color, width: stroke.data, dash }),
      text(right + 19, y, name, { baseline: "middle" }),
    ],
  );
}

/** Where treating everyone stops to pay: a mark on the zero line, explained above the plot, where no curve is. */
function prevalenceMark(plot: DecisionPlot, domain: Domain, across: Scale): Markup[] {
  const prevalence = plot.curves[0]?.pipeline.prevalence;
  if (prevalence === undefined) return [];
  const style = { stroke: ink.reference, width: stroke.reference };
  const label = `treat all reaches 0 at the prevalence, ${percent(prevalence)}`;
  const right = gutter + plot.width;
  if (prevalence > plot.thresholds[1]) {
    return [text(right, 9, `${label}, beyond this axis`, { fill: ink.secondary, anchor: "end" })];
  }
  const zero = linear(domain, [benefit.top + benefit.height, benefit.top])(0);
  const x = across(prevalence);
  const mark = line([0, 0], [9, 0], style) + line([4.5, -3], [4.5, 3], style);
  return [line([x, zero - 3], [x, zero + 3], style), keyLine(right, 9, [{ width: 9, mark, label }])];
}

function thresholdLabels(plot: DecisionPlot, across: Scale): Markup[] {
  const base = gain.top + gain.height;
  return [
    ...named
      .filter(([at]) => plot.named.includes(at))
      .map(([at, odds]) => text(across(at), base + 19, odds, { anchor: "middle", fill: ink.secondary })),
    text(gutter - 4, base + 19, "odds", { anchor: "end", fill: ink.secondary }),
    text(gutter + plot.width / 2, base + 29, "Decision threshold, as probability and as odds", {
      anchor: "middle",
      size: type.axisTitle,
    }),
  ];
}

/** Panel C: a row per pipeline, its numbers below the thresholds that they belong to. */
function table(plot: DecisionPlot, across: Scale): Markup[] {
  const head = tableTop + 19;
  const columns = plot.named.filter((at) => at <= lastInTable);
  return [
    text(0, head, "threshold", { fill: ink.secondary }),
    ...columns.map((at) => text(across(at), head, percent(at, 0), { anchor: "middle", fill: ink.secondary })),
    ...plot.curves.flatMap(({ pipeline, points }, i) => {
      const y = head + tableRow * (i + 1);
      const cells = columns.map((at) => {
        const point = points.find((candidate) => Math.abs(candidate.threshold - at) < 1e-9);
        return text(across(at), y, point === undefined ? "n/a" : cellTexts[pipeline.people](point), {
          anchor: "middle",
        });
      });
      return [text(0, y, pipeline.name), ...cells];
    }),
  ];
}

const cellTexts: Readonly<Record<DcaPipeline["people"], (point: DcaPoint) => string>> = {
  sample: ({ n_positive, prob_useful }) =>
    prob_useful === null ? String(n_positive) : `${n_positive} (${percent(prob_useful, 0)})`,
  population: ({ sensitivity, specificity }) => `${fixed(sensitivity, 2)} / ${fixed(specificity, 2)}`,
};

function declaredKey(canvas: Canvas, [from, to]: Domain): Markup {
  const mark = rect({ x: 0, y: -3, width: 9, height: 6 }, ink.margin);
  const label = `declared thresholds ${percent(from, 0)} to ${percent(to, 0)}`;
  return keyLine(canvas.width, canvas.height - 2.5, [{ width: 9, mark, label }]);
}
