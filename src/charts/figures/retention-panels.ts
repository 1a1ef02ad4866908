import { axis, gridLayer, lineLayer, literally, pointLayer, position, ruleLayer, values } from "../layers.ts";
import type { RetentionPipeline, RetentionPoint } from "./retention-rows.ts";
import { rulerWithin } from "../scale.ts";
import type { Domain, Ruler } from "../scale.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";
import type { PanelSize } from "./retention-grid.ts";

/** What the x axis of every metric shows. */
export const shareTitle = "Share of people kept, most certain first (%)";

/** Shares for which marks stand on the lines and numbers of people below the axis. */
export const countedShares = [0.4, 0.6, 0.8, 1] as const;

/** Below any of these a metric of so few people says nothing, and no line is drawn. */
export const least = { people: 20, events: 5, nonEvents: 5 } as const;

/** One of the three metrics, its value for a model of no use, and what that value is called. */
export interface RetentionMetric {
  readonly name: RetentionPoint["metric_name"];
  readonly title: string;
  readonly useless: number;
  readonly uselessName: string;
}

export const retentionMetrics = {
  auroc: { name: "auroc", title: "AUROC", useless: 0.5, uselessName: "chance (A)" },
  scaledBrier: { name: "scaled_brier", title: "Scaled Brier score", useless: 0, uselessName: "no skill (B)" },
  netBenefit: {
    name: "net_benefit_15pct",
    title: "Net benefit at a threshold of 15%",
    useless: 0,
    uselessName: "treat none (C)",
  },
} as const satisfies Record<string, RetentionMetric>;

/** A pipeline with one metric at every share, and as much of it as is drawn. */
export interface Run {
  readonly pipeline: RetentionPipeline;
  readonly all: readonly RetentionPoint[];
  readonly points: readonly RetentionPoint[];
}

/** What is drawn of a metric, pipeline by pipeline. */
export function runsOf(
  metric: RetentionMetric,
  pipelines: readonly RetentionPipeline[],
  points: readonly RetentionPoint[],
): Run[] {
  const own = points.filter((point) => point.metric_name === metric.name);
  return pipelines.map((pipeline) => {
    const all = own.filter((point) => point.role === pipeline.role);
    return { pipeline, all, points: drawnRun(all) };
  });
}

/** One pipeline's points from the smallest share drawn up to everyone; it ends before the first share with too few. */
export function drawnRun(points: readonly RetentionPoint[]): RetentionPoint[] {
  const falling = points.toSorted((a, b) => b.retention_rate - a.retention_rate);
  const end = falling.findIndex((point) => !isEnough(point));
  return (end === -1 ? falling : falling.slice(0, end)).toReversed();
}

function isEnough({ n_retained, n_events_retained, metric_value }: RetentionPoint): boolean {
  const nonEvents = n_retained - n_events_retained;
  return (
    metric_value !== null &&
    n_retained >= least.people &&
    n_events_retained >= least.events &&
    nonEvents >= least.nonEvents
  );
}

/** The range of shares, from the fifth below the smallest share at which anything is drawn. */
export function shareDomain(runs: readonly Run[]): Domain {
  const shares = runs.flatMap((run) => run.points.map((point) => point.retention_rate));
  const smallest = Math.min(1, ...shares);
  return [Math.min(0.8, Math.floor(smallest * 5 + 1e-9) / 5), 1];
}

/** The range of a metric over all its runs, and of what it is compared with. */
export function metricRuler(runs: readonly Run[], domain: Domain | undefined): Ruler {
  const points = runs.flatMap((run) => run.points);
  return rulerWithin(
    domain,
    points.flatMap((point) => [point.metric_value, point.default_value]),
    5,
  );
}

/** How one panel shows its runs. */
export interface MetricView {
  readonly size: PanelSize;
  readonly shares: Domain;
  readonly ruler: Ruler;
  readonly useless: number;
  /** The first of a row of equal axes names the ticks for all. */
  readonly labelled: boolean;
}

/** Runs of one metric by share of people kept. */
export function metricPanel(runs: readonly Run[], view: MetricView): Panel {
  const { ruler, shares, useless } = view;
  const x = position({ field: "retention_rate", domain: shares, axis: shareAxis(shares) });
  const ticks = axis({ values: ruler.ticks, format: ".2f", labels: view.labelled });
  const y = (field: string) => position({ field, domain: ruler.domain, axis: ticks });
  return {
    ...view.size,
    layers: [
      gridLayer(ruler.ticks, { y: y("at") }),
      ...(isWithin(ruler, useless) ? [ruleLayer([{ at: useless }], { y: y("at") }, uselessLine)] : []),
      ...runs.flatMap((run) => defaultLayers(run, { x, y: y("default_value") })),
      ...runs.flatMap((run) => curveLayers(run, { x, y: y("metric_value") })),
    ],
  };
}

/** Whether a panel with this ruler shows the value. */
export function isWithin({ domain: [low, high] }: Ruler, value: number): boolean {
  return low <= value && value <= high;
}

const uselessLine: Layer = { stroke: ink.reference, strokeWidth: stroke.reference };

function shareAxis([low]: Domain): Layer {
  return axis({
    values: [0, 0.2, 0.4, 0.6, 0.8, 1].filter((share) => share >= low - 1e-9),
    format: ".0f",
    labelExpr: "format(datum.value * 100, '.0f')",
  });
}

interface Place {
  readonly x: Layer;
  readonly y: Layer;
}

/** The line, marks at the counted shares, and an open mark where it ends. */
function curveLayers({ pipeline, points }: Run, { x, y }: Place): Layer[] {
  const look = categories[pipeline.category];
  const [end] = points;
  const marked = points.filter(
    (point) => point !== end && countedShares.some((share) => isShare(point, share)),
  );
  const open: Layer = { type: "point", filled: true, fill: ink.white, stroke: look.color, strokeWidth: 0.8 };
  return [
    lineLayer(points, x, y, { stroke: look.color, strokeWidth: 1 }),
    pointLayer(
      marked.map((point) => ({ ...point, color: look.color, shape: look.shape })),
      x,
      y,
    ),
    {
      data: values(end === undefined ? [] : [{ ...end, shape: look.shape }]),
      mark: { ...open, size: 20, opacity: 1 },
      encoding: { x, y, shape: literally("shape") },
    },
  ];
}

/** Whether a point is at this share, which is i/20 by division. */
export function isShare(point: RetentionPoint, share: number): boolean {
  return Math.abs(point.retention_rate - share) < 1e-9;
}

/** Treating all of the same people, dashed; metrics without a default have none. */
function defaultLayers({ pipeline, points }: Run, { x, y }: Place): Layer[] {
  const known = points.filter((point) => point.default_value !== null);
  if (known.length === 0) return [];
  const { color } = categories[pipeline.category];
  return [lineLayer(known, x, y, { stroke: color, strokeWidth: 0.75, strokeDash: [2.5, 1.5] })];
}
