import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { counted, estimate } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import type { RolePlots } from "../role-panels.ts";
import { roleRow, tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { calibrationRow } from "./calibration-rows.ts";
import type { CalibrationPipeline, CalibrationRow } from "./calibration-rows.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { ink, outcomes, type } from "../theme.ts";
import { binWidth, curveOf, curvePanel, peoplePanel, tallestBin } from "./calibration-panels.ts";

const gutter = 36;
const headroom = 48;
const strip = { gap: 3, height: 25 } as const;
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
  return rowsOf(doc, calibrationRow);
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function calibrationItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = parseRows(doc);
  const { pipelines, panel, key } = calibrationPlots(doc);
  const { size, left } = roleRow(72 * doc.width_in, gutter, pipelines.length);
  const tallest = tallestBin(rows);
  const panels = pipelines.flatMap((pipeline, i) => {
    const own = rows.filter((row) => row.role === pipeline.role);
    const view = { width: size, height: size, labelled: i === 0 };
    return [
      panelTitle(doc, [left(i), 9], tagOf(i, pipelines.length), pipeline.name),
      ...measures(pipeline, left(i), size),
      { x: left(i), y: headroom, panel: panel(pipeline, view) },
      {
        x: left(i),
        y: headroom + size + strip.gap,
        panel: peoplePanel(own, tallest, { width: size, height: strip.height }),
      },
    ];
  });
  const middle = (left(0) + left(pipelines.length - 1) + size) / 2;
  const bottom = headroom + size + strip.gap + strip.height;
  return [
    ...panels,
    ...stripNames(size),
    text(middle, bottom + 21, "Predicted risk", { anchor: "middle", size: type.axisTitle }),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, [...key, ...personKey(rows, { tallest, size })]),
  ];
}

/** The curve and the groups of each pipeline in a panel of its own, which is square. */
export function calibrationPlots(doc: FigureDocument): RolePlots<CalibrationPipeline> {
  const rows = parseRows(doc);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const truth = pipelines.find((pipeline) => pipeline.category === "Ground Truth");
  return {
    pipelines,
    panel: (pipeline, { width, labelled }) => {
      const own = rows.filter((row) => row.role === pipeline.role);
      const behind = truth === undefined || truth === pipeline ? [] : curveOf(rows, truth.role);
      return curvePanel({ pipeline, own, behind, labelled }, width);
    },
    key: curveKey(rows, pipelines.length > 1 ? truth : undefined),
  };
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

function stripNames(size: number): Markup[] {
  const middle = headroom + size + strip.gap + strip.height / 2;
  const style = { anchor: "end", baseline: "middle" } as const;
  return [
    text(gutter - 4, middle - 6, "glaucoma", { ...style, fill: outcomes.glaucoma.color }),
    text(gutter - 4, middle + 6, "control", { ...style, fill: ink.secondary }),
  ];
}

/** What the marks of the curves' panels mean; `behind` is the pipeline whose curve stands behind the others'. */
function curveKey(rows: readonly CalibrationRow[], behind: CalibrationPipeline | undefined): KeyEntry[] {
  const sizes = rows.filter((row) => row.part === "group").map((row) => row.n);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const group = `group of ${least === most ? most : `${least}–${most}`} people, 95% CI`;
  const ring = { outline: { stroke: ink.text, width: 0.75 } };
  const circle =
    line([3, -4], [3, 4], { stroke: ink.text, width: 0.6 }) +
    symbol([3, 0], { shape: "circle", color: ink.white }) +
    symbol([3, 0], { shape: "circle", color: ink.text }, ring);
  const band = rect({ x: 0, y: -3, width: 10, height: 6 }, ink.margin);
  const sample = (color: string, width: number) => line([0, 0], [10, 0], { stroke: color, width });
  const smoothed = rows.some((row) => row.part === "curve");
  return [
    ...(sizes.length === 0 ? [] : [{ width: 6, mark: circle, label: group }]),
    ...(smoothed ? [{ width: 10, mark: band + sample(ink.text, 1.25), label: "loess, 95% CI" }] : []),
    ...(smoothed && behind !== undefined
      ? [{ width: 10, mark: sample(ink.repeated, 1), label: behind.name }]
      : []),
  ];
}

interface PersonKey {
  /** People in the largest bin. */
  readonly tallest: number;
  /** Width of a panel. */
  readonly size: number;
}

/** What a bar below the curves means. */
function personKey(rows: readonly CalibrationRow[], { tallest, size }: PersonKey): KeyEntry[] {
  if (!rows.some((row) => row.part === "person")) return [];
  const width = binWidth(size);
  const height = strip.height / tallest / 2;
  return [{ width, mark: rect({ x: 0, y: 1 - height, width, height }, ink.secondary), label: "1 person" }];
}
