import type { FigureDocument } from "plr/charts/document";
import { protocolHeight, type ProtocolRow } from "plr/charts/figures/light-protocol";
import { fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { SignalSummary, StimulusProtocol } from "../../schema/signals.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { figureDocument } from "./figure-document.ts";

/** As many times of a class are drawn at most; the page has no more points across. */
const mostTimes = 400;

/** Where the handcrafted features are taken from, in seconds from the light's onset or offset. */
const windows = [
  { feature: "Phasic", edge: "on_s", from: 0, to: 5 },
  { feature: "Max. constriction", edge: "on_s", from: 0, to: 15 },
  { feature: "Sustained", edge: "off_s", from: -5, to: 0 },
  { feature: "PIPR area", edge: "off_s", from: 0, to: 12 },
] as const;

/** LIGHT: the lights of the recordings, the windows of the features, and the mean response of each class. */
export async function protocolDocument(
  study: Study,
  facts: StudyRow,
  { figure }: FigureSetting,
): Promise<FigureDocument> {
  const protocol = await study.results.rows<StimulusProtocol>("FROM stimulus_protocol ORDER BY on_s");
  const summary = await study.results.rows<SignalSummary>("FROM signal_summary ORDER BY class_label, time_s");
  const responses = summary.filter(({ class_label }) => class_label !== "difference");
  const data =
    protocol.length === 0
      ? []
      : [...lightRows(protocol, summary.at(-1)?.time_s ?? 0), ...responseRows(responses)];
  const unit = summary[0]?.unit ?? "";
  const people = ["control", "glaucoma"].map((label) => mostPeople(responses, label));
  return figureDocument({
    figure,
    study: facts,
    selection: { configurations: [], filters: [] },
    tables: ["stimulus_protocol", "signal_summary"],
    selected: [protocol, responses],
    data,
    missing: 0,
    alt: altOf(summary),
    sentences: [
      `Ground-truth signals of the labelled people, ${people[0] ?? 0} without and ${people[1] ?? 0} with glaucoma; ` +
        "at times with fewer than 10 of a class nothing is shown. Bands: 95% CI of the mean over people (Student).",
      "Lights are as the recordings have them, the median over people. Brackets: where a feature of the response to " +
        "each light is taken from, as far as the recording goes.",
    ],
    units: { mean: unit, time_s: "s", on_s: "s", off_s: "s", nm: "nm" },
    needs: [
      {
        name: "the signals of the recordings",
        met: data.length > 0,
        detail: "there is one sample per person, or under 10 labelled people of a class",
      },
    ],
    intervals: [],
    height: protocolHeight,
  });
}

export default dataTask(protocolDocument);

/** The lights, and the windows as far as the recording goes. */
function lightRows(protocol: readonly StimulusProtocol[], last: number): ProtocolRow[] {
  const lights = protocol.map(({ colour, nm, on_s, off_s }) => ({
    part: "light" as const,
    colour: colour as "Blue" | "Red",
    nm,
    on_s,
    off_s,
  }));
  const brackets = windows.flatMap(({ feature, edge, from, to }) =>
    lights.map((light): ProtocolRow => ({
      part: "window",
      feature,
      colour: light.colour,
      from_s: light[edge] + from,
      to_s: Math.min(light[edge] + to, last),
    })),
  );
  return [...lights, ...brackets];
}

/** Every so many times of a class, from its first. */
function responseRows(responses: readonly SignalSummary[]): ProtocolRow[] {
  const classes = [...Map.groupBy(responses, ({ class_label }) => class_label).values()];
  return classes.flatMap((own) => {
    const every = Math.ceil(own.length / mostTimes);
    return own
      .filter((_, i) => i % every === 0)
      .map(({ class_label, time_s, mean, ci_lower, ci_upper, n }): ProtocolRow => ({
        part: "response",
        class_label: class_label === "glaucoma" ? "glaucoma" : "control",
        time_s,
        mean,
        ci_lower,
        ci_upper,
        n,
      }));
  });
}

function mostPeople(responses: readonly SignalSummary[], label: string): number {
  return Math.max(0, ...responses.flatMap(({ class_label, n }) => (class_label === label ? [n] : [])));
}

function altOf(summary: readonly SignalSummary[]): string {
  const differences = summary.filter(({ class_label }) => class_label === "difference");
  const [most] = differences.toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  if (most === undefined) return "No signals in the recordings.";
  const last = summary.at(-1)?.time_s ?? 0;
  const unit = most.unit === "mm" ? "mm" : "points";
  return (
    `Pupil response to blue and red light over ${fixed(last, 0)} s; the classes differ most at ` +
    `${fixed(most.time_s, 1)} s, by ${fixed(Math.abs(most.mean), 2)} ${unit}.`
  );
}
