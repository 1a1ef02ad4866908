import { partsAbove } from "../clip-line.ts";
import type { CurvePoint } from "../clip-line.ts";
import { axis, bandLayer, gridLayer, lineLayer, position, ruleLayer } from "../layers.ts";
import type { DcaPipeline, DcaPoint } from "./decision-rows.ts";
import type { Domain, Ruler } from "../scale.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** One pipeline with its points by threshold, as far as the axis goes. */
export interface DecisionCurve {
  readonly pipeline: DcaPipeline;
  readonly points: readonly DcaPoint[];
}

/** What both panels share. */
export interface DecisionPlot {
  readonly curves: readonly DecisionCurve[];
  /** Width of the plot area in points. */
  readonly width: number;
  readonly thresholds: Domain;
  /** Range of thresholds declared of interest, banded. */
  readonly declared: Domain | undefined;
  /** Threshold ticks. */
  readonly named: readonly number[];
}

/** Treating everyone does not depend on the pipeline: the first one's rows hold it. */
export function treatAll(curves: readonly DecisionCurve[]): CurvePoint[] {
  return (curves[0]?.points ?? []).map((point) => ({ x: point.threshold, y: point.net_benefit_all }));
}

interface BenefitPanel {
  readonly height: number;
  readonly ruler: Ruler;
  /** The axis of thresholds has its percentages. */
  readonly labelled: boolean;
  /** Of the upright axis. */
  readonly title: string;
}

/** Net benefit by threshold: the pipelines, treating everyone as far as the range goes, treating no one at zero. */
export function benefitPanel(plot: DecisionPlot, { height, ruler, labelled, title }: BenefitPanel): Panel {
  const y = vertical(ruler, title);
  const x = horizontal(plot, labelled);
  const draw = (points: readonly CurvePoint[], mark: Layer): Layer[] =>
    partsAbove(points, ruler.domain[0]).map((part) => lineLayer(part, x("x"), y("y"), mark));
  const curves = plot.curves.flatMap(({ pipeline, points }) =>
    draw(
      points.map((point) => ({ ...point, x: point.threshold, y: point.net_benefit_model })),
      lookOf(pipeline),
    ),
  );
  return {
    width: plot.width,
    height,
    layers: [
      ...declaredLayers(plot, x),
      gridLayer(ruler.ticks, { y: y("at") }),
      zeroLine(y),
      ...draw(treatAll(plot.curves), { stroke: ink.reference, strokeWidth: 1 }),
      ...curves,
    ],
  };
}

/** Gain over the better default by threshold: a pipeline that merges with a default lies on zero. */
export function gainPanel(plot: DecisionPlot, height: number, ruler: Ruler): Panel {
  const y = vertical(ruler, "Gain");
  const x = horizontal(plot, true);
  return {
    width: plot.width,
    height,
    layers: [
      ...declaredLayers(plot, x),
      gridLayer(ruler.ticks, { y: y("at") }),
      zeroLine(y),
      ...plot.curves.map(({ pipeline, points }) =>
        lineLayer(points, x("threshold"), y("nb_gain"), lookOf(pipeline)),
      ),
    ],
  };
}

type Channel = (field: string) => Layer;

function horizontal(plot: DecisionPlot, labels: boolean): Channel {
  const ticks = axis({ values: plot.named, format: ".0%", labels });
  return (field) => position({ field, domain: plot.thresholds, axis: ticks });
}

function vertical({ domain, ticks }: Ruler, title: string): Channel {
  const ruler = axis({ values: ticks, format: `.${decimals(ticks)}f`, title });
  return (field) => position({ field, domain, axis: ruler });
}

/** Decimals that tell all ticks apart, two at least. */
function decimals(ticks: readonly number[]): number {
  return ticks.every((tick) => Math.abs(tick - Number(tick.toFixed(2))) < 1e-9) ? 2 : 3;
}

function declaredLayers(plot: DecisionPlot, x: Channel): Layer[] {
  if (plot.declared === undefined) return [];
  const [from, to] = plot.declared;
  return [bandLayer([{ from, to }], { x: x("from"), x2: { field: "to" } })];
}

function zeroLine(y: Channel): Layer {
  return ruleLayer([{ zero: 0 }], { y: y("zero") }, { stroke: ink.reference, strokeWidth: stroke.reference });
}

function lookOf(pipeline: DcaPipeline): Layer {
  const { color, dash } = categories[pipeline.category];
  return { stroke: color, ...(dash.length > 0 ? { strokeDash: [...dash] } : {}) };
}
