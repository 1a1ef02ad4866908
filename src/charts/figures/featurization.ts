import { z } from "zod";
import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import { estimateText, quiet } from "../estimate-text.ts";
import {
  countLine,
  framePicture,
  keyLine,
  marginKey,
  panelTitle,
  samplingKey,
  syntheticBand,
} from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { axis, bandLayer, gridLayer, pointLayer, position, rowPosition, ruleLayer } from "../layers.ts";
import { namesFor } from "../names.ts";
import { counted, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { classifier } from "../rows.ts";
import { rulerOf } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { classifiers, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const nullable = z.number().nullable();

/** R7, one block: a pipeline with one classifier; `pair` joins its featurizations. */
export const featurizationPair = z.strictObject({
  part: z.literal("pair"),
  pair: z.int(),
  name: z.string(),
  classifier,
  classifier_name: z.string(),
});

/** R7, one featurization: AUROC (mean of the refits) with `sampling` and its difference with `paired` limits. */
export const featurizationEstimate = z.strictObject({
  part: z.literal("featurization"),
  pair: z.int(),
  config_id: z.int(),
  featurization: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  auroc: z.number(),
  auroc_s_lower: nullable,
  auroc_s_upper: nullable,
  /** Null for the reference. */
  diff: nullable,
  diff_lower: nullable,
  diff_upper: nullable,
  is_reference: z.boolean(),
  reason: z.string().nullable(),
});

export const featurizationRow = z.discriminatedUnion("part", [featurizationPair, featurizationEstimate]);
export type FeaturizationPair = z.infer<typeof featurizationPair>;
export type FeaturizationEstimate = z.infer<typeof featurizationEstimate>;
export type FeaturizationRow = z.infer<typeof featurizationRow>;

/** Left edges and widths of the columns, in points; numbers end at `meanText` and `diffText`. */
const columns = {
  name: { x: 6, width: 96 },
  mean: { x: 104, width: 116 },
  meanText: 246,
  diff: { x: 312, width: 100 },
  diffText: 442,
  diffWords: 422,
} as const;

const rowHeight = 12;
const above = 15;
const below = 36;

/** Height in inches that the blocks need. */
export function featurizationHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (above + readBlocks(doc).height + below + band) / 72;
}

/** R7: AUROC of each featurization, like with like, and beside it the paired difference from the reference. */
export function drawFeaturization(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => featurizationItems(doc, canvas)));
}

interface Blocks {
  readonly headings: readonly { readonly pair: FeaturizationPair; readonly y: number }[];
  readonly estimates: readonly Placed[];
  readonly height: number;
}

interface Placed {
  readonly row: FeaturizationEstimate;
  readonly y: number;
  readonly look: (typeof classifiers)[FeaturizationPair["classifier"]];
}

function readBlocks(doc: FigureDocument): Blocks {
  const rows = rowsOf(doc, featurizationRow).map((row, i) => ({ row, y: rowHeight * (i + 0.5) }));
  const headings = rows.flatMap(({ row, y }) => (row.part === "pair" ? [{ pair: row, y }] : []));
  const lookOf = new Map(headings.map(({ pair }) => [pair.pair, classifiers[pair.classifier]]));
  const estimates = rows.flatMap(({ row, y }) => {
    const look = lookOf.get(row.pair);
    return row.part === "featurization" && look !== undefined ? [{ row, y, look }] : [];
  });
  return { headings, estimates, height: rowHeight * rows.length };
}

function featurizationItems(doc: FigureDocument, canvas: Canvas): Items {
  const blocks = readBlocks(doc);
  const { headings, estimates } = blocks;
  const margin = doc.reference_lines.find(({ name }) => name === referenceNames.margin)?.value ?? 0;
  const reference = estimates.find(({ row }) => row.is_reference)?.row.display_name ?? "";
  const nameOf = namesFor(
    estimates.map(({ row }) => row),
    columns.name.width,
  );
  return [
    panelTitle(doc, [0, 9], "A", "AUROC on the same preprocessing [95% CI]"),
    panelTitle(doc, [columns.diff.x - 8, 9], "B", `From ${reference} [95% CI]`),
    ...headings.map(({ pair, y }) =>
      text(0, above + y, `${pair.name}, ${pair.classifier_name}`, {
        baseline: "middle",
        fill: ink.secondary,
      }),
    ),
    ...estimates.flatMap(({ row, y }) => [
      text(columns.name.x, above + y, nameOf(row), { baseline: "middle" }),
      ...estimateText(columns.meanText, above + y, [row.auroc, row.auroc_s_lower, row.auroc_s_upper]),
      ...differenceText(row, above + y),
    ]),
    { x: columns.mean.x, y: above, panel: meanPanel(doc, blocks) },
    { x: columns.diff.x, y: above, panel: differencePanel(blocks, margin) },
    countLine(doc, canvas),
    keyLine(canvas.width, canvas.height - 2.5, [
      samplingKey("95% CI over test people"),
      marginKey(`declared margin ±${fixed(margin, 2)}`),
    ]),
  ];
}

function differenceText(row: FeaturizationEstimate, y: number): Markup[] {
  if (row.is_reference) return [text(columns.diffWords, y, "reference", quiet)];
  return estimateText(columns.diffText, y, [row.diff, row.diff_lower, row.diff_upper]);
}

function meanPanel(doc: FigureDocument, { estimates, height }: Blocks): Panel {
  const marks = estimates.map(({ row, y, look }) => ({
    ...row,
    ...look,
    y,
    x: row.auroc,
    lower: row.auroc_s_lower,
    upper: row.auroc_s_upper,
  }));
  const title = `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`;
  return estimatePanel(marks, { width: columns.mean.width, height, title });
}

function differencePanel({ estimates, height }: Blocks, margin: number): Panel {
  const marks = estimates.flatMap(({ row, y, look }) =>
    row.diff === null
      ? []
      : [{ ...row, ...look, y, x: row.diff, lower: row.diff_lower, upper: row.diff_upper }],
  );
  return estimatePanel(marks, { width: columns.diff.width, height, title: "Difference in AUROC", margin });
}

interface Mark {
  readonly x: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

interface PanelView {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Half-width of the band about zero, where differences are shown. */
  readonly margin?: number;
}

function estimatePanel(marks: readonly Mark[], { width, height, title, margin }: PanelView): Panel {
  const reached = marks.flatMap(({ x, lower, upper }) => [x, lower, upper]);
  const band = margin === undefined ? [] : [{ from: -margin, to: margin, zero: 0 }];
  const { domain, ticks } = rulerOf([...reached, ...band.flatMap(({ from, to }) => [from, to])], 4);
  const x = (field: string): Layer =>
    position({ field, domain, axis: axis({ title, values: ticks, format: ".2f" }) });
  const y = rowPosition(height);
  const limited = marks.filter(({ lower, upper }) => lower !== null && upper !== null);
  const zero = { stroke: ink.reference, strokeWidth: stroke.reference };
  return {
    width,
    height,
    layers: [
      bandLayer(band, { x: x("from"), x2: { field: "to" } }),
      gridLayer(ticks, { x: x("at") }),
      ruleLayer(band, { x: x("zero") }, zero),
      ruleLayer(limited, { x: x("lower"), x2: { field: "upper" }, y }),
      pointLayer(marks, x("x"), y),
    ],
  };
}
