import type { FigureDocument, ReferenceLine } from "../document.ts";
import {
  axis,
  bandLayer,
  gridLayer,
  pointLayer,
  position,
  rowPosition,
  ruleLayer,
  tickLayer,
} from "../layers.ts";
import { counted } from "../number-text.ts";
import type { ForestConfiguration, ForestMethod } from "./forest-rows.ts";
import { domainOf, ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { categories, classifiers, ink, stroke } from "../theme.ts";
import type { Appearance, Classifier } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** Something drawn on a row; `y` is the row's middle, in points from the top of the panels. */
export interface OnRow<T> {
  readonly row: T;
  readonly y: number;
}

/** What both panels of a forest draw. */
export interface ForestPlot {
  readonly methods: readonly OnRow<ForestMethod>[];
  /** Of methods with several: a method's only configuration is its mean. */
  readonly configurations: readonly OnRow<ForestConfiguration>[];
  /** Published results of other people. */
  readonly cohorts: readonly OnRow<ReferenceLine>[];
  readonly height: number;
  /** Half-width of the declared margin. */
  readonly margin: number | undefined;
}

function appearance(row: ForestMethod): Appearance {
  if (row.category !== null) return categories[row.category];
  const found = classifiers[row.method as Classifier] as Appearance | undefined;
  if (found === undefined) throw new Error(`no colour for classifier ${row.method}`);
  return found;
}

/** The range of AUROC: it holds every mark of the mean panel. */
export function meanDomain(doc: FigureDocument, plot: ForestPlot): Domain {
  const reached = [
    ...plot.methods.flatMap(({ row }) => [row.mean, row.ci_lower, row.ci_upper]),
    ...plot.configurations.map(({ row }) => row.auroc),
    ...plot.cohorts.flatMap(({ row }) => [row.lower, row.upper]),
  ];
  return doc.domains["auroc"] ?? domainOf(reached, 0.05);
}

/** Whether a range of AUROC holds that of no discrimination, which is then marked. */
export function holdsChance([low, high]: Domain): boolean {
  return low <= 0.5 && high >= 0.5;
}

/** Marks of the mean panel: configurations as grey ticks, the sampling interval, the mean. */
export function meanPanel(doc: FigureDocument, plot: ForestPlot, width: number): Panel {
  const { methods, height } = plot;
  const domain = meanDomain(doc, plot);
  const ticks = ticksOf(domain, 5);
  const title = `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`;
  const ruler = axis({ title, values: ticks, format: ".2f" });
  const x = (field: string) => position({ field, domain, axis: ruler });
  const y = rowPosition(height);
  const configurations = plot.configurations.map(({ row, y }) => ({ ...row, x: row.auroc, y }));
  const means = methods.flatMap(({ row, y }) =>
    row.mean === null
      ? []
      : [{ ...row, y, x: row.mean, lower: row.ci_lower, upper: row.ci_upper, ...appearance(row) }],
  );
  const cohorts = plot.cohorts.map(({ row, y }) => ({ ...row, y }));
  return {
    width,
    height,
    layers: [
      gridLayer(ticks, { x: x("at") }),
      ...chance(domain, x("x")),
      tickLayer(configurations, x("x"), y, { thickness: 0.75, color: ink.tick, size: 9 }),
      ruleLayer(withLimits(means), { x: x("lower"), x2: { field: "upper" }, y }),
      pointLayer(means, x("x"), y),
      ruleLayer(cohorts, { x: x("lower"), x2: { field: "upper" }, y }, { stroke: ink.secondary }),
      tickLayer(cohorts, x("value"), y, { thickness: 1.5, color: ink.secondary }),
    ],
  };
}

function withLimits<T extends { lower: number | null; upper: number | null }>(marks: readonly T[]): T[] {
  return marks.filter((mark) => mark.lower !== null && mark.upper !== null);
}

/** The line of no discrimination, where the range holds it. */
function chance(domain: Domain, x: Layer): Layer[] {
  if (!holdsChance(domain)) return [];
  return [ruleLayer([{ x: 0.5 }], { x }, { stroke: ink.reference, strokeWidth: 0.75, strokeDash: [3, 2] })];
}

/** Marks of the difference panel: the declared margin, the zero line, paired intervals. */
export function diffPanel(doc: FigureDocument, plot: ForestPlot, width: number): Panel {
  const { methods, height, margin = 0 } = plot;
  const shown = methods.flatMap(({ row }) => [row.diff, row.diff_lower, row.diff_upper]);
  const domain: Domain = doc.domains["diff"] ?? domainOf([...shown, margin, -margin], 0.02);
  const ticks = ticksOf(domain, 4);
  const ruler = axis({ title: "Difference in AUROC", values: ticks, format: ".2f" });
  const x = (field: string) => position({ field, domain, axis: ruler });
  const y = rowPosition(height);
  const marks = methods.flatMap(({ row, y }) =>
    row.diff === null || row.is_reference
      ? []
      : [{ ...row, y, x: row.diff, lower: row.diff_lower, upper: row.diff_upper, ...appearance(row) }],
  );
  return {
    width,
    height,
    layers: [
      bandLayer([{ from: -margin, to: margin }], { x: x("from"), x2: { field: "to" } }),
      gridLayer(ticks, { x: x("at") }),
      ruleLayer([{ zero: 0 }], { x: x("zero") }, { stroke: ink.reference, strokeWidth: stroke.reference }),
      ruleLayer(withLimits(marks), { x: x("lower"), x2: { field: "upper" }, y }),
      pointLayer(marks, x("x"), y),
    ],
  };
}
