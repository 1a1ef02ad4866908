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
import { fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { specRow } from "./specification-rows.ts";
import type { SpecChoice, SpecConfiguration } from "./specification-rows.ts";
import { linear } from "../scale.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { textWidth } from "../text-width.ts";
import { categories, ink, stroke, type } from "../theme.ts";
import type { Category } from "../theme.ts";
import { choiceItems, choicesHeight, numbersRoom, widestChoice } from "./specification-choices.ts";
import {
  maxDrawn,
  namedLines,
  rankX,
  referenceValue,
  specificationRuler,
  specificationPanel,
} from "./specification-panel.ts";
import type { Ranked } from "./specification-panel.ts";

/** The axis' labels and title need this much at the left, however short the names are. */
const leastGutter = 36;
const curve = { top: 17, height: 158 } as const;
const base = curve.top + curve.height;
/** Up to this many configurations are named under their ranks. */
const maxNamed = 8;

interface Specification {
  readonly ranked: Ranked;
  readonly choices: readonly SpecChoice[];
  /** Left edge of both plot areas. */
  readonly gutter: number;
}

/** Height in inches that a specification curve needs for its choices. */
export function specificationHeight(doc: FigureDocument): number {
  const rows = rowsOf(doc, specRow);
  const choices = rows.filter((row) => row.part === "choice");
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (choiceTop(rows.length - choices.length) + 14 + choicesHeight(choices) + 16 + band) / 72;
}

/**
 * SPEC: every configuration by rank with its sampling and refit intervals, and below it which choice of each factor
 * stands at which rank. Domain read: `auroc`. Reference lines read: GT × GT, median, declared margin.
 */
export function drawSpecificationCurve(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => specificationItems(doc, canvas)));
}

function specificationItems(doc: FigureDocument, canvas: Canvas): Items {
  const { ranked, choices, gutter } = readSpecification(doc, canvas);
  const { configurations } = ranked;
  const top = choiceTop(configurations.length);
  return [
    panelTitle(doc, [0, 9], "A", "AUROC of every configuration"),
    keyLine(canvas.width, 9, intervalKey(doc, configurations.length > maxDrawn)),
    { x: gutter, y: curve.top, panel: specificationPanel(doc, ranked, curve.height) },
    ...rankLabels(ranked, gutter),
    ...lineLabels(doc, ranked, gutter + ranked.width),
    panelTitle(doc, [0, top + 8], "B", "Choices at each rank"),
    keyLine(canvas.width, top + 8, categoryKey([...configurations, ...choices])),
    ...choiceItems(ranked, choices, [gutter, top + 14]),
    countLine(doc, canvas, { extra: comparisons(doc, configurations) }),
  ];
}

/** Where panel B begins: below the ranks and, where there are few, the pipelines' names. */
function choiceTop(configurations: number): number {
  return base + (configurations <= maxNamed ? 40 : 22);
}

function readSpecification(doc: FigureDocument, canvas: Canvas): Specification {
  const rows = rowsOf(doc, specRow);
  const configurations = rows.filter((row) => row.part === "configuration").sort((a, b) => a.rank - b.rank);
  const choices = rows.filter((row) => row.part === "choice");
  const gutter = Math.max(leastGutter, Math.ceil(widestChoice(choices)) + 5);
  const width = canvas.width - gutter - numbersRoom;
  return { ranked: { configurations, step: width / configurations.length, width }, choices, gutter };
}

/** Names and values of the lines across panel A, at their right. */
function lineLabels(doc: FigureDocument, ranked: Ranked, right: number): Markup[] {
  const { domain } = specificationRuler(doc, ranked.configurations);
  const place = linear(domain, [base, curve.top]);
  const wanted = namedLines(doc, domain).map((line) => ({ ...line, y: place(line.value) }));
  return spreadLabels(wanted, 8.5, [curve.top, base]).map(({ name, value, y }) =>
    text(right + 4, y, `${name} ${fixed(value, 3)}`, { baseline: "middle" }),
  );
}

/** Rank numbers under panel A, and pipelines' names where there is room. */
function rankLabels(ranked: Ranked, gutter: number): Markup[] {
  const { step, width, configurations } = ranked;
  const middle = (rank: number) => gutter + rankX(ranked, rank);
  const style = { stroke: ink.axis, width: stroke.axis };
  const named = configurations.length <= maxNamed ? configurations : [];
  return [
    line([gutter, base], [gutter + width, base], style),
    ...rankTicks(configurations.length, step).flatMap((rank) => [
      line([middle(rank), base], [middle(rank), base + 3], style),
      text(middle(rank), base + 10, String(rank), { anchor: "middle" }),
    ]),
    ...named.flatMap((row) => pipelineName(row.name, middle(row.rank), step - 4)),
    text(gutter - 4, base + 10, "Rank", { anchor: "end", size: type.axisTitle }),
  ];
}

/** "Ens-Full × CSDI", or on two lines where one is too long. */
function pipelineName(name: string, x: number, room: number): Markup[] {
  const [outlier = name, imputation] = name.split(" × ");
  const isShort = imputation === undefined || textWidth(name, type.label) <= room;
  return (isShort ? [name] : [outlier, `× ${imputation}`]).map((part, i) =>
    text(x, base + 19 + 8 * i, part, { anchor: "middle", fill: ink.secondary }),
  );
}

/** 1, round ranks and the last, none nearer to its neighbour than its digits need. */
function rankTicks(n: number, step: number): number[] {
  if (n <= maxNamed) return Array.from({ length: n }, (_, i) => i + 1);
  const every = [5, 10, 20, 50, 100].find((count) => count * step >= 28) ?? 200;
  const inner = Array.from({ length: Math.floor(n / every) }, (_, i) => (i + 1) * every);
  return [1, ...inner.filter((rank) => (rank - 1) * step >= 12 && (n - rank) * step >= 14), n];
}

/** How many lie above GT × GT, and how many paired intervals exclude zero: counts, not verdicts. */
function comparisons(doc: FigureDocument, configurations: readonly SpecConfiguration[]): string[] {
  const centre = referenceValue(doc, referenceNames.groundTruth);
  if (configurations.length < 2) return ["one configuration: nothing to compare"];
  if (centre === undefined) return ["no ground truth: nothing to compare with"];
  const compared = configurations.filter((row) => row.diff !== null);
  const above = compared.filter((row) => (row.diff ?? 0) > 0).length;
  const apart = compared.filter((row) => (row.diff_lower ?? -1) > 0 || (row.diff_upper ?? 1) < 0).length;
  const whose = hasSeveralClassifiers(configurations) ? " of their classifier" : "";
  return [
    `${above} above GT × GT${whose}`,
    `${apart} paired 95% ${apart === 1 ? "CI excludes" : "CIs exclude"} 0`,
  ];
}

function hasSeveralClassifiers(configurations: readonly SpecConfiguration[]): boolean {
  return new Set(configurations.map(({ classifier }) => classifier)).size > 1;
}

function categoryKey(rows: readonly { category: Category | null }[]): KeyEntry[] {
  const present = (Object.keys(categories) as Category[]).filter((name) =>
    rows.some((row) => row.category === name),
  );
  return present.map((name) => ({ width: 6, mark: symbol([3, 0], categories[name]), label: name }));
}

function intervalKey(doc: FigureDocument, many: boolean): KeyEntry[] {
  const margin = referenceValue(doc, referenceNames.margin);
  const compared = referenceValue(doc, referenceNames.groundTruth) !== undefined;
  const edge = { stroke: ink.tick, width: 0.5 };
  const edges = line([0, -3], [9, -2.5], edge) + line([0, 3], [9, 2], edge);
  const single = line([3, -4], [3, 4], { stroke: ink.envelope, width: 0.8 });
  const sampling = samplingKey("95% CI over test people");
  const refit = line([3, -3.5], [3, 3.5], { stroke: ink.text, width: stroke.refit });
  return [
    { width: 6, mark: refit, label: "95% of refits" },
    { ...sampling, width: many ? 9 : 6, mark: many ? edges : single },
    ...(margin === undefined || !compared ? [] : [marginKey(`±${fixed(margin, 2)} about GT × GT`)]),
  ];
}
