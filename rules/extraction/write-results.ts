import {
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import { type ColumnType, createUnindexedTableSql, type Table } from "../schema/table.ts";
import type { ColumnValues, TableColumns } from "./run-file.ts";

/** A table with its rows as parts that follow each other: one part per run, say. Each has every column. */
export interface TableParts {
  readonly table: Table;
  readonly parts: readonly TableColumns[];
}

/** DuckDB takes rows in chunks of at most so many. */
const CHUNK = 2048;

const TYPES: { readonly [type in ColumnType]: DuckDBType } = { INTEGER, DOUBLE, VARCHAR, BOOLEAN };

/**
 * Writes a new DuckDB file with the given rows, in the given order: equal rows make equal tables.
 *
 * @param path must not exist
 * @param tables rows that keep to their keys; NaN and null become NULL
 * @throws if a row breaks its table's declaration
 */
export async function writeResults(path: string, tables: readonly TableParts[]): Promise<void> {
  // Small blocks: each of many small tables takes at least one.
  const instance = await DuckDBInstance.create(path, { threads: "2", default_block_size: "16384" });
  const connection = await instance.connect();
  try {
    // Committed straight into the file, not to a log first and from there into the file.
    await connection.run("SET wal_autocheckpoint = '0b'");
    await connection.run("BEGIN");
    await connection.run(tables.map(({ table }) => createUnindexedTableSql(table)).join(";\n"));
    for (const parts of tables) await writeTable(connection, parts);
    await connection.run("COMMIT");
    // Nothing is left to do for it, unless the setting above ever means something else.
    await connection.run("CHECKPOINT");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeTable(connection: DuckDBConnection, { table, parts }: TableParts): Promise<void> {
  const appender = await connection.createAppender(table.name);
  const columns = Object.entries(table.columns).map(([name, { type }]) => ({
    type: TYPES[type],
    values: joined(parts.map((part) => part[name] ?? missing(table, name))),
  }));
  const rows = columns[0]?.values.length ?? 0;
  if (columns.some(({ values }) => values.length !== rows)) {
    throw new Error(`columns of ${table.name} differ in length`);
  }
  for (let start = 0; start < rows; start += CHUNK) {
    appendChunk(appender, columns, { start, end: Math.min(start + CHUNK, rows) });
  }
  appender.closeSync();
}

interface Column {
  readonly type: DuckDBType;
  readonly values: ColumnValues;
}

function appendChunk(
  appender: DuckDBAppender,
  columns: readonly Column[],
  { start, end }: { readonly start: number; readonly end: number },
): void {
  const data = DuckDBDataChunk.create(
    columns.map(({ type }) => type),
    end - start,
  );
  for (const [place, { values }] of columns.entries()) {
    const vector = data.getColumnVector(place);
    const empty: number[] = [];
    for (let row = start; row < end; row += 1) {
      const value = values[row] ?? null;
      if (isNull(value)) empty.push(row - start);
      else vector.setItem(row - start, value);
    }
    // Last: once a vector has a NULL, each further value costs many times as much.
    for (const row of empty) vector.setItem(row, null);
    vector.flush();
  }
  appender.appendDataChunk(data);
}

function isNull(value: number | string | null): boolean {
  return value === null || Number.isNaN(value);
}

/** The values of all parts as one column. */
function joined(parts: readonly ColumnValues[]): ColumnValues {
  const [first] = parts;
  if (first === undefined || (parts.length === 1 && first !== undefined)) return first ?? [];
  if (!(first instanceof Float64Array)) return (parts as readonly (readonly (string | null)[])[]).flat();
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts as readonly Float64Array[]) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function missing(table: Table, column: string): ColumnValues {
  throw new Error(`rows of ${table.name} without ${column}`);
}
