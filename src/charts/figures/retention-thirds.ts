import { panelTitle } from "../frame.ts";
import type { Items } from "../frame.ts";
import type { FigureDocument } from "../document.ts";
import { axis, gridLayer, pointLayer, position, ruleLayer } from "../layers.ts";
import type { CertaintyThird, RetentionPipeline } from "./retention-rows.ts";
import { linear, rulerOf } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { symbol } from "../symbol.ts";
import { categories, ink } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";
import { axisTitle, below, lower, rightColumn } from "./retention-grid.ts";

const { width } = rightColumn;
const { height } = lower;

/** Middle of a third, in points from the panel's left edge. */
const thirdAt = linear([0.5, 3.5], [0, width]);

/** Panel D: error rate in disjoint thirds of certainty, and below it the people that it is a rate of. */
export function thirdsItems(
  doc: FigureDocument,
  pipelines: readonly RetentionPipeline[],
  thirds: readonly CertaintyThird[],
): Items {
  const { tag, left } = rightColumn;
  return [
    panelTitle(doc, [tag, lower.title], "D", "Error rate"),
    { x: left, y: lower.top, panel: thirdsPanel(pipelines, thirds) },
    axisTitle(left + width / 2, lower.top + height, "Third by certainty"),
    ...thirdsTable(pipelines, thirds),
  ];
}

/** Error rates with their intervals, pipelines side by side within each third. */
function thirdsPanel(pipelines: readonly RetentionPipeline[], thirds: readonly CertaintyThird[]): Panel {
  const step = Math.min(8, (0.26 * width) / Math.max(1, pipelines.length - 1));
  const marks = pipelines.flatMap((pipeline, i) =>
    thirds
      .filter((row) => row.role === pipeline.role)
      .map((row) => ({
        ...row,
        ...categories[pipeline.category],
        x: thirdAt(row.stratum) + step * (i - (pipelines.length - 1) / 2),
      })),
  );
  const { domain, ticks } = rulerOf([0, ...marks.map((mark) => mark.ci_upper)], 4);
  const x = position({ field: "x", domain: [0, width], axis: thirdsAxis });
  const y = (field: string) => position({ field, domain, axis: axis({ values: ticks, format: ".2f" }) });
  return {
    width,
    height,
    layers: [
      gridLayer(ticks, { y: y("at") }),
      ruleLayer(marks, { x, y: y("ci_lower"), y2: { field: "ci_upper" } }),
      pointLayer(marks, x, y("rate")),
    ],
  };
}

const thirdsAxis = axis({
  values: [1, 2, 3].map((stratum) => thirdAt(stratum)),
  format: ".0f",
  labelExpr: `['most', 'middle', 'least'][floor(datum.value / ${width / 3})]`,
});

function thirdsTable(pipelines: readonly RetentionPipeline[], thirds: readonly CertaintyThird[]): Markup[] {
  const top = lower.top + height + below.table;
  const middle = { anchor: "middle", fill: ink.secondary } as const;
  return [
    text(rightColumn.left + width / 2, top, "errors / people", middle),
    ...pipelines.flatMap((pipeline, i) => {
      const y = top + below.row * (i + 1);
      const cells = thirds
        .filter((row) => row.role === pipeline.role)
        .map(({ stratum, errors, n }) =>
          text(rightColumn.left + thirdAt(stratum), y, `${errors}/${n}`, { anchor: "middle" }),
        );
      return [symbol([rightColumn.marks, y - 2.3], categories[pipeline.category]), ...cells];
    }),
  ];
}
