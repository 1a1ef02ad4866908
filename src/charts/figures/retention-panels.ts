import { axis, gridLayer, lineLayer, literally, pointLayer, position, ruleLayer, values } from "../layers.ts";
import type { CertaintyThird, RetentionPipeline, RetentionPoint } from "../rows.ts";
import { domainOf, linear, ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** Size of the four plot areas, in points. */
export const panelSize = { width: 92, height: 112 } as const;

/** Shares for which marks stand on the lines and numbers of people below the axis. */
export const countedShares = [0.4, 0.6, 0.8, 1] as const;

/** Below any of these a metric of so few people says nothing, and no line is drawn. */
export const least = { people: 20, events: 5, nonEvents: 5 } as const;

/** One of the three metrics, with the step its axis is rounded to and the value that means "no use". */
export interface RetentionMetric {
  readonly name: RetentionPoint["metric_name"];
  readonly title: string;
  readonly step: number;
  readonly useless: number;
}

export const retentionMetrics: readonly RetentionMetric[] = [
  { name: "auroc", title: "AUROC", step: 0.05, useless: 0.5 },
  { name: "scaled_brier", title: "Scaled Brier", step: 0.1, useless: 0 },
  { name: "net_benefit_15pct", title: "Net benefit at 15%", step: 0.05, useless: 0 },
];

/** A metric by share of people kept, each pipeline down to the last share with enough people. */
export function metricPanel(
  metric: RetentionMetric,
  pipelines: readonly RetentionPipeline[],
  points: readonly RetentionPoint[],
  domain?: Domain,
): Panel {
  const own = points.filter((point) => point.metric_name === metric.name);
  const runs = pipelines.map((pipeline) => ({
    pipeline,
    points: drawnRun(own.filter((p) => p.role === pipeline.role)),
  }));
  const shown = runs.flatMap((run) =>
    run.points.flatMap((point) => [point.metric_value, point.default_value]),
  );
  const range = domain ?? domainOf(shown, metric.step);
  const ticks = ticksOf(range, 5);
  const x = position({ field: "retention_rate", domain: [0, 1], axis: shareAxis });
  const y = (field: string) =>
    position({ field, domain: range, axis: axis({ values: ticks, format: ".2f" }) });
  const within = range[0] <= metric.useless && metric.useless <= range[1];
  return {
    ...panelSize,
    layers: [
      gridLayer(ticks, { y: y("at") }),
      ...(within ? [ruleLayer([{ at: metric.useless }], { y: y("at") }, uselessLine)] : []),
      ...runs.flatMap((run) => defaultLayers(run.points, run.pipeline, { x, y: y("default_value") })),
      ...runs.flatMap((run) => curveLayers(run.points, run.pipeline, { x, y: y("metric_value") })),
    ],
  };
}

const uselessLine: Layer = { stroke: ink.reference, strokeWidth: stroke.reference };

const shareAxis = axis({
  values: [0, 0.2, 0.4, 0.6, 0.8, 1],
  format: ".0f",
  labelExpr: "format(datum.value * 100, '.0f')",
});

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

interface Place {
  readonly x: Layer;
  readonly y: Layer;
}

/** The line, marks at the counted shares, and an open mark where it ends. */
function curveLayers(
  points: readonly RetentionPoint[],
  pipeline: RetentionPipeline,
  { x, y }: Place,
): Layer[] {
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
function defaultLayers(
  points: readonly RetentionPoint[],
  pipeline: RetentionPipeline,
  { x, y }: Place,
): Layer[] {
  const known = points.filter((point) => point.default_value !== null);
  if (known.length === 0) return [];
  const { color } = categories[pipeline.category];
  return [lineLayer(known, x, y, { stroke: color, strokeWidth: 0.75, strokeDash: [2.5, 1.5] })];
}

/** Middle of a third on the panel of thirds, in points from its left edge. */
export const thirdAt = linear([0.5, 3.5], [0, panelSize.width]);

/** Error rate in disjoint thirds of certainty, pipelines side by side. */
export function thirdsPanel(
  pipelines: readonly RetentionPipeline[],
  thirds: readonly CertaintyThird[],
): Panel {
  const step = Math.min(6.5, 22 / Math.max(1, pipelines.length));
  const marks = pipelines.flatMap((pipeline, i) =>
    thirds
      .filter((row) => row.role === pipeline.role)
      .map((row) => ({
        ...row,
        ...categories[pipeline.category],
        x: thirdAt(row.stratum) + step * (i - (pipelines.length - 1) / 2),
      })),
  );
  const domain = domainOf([0, ...marks.map((mark) => mark.ci_upper)], 0.2);
  const ticks = ticksOf(domain, 5);
  const x = position({ field: "x", domain: [0, panelSize.width], axis: thirdsAxis });
  const y = (field: string) => position({ field, domain, axis: axis({ values: ticks, format: ".1f" }) });
  return {
    ...panelSize,
    layers: [
      gridLayer(ticks, { y: y("at") }),
      ruleLayer(marks, { x, y: y("ci_lower"), y2: { field: "ci_upper" } }),
      pointLayer(marks, x, y("rate")),
    ],
  };
}

const thirdsAxis = axis({
  values: [1, 2, 3].map((stratum) => thirdAt(stratum)),
  format: ".0f",
  labelExpr: `['most', 'middle', 'least'][floor(datum.value / ${panelSize.width / 3})]`,
});
