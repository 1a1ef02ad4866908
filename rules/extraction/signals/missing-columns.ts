import { queryRecordings, type RecordingsRead } from "../query-recordings.ts";

const NEEDED = ["time", "pupil_orig", "pupil_gt", "outlier_mask", "Red", "Blue"] as const;

/**
 * Which columns of signals the recordings lack in one of their tables; they need none of them but for figures of
 * signals.
 *
 * @returns their names, none if all are there
 */
export async function missingColumns(
  path: string,
): Promise<
  { readonly ok: true; readonly value: readonly string[] } | Extract<RecordingsRead, { readonly ok: false }>
> {
  const read = await queryRecordings(
    path,
    `SELECT lower(column_name) AS name, count(DISTINCT table_name)::INTEGER AS tables FROM duckdb_columns()
     WHERE table_name IN ('train', 'test') GROUP BY ALL ORDER BY ALL`,
  );
  if (!read.ok) return read;
  const inBoth = new Set(read.rows.flatMap(({ name, tables }) => (tables === 2 ? [name] : [])));
  return { ok: true, value: NEEDED.filter((column) => !inBoth.has(column.toLowerCase())) };
}
