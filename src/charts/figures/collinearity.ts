import { z } from "zod";
import { inkOn, rampColor } from "../color-ramp.ts";
import type { FigureDocument } from "../document.ts";
import { framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, literally, position, rowPosition, ruleLayer, tickLayer, values } from "../layers.ts";
import { count, counted, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { textWidth } from "../text-width.ts";
import { diverging, ink, stroke, type } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const nullable = z.number().nullable();

/** VIF, one feature: over the configurations, among all features and among those of the same light. */
export const featureRow = z.strictObject({
  part: z.literal("feature"),
  feature: z.string(),
  light: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  position: z.int().nonnegative(),
  /** Training people. */
  n: z.int().positive(),
  n_configs: z.int().nonnegative(),
  median_vif: nullable,
  min_vif: nullable,
  max_vif: nullable,
  median_vif_same_light: nullable,
});

/** VIF, one feature of one configuration; null where the other features give it exactly. */
export const configurationVif = z.strictObject({
  part: z.literal("configuration"),
  config_id: z.int(),
  name: z.string(),
  feature: z.string(),
  vif: nullable,
});

/** VIF, correlation of two features over the configurations. */
export const featurePair = z.strictObject({
  part: z.literal("pair"),
  feature: z.string(),
  other: z.string(),
  median_r: nullable,
  min_r: nullable,
  max_r: nullable,
});

export const collinearityRow = z.discriminatedUnion("part", [featureRow, configurationVif, featurePair]);
export type FeatureRow = z.infer<typeof featureRow>;
export type FeaturePairRow = z.infer<typeof featurePair>;
export type CollinearityRow = z.infer<typeof collinearityRow>;

const top = 30;
const rowHeight = 14;
const lightGap = 5;
const cellWidth = 24;
/** Between the names and panel A, for the medians at its right, and before the cells of panel B. */
const gaps = { name: 5, medians: 26, cells: 32 } as const;
const below = 42;

/** Height in inches that the document's features need. */
export function collinearityHeight(doc: FigureDocument): number {
  const { height } = readFeatures(doc);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (top + height + below + band) / 72;
}

/** VIF: how far each feature is given by the others, configuration by configuration, and which ones repeat it. */
export function drawCollinearity(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => collinearityItems(doc, canvas)));
}

/** A feature with the middle of its row from the top of the first one, and of its column from the left. */
interface Placed {
  readonly row: FeatureRow;
  readonly y: number;
  readonly x: number;
}

interface Features {
  readonly placed: readonly Placed[];
  readonly height: number;
  readonly width: number;
  readonly rows: readonly CollinearityRow[];
}

/** In the order of the document, each light after a gap. */
function readFeatures(doc: FigureDocument): Features {
  const rows = rowsOf(doc, collinearityRow);
  const features = rows.filter((row) => row.part === "feature");
  const lights = [...new Set(features.map(({ light }) => light))];
  const placed = features.map((row, i): Placed => {
    const gap = lightGap * lights.indexOf(row.light);
    return { row, y: rowHeight * (i + 0.5) + gap, x: cellWidth * (i + 0.5) + gap };
  });
  const gapped = lightGap * Math.max(0, lights.length - 1);
  return {
    placed,
    height: rowHeight * features.length + gapped,
    width: cellWidth * features.length + gapped,
    rows,
  };
}

function collinearityItems(doc: FigureDocument, canvas: Canvas): Items {
  const features = readFeatures(doc);
  const { placed, height, width } = features;
  const nameOf = ({ row }: Placed): string => `${row.display_name}, ${row.light}`;
  const left = gaps.name + Math.max(...placed.map((one) => textWidth(nameOf(one), type.label)));
  const cells = canvas.width - width;
  const plot = cells - gaps.cells - gaps.medians - left;
  return [
    panelTitle(doc, [0, 9], "A", "Variance inflation"),
    ...placed.map((one) => text(0, top + one.y, nameOf(one), { baseline: "middle" })),
    { x: left, y: top, panel: factorPanel(features, plot) },
    ...limitLabels(features, left, plot),
    text(left + plot + gaps.medians, top - 4, "median", { anchor: "end", fill: ink.secondary }),
    ...placed.map(({ row, y }) =>
      text(left + plot + gaps.medians, top + y, fixed(row.median_vif, 1), {
        anchor: "end",
        baseline: "middle",
      }),
    ),
    text(left + plot / 2, top + height + 22, "Variance inflation factor, logarithmic", {
      anchor: "middle",
      size: type.axisTitle,
    }),
    panelTitle(doc, [cells - 18, 9], "B", "Correlation, median"),
    ...correlationHeads(placed, [cells, top + height]),
    { x: cells, y: top, panel: correlationPanel(features) },
    text(0, canvas.height - 2.5, countWords(doc, placed), { fill: ink.secondary }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

/** The features are those of the training people, whom no other figure is about. */
function countWords(doc: FigureDocument, [first]: readonly Placed[]): string {
  return `${count(first?.row.n ?? 0)} training people · ${counted(doc.counts.configs, "configuration")}`;
}

const limits = [5, 10] as const;

function factorPanel({ placed, rows, height }: Features, width: number): Panel {
  const { domain, ticks } = factorRuler(rows);
  const ruler = axis({ values: ticks, format: ",d" });
  const x = (field: string): Layer => {
    const linear = position({ field, domain, axis: ruler });
    return { ...linear, scale: { type: "log", base: 10, domain, nice: false } };
  };
  const y = rowPosition(height);
  const rowAt = new Map(placed.map(({ row, y: at }) => [row.feature, at]));
  const ticked = rows
    .filter((row) => row.part === "configuration")
    .filter(({ vif }) => vif !== null)
    .map((row) => ({ ...row, y: rowAt.get(row.feature) ?? 0 }));
  const medians = placed.map(({ row, y: at }) => ({ ...row, y: at }));
  const point = (field: "median_vif" | "median_vif_same_light", mark: Layer): Layer => ({
    data: values(medians.filter((row) => row[field] !== null)),
    mark: { type: "point", shape: "diamond", size: 34, opacity: 1, ...mark },
    encoding: { x: x(field), y },
  });
  return {
    width,
    height,
    layers: [
      ruleLayer(
        limits.map((at) => ({ at })),
        { x: x("at") },
        { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [3, 2] },
      ),
      tickLayer(ticked, x("vif"), y, { size: 9, thickness: 0.6, color: ink.tick }),
      point("median_vif_same_light", { filled: true, fill: ink.white, stroke: ink.text, strokeWidth: 0.8 }),
      point("median_vif", { filled: true, color: ink.text, stroke: ink.white, strokeWidth: 0.7 }),
    ],
  };
}

/** From 1 to the next 1, 2 or 5 times a power of ten, 20 at least, so that both limits lie well inside. */
function factorRuler(rows: readonly CollinearityRow[]): { domain: [number, number]; ticks: number[] } {
  const reached = rows.flatMap((row) => (row.part === "configuration" && row.vif !== null ? [row.vif] : []));
  const highest = Math.max(20, ...reached);
  const steps = Array.from({ length: 24 }, (_, i) => [1, 2, 5].map((k) => k * 10 ** i)).flat();
  const ticks = steps.slice(0, steps.findIndex((step) => step >= highest) + 1);
  const shown = ticks.length > 10 ? ticks.filter((tick) => Number.isInteger(Math.log10(tick))) : ticks;
  return { domain: [1, ticks.at(-1) ?? highest], ticks: shown };
}

function limitLabels({ rows }: Features, left: number, plot: number): Markup[] {
  const [, last] = factorRuler(rows).domain;
  return limits.map((limit) =>
    text(left + (plot * Math.log(limit)) / Math.log(last), top - 4, `VIF ${limit}`, {
      // Apart from one another however near the lines stand.
      anchor: limit === limits[0] ? "end" : "start",
      fill: ink.secondary,
    }),
  );
}

/** Short names below the columns, and the light that several share. */
function correlationHeads(placed: readonly Placed[], [left, bottom]: readonly [number, number]): Markup[] {
  const lights = Map.groupBy(placed, ({ row }) => row.light);
  return [
    ...placed.map(({ row, x }) => text(left + x, bottom + 10, row.short_name, { anchor: "middle" })),
    ...[...lights].flatMap(([light, own]) => {
      const [from, to] = [left + (own[0]?.x ?? 0), left + (own.at(-1)?.x ?? 0)];
      const reach = cellWidth / 2 - 2;
      return [
        line([from - reach, bottom + 14], [to + reach, bottom + 14], {
          stroke: ink.axis,
          width: stroke.axis,
        }),
        text((from + to) / 2, bottom + 23, light, { anchor: "middle", fill: ink.secondary }),
      ];
    }),
  ];
}

/** Below the diagonal a cell per pair: colour about zero, and the number. */
function correlationPanel({ placed, rows, height, width }: Features): Panel {
  const at = new Map(placed.map((one, order) => [one.row.feature, { ...one, order }]));
  const cells = rows
    .filter((row) => row.part === "pair")
    .flatMap((pair) => {
      const [a, b] = [at.get(pair.feature), at.get(pair.other)];
      if (a === undefined || b === undefined || pair.median_r === null) return [];
      const [down, across] = a.order > b.order ? [a, b] : [b, a];
      const ground = rampColor(diverging, (pair.median_r + 1) / 2);
      const edge = { x: cellWidth / 2 - 0.25, y: rowHeight / 2 - 0.25 };
      return [
        {
          ...pair,
          x: across.x,
          y: down.y,
          left: across.x - edge.x,
          right: across.x + edge.x,
          top: down.y - edge.y,
          bottom: down.y + edge.y,
          ground,
          ink: inkOn(ground),
          label: fixed(pair.median_r, 2),
        },
      ];
    });
  const across = (field: string): Layer => position({ field, domain: [0, width] });
  const down = (field: string): Layer => position({ field, domain: [height, 0] });
  const box = { x: across("left"), x2: { field: "right" }, y: down("top"), y2: { field: "bottom" } };
  return {
    width,
    height,
    layers: [
      {
        data: values(cells),
        mark: { type: "rect", opacity: 1 },
        encoding: { ...box, color: literally("ground") },
      },
      {
        data: values(cells),
        mark: { type: "text", fontSize: type.label, baseline: "middle", dy: 0.5 },
        encoding: {
          x: across("x"),
          y: down("y"),
          text: { field: "label" },
          color: literally("ink"),
        },
      },
    ],
  };
}

const diamond = { shape: "diamond", color: ink.text } as const;
const key: readonly KeyEntry[] = [
  { width: 1, mark: rect({ x: 0, y: -4.5, width: 0.6, height: 9 }, ink.tick), label: "a configuration" },
  { width: 6, mark: symbol([3, 0], diamond), label: "median, on all others" },
  {
    width: 6,
    mark: symbol([3, 0], diamond, { outline: { stroke: ink.text, width: 0.8 } }),
    label: "median, on those of its light",
  },
];
