import { missingColumns } from "./missing-columns.ts";
import { queryRecordings, type RecordingsRead } from "../query-recordings.ts";

/** One person's recording, under the pseudonym. Private all the same. */
export interface Trace {
  readonly pseudonym: string;
  readonly class_label: string;
  /** Share of samples in the outlier mask. */
  readonly outlier_share: number;
  /** Sample by sample; null where there is no value. */
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly time_s: number;
  readonly orig: number | null;
  readonly gt: number | null;
  readonly is_outlier: boolean;
}

/** People of each class that are shown: from the one with the fewest outliers to the one with the most. */
const SHOWN = 6;

const PEOPLE = `SELECT * FROM (
    SELECT subject_code, class_label, time, pupil_orig, pupil_gt, outlier_mask FROM train
    UNION ALL SELECT subject_code, class_label, time, pupil_orig, pupil_gt, outlier_mask FROM test)
  WHERE class_label IN ('control', 'glaucoma')`;

const SHARES = `SELECT subject_code AS code, class_label, avg(outlier_mask) AS share FROM (${PEOPLE})
  GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL`;

type Person = { readonly code: string; readonly class_label: string; readonly share: number };
type Row = Omit<Sample, "is_outlier"> & { readonly code: string; readonly mask: number };

/**
 * Reads six recordings of each class, at even steps among its people by their share of outliers.
 *
 * @param lookup original code → pseudonym
 * @returns the recordings, by class and share; none where there are no columns of signals, or one sample per person
 */
export async function readTraces(
  path: string,
  lookup: ReadonlyMap<string, string>,
): Promise<
  { readonly ok: true; readonly value: readonly Trace[] } | Extract<RecordingsRead, { readonly ok: false }>
> {
  const missing = await missingColumns(path);
  if (!missing.ok) return missing;
  if (missing.value.length > 0) return { ok: true, value: [] };
  const shares = await queryRecordings(path, SHARES);
  if (!shares.ok) return shares;
  const people = (shares.rows as readonly unknown[] as readonly Person[]).filter(({ code }) =>
    lookup.has(code),
  );
  const chosen = [...Map.groupBy(people, ({ class_label }) => class_label)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => chosenOf(own, lookup));
  if (chosen.length === 0) return { ok: true, value: [] };
  const samples = await queryRecordings(path, samplesQuery(chosen.map(({ code }) => code)));
  if (!samples.ok) return samples;
  const rows = Map.groupBy(samples.rows as readonly unknown[] as readonly Row[], ({ code }) => code);
  return {
    ok: true,
    value: chosen.map(({ code, class_label, share }) => ({
      pseudonym: lookup.get(code) ?? "",
      class_label,
      outlier_share: share,
      samples: (rows.get(code) ?? []).map(({ time_s, orig, gt, mask }) => ({
        time_s,
        orig,
        gt,
        is_outlier: mask !== 0,
      })),
    })),
  };
}

/** All of them where there are no more. */
function chosenOf(people: readonly Person[], lookup: ReadonlyMap<string, string>): Person[] {
  const name = ({ code }: Person): string => lookup.get(code) ?? "";
  const sorted = people.toSorted((a, b) => a.share - b.share || (name(a) < name(b) ? -1 : 1));
  const steps = Math.min(SHOWN, sorted.length);
  const places = Array.from({ length: steps }, (_, i) =>
    Math.round((i * (sorted.length - 1)) / Math.max(1, steps - 1)),
  );
  return places.flatMap((place) => sorted[place] ?? []);
}

function samplesQuery(codes: readonly string[]): string {
  const list = codes.map((code) => `'${code.replaceAll("'", "''")}'`).join(", ");
  const finite = (column: string): string => `CASE WHEN isfinite(${column}) THEN ${column} END`;
  return `SELECT subject_code AS code, round(time, 3) AS time_s, ${finite("pupil_orig")} AS orig,
      ${finite("pupil_gt")} AS gt, outlier_mask::INTEGER AS mask
    FROM (${PEOPLE}) WHERE subject_code IN (${list}) ORDER BY code, time`;
}
