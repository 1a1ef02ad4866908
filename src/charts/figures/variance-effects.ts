import { axis, gridLayer, pointLayer, position, rowPosition, ruleLayer } from "../layers.ts";
import { estimateText } from "../estimate-text.ts";
import type { PlacedPanel } from "../picture.ts";
import { rulerOf } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { ink, stroke, type } from "../theme.ts";
import { termNames } from "./variance-rows.ts";
import type { VarianceModel, VarianceTerm } from "./variance-rows.ts";

const rowHeight = 11;
/** Left of a factor's name, under its model's; and right of the names. */
const indent = 6;
const numbers = 84;
const belowAxis = 24;

type EffectLine = { readonly y: number } & ({ readonly heading: string } | { readonly term: VarianceTerm });

/** Height in points of the panel with its axis. */
export function effectsHeight(models: readonly VarianceModel[]): number {
  return rowHeight * linesOf(models).length + belowAxis;
}

/** ω² of each factor with its limits, model by model. */
export function effectsPanel(
  models: readonly VarianceModel[],
  top: number,
  width: number,
): (PlacedPanel | Markup)[] {
  const lines = linesOf(models);
  const height = rowHeight * lines.length;
  const terms = lines.flatMap((line) => ("term" in line ? [{ ...line.term, y: line.y }] : []));
  const ruler = rulerOf(
    [0, ...terms.flatMap((term) => [term.omega_sq, term.omega_sq_ci_lower, term.omega_sq_ci_upper])],
    5,
  );
  const marks = terms.map((term) => ({ ...term, color: ink.text, shape: "circle" }));
  const x = (field: string) =>
    position({ field, domain: ruler.domain, axis: axis({ values: ruler.ticks, format: ".1f" }) });
  const y = rowPosition(height);
  const words = lines.map((line) => ("heading" in line ? line.heading : termNames[line.term.term]));
  const gutter = 2 * indent + Math.max(...words.map((word) => textWidth(word, type.label)));
  const plot = width - gutter - numbers;
  return [
    ...lines.flatMap((line) =>
      "heading" in line
        ? [text(0, top + line.y, line.heading, { baseline: "middle", fill: ink.secondary })]
        : [
            text(indent, top + line.y, termNames[line.term.term], { baseline: "middle" }),
            ...estimateText(width - numbers + 26, top + line.y, [
              line.term.omega_sq,
              line.term.omega_sq_ci_lower,
              line.term.omega_sq_ci_upper,
            ]),
          ],
    ),
    text(gutter + plot / 2, top + height + 20, "ω²", { anchor: "middle", size: type.axisTitle }),
    {
      x: gutter,
      y: top,
      panel: {
        width: plot,
        height,
        layers: [
          gridLayer(ruler.ticks, { x: x("at") }),
          ruleLayer(
            [{ zero: 0 }],
            { x: x("zero") },
            { stroke: ink.reference, strokeWidth: stroke.reference },
          ),
          ruleLayer(
            marks.filter(
              ({ omega_sq_ci_lower, omega_sq_ci_upper }) =>
                omega_sq_ci_lower !== null && omega_sq_ci_upper !== null,
            ),
            { x: x("omega_sq_ci_lower"), x2: { field: "omega_sq_ci_upper" }, y },
          ),
          pointLayer(
            marks.filter(({ omega_sq }) => omega_sq !== null),
            x("omega_sq"),
            y,
          ),
        ],
      },
    },
  ];
}

function linesOf(models: readonly VarianceModel[]): EffectLine[] {
  const lines = models.flatMap(({ name, terms }) => [
    { heading: name },
    ...terms.filter(({ term }) => term !== "residual").map((term) => ({ term })),
  ]);
  return lines.map((line, i) => ({ ...line, y: rowHeight * (i + 0.5) }));
}
