import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, samplingKey, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { counted } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { retentionRow } from "../rows.ts";
import type { RetentionPipeline, RetentionPoint, RetentionRow } from "../rows.ts";
import { linear } from "../scale.ts";
import { line, moved, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { categories, ink, type } from "../theme.ts";
import {
  countedShares,
  isShare,
  least,
  metricPanel,
  panelSize,
  retentionMetrics,
  thirdAt,
  thirdsPanel,
} from "./retention-panels.ts";

const gutter = 66;
const gap = 32;
const top = 18;
const tableTop = top + panelSize.height + 33;
const tableRow = 9.5;
/** Rows of the tables above the first pipeline's. */
const headRows = 2;

/** Height in inches that the figure needs for its pipelines. */
export function retentionHeight(doc: FigureDocument): number {
  const pipelines = parseRows(doc).filter((row) => row.part === "pipeline").length;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (tableTop + tableRow * (Math.max(pipelines, 3) + headRows) + 8 + band) / 72;
}

/**
 * RET: three metrics among the most certain share of people, the counts behind them, and the error rate in disjoint
 * thirds of certainty. Lines end in an open mark where fewer than 20 people, 5 events or 5 non-events would be left.
 * Domains read: the metrics' names.
 */
export function drawRetention(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => retentionItems(doc, canvas)));
}

function parseRows(doc: FigureDocument): RetentionRow[] {
  return z.array(retentionRow).parse(doc.data);
}

function retentionItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = parseRows(doc);
  const pipelines = rows.filter((row) => row.part === "pipeline");
  const points = rows.filter((row) => row.part === "retention");
  const thirds = rows.filter((row) => row.part === "third");
  const titleY = top + panelSize.height + 22;
  const style = { anchor: "middle", size: type.axisTitle } as const;
  return [
    ...retentionMetrics.flatMap((metric, i) => [
      panelTitle(doc, [i === 0 ? 0 : left(i) - 24, 9], "ABC".charAt(i), metric.title),
      { x: left(i), y: top, panel: metricPanel(metric, pipelines, points, doc.domains[metric.name]) },
    ]),
    text(
      (left(0) + left(2) + panelSize.width) / 2,
      titleY,
      "Share of people kept, most certain first (%)",
      style,
    ),
    panelTitle(doc, [left(3) - 24, 9], "D", "Error rate"),
    { x: left(3), y: top, panel: thirdsPanel(pipelines, thirds) },
    text(left(3) + panelSize.width / 2, titleY, "Third by certainty", style),
    ...keptTable(points, pipelines),
    ...thirdsTable(rows, pipelines),
    ...lineKey(pipelines),
    ...notes(),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
    keyLine(canvas.width, canvas.height - 2.5, [samplingKey("95% CI over test people")]),
  ];
}

function left(index: number): number {
  return gutter + index * (panelSize.width + gap);
}

function rowY(index: number): number {
  return tableTop + tableRow * index;
}

/** People kept, and those with glaucoma among them, below panel A, like numbers at risk. */
function keptTable(points: readonly RetentionPoint[], pipelines: readonly RetentionPipeline[]): Markup[] {
  const across = linear([0, 1], [left(0), left(0) + panelSize.width]);
  const own = points.filter((point) => point.metric_name === "auroc");
  const row = (
    index: number,
    name: string,
    cell: (point: RetentionPoint) => number,
    role?: string,
  ): Markup[] => [
    text(0, rowY(index), name),
    ...countedShares.map((share) => {
      const found = own.find((point) => point.role === role && isShare(point, share));
      return text(across(share), rowY(index), found === undefined ? "n/a" : String(cell(found)), {
        anchor: "middle",
      });
    }),
  ];
  return [
    ...row(0, "people kept", (point) => point.n_retained, pipelines[0]?.role),
    text(0, rowY(1), "of them with glaucoma", { face: "italic", fill: ink.secondary }),
    ...pipelines.flatMap((pipeline, i) =>
      row(i + headRows, pipeline.name, (point) => point.n_events_retained, pipeline.role),
    ),
  ];
}

/** Errors and people of each third below panel D, in the rows of the table beside it. */
function thirdsTable(rows: readonly RetentionRow[], pipelines: readonly RetentionPipeline[]): Markup[] {
  const cells = pipelines.flatMap((pipeline, i) =>
    rows
      .filter((row) => row.part === "third")
      .filter((row) => row.role === pipeline.role)
      .map((row) => {
        const words = `${row.errors}/${row.n}`;
        return text(left(3) + thirdAt(row.stratum), rowY(i + headRows), words, { anchor: "middle" });
      }),
  );
  return [text(left(3), rowY(1), "errors / people", { face: "italic", fill: ink.secondary }), ...cells];
}

/** What each colour and mark means, below panel B, in the rows of the tables. */
function lineKey(pipelines: readonly RetentionPipeline[]): Markup[] {
  return pipelines.map((pipeline, i) => {
    const look = categories[pipeline.category];
    const sample = line([0, 0], [18, 0], { stroke: look.color, width: 1 }) + symbol([9, 0], look);
    return (
      moved(left(1), rowY(i + headRows) - 2.3, sample) + text(left(1) + 24, rowY(i + headRows), pipeline.name)
    );
  });
}

/** What dashes and open marks mean, below panel C. */
function notes(): Markup[] {
  const x = left(2) - 14;
  const ring = { scale: 0.85, outline: { stroke: ink.text, width: 0.8 } };
  const entries: [Markup, string][] = [
    [line([0, 0], [14, 0], { stroke: ink.text, width: 0.75, dash: [2.5, 1.5] }), "treat all of those kept"],
    [
      symbol([7, 0], { shape: "circle", color: ink.text }, ring),
      `line ends: fewer than ${least.people} people`,
    ],
    ["", `or than ${least.events} of one class`],
  ];
  return entries.flatMap(([mark, label], i) => {
    const y = rowY(i + headRows);
    return [moved(x, y - 2.3, mark), text(x + 18, y, label)];
  });
}
