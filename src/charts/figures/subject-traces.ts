import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { framePicture, keyLine, syntheticBand } from "../frame.ts";
import type { Canvas, Items, KeyEntry } from "../frame.ts";
import { percent } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { linkedTo, rowsOf } from "../row-links.ts";
import { domainOf, linear, ticksOf } from "../scale.ts";
import type { Domain, Scale } from "../scale.ts";
import { line, num, path, rect, text, textRun } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { ink, lights, stroke, type } from "../theme.ts";
import { lightRow } from "./light-protocol.ts";

const list = z.array(z.number());

/** TRACES, one recording: values with their times, where they exist; outliers from … to. */
export const recordingRow = z.strictObject({
  part: z.literal("recording"),
  pseudonym: z.string(),
  outlier_share: z.number().min(0).max(1),
  gt_time_s: list,
  gt: list,
  orig_time_s: list,
  orig: list,
  outlier_from_s: list,
  outlier_to_s: list,
});

export const traceRow = z.discriminatedUnion("part", [lightRow, recordingRow]);
export type TraceRow = z.infer<typeof traceRow>;
type Recording = z.infer<typeof recordingRow>;
type Light = z.infer<typeof lightRow>;

const gutter = 34;
const rightRoom = 40;
const top = 2;
/** Of a recording, from top to bottom: its name, what lies above the axis, the curves, what lies below, the mask. */
const row = { name: 10, lane: 5, plot: 42, mask: 4, gap: 4 } as const;
const pitch = row.name + 2 * row.lane + row.plot + row.mask + row.gap;
const below = 40;

/** Height in inches that the document's recordings need. */
export function tracesHeight(doc: FigureDocument): number {
  const recordings = rowsOf(doc, traceRow).filter(({ part }) => part === "recording").length;
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (top + pitch * Math.max(1, recordings) + below + band) / 72;
}

/** TRACES: recordings of single people with their ground truth and outliers, on one scale. Domain read: `pupil`. */
export function drawTraces(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => traceItems(doc, canvas)));
}

/** The time and the pupil on the page; `y` from the top of a recording's plot. */
interface Scales {
  readonly x: Scale;
  readonly y: Scale;
  readonly times: Domain;
  readonly pupil: Domain;
  readonly width: number;
}

function traceItems(doc: FigureDocument, canvas: Canvas): Items {
  const rows = rowsOf(doc, traceRow);
  const recordings = rows.filter((one) => one.part === "recording");
  const shown = rows.filter((one) => one.part === "light");
  const width = canvas.width - gutter - rightRoom;
  const times = timesOf(recordings);
  const pupil = pupilOf(doc, recordings);
  const scales: Scales = {
    x: linear(times, [gutter, gutter + width]),
    y: linear(pupil, [row.plot, 0]),
    times,
    pupil,
    width,
  };
  const bottom = top + pitch * recordings.length - row.gap;
  return [
    ...recordings.flatMap((recording, i) =>
      recordingItems(recording, { scales, shown, top: top + pitch * i, isFirst: i === 0 }),
    ),
    ...timeAxis(scales, bottom),
    text(gutter + width / 2, bottom + 23, "Time (s)", { anchor: "middle", size: type.axisTitle }),
    text(7, (top + bottom) / 2, `Pupil size (${doc.units["gt"] ?? ""})`, {
      anchor: "middle",
      size: type.axisTitle,
      rotate: -90,
    }),
    keyLine(canvas.width, canvas.height - 2.5, key),
  ];
}

function timesOf(recordings: readonly Recording[]): Domain {
  const ends = recordings.flatMap(({ gt_time_s: own }) => [own[0] ?? 0, own.at(-1) ?? 0]);
  return [Math.min(...ends), Math.max(...ends)];
}

/** The document's range, widened where a ground truth leaves it: only recorded values may lie outside. */
function pupilOf(doc: FigureDocument, recordings: readonly Recording[]): Domain {
  const wanted = doc.domains["pupil"] ?? [];
  const reached = recordings.flatMap(({ gt }) => [...gt]);
  const all = [...wanted, ...reached].reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity] as [number, number],
  );
  return domainOf(all, all[1] - all[0] > 20 ? 10 : 1);
}

interface Place {
  readonly scales: Scales;
  readonly shown: readonly Light[];
  readonly top: number;
  readonly isFirst: boolean;
}

function recordingItems(recording: Recording, { scales, shown, top: at, isFirst }: Place): Markup[] {
  const { x, y, pupil, width } = scales;
  const plot = at + row.name + row.lane;
  const [title] = textRun(gutter, at + 7, [
    [`${recording.pseudonym} `, { face: "semibold" }],
    [`· ${percent(recording.outlier_share)} outliers`, { fill: ink.secondary }],
  ]);
  const ticks = ticksOf(pupil, 4);
  return [
    ...shown.map(({ colour, on_s, off_s }) =>
      rect({ x: x(on_s), y: plot, width: x(off_s) - x(on_s), height: row.plot }, lights[colour]),
    ),
    title,
    ...(isFirst
      ? shown.map(({ colour, nm, on_s, off_s }) =>
          text((x(on_s) + x(off_s)) / 2, at + 7, `${colour.toLowerCase()}, ${nm} nm`, { anchor: "middle" }),
        )
      : []),
    ...ticks.flatMap((tick) => [
      line([gutter, plot + y(tick)], [gutter + width, plot + y(tick)], {
        stroke: ink.grid,
        width: stroke.grid,
      }),
      text(gutter - 3, plot + y(tick), String(tick).replace("-", "−"), { anchor: "end", baseline: "middle" }),
    ]),
    linkedTo(
      recording,
      [
        curve(recording.orig_time_s, recording.orig, { scales, top: plot, color: ink.recording, width: 0.4 }),
        curve(recording.gt_time_s, recording.gt, { scales, top: plot, color: ink.text, width: 0.9 }),
        ...recording.outlier_from_s.map((from, i) =>
          rect(
            {
              x: x(from),
              y: plot + row.plot + row.lane,
              width: Math.max(0.4, x(recording.outlier_to_s[i] ?? from) - x(from)),
              height: row.mask - 1,
            },
            ink.axis,
          ),
        ),
      ].join(""),
    ),
    ...beyond(recording, (value) => value > pupil[1], {
      x,
      y: plot - row.lane,
      right: gutter + width,
      side: "above",
    }),
    ...beyond(recording, (value) => value < pupil[0], {
      x,
      y: plot + row.plot,
      right: gutter + width,
      side: "below",
    }),
  ];
}

interface CurveStyle {
  readonly scales: Scales;
  readonly top: number;
  readonly color: string;
  readonly width: number;
}

/** A line through the values on the axis, broken where samples are missing or lie beyond it. */
function curve(times: readonly number[], values: readonly number[], style: CurveStyle): Markup {
  const { x, y, pupil } = style.scales;
  const step = 1.5 * (((times.at(-1) ?? 0) - (times[0] ?? 0)) / Math.max(1, times.length - 1));
  let before: number | undefined;
  const pieces = values.map((value, i) => {
    const time = times[i] ?? 0;
    if (value < pupil[0] || value > pupil[1]) {
      before = undefined;
      return "";
    }
    const isNext = before !== undefined && time - before <= Math.max(step, 0.05);
    before = time;
    return `${isNext ? "L" : "M"}${num(x(time))},${num(style.top + y(value))}`;
  });
  return path(pieces.join(""), "none", { stroke: style.color, width: style.width });
}

interface Lane {
  readonly x: Scale;
  /** Top of the lane. */
  readonly y: number;
  readonly right: number;
  readonly side: "above" | "below";
}

/** A tick for each sample beyond the axis, and how many there are. */
function beyond(
  { orig, orig_time_s }: Recording,
  isBeyond: (value: number) => boolean,
  { x, y, right, side }: Lane,
): Markup[] {
  const times = orig_time_s.filter((_, i) => isBeyond(orig[i] ?? 0));
  if (times.length === 0) return [];
  const middle = y + row.lane / 2;
  return [
    ...times.map((time) =>
      line([x(time), y + 0.5], [x(time), y + row.lane - 0.5], { stroke: ink.recording, width: 0.4 }),
    ),
    text(right + 3, middle, `${times.length} ${side}`, { baseline: "middle", fill: ink.secondary }),
  ];
}

function timeAxis({ x, times, width }: Scales, bottom: number): Markup[] {
  const style = { stroke: ink.axis, width: stroke.axis };
  return [
    line([gutter, bottom + 2], [gutter + width, bottom + 2], style),
    ...ticksOf(times, 7).flatMap((tick) => [
      line([x(tick), bottom + 2], [x(tick), bottom + 5], style),
      text(x(tick), bottom + 12, String(tick), { anchor: "middle" }),
    ]),
  ];
}

const sample = (color: string, width: number): Markup => line([0, 0], [12, 0], { stroke: color, width });
const key: readonly KeyEntry[] = [
  { width: 12, mark: sample(ink.text, 0.9), label: "ground truth" },
  { width: 12, mark: sample(ink.recording, 0.4), label: "as recorded" },
  { width: 9, mark: rect({ x: 0, y: -1.5, width: 9, height: 3 }, ink.axis), label: "marked as outliers" },
  {
    width: 3,
    mark: line([1.5, -2], [1.5, 2], { stroke: ink.recording, width: 0.4 }),
    label: "beyond the axis",
  },
];
