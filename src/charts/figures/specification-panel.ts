import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import {
  axis,
  bandLayer,
  gridLayer,
  lineLayer,
  literally,
  pointLayer,
  position,
  ruleLayer,
  values,
} from "../layers.ts";
import { counted } from "../number-text.ts";
import type { SpecConfiguration } from "./specification-rows.ts";
import { rulerWithin } from "../scale.ts";
import type { Domain, Ruler } from "../scale.ts";
import { categories, ink, pointArea, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

/** Beyond this many configurations, single intervals give way to the edges that they reach. */
export const maxDrawn = 120;

/** Beyond this many, points are drawn smaller. */
const maxLarge = 30;

/** Ranks along x: what every part of the figure is aligned to. */
export interface Ranked {
  /** By rank, best first. */
  readonly configurations: readonly SpecConfiguration[];
  /** Points along x that one rank takes. */
  readonly step: number;
  readonly width: number;
}

/** Distance of a rank's middle from the left edge of the plot area, in points. */
export function rankX(ranked: Ranked, rank: number): number {
  return (rank - 0.5) * ranked.step;
}

/** The value of a reference line of the document, by its name. */
export function referenceValue(doc: FigureDocument, name: string): number | undefined {
  return doc.reference_lines.find((line) => line.name === name)?.value;
}

/** The range of AUROC and its ticks: it holds every limit, every reference line and the declared margin. */
export function specificationRuler(doc: FigureDocument, configurations: readonly SpecConfiguration[]): Ruler {
  const reached = configurations.flatMap((row) => [
    row.auroc,
    row.auroc_s_lower,
    row.auroc_s_upper,
    row.auroc_ci_lower,
    row.auroc_ci_upper,
  ]);
  const [centre, margin] = centreAndMargin(doc);
  const band = centre === undefined ? [] : [centre - (margin ?? 0), centre + (margin ?? 0)];
  return rulerWithin(doc.domains["auroc"], [...reached, ...band], 6);
}

/** A line across the panel, named at its right. */
export interface NamedLine {
  readonly name: string;
  readonly value: number;
  readonly dash: readonly number[];
}

/** The lines across the panel: GT × GT, the median, and chance where the range holds it. */
export function namedLines(doc: FigureDocument, domain: Domain): NamedLine[] {
  const [centre] = centreAndMargin(doc);
  const median = referenceValue(doc, referenceNames.median);
  const chance = domain[0] <= 0.5 && domain[1] >= 0.5;
  return [
    ...(centre === undefined ? [] : [{ name: "GT × GT", value: centre, dash: [3, 2] }]),
    ...(median === undefined ? [] : [{ name: "median", value: median, dash: [1, 1.5] }]),
    ...(chance ? [{ name: "chance", value: 0.5, dash: [3, 2] }] : []),
  ];
}

function centreAndMargin(doc: FigureDocument): [number | undefined, number | undefined] {
  return [referenceValue(doc, referenceNames.groundTruth), referenceValue(doc, referenceNames.margin)];
}

/** AUROC by rank: margin, sampling intervals or their edges, reference lines, refit bars, points. */
export function specificationPanel(doc: FigureDocument, ranked: Ranked, height: number): Panel {
  const { domain, ticks } = specificationRuler(doc, ranked.configurations);
  const title = `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`;
  const ruler = axis({ title, values: ticks, format: ".2f" });
  const place: Place = {
    x: position({ field: "x", domain: [0, ranked.width] }),
    y: (field) => position({ field, domain, axis: ruler }),
  };
  const marks = ranked.configurations.map((row) => ({
    ...row,
    ...categories[row.category],
    x: rankX(ranked, row.rank),
  }));
  const many = marks.length > maxDrawn;
  return {
    width: ranked.width,
    height,
    layers: [
      ...marginLayers(doc, place.y),
      gridLayer(ticks, { y: place.y("at") }),
      ...(many ? edgeLayers(marks, place) : [samplingLayer(marks, place)]),
      ...namedLines(doc, domain).map((line) => lineAcross(line, place.y)),
      refitLayer(marks, place, ranked.step),
      many ? smallPoints(marks, place, ranked.step) : points(marks, place),
    ],
  };
}

interface Place {
  readonly x: Layer;
  readonly y: (field: string) => Layer;
}

function marginLayers(doc: FigureDocument, y: Place["y"]): Layer[] {
  const [centre, margin] = centreAndMargin(doc);
  if (margin === undefined || centre === undefined) return [];
  return [bandLayer([{ from: centre - margin, to: centre + margin }], { y: y("from"), y2: { field: "to" } })];
}

function lineAcross({ value, dash }: NamedLine, y: Place["y"]): Layer {
  const mark = { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [...dash] };
  return ruleLayer([{ value }], { y: y("value") }, mark);
}

function withSampling(marks: readonly SpecConfiguration[]): SpecConfiguration[] {
  return marks.filter((mark) => mark.auroc_s_lower !== null && mark.auroc_s_upper !== null);
}

function samplingLayer(marks: readonly SpecConfiguration[], { x, y }: Place): Layer {
  const encoding = { x, y: y("auroc_s_lower"), y2: { field: "auroc_s_upper" } };
  return ruleLayer(withSampling(marks), encoding, { stroke: ink.envelope, strokeWidth: 0.5 });
}

function edgeLayers(marks: readonly SpecConfiguration[], { x, y }: Place): Layer[] {
  const whole = withSampling(marks);
  return ["auroc_s_lower", "auroc_s_upper"].map((edge) =>
    lineLayer(whole, x, y(edge), { stroke: ink.tick, strokeWidth: 0.4 }),
  );
}

function refitLayer(marks: readonly SpecConfiguration[], { x, y }: Place, step: number): Layer {
  const whole = marks.filter((mark) => mark.auroc_ci_lower !== null && mark.auroc_ci_upper !== null);
  return {
    data: values(whole),
    mark: { type: "rule", strokeWidth: Math.min(stroke.refit, step * 0.7), opacity: 1 },
    encoding: { x, y: y("auroc_ci_lower"), y2: { field: "auroc_ci_upper" }, color: literally("color") },
  };
}

/** Points with a halo, smaller where they stand close, so that the bars of refits show above and below them. */
function points(marks: readonly object[], { x, y }: Place): Layer {
  const layer = pointLayer(marks, x, y("auroc"));
  if (marks.length <= maxLarge) return layer;
  return { ...layer, mark: { ...(layer["mark"] as Layer), size: pointArea / 2, strokeWidth: 0.5 } };
}

/** Points without a halo, no wider than about two ranks. */
function smallPoints(marks: readonly object[], { x, y }: Place, step: number): Layer {
  return {
    data: values(marks),
    mark: { type: "point", filled: true, size: Math.max(3, step * step * 4), opacity: 1 },
    encoding: { x, y: y("auroc"), color: literally("color"), shape: literally("shape") },
  };
}
