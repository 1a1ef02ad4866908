import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import { type ColumnType, createTableSql, type Table } from "../schema.ts";
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
 * @throws if a row breaks its table's declaration
 */
export async function writeResults(path: string, tables: readonly TableParts[]): Promise<void> {
  const instance = await DuckDBInstance.create(path, { threads: "2" });
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
  await connection.run(createTableSql(table));
  const columns = Object.entries(table.columns).map(([name, { type }]) => ({ name, type: TYPES[type] }));
  const values = columns.map(({ name }) => parts.flatMap((part) => part[name] ?? missing(table, name)));
  const appender = await connection.createAppender(table.name);
  const rows = values[0]?.length ?? 0;
  for (let start = 0; start < rows; start += CHUNK) {
    const chunk = DuckDBDataChunk.create(columns.map(({ type }) => type));
    chunk.setColumns(values.map((column) => column.slice(start, start + CHUNK)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function missing(table: Table, column: string): ColumnValues {
  throw new Error(`rows of ${table.name} without ${column}`);
}
