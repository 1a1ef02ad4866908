import { axis, lineLayer, literally, position, ruleLayer, values } from "../layers.ts";
import { linear, rulerOf } from "../scale.ts";
import type { Domain } from "../scale.ts";
import { categories, ink, stroke } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";
import type { Rain, RainMetric } from "./raincloud-rows.ts";

/** Height in points of a category's row: the stack of dots, then the median and quartiles below them. */
export const rainRowHeight = 23;
const baseline = 16;
const summaryAt = 19.5;
/** Diameter of a dot, and the height that a stack does not exceed. */
const dot = { size: 3, stack: 14 } as const;
/** Two ticks of a logarithmic axis stand no nearer than this. */
const tickRoom = 18;
const ratios = [
  0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.5, 3, 4, 5, 10,
];

/** How a metric is placed along x: from where to where, with which ticks, and by which of its functions. */
export interface RainScale {
  readonly domain: Domain;
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
  readonly place: (value: number) => number;
}

/** The range of a metric with its reference; a ratio's is logarithmic. */
export function rainScale(metric: RainMetric, shown: readonly number[], width: number): RainScale {
  if (metric !== "o_e_ratio") {
    const { domain, ticks } = rulerOf(shown, 5);
    return { domain, ticks, isLogarithmic: false, place: (value) => value };
  }
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const low = ratios.findLast((ratio) => ratio <= least) ?? least;
  const high = ratios.find((ratio) => ratio >= most) ?? most;
  const domain: Domain = [Math.log(low), Math.log(high)];
  const x = linear(domain, [0, width]);
  const ticks = ratios
    .filter((ratio) => ratio >= low && ratio <= high)
    .reduce<number[]>((kept, ratio) => {
      const near = kept.filter((tick) => Math.abs(x(Math.log(tick)) - x(Math.log(ratio))) < tickRoom);
      // One stands whatever its neighbours are: it is the reference.
      if (ratio === 1) return [...kept.filter((tick) => !near.includes(tick)), ratio];
      return near.length === 0 ? [...kept, ratio] : kept;
    }, []);
  return { domain, ticks: ticks.map((tick) => Math.log(tick)), isLogarithmic: true, place: Math.log };
}

/** One metric: a row for each category with a dot for each configuration, and the reference line if there is one. */
export function rainPanel(
  rain: Rain,
  metric: RainMetric,
  {
    width,
    scale,
    reference,
  }: { readonly width: number; readonly scale: RainScale; readonly reference: number | null },
): Panel {
  const height = rainRowHeight * rain.categories.length;
  const format = scale.isLogarithmic
    ? { format: "", labelExpr: "format(exp(datum.value), '.3~f')" }
    : { format: ".2~f" };
  const x = (field: string): Layer =>
    position({ field, domain: scale.domain, axis: axis({ values: scale.ticks, ...format }) });
  const y = (field: string): Layer => position({ field, domain: [height, 0] });
  const topOf = new Map(rain.categories.map(({ name }, i) => [name, rainRowHeight * i]));
  const spreads = rain.spreads
    .filter((row) => row.metric === metric)
    .map((row) => {
      const at = (topOf.get(row.category) ?? 0) + summaryAt;
      const [from, to] = [row.q25, row.q75].map((value) => (value === null ? null : scale.place(value)));
      return { ...row, at, above: at - 3, below: at + 3, middle: scale.place(row.median), from, to };
    });
  const quartiles = spreads.filter(({ from, to }) => from !== null && to !== null);
  return {
    width,
    height,
    layers: [
      ...(reference === null
        ? []
        : [
            ruleLayer(
              [{ reference: scale.place(reference) }],
              { x: x("reference") },
              { stroke: ink.reference, strokeWidth: stroke.reference, strokeDash: [3, 2] },
            ),
          ]),
      ...rain.categories.map(({ name }) =>
        cloudLayer(rain, metric, { name, top: topOf.get(name) ?? 0, scale, x, y }),
      ),
      ruleLayer(
        quartiles,
        { x: x("from"), x2: { field: "to" }, y: y("at") },
        { stroke: ink.envelope, strokeWidth: 3 },
      ),
      ruleLayer(spreads, { x: x("middle"), y: y("above"), y2: { field: "below" } }, { strokeWidth: 1.25 }),
      dotLayer(stackedDots(rain, metric, { topOf, scale, width }), x, y),
    ],
  };
}

interface Cloud {
  readonly name: Rain["categories"][number]["name"];
  readonly top: number;
  readonly scale: RainScale;
  readonly x: (field: string) => Layer;
  readonly y: (field: string) => Layer;
}

/** The half-density of one category, as high as a stack of dots may be; nothing where there are too few. */
function cloudLayer({ densities }: Rain, metric: RainMetric, { name, top, scale, x, y }: Cloud): Layer {
  const own = densities.filter((row) => row.category === name && row.metric === metric);
  const most = Math.max(...own.map(({ density }) => density));
  const points = own.map((row) => ({
    ...row,
    at: scale.place(row.x),
    up: top + baseline - (dot.stack * row.density) / most,
  }));
  return lineLayer(points, x("at"), y("up"), { stroke: categories[name].color, strokeWidth: 0.75 });
}

function dotLayer(dots: readonly object[], x: Cloud["x"], y: Cloud["y"]): Layer {
  return {
    data: values(dots),
    mark: { type: "point", shape: "circle", opacity: 1, size: 7, strokeWidth: 0.7, filled: false },
    encoding: { x: x("x"), y: y("y"), stroke: literally("color"), fill: literally("fill") },
  };
}

/** Dots of one category that would stand on one another are stacked, closer where a stack would be too high. */
function stackedDots(
  { categories: shown, configurations }: Rain,
  metric: RainMetric,
  {
    topOf,
    scale,
    width,
  }: { readonly topOf: ReadonlyMap<string, number>; readonly scale: RainScale; readonly width: number },
): object[] {
  const across = linear(scale.domain, [0, width]);
  return shown.flatMap(({ name }) => {
    const own = configurations
      .filter((row) => row.category === name)
      .map((row) => ({ row, x: scale.place(row[metric]) }))
      .toSorted((a, b) => a.x - b.x || a.row.config_id - b.row.config_id);
    const stacks = [...Map.groupBy(own, ({ x }) => Math.round(across(x) / dot.size)).values()];
    const highest = Math.max(...stacks.map(({ length }) => length));
    const step = Math.min(dot.size, dot.stack / highest);
    const { color } = categories[name];
    return stacks.flatMap((stack) =>
      stack.map(({ row, x }, i) => ({
        ...row,
        x,
        y: (topOf.get(name) ?? 0) + baseline - step * (i + 0.5),
        color,
        fill: metric === "net_benefit_10pct" && row.equals_default ? ink.white : color,
      })),
    );
  });
}
