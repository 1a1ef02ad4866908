import { readFileSync } from "node:fs";
import type { View } from "../engine/artifact.ts";
import { canonicalJson, type Digest, type Hasher } from "../engine/digest.ts";
import type { Json } from "../engine/rule.ts";

export type ViewDigests = Readonly<Partial<Record<View, Digest>>>;

/** A view that a file does not have, because it is not of the view's format. */
export class ViewError extends Error {
  readonly view: View;

  constructor(view: View, cause: unknown) {
    super((cause as Error).message, { cause });
    this.name = "ViewError";
    this.view = view;
  }
}

/**
 * Digests of what views show of a file. Runs where a step runs: the libraries behind it are heavy.
 *
 * @throws ViewError if the file is not of a view's format
 */
export async function viewDigests(
  path: string,
  views: readonly View[],
  hasher: Hasher,
): Promise<ViewDigests> {
  const ofJson = views.filter((view) => view.startsWith("json"));
  const ofTables = views.filter((view) => view.startsWith("table"));
  return {
    ...(await attempt(
      views.filter((view) => view === "bytes"),
      () => ({ bytes: hasher.bytes(readFileSync(path)) }),
    )),
    ...(await attempt(
      views.filter((view) => view === "pixels"),
      () => pixels(path, hasher),
    )),
    ...(await attempt(ofJson, () => jsonViews(path, ofJson, hasher))),
    ...(await attempt(ofTables, () => tableViews(path, ofTables, hasher))),
  };
}

async function attempt(
  views: readonly View[],
  compute: () => ViewDigests | Promise<ViewDigests>,
): Promise<ViewDigests> {
  const [first] = views;
  if (first === undefined) return {};
  try {
    return await compute();
  } catch (error) {
    throw new ViewError(first, error);
  }
}

function jsonViews(path: string, views: readonly View[], hasher: Hasher): ViewDigests {
  const value = JSON.parse(readFileSync(path, "utf8")) as Json;
  return Object.fromEntries(
    views.map((view) => {
      const shown = view === "json" ? value : atPointer(value, view.slice("json:".length));
      return [view, hasher.text(canonicalJson(shown))];
    }),
  );
}

/** RFC 6901; a place that is not there is `undefined`, and its coming counts. */
function atPointer(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as { readonly [key: string]: Json | undefined })[key];
  }
  return at;
}

async function pixels(path: string, hasher: Hasher): Promise<ViewDigests> {
  const { decode } = await import("fast-png");
  const { width, height, channels, depth, data, palette } = decode(readFileSync(path));
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const colours = palette ? JSON.stringify(palette) : "";
  return { pixels: hasher.text(`${width} ${height} ${channels} ${depth} ${colours} ${hasher.bytes(bytes)}`) };
}

/** One table as text: its schema, its number of rows, and the sum of its row hashes. */
interface TableText {
  readonly name: string;
  readonly text: string;
}

async function tableViews(path: string, views: readonly View[], hasher: Hasher): Promise<ViewDigests> {
  const names = views.map((view) => (view === "tables" ? undefined : view.slice("table:".length)));
  const tables = await readTables(path, names.includes(undefined) ? undefined : (names as string[]));
  return Object.fromEntries(
    views.map((view, index) => {
      const shown = tables.filter(({ name }) => view === "tables" || name === names[index]);
      return [view, hasher.text(shown.map(({ text }) => text).join("\n"))];
    }),
  );
}

async function readTables(path: string, only: readonly string[] | undefined): Promise<readonly TableText[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const columns = await connection.runAndReadAll(
      `SELECT schema_name, table_name, list(column_name || ' ' || data_type ORDER BY column_index)::VARCHAR
       FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
       GROUP BY ALL ORDER BY ALL`,
    );
    const shapes = (columns.getRows() as [string, string, string][]).filter(
      ([, name]) => only === undefined || only.includes(name),
    );
    if (shapes.length === 0) return [];
    const sums = await connection.runAndReadAll(shapes.map(sumOfRows).join(" UNION ALL "));
    const sumAt = new Map(sums.getRows().map(([place, ...sum]) => [Number(place), sum.join(" ")]));
    return shapes.map(([schema, name, shape], place) => ({
      name,
      text: `${schema} ${name} ${shape} ${sumAt.get(place) ?? ""}`,
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * A query for a table's place in the list, its number of rows and the sum of their hashes; all tables' as one, which
 * DuckDB works on side by side. Sums do not depend on the order of rows and tell {a, a} from {b, b}. Hashes are the
 * half of the MD5 of a row's JSON: DuckDB's own `hash` differs between its versions.
 */
function sumOfRows([schema, name]: readonly [string, string, string], place: number): string {
  return `SELECT ${place}, count(*)::VARCHAR,
      coalesce(sum(md5_number_lower(to_json(t)::VARCHAR)::HUGEINT), 0)::VARCHAR
    FROM ${quote(schema)}.${quote(name)} AS t`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
