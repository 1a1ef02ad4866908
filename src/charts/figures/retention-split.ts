import type { FigureDocument } from "../document.ts";
import { panelTitle } from "../frame.ts";
import type { Items } from "../frame.ts";
import type { RetentionPoint } from "./retention-rows.ts";
import { linear } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink } from "../theme.ts";
import { axisTitle, below, lower, partsOf } from "./retention-grid.ts";
import {
  countedShares,
  isShare,
  metricPanel,
  metricRuler,
  retentionMetrics,
  shareTitle,
} from "./retention-panels.ts";
import type { Run } from "./retention-panels.ts";

const { netBenefit } = retentionMetrics;

/**
 * Panel C: net benefit in one part per pipeline on one scale, since each is compared with treating all of the people
 * that it keeps; below each part how many those are, like numbers at risk.
 */
export function netBenefitItems(doc: FigureDocument, runs: readonly Run[], shares: Domain): Items {
  const { size, middle, place } = partsOf(runs.length);
  const ruler = metricRuler(runs, doc.domains[netBenefit.name]);
  return [
    panelTitle(doc, [0, lower.title], "C", netBenefit.title),
    ...runs.flatMap((run, i): Items => {
      const { x, y, first } = place(i);
      const view = { size, shares, ruler, useless: netBenefit.useless, labelled: first };
      const bottom = y + size.height;
      return [
        text(x, y - 4, run.pipeline.name),
        { x, y, panel: metricPanel([run], view) },
        ...(first ? [axisTitle(middle, bottom, shareTitle), ...countNames(bottom)] : []),
        ...keptCounts(run.all, linear(shares, [x, x + size.width]), [shares[0], bottom + below.table]),
      ];
    }),
  ];
}

function countNames(bottom: number): Markup[] {
  const style = { fill: ink.secondary };
  return ["people", "glaucoma"].map((name, i) => text(0, bottom + below.table + below.row * i, name, style));
}

/** People kept, and those with glaucoma among them, at the counted shares from `low` up; the first baseline at `y`. */
function keptCounts(
  points: readonly RetentionPoint[],
  across: (share: number) => number,
  [low, y]: readonly [number, number],
): Markup[] {
  return countedShares
    .filter((share) => share >= low - 1e-9)
    .flatMap((share) => {
      const found = points.find((point) => isShare(point, share));
      const counts = [found?.n_retained, found?.n_events_retained];
      return counts.map((count, i) =>
        text(across(share), y + below.row * i, count === undefined ? "n/a" : String(count), {
          anchor: "middle",
        }),
      );
    });
}
