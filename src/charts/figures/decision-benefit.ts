import type { FigureDocument } from "../document.ts";
import { keyLine, sideMargin } from "../frame.ts";
import type { Items, KeyEntry } from "../frame.ts";
import { spreadLabels } from "../label-spread.ts";
import { percent } from "../number-text.ts";
import { rowsOf } from "../row-links.ts";
import { dcaRow } from "./decision-rows.ts";
import { linear, rulerWithin } from "../scale.ts";
import type { Domain, Scale } from "../scale.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import { benefitPanel, treatAll } from "./decision-panels.ts";
import type { DecisionPlot } from "./decision-panels.ts";

/** Left of the curves, for their axis. */
export const gutter = 46;
/** Right of them, for their names. */
const rightRoom = 82;

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
/** How the net benefit stands on its canvas. */
export interface BenefitView {
  readonly top: number;
  readonly height: number;
  /** The axis of thresholds has its percentages here, not in a panel below. */
  readonly labelled: boolean;
  readonly title: string;
}

/** The panel of net benefits with the curves' names, and where treating everyone stops to pay. */
export function benefitItems(doc: FigureDocument, view: BenefitView): Items {
  const plot = decisionPlot(doc);
  const floor = floorOf(plot);
  const benefits = plot.curves
    .flatMap(({ points }) => points)
    .flatMap((point) => [point.net_benefit_model, point.net_benefit_all])
    .map((value) => Math.max(value, floor));
  const ruler = rulerWithin(doc.domains["net_benefit"], [floor, ...benefits], 7);
  return [
    { x: gutter, y: view.top, panel: benefitPanel(plot, { ...view, ruler }) },
    ...endLabels(plot, ruler.domain, view),
    ...prevalenceMark(plot, ruler.domain, view),
  ];
}

/** Where a threshold stands on the canvas. */
export function acrossOf({ thresholds, width }: DecisionPlot): Scale {
  return linear(thresholds, [gutter, gutter + width]);
}

/** The curves of a document as far as its thresholds are shown. */
export function decisionPlot(doc: FigureDocument): DecisionPlot {
  const rows = rowsOf(doc, dcaRow);
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

/** What the axis of thresholds says below its percentages: the odds, and its title; `base` is the panel's lower edge. */
export function thresholdLabels(plot: DecisionPlot, base: number): Markup[] {
  const across = acrossOf(plot);
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

/** Names at the right end of the lines in panel A, each with a sample of its line, at least 8.5 pt apart. */
function endLabels({ curves, width }: DecisionPlot, domain: Domain, { top, height }: BenefitView): Markup[] {
  const right = gutter + width;
  const place = linear(domain, [top + height, top]);
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
  return spreadLabels(wanted, 8.5, [top, top + height]).flatMap(({ name, y, color, dash, fall }) => [
    line([right + 4, y - fall], [right + 16, y + fall], { stroke: color, width: stroke.data, dash }),
    text(right + 19, y, name, { baseline: "middle" }),
  ]);
}

/** Where treating everyone stops to pay: a mark on the zero line, explained above the plot, where no curve is. */
function prevalenceMark(plot: DecisionPlot, domain: Domain, { top, height }: BenefitView): Markup[] {
  const prevalence = plot.curves[0]?.pipeline.prevalence;
  if (prevalence === undefined) return [];
  const style = { stroke: ink.reference, width: stroke.reference };
  const label = `treat all reaches 0 at the prevalence, ${percent(prevalence)}`;
  const right = gutter + plot.width;
  if (prevalence > plot.thresholds[1]) {
    return [text(right, top - 7, `${label}, beyond this axis`, { fill: ink.secondary, anchor: "end" })];
  }
  const zero = linear(domain, [top + height, top])(0);
  const x = acrossOf(plot)(prevalence);
  const mark = line([0, 0], [9, 0], style) + line([4.5, -3], [4.5, 3], style);
  return [line([x, zero - 3], [x, zero + 3], style), keyLine(right, top - 7, [{ width: 9, mark, label }])];
}

/** The entry of a key for the range of thresholds declared of interest. */
export function declaredEntry([from, to]: Domain): KeyEntry {
  const mark = rect({ x: 0, y: -3, width: 9, height: 6 }, ink.margin);
  const label = `declared thresholds ${percent(from, 0)} to ${percent(to, 0)}`;
  return { width: 9, mark, label };
}
