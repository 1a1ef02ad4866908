import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { fixed } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { tagOf } from "../role-row.ts";
import { linear } from "../scale.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { textWidth } from "../text-width.ts";
import { ink, type } from "../theme.ts";
import { rainPanel, rainRowHeight, rainScale } from "./raincloud-panel.ts";
import { readRain } from "./raincloud-rows.ts";
import type { Rain, RainMetric } from "./raincloud-rows.ts";

/** Names by which the reference lines of a metric are looked up. */
export const rainReferences = {
  scaled_brier: "prevalence alone",
  net_benefit_10pct: "treat all",
  o_e_ratio: "as many as expected",
} as const;

const metrics: readonly { readonly metric: RainMetric; readonly title: string }[] = [
  { metric: "auroc", title: "AUROC (mean of refits)" },
  { metric: "scaled_brier", title: "Scaled Brier score (IPA)" },
  { metric: "net_benefit_10pct", title: "Net benefit at 10%" },
  { metric: "o_e_ratio", title: "Observed to expected" },
];

const clearName = 8;
const gap = 24;
const rightEdge = 8;
/** Title, and the reference line's name. */
const above = 24;
/** Axis of a row of panels, and clear room to the next. */
const axisRoom = 20;
const bottomLine = 14;

/** Height in inches that two rows of panels need for their categories. */
export function rainHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (2 * rowHeightOf(readRain(doc)) + bottomLine + band) / 72;
}

/** RAIN: four measures of every configuration by the category of its outlier method, beside what needs no model. */
export function drawRain(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => rainItems(doc, canvas)));
}

function rowHeightOf({ categories }: Rain): number {
  return above + rainRowHeight * categories.length + axisRoom;
}

function rainItems(doc: FigureDocument, canvas: Canvas): Items {
  const rain = readRain(doc);
  const words = rain.categories.map(({ name, n }) => `${name} (${n})`);
  const gutter = clearName + Math.max(...words.map((word) => textWidth(word, type.label)));
  const width = (canvas.width - gutter - gap - rightEdge) / 2;
  const equal = rain.configurations.filter(({ equals_default }) => equals_default).length;
  return [
    ...metrics.flatMap(({ metric, title }, i) => {
      const left = gutter + (i % 2) * (width + gap);
      const top = Math.floor(i / 2) * rowHeightOf(rain);
      const reference = referenceOf(doc, metric);
      const shown = rain.configurations.map((row) => row[metric]);
      const scale = rainScale(metric, reference === null ? shown : [...shown, reference.value], width);
      const panel = rainPanel(rain, metric, { width, scale, reference: reference?.value ?? null });
      const x = linear(scale.domain, [0, width]);
      return [
        panelTitle(doc, [left, top + 9], tagOf(i, metrics.length), title),
        { x: left, y: top + above, panel },
        ...(reference === null
          ? []
          : [referenceName(reference, [left, top + above - 3], [x(scale.place(reference.value)), width])]),
        ...(i % 2 === 0
          ? words.map((word, row) =>
              text(0, top + above + rainRowHeight * (row + 0.5) + 2, word, { baseline: "middle" }),
            )
          : []),
      ];
    }),
    countLine(doc, canvas, {
      extra: [`${equal} of ${rain.configurations.length} equal treating all`],
    }),
    keyLine(canvas.width, canvas.height - 2.5, key(rain)),
  ];
}

function referenceOf(
  doc: FigureDocument,
  metric: RainMetric,
): FigureDocument["reference_lines"][number] | null {
  if (metric === "auroc") return null;
  return doc.reference_lines.find(({ name }) => name === rainReferences[metric]) ?? null;
}

/** The name of a reference line above it, moved in where it would leave the panel. */
function referenceName(
  { name, value }: FigureDocument["reference_lines"][number],
  [left, y]: readonly [number, number],
  [at, width]: readonly [number, number],
): Markup {
  const words = `${name}: ${fixed(value, Number.isInteger(value) ? 0 : 3)}`;
  const half = textWidth(words, type.label) / 2;
  const middle = Math.min(Math.max(at, half), width - half);
  return text(left + middle, y, words, { anchor: "middle", fill: ink.secondary });
}

function key({ spreads }: Rain): KeyEntry[] {
  const look = { shape: "circle", color: ink.secondary } as const;
  const hasQuartiles = spreads.some(({ q25 }) => q25 !== null);
  return [
    { width: 3, mark: symbol([1.5, 0], look, { scale: 0.55 }), label: "configuration" },
    {
      width: 3,
      mark: symbol([1.5, 0], look, { scale: 0.55, outline: { stroke: ink.secondary, width: 0.7 } }),
      label: "equals treating all",
    },
    { width: 2, mark: line([1, -3], [1, 3], { stroke: ink.text, width: 1.25 }), label: "median" },
    ...(hasQuartiles
      ? [{ width: 10, mark: line([0, 0], [10, 0], { stroke: ink.envelope, width: 3 }), label: "quartiles" }]
      : []),
  ];
}
