import { z } from "zod";
import { referenceNames } from "../document.ts";
import type { FigureDocument } from "../document.ts";
import {
  countLine,
  framePicture,
  keyLine,
  marginKey,
  panelTitle,
  samplingKey,
  syntheticBand,
} from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { spreadLabels } from "../label-spread.ts";
import { axis, bandLayer, gridLayer, literally, pointLayer, position, ruleLayer, values } from "../layers.ts";
import { namesFor } from "../names.ts";
import { counted, fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import type { PlacedPanel } from "../picture.ts";
import { specRow } from "../rows.ts";
import type { SpecChoice, SpecConfiguration } from "../rows.ts";
import { domainOf, linear, ticksOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import type { Category } from "../theme.ts";
import type { Layer } from "../vega-panel.ts";

const gutter = 84;
const rightRoom = 62;
const curve = { top: 17, height: 158 } as const;
const rowHeight = 10;
/** Up to this many configurations are named under their ranks. */
const maxNamed = 8;
/** Beyond this many, single intervals give way to their envelope. */
const maxDrawn = 120;

interface Curve {
  readonly configurations: readonly SpecConfiguration[];
  readonly choices: readonly SpecChoice[];
  /** Points along x that one rank takes. */
  readonly step: number;
  readonly width: number;
  readonly domain: Domain;
}

/** Height in inches that a specification curve needs for its choices. */
export function specificationHeight(doc: FigureDocument): number {
  const rows = z.array(specRow).parse(doc.data);
  const choices = rows.filter((row) => row.part === "choice");
  const lines = choices.length + new Set(choices.map((choice) => choice.factor)).size;
  const n = rows.length - choices.length;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (choiceTop(n) + 14 + lines * rowHeight + 16 + band) / 72;
}

/**
 * SPEC: every configuration by rank with its sampling and refit intervals, and below it which choice of each factor
 * stands at which rank.
 */
export function drawSpecificationCurve(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => specificationItems(doc, canvas)));
}

function specificationItems(doc: FigureDocument, canvas: Canvas): Items {
  const shown = readCurve(doc, canvas);
  return [
    panelTitle(doc, [0, 9], "A", "AUROC of every configuration"),
    keyLine(canvas.width, 9, intervalKey(doc, shown)),
    curvePanel(doc, shown),
    ...rankLabels(shown),
    ...referenceLabels(doc, shown),
    ...choicePanel(doc, shown),
    keyLine(canvas.width, choiceTop(shown.configurations.length) + 8, categoryKey(shown)),
    countLine(doc, canvas, { extra: verdictCounts(doc, shown) }),
  ];
}

/** Where panel B begins: below the ranks and, where there are few, the pipelines' names. */
function choiceTop(configurations: number): number {
  return curve.top + curve.height + (configurations <= maxNamed ? 40 : 22);
}

function readCurve(doc: FigureDocument, canvas: Canvas): Curve {
  const rows = z.array(specRow).parse(doc.data);
  const configurations = rows.filter((row) => row.part === "configuration").sort((a, b) => a.rank - b.rank);
  const n = configurations.length;
  const largest = n <= maxNamed ? 46 : 20;
  const step = Math.min(largest, (canvas.width - gutter - rightRoom) / n);
  const limits = configurations.flatMap((row) => [
    row.auroc,
    row.auroc_s_lower,
    row.auroc_s_upper,
    row.auroc_ci_lower,
  ]);
  return {
    configurations,
    choices: rows.filter((row) => row.part === "choice"),
    step,
    width: step * n,
    domain: doc.domains["auroc"] ?? domainOf(limits, 0.05),
  };
}

function reference(doc: FigureDocument, name: string): number | undefined {
  return doc.reference_lines.find((candidate) => candidate.name === name)?.value;
}

/** Panel A: margin, envelope or sampling lines, refit bars, points. */
function curvePanel(doc: FigureDocument, shown: Curve): PlacedPanel {
  const { width, domain, step } = shown;
  const many = shown.configurations.length > maxDrawn;
  const marks = shown.configurations.map((row) => ({
    ...categories[row.category],
    x: (row.rank - 0.5) * step,
    y: row.auroc,
    lower: row.auroc_s_lower,
    upper: row.auroc_s_upper,
    refitLower: row.auroc_ci_lower,
    refitUpper: row.auroc_ci_upper,
  }));
  const ticks = ticksOf(domain, 6);
  const y = (field: string) =>
    position({
      field,
      domain,
      axis: axis({
        title: `AUROC (mean of ${counted(doc.counts.n_bootstrap, "refit")})`,
        values: ticks,
        format: ".2f",
      }),
    });
  const x = position({ field: "x", domain: [0, width] });
  const refits = marks.filter((mark) => mark.refitLower !== null && mark.refitUpper !== null);
  const refitBars: Layer = {
    data: values(refits),
    mark: { type: "rule", strokeWidth: Math.min(stroke.refit, step * 0.7), opacity: 1 },
    encoding: { x, y: y("refitLower"), y2: { field: "refitUpper" }, color: literally("color") },
  };
  return {
    x: gutter,
    y: curve.top,
    panel: {
      width,
      height: curve.height,
      layers: [
        ...marginLayers(doc, y),
        gridLayer(ticks, { y: y("at") }),
        ...samplingLayers(marks, x, y, many),
        ...referenceLayers(doc, domain, y),
        refitBars,
        many ? thinPoints(marks, x, y("y"), step) : pointLayer(marks, x, y("y")),
      ],
    },
  };
}

/** A line per configuration, or for very many the two edges that the lines would reach. */
function samplingLayers(
  marks: readonly { lower: number | null; upper: number | null }[],
  x: Layer,
  y: (field: string) => Layer,
  many: boolean,
): Layer[] {
  const whole = marks.filter((mark) => mark.lower !== null && mark.upper !== null);
  if (!many) {
    const encoding = { x, y: y("lower"), y2: { field: "upper" } };
    return [ruleLayer(whole, encoding, { stroke: ink.envelope, strokeWidth: 0.5 })];
  }
  return ["lower", "upper"].map((edge) => ({
    data: values(whole),
    mark: { type: "line", stroke: ink.tick, strokeWidth: 0.4, opacity: 1 },
    encoding: { x, y: y(edge) },
  }));
}

function thinPoints(marks: readonly object[], x: Layer, y: Layer, step: number): Layer {
  return {
    data: values(marks),
    mark: { type: "point", filled: true, size: Math.max(3, step * step * 4), opacity: 1 },
    encoding: { x, y, color: literally("color"), shape: literally("shape") },
  };
}

function marginLayers(doc: FigureDocument, y: (field: string) => Layer): Layer[] {
  const [margin, centre] = [
    reference(doc, referenceNames.margin),
    reference(doc, referenceNames.groundTruth),
  ];
  if (margin === undefined || centre === undefined) return [];
  return [bandLayer([{ from: centre - margin, to: centre + margin }], { y: y("from"), y2: { field: "to" } })];
}

/** The lines that labels at the right name; chance where the range holds it. */
function linesShown(doc: FigureDocument, domain: Domain): { name: string; value: number; dash: number[] }[] {
  const [centre, median] = [
    reference(doc, referenceNames.groundTruth),
    reference(doc, referenceNames.median),
  ];
  return [
    ...(centre === undefined ? [] : [{ name: "GT × GT", value: centre, dash: [3, 2] }]),
    ...(median === undefined ? [] : [{ name: "median", value: median, dash: [1, 1.5] }]),
    ...(domain[0] <= 0.5 ? [{ name: "chance", value: 0.5, dash: [3, 2] }] : []),
  ];
}

function referenceLayers(doc: FigureDocument, domain: Domain, y: (field: string) => Layer): Layer[] {
  return linesShown(doc, domain).map((reference) =>
    ruleLayer(
      [reference],
      { y: y("value") },
      { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: reference.dash },
    ),
  );
}

function referenceLabels(doc: FigureDocument, shown: Curve): Markup[] {
  const place = linear(shown.domain, [curve.top + curve.height, curve.top]);
  const wanted = linesShown(doc, shown.domain).map((line) => ({ ...line, y: place(line.value) }));
  return spreadLabels(wanted, 8.5, [curve.top, curve.top + curve.height]).map(({ name, value, y }) =>
    text(gutter + shown.width + 4, y, `${name} ${fixed(value, 3)}`, { baseline: "middle" }),
  );
}

/** Rank numbers under panel A, pipelines' names where there is room, and what the axis counts. */
function rankLabels(shown: Curve): Markup[] {
  const { step, width, configurations } = shown;
  const base = curve.top + curve.height;
  const middle = (rank: number) => gutter + (rank - 0.5) * step;
  const ranks = rankTicks(configurations.length, step);
  const named = configurations.length <= maxNamed ? configurations : [];
  return [
    line([gutter, base], [gutter + width, base], { stroke: ink.axis, width: stroke.axis }),
    ...ranks.map((rank) =>
      line([middle(rank), base], [middle(rank), base + 3], { stroke: ink.axis, width: stroke.axis }),
    ),
    ...ranks.map((rank) => text(middle(rank), base + 10, String(rank), { anchor: "middle" })),
    ...named.flatMap((row) => pipelineName(row.name, middle(row.rank), base + 19)),
    text(gutter - 4, base + 10, "Rank", { anchor: "end", size: type.axisTitle }),
  ];
}

/** "Ens-Full" over "× CSDI": half as wide as on one line. */
function pipelineName(name: string, x: number, y: number): Markup[] {
  const parts = name.split(" × ");
  return parts.map((part, i) =>
    text(x, y + 8 * i, i === 0 ? part : `× ${part}`, { anchor: "middle", fill: ink.secondary }),
  );
}

/** 1, round ranks and the last, none nearer to its neighbour than its digits need. */
function rankTicks(n: number, step: number): number[] {
  if (n <= maxNamed) return Array.from({ length: n }, (_, i) => i + 1);
  const every = [5, 10, 20, 50, 100].find((count) => count * step >= 28) ?? 200;
  const inner = Array.from({ length: Math.floor(n / every) }, (_, i) => (i + 1) * every);
  return [1, ...inner.filter((rank) => (rank - 1) * step >= 12 && (n - rank) * step >= 14), n];
}

/** Panel B: per factor a row for each choice, best median rank on top, a tick at each rank that made it. */
function choicePanel(doc: FigureDocument, shown: Curve): Items {
  const factors = (["outlier", "imputation", "classifier"] as const)
    .map((factor) => ({
      factor,
      choices: ordered(shown.choices.filter((choice) => choice.factor === factor)),
    }))
    .filter(({ choices }) => choices.length > 0);
  const top = choiceTop(shown.configurations.length);
  const first = top + 14;
  const placed: { choice: SpecChoice; y: number }[] = [];
  const heads: Markup[] = [];
  let y = first;
  for (const { factor, choices } of factors) {
    heads.push(
      text(0, y + rowHeight / 2, factorTitles[factor], {
        baseline: "middle",
        face: "italic",
        fill: ink.secondary,
      }),
    );
    choices.forEach((choice, i) => placed.push({ choice, y: y + rowHeight * (i + 1.5) }));
    y += rowHeight * (choices.length + 1);
  }
  const right = gutter + shown.width;
  return [
    panelTitle(doc, [0, top + 8], "B", "Choices at each rank"),
    ...columnHeads(right, first + rowHeight / 2),
    ...heads,
    ...placed.flatMap(({ choice, y }) => choiceRow(choice, y, right)),
    ...choiceNames(placed),
    choiceTicks(shown, placed, first, y - first),
  ];
}

const factorTitles = {
  outlier: "Outlier method",
  imputation: "Imputation",
  classifier: "Classifier",
} as const;

function ordered(choices: readonly SpecChoice[]): SpecChoice[] {
  return choices.toSorted(
    (a, b) => (a.median_rank ?? Infinity) - (b.median_rank ?? Infinity) || a.position - b.position,
  );
}

function columnHeads(right: number, y: number): Markup[] {
  const style = { baseline: "middle", anchor: "end", fill: ink.secondary } as const;
  return [text(right + 34, y, "median", style), text(right + 50, y, "n", style)];
}

function choiceRow(choice: SpecChoice, y: number, right: number): Markup[] {
  const style = { baseline: "middle", anchor: "end" } as const;
  return [
    line([gutter, y], [right, y], { stroke: ink.grid, width: stroke.grid }),
    text(right + 34, y, fixed(choice.median_auroc, 3), style),
    text(right + 50, y, String(choice.n), { ...style, fill: ink.secondary }),
  ];
}

function choiceNames(placed: readonly { choice: SpecChoice; y: number }[]): Markup[] {
  return (["outlier", "imputation", "classifier"] as const).flatMap((factor) => {
    const own = placed.filter(({ choice }) => choice.factor === factor);
    const nameOf = namesFor(
      own.map(({ choice }) => choice),
      gutter - 4,
    );
    return own.map(({ choice, y }) =>
      text(gutter - 4, y, nameOf(choice), { baseline: "middle", anchor: "end" }),
    );
  });
}

function choiceTicks(
  shown: Curve,
  placed: readonly { choice: SpecChoice; y: number }[],
  top: number,
  height: number,
): PlacedPanel {
  const marks = placed.flatMap(({ choice, y }) =>
    shown.configurations
      .filter((row) => methodOf(row, choice.factor) === choice.method)
      .map((row) => ({
        x: (row.rank - 0.5) * shown.step,
        y: y - top,
        color: choice.category === null ? ink.text : categories[choice.category].color,
      })),
  );
  return {
    x: gutter,
    y: top,
    panel: {
      width: shown.width,
      height,
      layers: [
        {
          data: values(marks),
          mark: {
            type: "tick",
            orient: "vertical",
            size: 6,
            thickness: Math.min(2, shown.step * 0.6),
            opacity: 1,
          },
          encoding: {
            x: position({ field: "x", domain: [0, shown.width] }),
            y: position({ field: "y", domain: [height, 0] }),
            color: literally("color"),
          },
        },
      ],
    },
  };
}

function methodOf(row: SpecConfiguration, factor: SpecChoice["factor"]): string {
  if (factor === "classifier") return row.classifier;
  return factor === "outlier" ? row.outlier_method : row.imputation_method;
}

/** How many lie above GT × GT, and how many paired intervals exclude zero: counts, not verdicts. */
function verdictCounts(doc: FigureDocument, shown: Curve): string[] {
  const centre = reference(doc, referenceNames.groundTruth);
  if (shown.configurations.length < 2) return ["one configuration: nothing to compare"];
  if (centre === undefined) return ["no ground truth: nothing to compare with"];
  const compared = shown.configurations.filter((row) => !row.is_reference);
  const above = compared.filter((row) => row.auroc > centre).length;
  const apart = compared.filter((row) => (row.diff_lower ?? -1) > 0 || (row.diff_upper ?? 1) < 0).length;
  return [`${above} above GT × GT`, `${apart} paired 95% CIs exclude 0`];
}

function categoryKey(shown: Curve): KeyEntry[] {
  const present = (Object.keys(categories) as Category[]).filter((name) =>
    [...shown.configurations, ...shown.choices].some((row) => row.category === name),
  );
  return present.map((name) => ({ width: 6, mark: symbol([3, 0], categories[name]), label: name }));
}

function intervalKey(doc: FigureDocument, shown: Curve): KeyEntry[] {
  const margin = reference(doc, referenceNames.margin);
  const many = shown.configurations.length > maxDrawn;
  const sampling = samplingKey("95% CI over test people");
  const edges =
    line([0, -3], [9, -2.5], { stroke: ink.tick, width: 0.5 }) +
    line([0, 3], [9, 2], { stroke: ink.tick, width: 0.5 });
  const grey = many ? edges : line([6, -4], [6, 4], { stroke: ink.envelope, width: 0.8 });
  return [
    {
      width: 6,
      mark: line([3, -3.5], [3, 3.5], { stroke: ink.text, width: stroke.refit }),
      label: "95% of refits",
    },
    { ...sampling, mark: grey },
    ...(margin === undefined || reference(doc, referenceNames.groundTruth) === undefined
      ? []
      : [marginKey(`±${fixed(margin, 2)} about GT × GT`)]),
  ];
}
