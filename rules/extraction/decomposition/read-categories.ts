import { queryRecordings, type RecordingsRead } from "../query-recordings.ts";

/** The signals of one category of preprocessing: a person's is the mean over the configurations of the category. */
export interface CategorySignals {
  readonly category: string;
  /** In seconds: the middle of the samples that are averaged. */
  readonly times: readonly number[];
  readonly signals: readonly Float64Array[];
}

/** Samples that one time stands for: five times a second, of 30. */
const BIN = 6;

/** Each sample is taken from its list by its place: to unnest lists of this length takes a hundred times as long. */
const QUERY = `SELECT category, list(value ORDER BY bin) AS signal, list(time_s ORDER BY bin) AS times
  FROM (SELECT category, subject_code, bin, avg(value) AS value, avg(time_s) AS time_s
    FROM (SELECT preprocessing_category AS category, subject_code, i // ${BIN} AS bin,
        signal[i + 1] AS value, time_vector[i + 1] AS time_s
      FROM preprocessed_signals, (SELECT unnest(range((SELECT max(len(signal)) FROM preprocessed_signals))) AS i))
    WHERE isfinite(value) GROUP BY ALL)
  GROUP BY category, subject_code ORDER BY category, subject_code`;

type Row = { readonly category: string; readonly signal: unknown; readonly times: unknown };

/**
 * Reads the signals that each category of preprocessing gives, of distinct people. People whose signal has a gap of a
 * whole bin are left out.
 *
 * @returns the categories in the order of their names, without names of people
 */
export async function readCategories(
  path: string,
): Promise<
  | { readonly ok: true; readonly value: readonly CategorySignals[] }
  | Extract<RecordingsRead, { readonly ok: false }>
> {
  const read = await queryRecordings(path, QUERY);
  if (!read.ok) return read;
  const rows = (read.rows as readonly unknown[] as readonly Row[]).map(({ category, signal, times }) => ({
    category,
    signal: listOf(signal),
    times: listOf(times),
  }));
  const bins = Math.max(0, ...rows.map(({ signal }) => signal.length));
  const whole = rows.filter(({ signal }) => signal.length === bins);
  const categories = [...Map.groupBy(whole, ({ category }) => category)];
  return {
    ok: true,
    value: categories.map(([category, own]) => ({
      category,
      times: (own[0]?.times ?? []).map((time) => Math.round(time * 1000) / 1000),
      signals: own.map(({ signal }) => Float64Array.from(signal)),
    })),
  };
}

/** DuckDB's list as it comes: an array, or an object that holds one. */
function listOf(value: unknown): number[] {
  if (Array.isArray(value)) return value as number[];
  const items = (value as { readonly items?: unknown } | null)?.items;
  return Array.isArray(items) ? (items as number[]) : [];
}
