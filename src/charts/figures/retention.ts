import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { counted } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { retentionRow } from "./retention-rows.ts";
import type { CertaintyThird, RetentionPipeline, RetentionPoint } from "./retention-rows.ts";
import type { Domain } from "../scale.ts";
import { moved } from "../svg.ts";
import { axisTitle, below, gutter, lower, partsOf, rightColumn, upper } from "./retention-grid.ts";
import { retentionKey } from "./retention-key.ts";
import {
  isWithin,
  metricPanel,
  metricRuler,
  retentionMetrics,
  runsOf,
  shareDomain,
  shareTitle,
} from "./retention-panels.ts";
import type { RetentionMetric, Run } from "./retention-panels.ts";
import { netBenefitItems } from "./retention-split.ts";
import { thirdsItems } from "./retention-thirds.ts";

/** Height in inches that the figure needs for its pipelines. */
export function retentionHeight(doc: FigureDocument): number {
  const { pipelines } = parseRows(doc);
  const tableRows = pipelines.length + 1;
  const parts = lower.block * (partsOf(pipelines.length).rows - 1) + lower.height + below.table + below.row;
  const table = lower.height + below.table + below.row * (tableRows - 1);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (lower.top + Math.max(parts, table) + 16 + band) / 72;
}

/**
 * RET: three metrics among the most certain share of people, the counts behind them, and the error rate in disjoint
 * thirds of certainty. Lines end in an open mark where fewer than 20 people, 5 events or 5 non-events would be left.
 * Domains read: the metrics' names.
 */
export function drawRetention(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => retentionItems(doc, canvas)));
}

interface Rows {
  readonly pipelines: readonly RetentionPipeline[];
  readonly points: readonly RetentionPoint[];
  readonly thirds: readonly CertaintyThird[];
}

function parseRows(doc: FigureDocument): Rows {
  const rows = rowsOf(doc, retentionRow);
  return {
    pipelines: rows.filter((row) => row.part === "pipeline"),
    points: rows.filter((row) => row.part === "retention"),
    thirds: rows.filter((row) => row.part === "third"),
  };
}

function retentionItems(doc: FigureDocument, canvas: Canvas): Items {
  const { pipelines, points, thirds } = parseRows(doc);
  const { auroc, scaledBrier, netBenefit } = retentionMetrics;
  const runs = (metric: RetentionMetric) => runsOf(metric, pipelines, points);
  const useless = [auroc, scaledBrier, netBenefit].flatMap((metric) =>
    isWithin(metricRuler(runs(metric), doc.domains[metric.name]), metric.useless) ? [metric.uselessName] : [],
  );
  const shares = shareDomain([auroc, scaledBrier, netBenefit].flatMap(runs));
  return [
    ...[auroc, scaledBrier].flatMap((metric, i) =>
      wholePanel(doc, { metric, runs: runs(metric), shares, left: upper.lefts[i] ?? 0 }, "AB".charAt(i)),
    ),
    moved(rightColumn.tag, upper.top, retentionKey(pipelines, useless, canvas.width - rightColumn.tag)),
    ...netBenefitItems(doc, runs(netBenefit), shares),
    ...thirdsItems(doc, pipelines, thirds),
    countLine(doc, canvas, { shown: counted(pipelines.length, "pipeline") }),
  ];
}

interface Whole {
  readonly metric: RetentionMetric;
  readonly runs: readonly Run[];
  readonly shares: Domain;
  readonly left: number;
}

/** A metric of all pipelines in one panel. */
function wholePanel(doc: FigureDocument, { metric, runs, shares, left }: Whole, tag: string): Items {
  const ruler = metricRuler(runs, doc.domains[metric.name]);
  const { size, top } = upper;
  const view = { size, shares, ruler, useless: metric.useless, labelled: true };
  return [
    panelTitle(doc, [left - gutter, 9], tag, metric.title),
    { x: left, y: top, panel: metricPanel(runs, view) },
    axisTitle(left + size.width / 2, top + size.height, shareTitle),
  ];
}
