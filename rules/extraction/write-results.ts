import {
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBVector,
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
 * @param rowsOf called while DuckDB opens the file; gives rows that keep to their keys; NaN and null become NULL
 * @throws what `rowsOf` throws, or if a row breaks its table's declaration
 */
export async function writeResults(path: string, rowsOf: () => readonly TableParts[]): Promise<void> {
  const [opened, read] = await Promise.allSettled([
    // Small blocks: each of many small tables takes at least one.
    DuckDBInstance.create(path, { threads: "2", default_block_size: "16384" }),
    new Promise<readonly TableParts[]>((resolve) => resolve(rowsOf())),
  ]);
  if (opened.status === "rejected") throw opened.reason;
  const instance = opened.value;
  const connection = await instance.connect();
  try {
    if (read.status === "rejected") throw read.reason;
    await writeTables(connection, read.value);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeTables(connection: DuckDBConnection, tables: readonly TableParts[]): Promise<void> {
  // Committed straight into the file, not to a log first and from there into the file.
  await connection.run("SET wal_autocheckpoint = '0b'");
  await connection.run("BEGIN");
  await connection.run(tables.map(({ table }) => createUnindexedTableSql(table)).join(";\n"));
  for (const parts of tables) await writeTable(connection, parts);
  await connection.run("COMMIT");
  // Nothing is left to do for it, unless the setting above ever means something else.
  await connection.run("CHECKPOINT");
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

interface Range {
  readonly start: number;
  readonly end: number;
}

function appendChunk(appender: DuckDBAppender, columns: readonly Column[], range: Range): void {
  const data = DuckDBDataChunk.create(
    columns.map(({ type }) => type),
    range.end - range.start,
  );
  for (const [place, { values }] of columns.entries()) {
    const vector = data.getColumnVector(place);
    if (values instanceof Float64Array) putNumbers(vector, values, range);
    else putTexts(vector, values, range);
    vector.flush();
  }
  appender.appendDataChunk(data);
}

// A loop for each kind of values: V8 compiles one for both to something many times slower. NULL comes last: once a
// vector has one, each further value costs many times as much.

function putNumbers(vector: DuckDBVector, values: Float64Array, { start, end }: Range): void {
  const empty: number[] = [];
  for (let row = start; row < end; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) empty.push(row - start);
    else vector.setItem(row - start, value);
  }
  for (const row of empty) vector.setItem(row, null);
}

function putTexts(vector: DuckDBVector, values: readonly (string | null)[], { start, end }: Range): void {
  const empty: number[] = [];
  for (let row = start; row < end; row += 1) {
    const value = values[row] ?? null;
    if (value === null) empty.push(row - start);
    else vector.setItem(row - start, value);
  }
  for (const row of empty) vector.setItem(row, null);
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
