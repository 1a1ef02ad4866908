import { DuckDBInstance } from "@duckdb/node-api";

/** A value that a query is given. */
export type QueryValue = string | number | boolean;

/** A database that is open for reading. */
export interface Database {
  /** Rows of a query; `$1`, `$2` … stand for the values. Columns must be of types that JavaScript has. */
  readonly rows: <Row>(sql: string, values?: readonly QueryValue[]) => Promise<Row[]>;
}

/**
 * Opens a DuckDB file read-only, hands it to `use` and closes it again, also when `use` throws.
 *
 * @param path an existing file; nothing is ever written to it
 */
export async function withDatabase<T>(path: string, use: (database: Database) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY", threads: "1" });
  const connection = await instance.connect();
  try {
    return await use({
      rows: async <Row>(sql: string, values: readonly QueryValue[] = []) => {
        const result = await connection.runAndReadAll(sql, [...values]);
        return result.getRowObjectsJS() as Row[];
      },
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
