import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { counted, estimate, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { bottomLines, type RolePlots } from "../role-panels.ts";
import { roleRow } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink, type } from "../theme.ts";
import { calibrationPlots } from "./calibration.ts";
import { type PartName, rowsOfPart } from "./combined.ts";
import { benefitItems, decisionPlot, declaredEntry, thresholdLabels } from "./decision-benefit.ts";
import { distributionPlots, sides } from "./outcome-distribution.ts";
import { rocPlots } from "./roc.ts";
import { stratosHead, type StratosPipeline, stratosPipeline } from "./stratos-rows.ts";

const gutter = 36;
/** A square panel is no wider than this, so that all rows keep to one page. */
const largest = 112;
const headLine = 8.2;
const people = 58;
const benefit = 104;

/** For the side of a square panel: the upper edges of the rows of panels, and where the last one's labels end. */
function placesFor(size: number) {
  const roc = 73;
  const calibration = roc + size + 41;
  const distribution = calibration + size + 23;
  const decision = distribution + people + 41;
  return { roc, calibration, distribution, decision, end: decision + benefit + 30 };
}

/** Height in inches: it depends on the number of pipelines only where panels must be smaller than they may. */
export function stratosHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  const { size } = columnsOf(doc, headsOf(doc).length);
  return (placesFor(size).end + bottomLines + band) / 72;
}

/**
 * STRATOS: a column for each pipeline with its five measures, ROC curve, calibration curve and predictions, the last
 * two on one axis, and below all columns the net benefit of every pipeline by threshold.
 */
export function drawStratos(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => stratosItems(doc, canvas)));
}

function stratosItems(doc: FigureDocument, canvas: Canvas): Items {
  const heads = headsOf(doc);
  const columns = columnsOf(doc, heads.length);
  const { size } = columns;
  const places = placesFor(size);
  const part = (name: PartName): FigureDocument => ({ ...doc, data: rowsOfPart(doc, name) });
  const row = <Own extends { readonly name: string }>(own: RolePlots<Own>, words: RowWords): Items => [
    ...rowTitle(doc, canvas, { ...words, key: own.key }),
    ...own.pipelines.map((one, i) => ({
      x: columns.left(i),
      y: words.top,
      panel: own.panel(one, { width: size, height: words.height, labelled: i === 0 }),
    })),
  ];
  const middle = (columns.left(0) + columns.left(heads.length - 1) + size) / 2;
  const axisTitle = (bottom: number, words: string): Markup =>
    text(middle, bottom + 21, words, { anchor: "middle", size: type.axisTitle });
  const distribution = { top: places.distribution, height: people };
  const decisions = part("fig_dca_curves");
  const declared = decisionPlot(decisions).declared;
  return [
    ...heads.flatMap((head, i) => headItems(doc, head, { x: columns.left(i), size })),
    ...row(rocPlots(part("fig_roc")), { tag: "A", title: "ROC curves", top: places.roc, height: size }),
    axisTitle(places.roc + size, "1 − specificity"),
    ...row(calibrationPlots(part("fig_calibration_smoothed")), {
      tag: "B",
      title: "Calibration",
      top: places.calibration,
      height: size,
    }),
    ...row(distributionPlots(part("fig_prob_dist_by_outcome")), {
      tag: "C",
      title: "Predictions by outcome",
      ...distribution,
    }),
    ...sides(gutter, distribution),
    axisTitle(places.distribution + people, "Predicted risk"),
    ...rowTitle(doc, canvas, {
      tag: "D",
      title: "Net benefit in true positives per person",
      top: places.decision,
      key: [],
    }),
    ...benefitItems(decisions, {
      top: places.decision,
      height: benefit,
      labelled: true,
      title: "Net benefit",
    }),
    ...thresholdLabels(decisionPlot(decisions), places.decision + benefit),
    countLine(doc, canvas, { shown: counted(heads.length, "pipeline") }),
    ...(declared === undefined
      ? []
      : [keyLine(canvas.width, canvas.height - 2.5, [declaredEntry(declared)])]),
  ];
}

function headsOf(doc: FigureDocument): StratosPipeline[] {
  return rowsOf({ ...doc, data: rowsOfPart(doc, stratosHead) }, stratosPipeline);
}

function columnsOf(doc: FigureDocument, count: number): { size: number; left: (index: number) => number } {
  const { size, left } = roleRow(72 * doc.width_in, gutter, count);
  return { size: Math.min(largest, size), left };
}

interface RowWords {
  readonly tag: string;
  readonly title: string;
  readonly top: number;
  readonly height: number;
}

/** What stands on the line above a row of panels: its title, and at the right what its marks mean. */
function rowTitle(
  doc: FigureDocument,
  canvas: Canvas,
  { tag, title, top, key }: Omit<RowWords, "height"> & { readonly key: readonly KeyEntry[] },
): Markup[] {
  return [panelTitle(doc, [0, top - 7], tag, title), keyLine(canvas.width, top - 7, key)];
}

/** A pipeline's name and its five measures with their limits. */
function headItems(
  doc: FigureDocument,
  own: StratosPipeline,
  { x, size }: { readonly x: number; readonly size: number },
): Markup[] {
  const measures: [string, string][] = [
    ["AUROC", estimate(own.auroc_mean_pred, own.auroc_mean_pred_lower, own.auroc_mean_pred_upper, 3)],
    ["IPA", estimate(own.scaled_brier, own.scaled_brier_lower, own.scaled_brier_upper, 2)],
    ["slope", estimate(own.calibration_slope, own.calibration_slope_lower, own.calibration_slope_upper, 2)],
    ["O:E", estimate(own.o_e_ratio, own.o_e_ratio_lower, own.o_e_ratio_upper, 2)],
    ["gain at 10%", fixed(own.nb_gain_10pct, 3)],
  ];
  return [
    panelTitle(doc, [x, 9], "", own.name),
    ...measures.flatMap(([label, value], i) => {
      const y = 18 + headLine * i;
      return [text(x, y, label, { fill: ink.secondary }), text(x + size, y, value, { anchor: "end" })];
    }),
  ];
}
