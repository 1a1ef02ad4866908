import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { axis, lineLayer, position, ruleLayer, values } from "../layers.ts";
import { counted, estimate } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import type { PlacedPanel } from "../picture.ts";
import { roleRow, tagOf } from "../role-row.ts";
import { calibrationRow } from "../rows.ts";
import type { CalibrationCurve, CalibrationPipeline, CalibrationRow } from "../rows.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { categories, ink, outcomes, pointArea, stroke, type } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";

const gutter = 36;
const headroom = 48;
const strip = { gap: 3, height: 25, bins: 50 } as const;
const below = 38;

/** Height in inches that calibration panels of the document's pipelines need. */
export function calibrationHeight(doc: FigureDocument): number {
  const pipelines = parseRows(doc).filter((row) => row.part === "pipeline").length;
  const { size } = roleRow(72 * doc.width_in, gutter, pipelines);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (headroom + size + strip.gap + strip.height + below + band) / 72;
}

/**
 * CAL: for each pipeline the smoothed observed frequency by predicted risk with its band, groups of people with
 * Wilson limits, the people themselves below, and four measures of calibration above.
 */
export function drawCalibration(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => calibrationItems(doc, canvas)));
}

function parseRows(doc: FigureDocument): CalibrationRow[] {
  return z.array(calibrationRow).parse(doc.data);
}

function calibrationItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = parseRows(doc);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const { size, left } = roleRow(72 * doc.width_in, gutter, pipelines.length);
  const groundTruth = pipelines.find((pipeline) => pipeline.category === "Ground Truth");
  const tallest = tallestBin(rows);
  const panels = pipelines.flatMap((pipeline, i) => {
    const own = rows.filter((row) => row.role === pipeline.role);
    const behind =
      groundTruth === undefined || groundTruth === pipeline ? [] : curveOf(rows, groundTruth.role);
    return [
      panelTitle(doc, [i === 0 ? 0 : left(i), 9], tagOf(i, pipelines.length), pipeline.name),
      ...measures(pipeline, left(i), size),
      curvePanel({ pipeline, own, behind }, [left(i), size], i === 0),
      stripPanel(own, tallest, [left(i), size]),
    ];
  });
  const middle = (left(0) + left(pipelines.length - 1) + size) / 2;
  const bottom = headroom + size + strip.gap + strip.height;
  return [
    ...panels,
    ...stripNames(size),
    text(middle, bottom + 21, "Predicted risk", { anchor: "middle", size: type.axisTitle }),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, key(rows, pipelines.length > 1 && groundTruth !== undefined)),
  ];
}

/** Four measures of this pipeline, each with its limits, in two columns. */
function measures(pipeline: CalibrationPipeline, x: number, size: number): Markup[] {
  const shown: [string, string][] = [
    ["slope", "calibration_slope"],
    ["in the large", "calibration_intercept"],
    ["O:E", "o_e_ratio"],
    ["ICI", "ici"],
  ].map(([label = "", field = ""]) => {
    const of = (suffix: string) =>
      pipeline[`${field}${suffix}` as keyof CalibrationPipeline] as number | null;
    return [label, estimate(of(""), of("_lower"), of("_upper"), 2)];
  });
  return shown.flatMap(([label, value], i) => {
    const y = 18 + 8.2 * i;
    return [text(x, y, label, { fill: ink.secondary }), text(x + size, y, value, { anchor: "end" })];
  });
}

const unit = { domain: [0, 1] } as const;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

function curveOf(rows: readonly CalibrationRow[], role: string): CalibrationCurve[] {
  return rows.filter((row) => row.part === "curve").filter((row) => row.role === role);
}

/** What one panel shows: its own rows, and ground truth's curve behind them. */
interface Shown {
  readonly pipeline: CalibrationPipeline;
  readonly own: readonly CalibrationRow[];
  readonly behind: readonly CalibrationCurve[];
}

function curvePanel(shown: Shown, [x, size]: readonly [number, number], first: boolean): PlacedPanel {
  const { color } = categories[shown.pipeline.category];
  const across = (field: string) => position({ field, ...unit });
  const labels = first ? {} : { labels: false };
  const title = first ? { title: "Observed frequency" } : {};
  const up = (field: string) =>
    position({ field, ...unit, axis: axis({ values: ticks, format: ".1f", ...labels, ...title }) });
  const curve = curveOf(shown.own, shown.pipeline.role).map(withinUnit);
  const groups = shown.own.filter((row) => row.part === "group");
  const band = curve.filter((point) => point.ci_lower !== null && point.ci_upper !== null);
  return {
    x,
    y: headroom,
    panel: {
      width: size,
      height: size,
      layers: [
        diagonal(across, up),
        lineLayer(shown.behind.map(withinUnit), across("predicted"), up("observed"), {
          stroke: ink.repeated,
          strokeWidth: 1,
        }),
        {
          data: values(band),
          mark: { type: "area", fill: color, opacity: 0.16 },
          encoding: { x: across("predicted"), y: up("ci_lower"), y2: { field: "ci_upper" } },
        },
        lineLayer(curve, across("predicted"), up("observed"), { stroke: color }),
        ruleLayer(groups, { x: across("p_mean"), y: up("ci_lower"), y2: { field: "ci_upper" } }),
        {
          data: values(groups),
          mark: {
            type: "point",
            filled: true,
            fill: ink.white,
            stroke: ink.text,
            strokeWidth: 0.75,
            size: pointArea,
            opacity: 1,
          },
          encoding: { x: across("p_mean"), y: up("observed") },
        },
      ],
    },
  };
}

function diagonal(x: (field: string) => Layer, y: (field: string) => Layer): Layer {
  return {
    data: values([{ from: 0, to: 1 }]),
    mark: { type: "rule", stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [3, 2] },
    encoding: { x: x("from"), x2: { field: "to" }, y: y("from"), y2: { field: "to" } },
  };
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

/** People of one outcome in one of `strip.bins` equal bins of predicted risk. */
interface Bin {
  readonly x: number;
  readonly people: number;
  readonly color: string;
}

function binsOf(rows: readonly CalibrationRow[]): Bin[] {
  const bins = new Map<string, Bin>();
  for (const person of rows) {
    if (person.part !== "person") continue;
    const index = Math.min(strip.bins - 1, Math.floor(person.y_prob * strip.bins));
    const color = person.y_true === 1 ? outcomes.glaucoma.color : outcomes.control.color;
    const sign = person.y_true === 1 ? 1 : -1;
    const before = bins.get(`${index} ${sign}`)?.people ?? 0;
    bins.set(`${index} ${sign}`, { x: (index + 0.5) / strip.bins, people: before + sign, color });
  }
  return [...bins.values()];
}

/** The largest bin over all panels: people are drawn on one scale. */
function tallestBin(rows: readonly CalibrationRow[]): number {
  const roles = new Set(rows.map((row) => row.role));
  const counts = [...roles].flatMap((role) => binsOf(rows.filter((row) => row.role === role)));
  return Math.max(1, ...counts.map((bin) => Math.abs(bin.people)));
}

function stripPanel(
  own: readonly CalibrationRow[],
  tallest: number,
  [x, size]: readonly [number, number],
): PlacedPanel {
  const across = position({ field: "x", ...unit, axis: axis({ values: ticks, format: ".1f" }) });
  const up = (field: string) => position({ field, domain: [-tallest, tallest] });
  const bins = binsOf(own).map((bin) => ({ ...bin, zero: 0 }));
  const width = Math.max(1, size / strip.bins - 0.5);
  return {
    x,
    y: headroom + size + strip.gap,
    panel: {
      width: size,
      height: strip.height,
      layers: [
        {
          data: values(bins),
          mark: { type: "rule", strokeWidth: width, opacity: 1 },
          encoding: {
            x: across,
            y: up("zero"),
            y2: { field: "people" },
            color: { field: "color", type: "nominal", scale: null },
          },
        },
        ruleLayer([{ zero: 0 }], { y: up("zero") }, { stroke: ink.axis, strokeWidth: 0.4 }),
      ],
    },
  };
}

function stripNames(size: number): Markup[] {
  const middle = headroom + size + strip.gap + strip.height / 2;
  const style = { anchor: "end", baseline: "middle" } as const;
  return [
    text(gutter - 4, middle - 6, "glaucoma", { ...style, fill: outcomes.glaucoma.color }),
    text(gutter - 4, middle + 6, "control", { ...style, fill: ink.secondary }),
  ];
}

function key(rows: readonly CalibrationRow[], repeated: boolean): KeyEntry[] {
  const sizes = rows.filter((row) => row.part === "group").map((row) => row.n);
  const people = `${Math.min(...sizes)}–${Math.max(...sizes)}`;
  const mark = line([3, -4], [3, 4], { stroke: ink.text, width: 0.6 });
  const ring =
    symbol([3, 0], { shape: "circle", color: ink.white }) +
    symbol([3, 0], { shape: "circle", color: ink.text }, { outline: { stroke: ink.text, width: 0.75 } });
  return [
    ...(sizes.length === 0
      ? []
      : [{ width: 6, mark: mark + ring, label: `group of ${people} people, 95% CI` }]),
    {
      width: 10,
      mark:
        rect({ x: 0, y: -3, width: 10, height: 6 }, ink.margin) +
        line([0, 0], [10, 0], { stroke: ink.text, width: 1.25 }),
      label: "loess, 95% CI",
    },
    ...(repeated
      ? [
          {
            width: 10,
            mark: line([0, 0], [10, 0], { stroke: ink.repeated, width: 1 }),
            label: "ground truth",
          },
        ]
      : []),
  ];
}
