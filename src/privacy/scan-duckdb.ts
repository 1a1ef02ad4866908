import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type ScanContext, scanTexts } from "./scan-context.ts";
import { findSuspects, type Relation, reportSuspects, type Scope } from "./scan-relations.ts";
import { quoteIdentifier, quoteLiteral } from "./sql-quote.ts";

/**
 * Scans a DuckDB file: names, comments, definitions and types in its catalogue, and every cell that can hold text
 * (VARCHAR, ENUM, JSON, UUID and lists, maps, structs and unions of anything). The file is attached read-only, views
 * are read as definitions and never run, and the connection can reach nothing else. Binary columns that hold a value
 * are `binary-column`: nobody can say what is in them.
 */
export async function scanDuckdb(path: string, context: ScanContext): Promise<void> {
  const duckdb = await import("@duckdb/node-api");
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    threads: "2",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const attached = await attach(path, connection);
    if (attached) await scanAttached(instance, context);
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

/** Asks all at once, by a connection each, as every question keeps one thread busy; then reports in order. */
async function scanAttached(instance: DuckDBInstance, context: ScanContext): Promise<void> {
  const names = await instance.connect();
  const macros = await instance.connect();
  const cells = { connection: await instance.connect(), context };
  const [named, defined, suspects] = await Promise.all([
    listCatalogue(names, OBJECTS),
    listCatalogue(macros, MACROS),
    tables(cells).then((relations) => findSuspects(relations, cells)),
  ]);
  reportCatalogue([...named, ...defined], context);
  await reportSuspects(suspects, cells);
  for (const connection of [names, macros, cells.connection]) connection.closeSync();
}

/** Functions that list things a user can name or describe, with the columns that hold text of theirs. */
type Catalogue = Readonly<Record<string, readonly string[]>>;

const OBJECTS: Catalogue = {
  duckdb_schemas: ["schema_name", "comment", "tags", "sql"],
  duckdb_tables: ["table_name", "comment", "tags", "sql"],
  duckdb_views: ["view_name", "comment", "tags", "sql"],
  duckdb_columns: ["column_name", "comment", "column_default", "data_type"],
  duckdb_constraints: ["constraint_text", "constraint_name"],
  duckdb_indexes: ["index_name", "comment", "tags", "sql"],
  duckdb_sequences: ["sequence_name", "comment", "tags", "sql"],
  duckdb_types: ["type_name", "comment", "tags", "labels"],
};

/** By itself: it goes through all functions that DuckDB has, which takes as long as the others together. */
const MACROS: Catalogue = {
  duckdb_functions: ["function_name", "comment", "tags", "description", "parameters", "macro_definition"],
};

/** Something with a text: what it is, its name, which of its fields, and what stands there. */
interface Described {
  readonly source: string;
  readonly owner: string;
  readonly field: string;
  readonly text: string;
}

/** One query for all of the functions: most find nothing, and each query has a price. */
async function listCatalogue(connection: DuckDBConnection, catalogue: Catalogue): Promise<Described[]> {
  const width = Math.max(...Object.values(catalogue).map(({ length }) => length));
  const listings = Object.entries(catalogue).map(([source, fields]) => {
    const texts = Array.from({ length: width }, (_, place) => `CAST(${fields[place] ?? "NULL"} AS VARCHAR)`);
    return `SELECT ${quoteLiteral(source)}, ${texts.join(", ")} FROM ${source}() WHERE database_name = 'scanned'`;
  });
  const result = await connection.runAndReadAll(listings.join(" UNION ALL "));
  return (result.getRows() as [string, ...(string | null)[]][]).flatMap(([source, ...texts]) =>
    texts.flatMap((text, place) =>
      text === null ? [] : { source, owner: String(texts[0]), field: catalogue[source]?.[place] ?? "", text },
    ),
  );
}

function reportCatalogue(all: readonly Described[], context: ScanContext): void {
  for (const { source, owner, field, text } of all) {
    const where = (): string =>
      `${field} of ${source.slice("duckdb_".length)} ${context.matcher.redact(owner)}`;
    scanTexts([text], where, context);
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
