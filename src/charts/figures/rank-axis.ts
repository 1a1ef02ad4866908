import { axis, gridLayer, pointLayer, position, rowPosition, ruleLayer } from "../layers.ts";
import { fixed } from "../number-text.ts";
import { linear } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { line, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";
import { lookOf } from "./rank-rows.ts";
import type { Ranking } from "./rank-rows.ts";

/** Thickness of a tick for one partner, and what is added if all partners stand at the same rank. */
const tick = { least: 0.6, more: 3 } as const;

/** All ranks, and as far as the critical difference reaches from the best. */
function rankDomain({ family, methods }: Ranking): Domain {
  const best = methods[0]?.mean_rank ?? 1;
  return [1, Math.max(family.k, best + family.cd)];
}

/** Mean ranks with their limits over the ranks within each partner. */
export function rankPanel(ranking: Ranking, width: number): Panel {
  const { family, methods, blocks, height, yOf } = ranking;
  const ticks = Array.from({ length: family.k }, (_, i) => i + 1);
  const domain = rankDomain(ranking);
  const x = (field: string) => position({ field, domain, axis: axis({ values: ticks, format: "d" }) });
  const y = rowPosition(height);
  const marks = methods.map((row) => ({ ...row, ...lookOf(row), y: yOf(row.method) }));
  const together = Map.groupBy(blocks, ({ method, rank }) => `${method} ${rank}`);
  const own = [...together.values()].flatMap((same) =>
    same.map((row) => ({
      ...row,
      from: yOf(row.method) - 3.5,
      to: yOf(row.method) + 3.5,
      thickness: tick.least + (tick.more * (same.length - 1)) / Math.max(1, family.n_blocks - 1),
    })),
  );
  const across = (field: string) => position({ field, domain: [height, 0] });
  return {
    width,
    height,
    layers: [
      gridLayer(ticks, { x: x("at") }),
      ruleLayer(
        own,
        {
          x: x("rank"),
          y: across("from"),
          y2: { field: "to" },
          strokeWidth: { field: "thickness", type: "quantitative", scale: null, legend: null },
        },
        { stroke: ink.tick },
      ),
      ruleLayer(marks, { x: x("ci_lower"), x2: { field: "ci_upper" }, y }),
      pointLayer(marks, x("mean_rank"), y),
    ],
  };
}

/** The critical difference as a bracket from the best mean rank, and what it is of; (0, 0) is the plot's corner. */
export function rankBracket(ranking: Ranking, width: number): Markup {
  const { family, methods } = ranking;
  const best = methods[0]?.mean_rank ?? 1;
  const scale = linear(rankDomain(ranking), [0, width]);
  const [from, to] = [scale(best), scale(best + family.cd)];
  const look = { stroke: ink.text, width: 0.75 };
  const words = `CD ${fixed(family.cd, 2)} (k = ${family.k}, N = ${family.n_blocks})`;
  return [
    line([from, -4], [to, -4], look),
    line([from, -6.5], [from, -1.5], look),
    line([to, -6.5], [to, -1.5], look),
    text(0, -9.5, words, { fill: ink.secondary }),
  ].join("");
}
