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
import { type ColumnType, createUnindexedTableSql, type Table } from "../schema.ts";
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
    await connection.run("BEGIN");
    for (const parts of tables) await writeTable(connection, parts);
    await connection.run("COMMIT");
    await connection.run("CHECKPOINT");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeTable(connection: DuckDBConnection, { table, parts }: TableParts): Promise<void> {
  await connection.run(createUnindexedTableSql(table));
  const appender = await connection.createAppender(table.name);
  const columns = Object.entries(table.columns).map(([name, { type }]) => ({
    type: TYPES[type],
    values: parts.map((part) => part[name] ?? missing(table, name)),
  }));
  const rows = columns[0]?.values.reduce((total, { length }) => total + length, 0) ?? 0;
  const readers = columns.map(({ values }) => valuesInTurn(values));
  for (let start = 0; start < rows; start += CHUNK) {
    const count = Math.min(CHUNK, rows - start);
    appendChunk(appender, { types: columns.map(({ type }) => type), readers, count });
  }
  appender.closeSync();
}

type Reader = () => number | string | null;

function appendChunk(
  appender: DuckDBAppender,
  chunk: {
    readonly types: readonly DuckDBType[];
    readonly readers: readonly Reader[];
    readonly count: number;
  },
): void {
  const data = DuckDBDataChunk.create(chunk.types, chunk.count);
  for (const [column, next] of chunk.readers.entries()) {
    const vector = data.getColumnVector(column);
    for (let row = 0; row < chunk.count; row += 1) vector.setItem(row, next());
    vector.flush();
  }
  appender.appendDataChunk(data);
}

/** The values of all parts, one at each call. */
function valuesInTurn(parts: readonly ColumnValues[]): Reader {
  let part = 0;
  let place = 0;
  let values: ColumnValues = parts[0] ?? [];
  return () => {
    while (place >= values.length) {
      part += 1;
      place = 0;
      values = parts[part] ?? [];
      if (part >= parts.length) throw new Error("a column with fewer values than its neighbours");
    }
    const value = values[place] ?? null;
    place += 1;
    return typeof value === "number" && Number.isNaN(value) ? null : value;
  };
}

function missing(table: Table, column: string): ColumnValues {
  throw new Error(`rows of ${table.name} without ${column}`);
}
