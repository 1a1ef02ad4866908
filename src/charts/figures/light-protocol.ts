import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture, keyLine, panelTitle, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { spreadLabels } from "../label-spread.ts";
import { axis, bandLayer, gridLayer, lineLayer, position, values } from "../layers.ts";
import { count } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { rowsOf } from "../row-links.ts";
import { linear, rulerOf } from "../scale.ts";
import type { Ruler, Scale } from "../scale.ts";
import { line, rect, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink, lights, outcomes, stroke, type } from "../theme.ts";
import type { Layer, Panel } from "../vega-panel.ts";

const colour = z.enum(["Blue", "Red"]);

/** LIGHT, one light: on from `on_s` to `off_s`. */
export const lightRow = z.strictObject({
  part: z.literal("light"),
  colour,
  nm: z.int(),
  on_s: z.number(),
  off_s: z.number(),
});

/** LIGHT, where one feature of the response to one light is taken from. */
export const windowRow = z.strictObject({
  part: z.literal("window"),
  feature: z.string(),
  colour,
  from_s: z.number(),
  to_s: z.number(),
});

/** LIGHT, mean pupil of one class at one time. */
export const responseRow = z.strictObject({
  part: z.literal("response"),
  class_label: z.enum(["control", "glaucoma"]),
  time_s: z.number(),
  mean: z.number(),
  ci_lower: z.number(),
  ci_upper: z.number(),
  n: z.int().positive(),
});

export const protocolRow = z.discriminatedUnion("part", [lightRow, windowRow, responseRow]);
export type ProtocolRow = z.infer<typeof protocolRow>;
type Light = z.infer<typeof lightRow>;
type Window = z.infer<typeof windowRow>;
type Response = z.infer<typeof responseRow>;

const gutter = 62;
const rightRoom = 62;
const strip = { top: 16, height: 12 } as const;
const lane = 9;
const between = 26;
const plotHeight = 112;
const below = 42;

/** Height in inches that the document's windows need. */
export function protocolHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (plotTop(rowsOf(doc, protocolRow)) + plotHeight + below + band) / 72;
}

/** LIGHT: when each light is on, where features are taken from, and how the pupils of both classes respond. */
export function drawProtocol(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => protocolItems(doc, canvas)));
}

function featuresOf(rows: readonly ProtocolRow[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.part === "window" ? [row.feature] : [])))];
}

function plotTop(rows: readonly ProtocolRow[]): number {
  return strip.top + strip.height + 4 + lane * featuresOf(rows).length + between;
}

function protocolItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, protocolRow);
  const shown = rows.filter((row) => row.part === "light");
  const windows = rows.filter((row) => row.part === "window");
  const responses = rows.filter((row) => row.part === "response");
  const times = responses.map(({ time_s }) => time_s);
  const width = canvas.width - gutter - rightRoom;
  const domain = [Math.min(...times), Math.max(...times)] as const;
  const across = linear(domain, [gutter, gutter + width]);
  const top = plotTop(rows);
  const ruler = rulerOf(
    responses.flatMap(({ ci_lower, ci_upper }) => [ci_lower, ci_upper]),
    6,
  );
  return [
    panelTitle(doc, [0, 9], "A", "Lights, and the windows of the features"),
    ...stripItems(shown, across),
    ...featuresOf(rows).flatMap((feature, i) =>
      laneItems(
        feature,
        windows.filter((window) => window.feature === feature),
        { across, y: strip.top + strip.height + 4 + lane * (i + 0.5) },
      ),
    ),
    panelTitle(doc, [0, top - 8], "B", "Mean response"),
    {
      x: gutter,
      y: top,
      panel: responsePanel({ responses, shown, domain, ruler, width, unit: unitOf(doc) }),
    },
    ...endLabels(responses, ruler, [gutter + width, top]),
    text(gutter + width / 2, top + plotHeight + 22, "Time (s)", { anchor: "middle", size: type.axisTitle }),
    text(0, canvas.height - 2.5, peopleWords(responses), { fill: ink.secondary }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

function unitOf(doc: FigureDocument): string {
  return doc.units["mean"] ?? "";
}

/** The lights on their time, named. */
function stripItems(shown: readonly Light[], across: Scale): Markup[] {
  const { top, height } = strip;
  const middle = top + height / 2;
  return [
    text(0, middle, "Light", { baseline: "middle", fill: ink.secondary }),
    ...shown.flatMap(({ colour: own, nm, on_s, off_s }) => [
      rect({ x: across(on_s), y: top, width: across(off_s) - across(on_s), height }, lights[own]),
      text((across(on_s) + across(off_s)) / 2, middle, `${own.toLowerCase()}, ${nm} nm`, {
        anchor: "middle",
        baseline: "middle",
      }),
    ]),
  ];
}

interface Lane {
  readonly across: Scale;
  readonly y: number;
}

/** A bracket for each light. */
function laneItems(feature: string, windows: readonly Window[], { across, y }: Lane): Markup[] {
  const style = { stroke: ink.text, width: 0.75 };
  return [
    text(0, y, feature, { baseline: "middle", fill: ink.secondary }),
    ...windows.flatMap(({ from_s, to_s }) => [
      line([across(from_s), y], [across(to_s), y], style),
      line([across(from_s), y - 2.5], [across(from_s), y + 2.5], style),
      line([across(to_s), y - 2.5], [across(to_s), y + 2.5], style),
    ]),
  ];
}

interface ResponseView {
  readonly responses: readonly Response[];
  readonly shown: readonly Light[];
  readonly domain: readonly [number, number];
  readonly ruler: Ruler;
  readonly width: number;
  readonly unit: string;
}

const classes = ["control", "glaucoma"] as const;
const dashes = { control: [4, 2], glaucoma: [] } as const;

function responsePanel({ responses, shown, domain, ruler, width, unit }: ResponseView): Panel {
  const ticks = rulerOf([...domain], 7).ticks.filter((tick) => tick <= domain[1]);
  const x = (field: string): Layer =>
    position({ field, domain, axis: axis({ values: ticks, format: "d", labelFlush: true }) });
  const vertical = axis({ values: ruler.ticks, format: formatOf(ruler), title: `Pupil size (${unit})` });
  const y = (field: string): Layer => position({ field, domain: ruler.domain, axis: vertical });
  const own = (label: Response["class_label"]): Response[] =>
    responses.filter(({ class_label }) => class_label === label);
  return {
    width,
    height: plotHeight,
    layers: [
      ...shown.map((light) =>
        bandLayer([{ ...light }], { x: x("on_s"), x2: { field: "off_s" } }, lights[light.colour]),
      ),
      gridLayer(ruler.ticks, { y: y("at") }),
      ...classes.map((label) => ({
        data: values(own(label)),
        mark: { type: "area", color: outcomes[label].color, opacity: 0.2 },
        encoding: { x: x("time_s"), y: y("ci_lower"), y2: { field: "ci_upper" } },
      })),
      ...classes.map((label) =>
        lineLayer(own(label), x("time_s"), y("mean"), {
          stroke: outcomes[label].color,
          strokeWidth: 1,
          strokeDash: [...dashes[label]],
        }),
      ),
    ],
  };
}

function formatOf({ ticks }: Ruler): string {
  return ticks.every(Number.isInteger) ? "d" : ".1f";
}

/** Names of the classes where their lines end. */
function endLabels(
  responses: readonly Response[],
  { domain }: Ruler,
  [right, top]: readonly [number, number],
): Markup[] {
  const place = linear(domain, [top + plotHeight, top]);
  const wanted = classes.flatMap((label) => {
    const last = responses.findLast(({ class_label }) => class_label === label);
    return last === undefined ? [] : [{ label, y: place(last.mean) }];
  });
  return spreadLabels(wanted, 8.5, [top, top + plotHeight]).flatMap(({ label, y }) => [
    line([right + 4, y], [right + 16, y], {
      stroke: outcomes[label].color,
      width: stroke.data,
      dash: dashes[label],
    }),
    text(right + 19, y, label, { baseline: "middle" }),
  ]);
}

function peopleWords(responses: readonly Response[]): string {
  const most = classes.map((label) =>
    Math.max(0, ...responses.flatMap(({ class_label, n }) => (class_label === label ? [n] : []))),
  );
  return classes.map((label, i) => `${count(most[i] ?? 0)} ${label}`).join(" · ");
}

const key: readonly KeyEntry[] = [
  {
    width: 9,
    mark: rect({ x: 0, y: -3, width: 9, height: 6 }, ink.envelope),
    label: "95% CI of the mean over people",
  },
];
