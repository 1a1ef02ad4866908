import type { DuckDBConnection } from "@duckdb/node-api";
import { type ScanContext, scanTexts } from "./scan-context.ts";
import { findSuspects, reportSuspects, type Scope } from "./scan-relations.ts";
import { quoteLiteral } from "./sql-quote.ts";

/** Scans a Parquet file: every text cell, the column names, and the key–value metadata (pandas, Arrow, R write it). */
export async function scanParquet(path: string, context: ScanContext): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const from = `read_parquet(${quoteLiteral(path)}, hive_partitioning = false)`;
    const columns = await columnsOf(from, connection);
    if (columns === undefined) {
      context.log.report({ where: "Parquet file", what: "unreadable", why: "damaged" });
      return;
    }
    for (const { name, type } of columns) {
      scanTexts([name, type], () => `column ${context.matcher.redact(name)}`, context);
    }
    const scope = { connection, context };
    await scanMetadata(path, scope);
    await reportSuspects(await findSuspects([{ columns, from, where: "rows" }], scope), scope);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

async function columnsOf(from: string, connection: DuckDBConnection) {
  try {
    const result = await connection.run(`DESCRIBE SELECT * FROM ${from}`);
    return (await result.getRows()).map(([name, type]) => ({ name: String(name), type: String(type) }));
  } catch {
    return undefined;
  }
}

async function scanMetadata(path: string, { connection, context }: Scope): Promise<void> {
  const file = quoteLiteral(path);
  const result = await connection.run(
    `SELECT hex(key), hex(value) FROM parquet_kv_metadata(${file})
     UNION ALL SELECT hex('created_by'), hex(created_by) FROM parquet_file_metadata(${file})`,
  );
  for (const row of await result.getRows()) {
    for (const cell of row) {
      const text = Buffer.from(String(cell), "hex").toString("utf8");
      const packed = /^[A-Za-z0-9+/]{16,}={0,2}$/u.test(text)
        ? Buffer.from(text, "base64").toString("latin1")
        : "";
      scanTexts([text, packed], () => "metadata", context);
    }
  }
}
