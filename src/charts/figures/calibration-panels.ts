import { axis, lineLayer, literally, position, ruleLayer, values } from "../layers.ts";
import type { CalibrationCurve, CalibrationPipeline, CalibrationRow } from "./calibration-rows.ts";
import { categories, ink, outcomes, pointArea, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const unit = { domain: [0, 1] } as const;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
const bins = 50;

/** What one curve panel shows: its own rows, and ground truth's curve behind them. */
export interface CalibrationPlot {
  readonly pipeline: CalibrationPipeline;
  readonly own: readonly CalibrationRow[];
  readonly behind: readonly CalibrationCurve[];
  /** The first of a row names the axis that all share. */
  readonly labelled: boolean;
}

/** The rows of one role's smoothed curve. */
export function curveOf(rows: readonly CalibrationRow[], role: string): CalibrationCurve[] {
  return rows.filter((row) => row.part === "curve").filter((row) => row.role === role);
}

/** Observed frequency by predicted risk: the diagonal, the smoothed curve with its band, groups of people. */
export function curvePanel(plot: CalibrationPlot, size: number): Panel {
  const { color } = categories[plot.pipeline.category];
  const named = plot.labelled ? { title: "Observed frequency" } : { labels: false };
  const ruler = axis({ values: ticks, format: ".1f", ...named });
  const across = (field: string) => position({ field, ...unit });
  const up = (field: string) => position({ field, ...unit, axis: ruler });
  const curve = curveOf(plot.own, plot.pipeline.role).map(withinUnit);
  const behind = plot.behind.map(withinUnit);
  const groups = plot.own.filter((row) => row.part === "group");
  const [x, y] = [across("predicted"), up("observed")];
  return {
    width: size,
    height: size,
    layers: [
      diagonal(across, up),
      lineLayer(behind, x, y, { stroke: ink.repeated, strokeWidth: 1 }),
      {
        data: values(curve.filter((point) => point.ci_lower !== null && point.ci_upper !== null)),
        mark: { type: "area", fill: color, opacity: 0.16 },
        encoding: { x, y: up("ci_lower"), y2: { field: "ci_upper" } },
      },
      lineLayer(curve, x, y, { stroke: color }),
      ruleLayer(groups, { x: across("p_mean"), y: up("ci_lower"), y2: { field: "ci_upper" } }),
      { data: values(groups), mark: openCircle, encoding: { x: across("p_mean"), y: up("observed") } },
    ],
  };
}

const openCircle: Layer = {
  type: "point",
  filled: true,
  fill: ink.white,
  stroke: ink.text,
  strokeWidth: 0.75,
  size: pointArea,
  opacity: 1,
};

function diagonal(x: (field: string) => Layer, y: (field: string) => Layer): Layer {
  const encoding = { x: x("from"), x2: { field: "to" }, y: y("from"), y2: { field: "to" } };
  const mark = { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [3, 2] };
  return ruleLayer([{ from: 0, to: 1 }], encoding, mark);
}

/** A local regression may leave 0–1; a frequency cannot, so it is drawn at the edge. */
function withinUnit(point: CalibrationCurve): CalibrationCurve {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const clampLimit = (value: number | null) => (value === null ? null : clamp(value));
  return {
    ...point,
    observed: clamp(point.observed),
    ci_lower: clampLimit(point.ci_lower),
    ci_upper: clampLimit(point.ci_upper),
  };
}

/** People of one outcome in one of 50 equal bins of predicted risk: upwards with glaucoma, downwards without. */
interface Bin {
  readonly x: number;
  readonly people: number;
  readonly color: string;
}

function binsOf(rows: readonly CalibrationRow[]): Bin[] {
  const found = new Map<string, Bin>();
  for (const person of rows) {
    if (person.part !== "person") continue;
    const index = binIndex(person.y_prob);
    const [sign, outcome] = person.y_true === 1 ? [1, outcomes.glaucoma] : [-1, outcomes.control];
    const before = found.get(`${index} ${sign}`)?.people ?? 0;
    found.set(`${index} ${sign}`, { x: (index + 0.5) / bins, people: before + sign, color: outcome.color });
  }
  return [...found.values()];
}

/** The bin [i/50, (i+1)/50) of a probability; 1 belongs to the last. Edges are quotients: p · 50 misses some by a bit. */
function binIndex(probability: number): number {
  const near = Math.round(probability * bins);
  return Math.min(bins - 1, probability >= near / bins ? near : near - 1);
}

/** The largest bin over all panels: people are drawn on one scale. */
export function tallestBin(rows: readonly CalibrationRow[]): number {
  const roles = new Set(rows.map((row) => row.role));
  const counts = [...roles].flatMap((role) => binsOf(rows.filter((row) => row.role === role)));
  return Math.max(1, ...counts.map((bin) => Math.abs(bin.people)));
}

/** Width of the bar of one bin on a panel of `width`, in points. */
export function binWidth(width: number): number {
  return Math.max(1, width / bins - 0.5);
}

/** The people of one pipeline along predicted risk, on a scale of at most `tallest` in a bin. */
export function peoplePanel(own: readonly CalibrationRow[], tallest: number, size: PanelSize): Panel {
  const x = position({ field: "x", ...unit, axis: axis({ values: ticks, format: ".1f" }) });
  const y = (field: string) => position({ field, domain: [-tallest, tallest] });
  const bars = binsOf(own).map((bin) => ({ ...bin, zero: 0 }));
  return {
    ...size,
    layers: [
      {
        data: values(bars),
        mark: { type: "rule", strokeWidth: binWidth(size.width), opacity: 1 },
        encoding: { x, y: y("zero"), y2: { field: "people" }, color: literally("color") },
      },
      ruleLayer([{ zero: 0 }], { y: y("zero") }, { stroke: ink.axis, strokeWidth: 0.4 }),
    ],
  };
}

interface PanelSize {
  readonly width: number;
  readonly height: number;
}
