import type { SignalSummary, StimulusProtocol } from "../../schema/signals.ts";
import { queryRecordings, type RecordingsRead } from "../query-recordings.ts";
import { missingColumns } from "./missing-columns.ts";
import { type ClassAtTime, signalRows } from "./class-means.ts";

/** What is public of the recordings: when lights were on, and how groups of people responded. */
export interface Signals {
  readonly stimulus_protocol: readonly StimulusProtocol[];
  readonly signal_summary: readonly SignalSummary[];
}

/** Fewer people than this are no group: their mean would say too much of each. */
const LEAST_PEOPLE = 10;

/** Dominant wavelengths of the device's lights, which the recordings do not name. */
const WAVELENGTHS = { Blue: 469, Red: 640 } as const;

/** Of people who have a signal: a single sample is none. */
const SAMPLES = `SELECT subject_code, class_label, round(time, 3) AS time_s, pupil_gt, Red, Blue
  FROM (SELECT subject_code, class_label, time, pupil_gt, Red, Blue FROM train
    UNION ALL SELECT subject_code, class_label, time, pupil_gt, Red, Blue FROM test)
  WHERE class_label IN ('control', 'glaucoma')
  QUALIFY count(*) OVER (PARTITION BY subject_code) > 1`;

/** By person first: somebody who is in there twice counts once. */
const CLASSES = `SELECT class_label, time_s, count(*)::INTEGER AS n, avg(pupil) AS mean, stddev_samp(pupil) AS sd
  FROM (SELECT class_label, subject_code, time_s, avg(pupil_gt) AS pupil FROM (${SAMPLES})
    WHERE isfinite(pupil_gt) GROUP BY ALL ORDER BY ALL)
  GROUP BY ALL HAVING count(*) >= ${LEAST_PEOPLE} ORDER BY ALL`;

const LIGHTS = (["Blue", "Red"] as const)
  .map(
    (
      colour,
    ) => `SELECT '${colour}' AS colour, median(on_s) AS on_s, median(off_s) AS off_s, count(*)::INTEGER AS n
      FROM (SELECT min(time_s) AS on_s, max(time_s) AS off_s FROM (${SAMPLES}) WHERE ${colour} > 0
        GROUP BY subject_code) HAVING count(*) >= ${LEAST_PEOPLE}`,
  )
  .join(" UNION ALL ");

const none: Signals = { stimulus_protocol: [], signal_summary: [] };

/**
 * Summarises the ground-truth signals of the labelled people.
 *
 * @returns the summaries, empty where the recordings have no columns of signals, or one sample per person
 */
export async function readSignals(
  path: string,
): Promise<{ readonly ok: true; readonly value: Signals } | Extract<RecordingsRead, { readonly ok: false }>> {
  const missing = await missingColumns(path);
  if (!missing.ok) return missing;
  if (missing.value.length > 0) return { ok: true, value: none };
  const classes = await queryRecordings(path, CLASSES);
  if (!classes.ok) return classes;
  const lights = await queryRecordings(path, LIGHTS);
  if (!lights.ok) return lights;
  const means = classes.rows as readonly unknown[] as readonly ClassAtTime[];
  if (new Set(means.map(({ time_s }) => time_s)).size < 2) {
    return { ok: true, value: none };
  }
  const protocol = (lights.rows as readonly unknown[] as readonly Omit<StimulusProtocol, "nm">[])
    .map((row) => ({ ...row, nm: WAVELENGTHS[row.colour as keyof typeof WAVELENGTHS] }))
    .toSorted((a, b) => (a.colour < b.colour ? -1 : 1));
  return {
    ok: true,
    value: { stimulus_protocol: protocol, signal_summary: signalRows(means, unitOf(means)) },
  };
}

/** Millimetres are never negative, and no mean change from a baseline stays above 1 %. */
function unitOf(means: readonly ClassAtTime[]): string {
  return means.every(({ mean }) => mean > 1) ? "mm" : "% change from baseline";
}
