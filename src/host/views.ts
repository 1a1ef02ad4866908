import { readFileSync } from "node:fs";
import type { View } from "../engine/artifact.ts";
import { canonicalJson, type Digest, type Hasher } from "../engine/digest.ts";
import type { Json } from "../engine/rule.ts";

/**
 * The digest of what a view shows of a file. Runs where a step runs: the libraries behind it are heavy.
 *
 * @throws if the file is not of the view's format
 */
export async function viewDigest(path: string, view: View, hasher: Hasher): Promise<Digest> {
  if (view === "bytes") return hasher.bytes(readFileSync(path));
  if (view === "pixels") return pixels(path, hasher);
  if (view === "json") return hasher.text(canonicalJson(readJson(path)));
  if (view.startsWith("json:")) return hasher.text(canonicalJson(atPointer(readJson(path), view.slice(5))));
  return tables(path, view === "tables" ? undefined : view.slice("table:".length), hasher);
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
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

async function pixels(path: string, hasher: Hasher): Promise<Digest> {
  const { decode } = await import("fast-png");
  const { width, height, channels, depth, data, palette } = decode(readFileSync(path));
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const colours = palette ? JSON.stringify(palette) : "";
  return hasher.text(`${width} ${height} ${channels} ${depth} ${colours} ${hasher.bytes(bytes)}`);
}

/**
 * Schema, number of rows and the sum of row hashes, of one table or of all. Sums do not depend on the order of rows
 * and tell {a, a} from {b, b}. Hashes are MD5 of a row's JSON: DuckDB's own `hash` differs between its versions.
 */
async function tables(path: string, only: string | undefined, hasher: Hasher): Promise<Digest> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const columns = await connection.runAndReadAll(
      `SELECT table_schema, table_name, list(column_name || ' ' || data_type ORDER BY ordinal_position)::VARCHAR
       FROM information_schema.columns WHERE table_catalog = current_database()
       GROUP BY ALL ORDER BY ALL`,
    );
    const parts: string[] = [];
    for (const [schema, table, shape] of columns.getRows() as string[][]) {
      if (only !== undefined && table !== only) continue;
      const name = `${quote(schema ?? "")}.${quote(table ?? "")}`;
      const sums = await connection.runAndReadAll(
        `SELECT count(*)::VARCHAR, coalesce(sum(('0x' || h[1:16])::UBIGINT::HUGEINT), 0)::VARCHAR,
                coalesce(sum(('0x' || h[17:32])::UBIGINT::HUGEINT), 0)::VARCHAR
         FROM (SELECT md5(to_json(t)::VARCHAR) AS h FROM ${name} AS t)`,
      );
      parts.push(`${schema} ${table} ${shape} ${(sums.getRows()[0] ?? []).join(" ")}`);
    }
    return hasher.text(parts.join("\n"));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
