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

/** One table as text: its schema, its number of rows, and the sums of its row hashes. */
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

/**
 * Sums do not depend on the order of rows and tell {a, a} from {b, b}. Hashes are MD5 of a row's JSON: DuckDB's own
 * `hash` differs between its versions.
 */
async function readTables(path: string, only: readonly string[] | undefined): Promise<readonly TableText[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const columns = await connection.runAndReadAll(
      `SELECT table_schema, table_name, list(column_name || ' ' || data_type ORDER BY ordinal_position)::VARCHAR
       FROM information_schema.columns WHERE table_catalog = current_database()
       GROUP BY ALL ORDER BY ALL`,
    );
    const tables: TableText[] = [];
    for (const [schema = "", name = "", shape = ""] of columns.getRows() as string[][]) {
      if (only && !only.includes(name)) continue;
      const sums = await connection.runAndReadAll(
        `SELECT count(*)::VARCHAR, coalesce(sum(('0x' || h[1:16])::UBIGINT::HUGEINT), 0)::VARCHAR,
                coalesce(sum(('0x' || h[17:32])::UBIGINT::HUGEINT), 0)::VARCHAR
         FROM (SELECT md5(to_json(t)::VARCHAR) AS h FROM ${quote(schema)}.${quote(name)} AS t)`,
      );
      tables.push({ name, text: `${schema} ${name} ${shape} ${(sums.getRows()[0] ?? []).join(" ")}` });
    }
    return tables;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
