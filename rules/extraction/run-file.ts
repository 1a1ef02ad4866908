import type { Table } from "../schema.ts";
import { runTables } from "../schema-results.ts";
import type { ExtractedRun } from "./extract-run.ts";
import type { Rejection } from "./rejection.ts";

/** Values of one column, in the order of the rows. */
export type ColumnValues = readonly (number | string | boolean | null)[];

/** The rows of one table, column by column. */
export type TableColumns = { readonly [column: string]: ColumnValues };

/**
 * What one extraction step leaves for the merge: the rows of a run with original codes, or why it has none. Private.
 * Columns rather than rows, so that a merge of hundreds of runs copies arrays instead of building objects.
 */
export type RunFile = {
  readonly run_id: string;
  readonly rejected: Rejection | null;
  readonly tables: { readonly [table: string]: TableColumns };
};

/** The text of a run's file. Doubles survive to the last bit. */
export function encodeRunFile(run_id: string, { rows, rejected }: ExtractedRun): string {
  const tables =
    rows === null ? [] : runTables.map((table) => [table.name, columnsOf(table, rowsOf(rows, table))]);
  const file: RunFile = { run_id, rejected, tables: Object.fromEntries(tables) as RunFile["tables"] };
  return JSON.stringify(file);
}

/** Reads a run's file back. */
export function decodeRunFile(text: string): RunFile {
  return JSON.parse(text) as RunFile;
}

type Row = { readonly [column: string]: number | string | boolean | null };

function rowsOf(rows: { readonly [table: string]: readonly object[] }, table: Table): readonly Row[] {
  const own = rows[table.name];
  if (own === undefined) throw new Error(`no rows of ${table.name}`);
  return own as readonly Row[];
}

/** JSON would turn numbers that are none into NULL, which means something else. */
function columnsOf(table: Table, rows: readonly Row[]): TableColumns {
  const columns = Object.entries(table.columns).map(([name, column]): [string, ColumnValues] => [
    name,
    rows.map((row) => {
      const value = row[name];
      const isThere =
        value !== null && value !== undefined && (typeof value !== "number" || Number.isFinite(value));
      if (isThere || (value === null && column.nullable)) return value;
      throw new Error(`${table.name}.${name}: ${String(value)} is no ${column.type}`);
    }),
  ]);
  return Object.fromEntries(columns);
}
