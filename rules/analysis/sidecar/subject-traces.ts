import { readFileSync } from "node:fs";
import { type Artifact, type Rule, task } from "plr";
import type { FigureDocument } from "plr/charts/document";
import { type TraceRow, tracesHeight } from "plr/charts/figures/subject-traces";
import { percent } from "plr/charts/number-text";
import type { Signals } from "../../extraction/signals/read-signals.ts";
import type { Trace } from "../../extraction/signals/read-traces.ts";
import { readRegistry, registryDigest } from "../../registry.ts";
import type { Figure } from "../figure-entry.ts";
import { figureDocument } from "./figure-document.ts";
import { writeSidecar } from "./write-sidecar.ts";

/** Which recordings are shown, and in which figure. */
export type TracesSetting = {
  readonly figure: Figure;
  readonly class_label: string;
  readonly isSynthetic: boolean;
};

/** What is read of the recordings. */
export interface Recorded {
  readonly traces: readonly Trace[];
  readonly signals: Signals;
  readonly registry_digest: string;
}

type TracesRule = Rule<
  { readonly traces: Artifact; readonly signals: Artifact; readonly registry: Artifact },
  { readonly json: Artifact },
  TracesSetting
>;

/** The range of the pupil in % of the baseline; in mm it is that of the ground truth. */
const usualRange: readonly [number, number] = [-70, 10];

/** TRACES: recordings of one class, from few outliers to many. */
export function tracesDocument(
  { traces, signals, registry_digest }: Recorded,
  { figure, class_label, isSynthetic }: TracesSetting,
): FigureDocument {
  const own = traces.filter((trace) => trace.class_label === class_label);
  const unit = signals.signal_summary[0]?.unit ?? "";
  const lights = signals.stimulus_protocol.map(({ colour, nm, on_s, off_s }): TraceRow => ({
    part: "light",
    colour: colour as "Blue" | "Red",
    nm,
    on_s,
    off_s,
  }));
  const recordings = own.map(recordingRow);
  const shares = own.map(({ outlier_share }) => outlier_share);
  const range = `${percent(shares[0] ?? 0)} to ${percent(shares.at(-1) ?? 0)}`;
  return figureDocument({
    figure,
    study: { is_synthetic: isSynthetic, registry_digest },
    selection: { configurations: [], filters: [] },
    tables: [],
    selected: [own],
    data: recordings.length === 0 ? [] : [...lights, ...recordings],
    missing: 0,
    alt: `${own.length} recordings, ${range} outliers.`,
    sentences: [
      `Recordings of people of the class ${class_label}, at even steps by their share of outliers. The ticks beside a ` +
        "plot are samples beyond its axis. Private: not to be published.",
    ],
    units: { gt: unit, orig: unit, gt_time_s: "s", orig_time_s: "s", outlier_share: "1" },
    domains: unit === "mm" ? {} : { pupil: [...usualRange] },
    needs: [
      {
        name: "the signals of the recordings",
        met: recordings.length > 0,
        detail: `there is one sample per person, or nobody of the class ${class_label}`,
      },
    ],
    intervals: [],
    height: tracesHeight,
  });
}

export default task<TracesRule>(async ({ inputs, outputs, params }) => {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const recorded: Recorded = {
    traces: read(inputs.traces) as Trace[],
    signals: read(inputs.signals) as Signals,
    registry_digest: registryDigest(readRegistry(inputs.registry)),
  };
  await writeSidecar(outputs.json, tracesDocument(recorded, params));
});

function recordingRow({ pseudonym, outlier_share, samples }: Trace): TraceRow {
  const of = (field: "orig" | "gt") => samples.filter((sample) => sample[field] !== null);
  const [orig, gt] = [of("orig"), of("gt")];
  const starts = samples.filter(({ is_outlier }, i) => is_outlier && samples[i - 1]?.is_outlier !== true);
  const ends = samples.filter(({ is_outlier }, i) => is_outlier && samples[i + 1]?.is_outlier !== true);
  const timesOf = (some: Trace["samples"]): number[] => some.map(({ time_s }) => time_s);
  return {
    part: "recording",
    pseudonym,
    outlier_share,
    gt_time_s: timesOf(gt),
    gt: gt.map((sample) => sample.gt ?? 0),
    orig_time_s: timesOf(orig),
    orig: orig.map((sample) => sample.orig ?? 0),
    outlier_from_s: timesOf(starts),
    outlier_to_s: timesOf(ends),
  };
}
