import { DuckDBInstance, type DuckDBAppender } from "@duckdb/node-api";
import { type Column, createTableSql, type RowOf, type Table } from "../schema/table.ts";

/** The rows of one table. */
export interface Filled {
  readonly table: Table;
  readonly rows: readonly { readonly [column: string]: number | string | boolean | null }[];
}

/** Pairs a table with its rows, checked by type. */
export function filled<T extends Table>(table: T, rows: readonly RowOf<T>[]): Filled {
  return { table, rows };
}

/**
 * Writes a new DuckDB file: every table, also one without rows, with its rows in the order of its key, so that equal
 * rows make equal tables.
 *
 * @param path must not exist
 * @throws if a row breaks its table's declaration: a bug of whoever made it
 */
export async function writeDatabase(path: string, tables: readonly Filled[]): Promise<void> {
  // Small blocks: each of many small tables takes at least one.
  const instance = await DuckDBInstance.create(path, { threads: "1", default_block_size: "16384" });
  const connection = await instance.connect();
  try {
    await connection.run("BEGIN");
    for (const { table, rows } of tables) {
      await connection.run(createTableSql(table));
      const appender = await connection.createAppender(table.name);
      for (const row of rows.toSorted(byKey(table.key))) appendRow(appender, table, row);
      appender.closeSync();
    }
    await connection.run("COMMIT");
    await connection.run("CHECKPOINT");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Row = Filled["rows"][number];

function appendRow(appender: DuckDBAppender, table: Table, row: Row): void {
  for (const [name, column] of Object.entries(table.columns)) {
    append(appender, column, { value: row[name], where: `${table.name}.${name}` });
  }
  appender.endRow();
}

function append(
  appender: DuckDBAppender,
  column: Column,
  { value, where }: { readonly value: Row[string] | undefined; readonly where: string },
): void {
  if (value === null && column.nullable) return appender.appendNull();
  if (column.type === "VARCHAR" && typeof value === "string") return appender.appendVarchar(value);
  if (column.type === "BOOLEAN" && typeof value === "boolean") return appender.appendBoolean(value);
  if (column.type === "INTEGER" && Number.isInteger(value)) return appender.appendInteger(Number(value));
  if (column.type === "DOUBLE" && Number.isFinite(value)) return appender.appendDouble(Number(value));
  throw new Error(`${where}: ${String(value)} is no ${column.type}`);
}

function byKey(key: readonly string[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const column of key) {
      const [left, right] = [a[column], b[column]];
      if (left === right) continue;
      return (left ?? "") < (right ?? "") ? -1 : 1;
    }
    return 0;
  };
}
