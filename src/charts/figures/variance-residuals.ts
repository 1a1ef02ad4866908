import { inkOn, rampColor } from "../color-ramp.ts";
import { literally, position, values } from "../layers.ts";
import { fixed } from "../number-text.ts";
import type { PlacedPanel } from "../picture.ts";
import { domainAboutZero } from "../scale.ts";
import { moved, num, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { diverging, ink, type } from "../theme.ts";
import type { Variance, VarianceAxis } from "./variance-rows.ts";

const cell = { height: 11.5, widest: 36 } as const;
/** Room above the cells for the columns' heads, in two rows where one has no room, and below them for the colour bar. */
const head = 21;
const headRow = 9;
const foot = 27;
const clearName = 5;
/** So many of the largest residuals carry their number. */
const numbered = 5;
const inset = 0.25;
const bar = { width: 72, height: 6 } as const;

/** Height in points of the matrix with its heads and colour bar. */
export function residualsHeight({ axes }: Variance): number {
  return head + cell.height * axes.filter(({ factor }) => factor === "outlier").length + foot;
}

/** What the model without interactions leaves of each configuration: outlier methods down, imputation methods across. */
export function residualsPanel(
  { axes, residuals }: Variance,
  at: readonly [number, number],
  room: number,
): (PlacedPanel | Markup)[] {
  const rows = ordered(axes, "outlier");
  const columns = ordered(axes, "imputation");
  const gutter = clearName + Math.max(...rows.map(({ short_name }) => textWidth(short_name, type.label)));
  const width = Math.min(cell.widest, (room - gutter) / columns.length);
  const domain = domainAboutZero(
    residuals.map(({ residual }) => residual),
    0.01,
  );
  const largest = residuals
    .toSorted((a, b) => Math.abs(b.residual) - Math.abs(a.residual) || a.config_id - b.config_id)
    .slice(0, numbered);
  const place = (list: readonly VarianceAxis[], method: string): number =>
    list.findIndex((entry) => entry.method === method);
  const marks = residuals.map((row) => {
    const left = width * place(columns, row.imputation_method);
    const top = cell.height * place(rows, row.outlier_method);
    const color = rampColor(diverging, (row.residual - domain[0]) / (domain[1] - domain[0]));
    return {
      ...row,
      color,
      left: left + inset,
      right: left + width - inset,
      top: top + inset,
      bottom: top + cell.height - inset,
    };
  });
  const size = { width: width * columns.length, height: cell.height * rows.length };
  const x = (field: string) => position({ field, domain: [0, size.width] });
  const y = (field: string) => position({ field, domain: [size.height, 0] });
  const [left, top] = [at[0] + gutter, at[1] + head];
  const widestHead = Math.max(...columns.map(({ short_name }) => textWidth(short_name, type.label)));
  const raised = widestHead + clearName > width ? headRow : 0;
  return [
    ...rows.map(({ short_name }, i) =>
      text(at[0], top + cell.height * (i + 0.5), short_name, { baseline: "middle" }),
    ),
    ...columns.map(({ short_name }, i) =>
      text(left + width * (i + 0.5), top - 4 - raised * (i % 2), short_name, { anchor: "middle" }),
    ),
    {
      x: left,
      y: top,
      panel: {
        ...size,
        layers: [
          {
            data: values(marks),
            mark: { type: "rect", opacity: 1 },
            encoding: {
              x: x("left"),
              x2: { field: "right" },
              y: y("top"),
              y2: { field: "bottom" },
              color: literally("color"),
            },
          },
        ],
      },
    },
    ...marks
      .filter(({ config_id }) => largest.some((row) => row.config_id === config_id))
      .map((mark) =>
        text(
          left + (mark.left + mark.right) / 2,
          top + (mark.top + mark.bottom) / 2,
          fixed(mark.residual, 3),
          { anchor: "middle", baseline: "middle", fill: inkOn(mark.color) },
        ),
      ),
    moved(left, top + size.height + 8, colourBar(domain)),
  ];
}

function ordered(axes: readonly VarianceAxis[], factor: VarianceAxis["factor"]): VarianceAxis[] {
  return axes.filter((axis) => axis.factor === factor).toSorted((a, b) => a.position - b.position);
}

/** A bar of the scale with three ticks. */
function colourBar([low, high]: readonly [number, number]): Markup {
  const stops = diverging.map(
    (color, i) => `<stop offset="${num(i / (diverging.length - 1))}" stop-color="${color}"/>`,
  );
  return [
    `<linearGradient id="ramp-C">${stops.join("")}</linearGradient>`,
    rect({ x: 0, y: 0, ...bar }, "url(#ramp-C)"),
    text(0, 15, fixed(low, 2)),
    text(bar.width / 2, 15, "0", { anchor: "middle" }),
    text(bar.width, 15, fixed(high, 2), { anchor: "end" }),
    text(bar.width + 10, 5, "AUROC minus", { fill: ink.secondary }),
    text(bar.width + 10, 14, "the sum of effects", { fill: ink.secondary }),
  ].join("");
}
