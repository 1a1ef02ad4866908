import type { DuckDBConnection } from "@duckdb/node-api";
import { type ScanContext, scanTexts } from "./scan-context.ts";
import { type Relation, scanRelations, type Scope } from "./scan-relations.ts";
import { quoteIdentifier, quoteLiteral } from "./sql-quote.ts";

/**
 * Scans a DuckDB file: names, comments, definitions and types in its catalogue, and every cell that can hold text
 * (VARCHAR, ENUM, JSON, UUID and lists, maps, structs and unions of anything). The file is attached read-only, views
 * are read as definitions and never run, and the connection can reach nothing else. Binary columns that hold a value
 * are `binary-column`: nobody can say what is in them.
 */
export async function scanDuckdb(path: string, context: ScanContext): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const attached = await attach(path, connection);
    if (attached) await scanAttached({ connection, context });
    else context.log.report({ where: "DuckDB file", what: "unreadable", why: "damaged" });
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

async function attach(path: string, connection: DuckDBConnection): Promise<boolean> {
  try {
    await connection.run(`ATTACH ${quoteLiteral(path)} AS scanned (READ_ONLY)`);
    await connection.run("SET enable_external_access = false");
    return true;
  } catch {
    return false;
  }
}

async function scanAttached(scope: Scope): Promise<void> {
  await scanCatalogue(scope);
  await scanRelations(await tables(scope), scope);
}

/** Every function that lists things a user can name or describe, with the columns that hold text of theirs. */
const CATALOGUE = {
  duckdb_schemas: ["schema_name", "comment", "tags", "sql"],
  duckdb_tables: ["table_name", "comment", "tags", "sql"],
  duckdb_views: ["view_name", "comment", "tags", "sql"],
  duckdb_columns: ["column_name", "comment", "column_default", "data_type"],
  duckdb_constraints: ["constraint_text", "constraint_name"],
  duckdb_indexes: ["index_name", "comment", "tags", "sql"],
  duckdb_sequences: ["sequence_name", "comment", "tags", "sql"],
  duckdb_types: ["type_name", "comment", "tags", "labels"],
  duckdb_functions: ["function_name", "comment", "tags", "description", "parameters", "macro_definition"],
} as const;

/** One query for all of them: most are empty, and each query has a price. */
async function scanCatalogue({ connection, context }: Scope): Promise<void> {
  const listings = Object.entries(CATALOGUE).map(([source, fields]) => {
    const texts = fields.map((field) => `CAST(${field} AS VARCHAR)`);
    return `SELECT ${quoteLiteral(source)}, [${texts.join(", ")}] FROM ${source}() WHERE database_name = 'scanned'`;
  });
  const result = await connection.runAndReadAll(listings.join(" UNION ALL "));
  for (const [source, texts] of result.getRowsJson() as [keyof typeof CATALOGUE, (string | null)[]][]) {
    const owner = context.matcher.redact(String(texts[0]));
    for (const [index, text] of texts.entries()) {
      if (text === null) continue;
      const field = CATALOGUE[source][index] ?? "";
      scanTexts([text], () => `${field} of ${source.slice("duckdb_".length)} ${owner}`, context);
    }
  }
}

async function tables({ connection, context }: Scope): Promise<readonly Relation[]> {
  const result = await connection.run(
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = 'scanned' AND table_oid IN (SELECT table_oid FROM duckdb_tables() WHERE database_name = 'scanned')
     ORDER BY schema_name, table_name, column_index`,
  );
  const columnsOf = Map.groupBy(
    (await result.getRows()).map(([schema, table, name, type]) => ({
      table: [schema, table].map(String),
      name: String(name),
      type: String(type),
    })),
    ({ table }) => table.join("\0"),
  );
  return [...columnsOf.values()].map((columns) => {
    const [schema = "", name = ""] = columns[0]?.table ?? [];
    return {
      columns,
      from: `scanned.${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
      where: `table ${context.matcher.redact(name)}`,
    };
  });
}
