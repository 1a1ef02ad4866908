import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture, keyLine, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { counted } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { linkedTo, rowsOf } from "../row-links.ts";
import { linear, rulerOf, ticksOf } from "../scale.ts";
import type { Ruler, Scale } from "../scale.ts";
import { line, num, path, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink, lights, sequential, stroke, type } from "../theme.ts";
import { lightRow } from "./light-protocol.ts";

const list = z.array(z.number());

/** DECOMP, the mean response of one category of preprocessing, over people. */
export const categoryRow = z.strictObject({
  part: z.literal("response"),
  category: z.string(),
  n: z.int().positive(),
  time_s: list,
  mean: list,
  ci_lower: list,
  ci_upper: list,
});

/** DECOMP, one component of the responses of one category. */
export const componentRow = z.strictObject({
  part: z.literal("component"),
  category: z.string(),
  method: z.enum(["template", "principal", "rotated", "sparse", "contrast"]),
  component: z.int().min(1).max(3),
  time_s: list,
  value: list,
});

export const decompositionRow = z.discriminatedUnion("part", [lightRow, categoryRow, componentRow]);
export type DecompositionRow = z.infer<typeof decompositionRow>;
type Response = z.infer<typeof categoryRow>;
type Component = z.infer<typeof componentRow>;
type Light = z.infer<typeof lightRow>;

const gutter = 66;
const columnGap = 9;
const top = 24;
const height = 54;
const rowGap = 8;
const below = 42;
/** The mean, and the methods in their order. */
const methods = ["template", "principal", "rotated", "sparse", "contrast"] as const;
const names = {
  template: "Template",
  principal: "Principal",
  rotated: "Rotated",
  sparse: "Sparse",
  contrast: "Contrast",
};
const looks = [
  { color: sequential[6], dash: [] },
  { color: sequential[4], dash: [4, 2] },
  { color: sequential[3], dash: [1, 1.5] },
] as const;

/** Height in inches of the six rows. */
export function decompositionHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (top + (methods.length + 1) * (height + rowGap) + below + band) / 72;
}

/** DECOMP: by category of preprocessing the mean response and its components by five methods; y is one within a row. */
export function drawDecomposition(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => gridItems(doc, canvas)));
}

interface Grid {
  readonly responses: readonly Response[];
  readonly components: readonly Component[];
  readonly shown: readonly Light[];
  readonly width: number;
  readonly left: (column: number) => number;
  readonly x: Scale;
  readonly times: readonly number[];
}

function gridItems(doc: FigureDocument, canvas: Canvas): Items {
  const grid = readGrid(doc, canvas);
  const bottom = top + (methods.length + 1) * (height + rowGap) - rowGap;
  return [
    ...grid.responses.flatMap(({ category, n }, i) => [
      text(grid.left(i), 9, category, { face: "semibold", size: type.panelTitle }),
      text(grid.left(i), 18, counted(n, "person", "people"), { fill: ink.secondary }),
    ]),
    ...meanRow(grid),
    ...methods.flatMap((method, i) => methodRow(grid, method, top + (i + 1) * (height + rowGap))),
    ...grid.responses.flatMap((_, i) => timeAxis(grid, grid.left(i), bottom)),
    text(gutter + (canvas.width - gutter) / 2, bottom + 23, "Time (s)", {
      anchor: "middle",
      size: type.axisTitle,
    }),
    text(0, canvas.height - 2.5, `Pupil: ${doc.units["mean"] ?? ""}`, { fill: ink.secondary }),
    keyLine(canvas.width, canvas.height - 2.5, keyOf(grid.responses)),
  ];
}

function readGrid(doc: FigureDocument, canvas: Canvas): Grid {
  const rows = rowsOf(doc, decompositionRow);
  const responses = rows.filter((row) => row.part === "response");
  const columns = Math.max(1, responses.length);
  const width = (canvas.width - gutter - columnGap * (columns - 1)) / columns;
  const times = responses[0]?.time_s ?? [0, 1];
  return {
    responses,
    components: rows.filter((row) => row.part === "component"),
    shown: rows.filter((row) => row.part === "light"),
    width,
    left: (column) => gutter + column * (width + columnGap),
    x: linear([times[0] ?? 0, times.at(-1) ?? 1], [0, width]),
    times,
  };
}

/** The first category's mean stands behind the others, for comparison. */
function meanRow(grid: Grid): Markup[] {
  const { responses } = grid;
  const ruler = rulerOf(
    responses.flatMap((response) => [...response.ci_lower, ...response.ci_upper]),
    4,
  );
  const [first] = responses;
  return [
    ...rowFrame(grid, { name: "Mean", ruler, y: top }),
    ...responses.flatMap((response, i) => {
      const at = { grid, ruler, left: grid.left(i), y: top };
      return [
        ...(i > 0 && first !== undefined
          ? [curve(first.time_s, first.mean, at, { color: ink.repeated, dash: [], width: 0.9 })]
          : []),
        linkedTo(
          response,
          band(response, at) +
            curve(response.time_s, response.mean, at, { color: ink.text, dash: [], width: 0.9 }),
        ),
      ];
    }),
  ];
}

function methodRow(grid: Grid, method: (typeof methods)[number], y: number): Markup[] {
  const own = grid.components.filter((component) => component.method === method);
  const ruler = rulerOf(
    own.flatMap(({ value }) => [...value]),
    4,
  );
  return [
    ...rowFrame(grid, { name: names[method], ruler, y }),
    ...grid.responses.flatMap(({ category }, i) =>
      own
        .filter((component) => component.category === category)
        .map((component) => {
          const look = looks[component.component - 1] ?? looks[0];
          const at = { grid, ruler, left: grid.left(i), y };
          return linkedTo(component, curve(component.time_s, component.value, at, { ...look, width: 0.9 }));
        }),
    ),
  ];
}

interface RowFrame {
  readonly name: string;
  readonly ruler: Ruler;
  readonly y: number;
}

/** Lights, grid lines and ticks of a row, and its name. */
function rowFrame(grid: Grid, { name, ruler, y }: RowFrame): Markup[] {
  const place = linear(ruler.domain, [y + height, y]);
  return [
    text(0, y + height / 2, name, { baseline: "middle" }),
    ...ruler.ticks.map((tick) =>
      text(gutter - 4, place(tick), tickText(tick), {
        anchor: "end",
        baseline: "middle",
        fill: ink.secondary,
      }),
    ),
    ...grid.responses.flatMap((_, i) => {
      const left = grid.left(i);
      return [
        ...grid.shown.map(({ colour, on_s, off_s }) =>
          rect({ x: left + grid.x(on_s), y, width: grid.x(off_s) - grid.x(on_s), height }, lights[colour]),
        ),
        ...ruler.ticks.map((tick) =>
          line([left, place(tick)], [left + grid.width, place(tick)], {
            stroke: ink.grid,
            width: stroke.grid,
          }),
        ),
      ];
    }),
  ];
}

interface At {
  readonly grid: Grid;
  readonly ruler: Ruler;
  readonly left: number;
  readonly y: number;
}

function curve(
  times: readonly number[],
  drawn: readonly number[],
  { grid, ruler, left, y }: At,
  {
    color,
    dash,
    width,
  }: { readonly color: string; readonly dash: readonly number[]; readonly width: number },
): Markup {
  const place = linear(ruler.domain, [y + height, y]);
  const points = drawn.map((value, i) => `${num(left + grid.x(times[i] ?? 0))},${num(place(value))}`);
  return path(`M${points.join("L")}`, "none", { stroke: color, width, dash });
}

function band({ time_s, ci_lower, ci_upper }: Response, { grid, ruler, left, y }: At): Markup {
  const place = linear(ruler.domain, [y + height, y]);
  const at = (value: number, i: number): string =>
    `${num(left + grid.x(time_s[i] ?? 0))},${num(place(value))}`;
  const around = [...ci_upper.map(at), ...ci_lower.map(at).toReversed()];
  return path(`M${around.join("L")}Z`, ink.envelope);
}

function timeAxis({ x, width, times }: Grid, left: number, bottom: number): Markup[] {
  const style = { stroke: ink.axis, width: stroke.axis };
  const domain = [times[0] ?? 0, times.at(-1) ?? 1] as const;
  return [
    line([left, bottom], [left + width, bottom], style),
    ...ticksOf(domain, 4).flatMap((tick) => [
      line([left + x(tick), bottom], [left + x(tick), bottom + 3], style),
      text(left + x(tick), bottom + 11, String(tick), { anchor: "middle" }),
    ]),
  ];
}

function tickText(tick: number): string {
  return String(tick).replace("-", "−");
}

function keyOf([first, ...others]: readonly Response[]): KeyEntry[] {
  const behind = { width: 12, mark: line([0, 0], [12, 0], { stroke: ink.repeated, width: 0.9 }) };
  return [
    { width: 9, mark: rect({ x: 0, y: -3, width: 9, height: 6 }, ink.envelope), label: "95% CI of the mean" },
    ...(first === undefined || others.length === 0 ? [] : [{ ...behind, label: first.category }]),
    ...looks.map(({ color, dash }, i): KeyEntry => ({
      width: 14,
      mark: line([0, 0], [14, 0], { stroke: color, width: 1, dash }),
      label: ["1st (template: phasic)", "2nd (sustained)", "3rd (PIPR)"][i] ?? "",
    })),
  ];
}
