import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { counted, fixed, percent } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { dcaRow } from "./decision-rows.ts";
import type { DcaPipeline, DcaPoint } from "./decision-rows.ts";
import { rulerWithin } from "../scale.ts";
import type { Domain, Scale } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink } from "../theme.ts";
import {
  acrossOf,
  benefitItems,
  declaredEntry,
  decisionPlot,
  gutter,
  thresholdLabels,
} from "./decision-benefit.ts";
import { gainPanel } from "./decision-panels.ts";
import type { DecisionPlot } from "./decision-panels.ts";

const benefit = { top: 16, height: 137 } as const;
const gain = { top: benefit.top + benefit.height + 22, height: 65 } as const;
const tableTop = gain.top + gain.height + 34;
const tableRow = 9.5;
const tableTitles = {
  sample: "People at or above the threshold (share of resamples better than both defaults)",
  population: "Sensitivity / specificity at the threshold",
} as const;

/** The greatest threshold that the table has. */
const lastInTable = 0.3;

/** Height in inches that decision curves need for the table's rows. */
export function decisionHeight(doc: FigureDocument): number {
  const pipelines = rowsOf(doc, dcaRow).filter((row) => row.part === "pipeline").length;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (tableTop + 22 + tableRow * pipelines + 16 + band) / 72;
}

/**
 * DCA: net benefit of each pipeline by decision threshold beside treating everyone and no one, the gain over the
 * better of the two, and how many people each threshold selects. Domains read: `threshold`, `declared` (banded),
 * `net_benefit`, `nb_gain`.
 */
export function drawDecisionCurve(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => decisionItems(doc, canvas)));
}

/** What it draws on its canvas, by itself or as a part of a combined figure. */
export function decisionItems(doc: FigureDocument, canvas: Canvas): Items {
  const plot = decisionPlot(doc);
  const across = acrossOf(plot);
  const points = plot.curves.flatMap((curve) => curve.points);
  const gains = rulerWithin(doc.domains["nb_gain"], [0, ...points.map((point) => point.nb_gain)], 5);
  return [
    panelTitle(doc, [0, 9], "A", "Net benefit"),
    ...benefitItems(doc, { ...benefit, labelled: false, title: "Net benefit (true positives per person)" }),
    panelTitle(doc, [0, gain.top - 7], "B", "Gain over the better of treating all and treating none"),
    { x: gutter, y: gain.top, panel: gainPanel(plot, gain.height, gains) },
    ...thresholdLabels(plot, gain.top + gain.height),
    panelTitle(doc, [0, tableTop + 9], "C", tableTitles[plot.curves[0]?.pipeline.people ?? "sample"]),
    ...table(plot, across),
    countLine(doc, canvas, { shown: counted(plot.curves.length, "pipeline") }),
    ...(plot.declared === undefined ? [] : [declaredKey(canvas, plot.declared)]),
  ];
}

/** Panel C: a row per pipeline, its numbers below the thresholds that they belong to. */
function table(plot: DecisionPlot, across: Scale): Markup[] {
  const head = tableTop + 19;
  const columns = plot.named.filter((at) => at <= lastInTable);
  return [
    text(0, head, "threshold", { fill: ink.secondary }),
    ...columns.map((at) => text(across(at), head, percent(at, 0), { anchor: "middle", fill: ink.secondary })),
    ...plot.curves.flatMap(({ pipeline, points }, i) => {
      const y = head + tableRow * (i + 1);
      const cells = columns.map((at) => {
        const point = points.find((candidate) => Math.abs(candidate.threshold - at) < 1e-9);
        return text(across(at), y, point === undefined ? "n/a" : cellTexts[pipeline.people](point), {
          anchor: "middle",
        });
      });
      return [text(0, y, pipeline.name), ...cells];
    }),
  ];
}

const cellTexts: Readonly<Record<DcaPipeline["people"], (point: DcaPoint) => string>> = {
  sample: ({ n_positive, prob_useful }) =>
    prob_useful === null ? String(n_positive) : `${n_positive} (${percent(prob_useful, 0)})`,
  population: ({ sensitivity, specificity }) => `${fixed(sensitivity, 2)} / ${fixed(specificity, 2)}`,
};

function declaredKey(canvas: Canvas, declared: Domain): Markup {
  return keyLine(canvas.width, canvas.height - 2.5, [declaredEntry(declared)]);
}
