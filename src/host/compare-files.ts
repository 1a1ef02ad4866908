import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";

/** One thing in which two files differ: where, and what stands there in each; undefined where there is nothing. */
export interface Difference {
  readonly where: string;
  readonly old: string | undefined;
  readonly new: string | undefined;
}

/**
 * In what two files differ, by what they hold where their kind is known (DuckDB, JSON, CSV, text), else by their bytes.
 * Empty if nothing is found. Of folders, the files in which they differ.
 *
 * @param name tells the kind by its ending
 */
export async function compareFiles(name: string, old: string, now: string): Promise<readonly Difference[]> {
  if (statSync(old).isDirectory() && statSync(now).isDirectory()) return compareFolders(old, now);
  try {
    if (/\.(duckdb|db|ddb)$/.test(name)) return await compareDatabases(old, now);
    if (name.endsWith(".json")) return compareJson(parse(old), parse(now), "");
    if (/\.[ct]sv$/.test(name)) return compareLines(linesOf(old), linesOf(now));
  } catch {
    // Not of the kind that its name says.
  }
  return compareBytes(old, now);
}

/** Which files of two folders are not the same, or are in one of them alone. */
function compareFolders(old: string, now: string): readonly Difference[] {
  const [before, after] = [filesIn(old), filesIn(now)];
  const paths = [...new Set([...before, ...after])].sort();
  return paths.flatMap((path): readonly Difference[] => {
    if (!before.has(path)) return [{ where: path, old: undefined, new: sizeOf(join(now, path)) }];
    if (!after.has(path)) return [{ where: path, old: sizeOf(join(old, path)), new: undefined }];
    const [first] = compareBytes(join(old, path), join(now, path));
    return first ? [{ ...first, where: `${path}: ${first.where}` }] : [];
  });
}

function filesIn(folder: string): ReadonlySet<string> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Set(entries.filter((path) => !statSync(join(folder, path)).isDirectory()));
}

function sizeOf(path: string): string {
  return `${statSync(path).size} bytes`;
}

function parse(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function linesOf(path: string): readonly string[] {
  return readFileSync(path, "utf8").replace(/\n$/, "").split("\n");
}

function compareJson(old: unknown, now: unknown, where: string): readonly Difference[] {
  if (isContainer(old) && isContainer(now) && Array.isArray(old) === Array.isArray(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap((key) =>
      compareJson(old[key], now[key], `${where}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    );
  }
  const [before, after] = [shown(old), shown(now)];
  return before === after ? [] : [{ where: where || "/", old: before, new: after }];
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** The first line apart, rows as a bag: what moved only is no difference of rows. */
function compareLines(old: readonly string[], now: readonly string[]): readonly Difference[] {
  const [oldHead, ...oldRows] = old;
  const [newHead, ...newRows] = now;
  const head = oldHead === newHead ? [] : [{ where: "columns", old: oldHead, new: newHead }];
  const removed = without(oldRows, newRows);
  const added = without(newRows, oldRows);
  const rows: Difference[] = [];
  if (removed.length + added.length > 0) {
    rows.push({ where: "rows", old: String(oldRows.length), new: String(newRows.length) });
    rows.push(...removed.map((row) => ({ where: "row", old: row, new: undefined })));
    rows.push(...added.map((row) => ({ where: "row", old: undefined, new: row })));
  } else if (head.length === 0 && oldRows.some((row, at) => row !== newRows[at])) {
    rows.push({ where: "rows", old: "in one order", new: "in another" });
  }
  return [...head, ...rows];
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    if (count > 0) left.set(row, count - 1);
    return count === 0;
  });
}

async function compareDatabases(old: string, now: string): Promise<readonly Difference[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rowsOf = async (query: string): Promise<readonly string[][]> =>
    (await connection.runAndReadAll(query)).getRows().map((row) => row.map(String));
  try {
    for (const [name, path] of [
      ["old", old],
      ["now", now],
    ] as const) {
      await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS "${name}" (READ_ONLY)`);
    }
    const shapes = await rowsOf(
      `SELECT database_name, schema_name || '.' || table_name, list(column_name || ' ' || data_type ORDER BY column_index)::VARCHAR
       FROM duckdb_columns() WHERE database_name IN ('old', 'now') AND NOT internal GROUP BY ALL ORDER BY ALL`,
    );
    const shapeOf = (database: string): Map<string, string> =>
      new Map(shapes.filter(([in_]) => in_ === database).map(([, table = "", shape = ""]) => [table, shape]));
    const [before, after] = [shapeOf("old"), shapeOf("now")];
    const differences: Difference[] = [];
    for (const table of new Set([...before.keys(), ...after.keys()])) {
      const [oldShape, newShape] = [before.get(table), after.get(table)];
      const where = table.replace(/^main\./, "");
      if (oldShape !== newShape) {
        differences.push({ where, old: oldShape, new: newShape });
        continue;
      }
      const quoted = table.split(".").map(quote).join(".");
      const [counts = []] = await rowsOf(
        `SELECT (SELECT count(*) FROM "old".${quoted}), (SELECT count(*) FROM "now".${quoted}),
           (SELECT count(*) FROM (SELECT * FROM "old".${quoted} EXCEPT ALL SELECT * FROM "now".${quoted})),
           (SELECT count(*) FROM (SELECT * FROM "now".${quoted} EXCEPT ALL SELECT * FROM "old".${quoted}))`,
      );
      const [oldRows, newRows, removed, added] = counts;
      if (removed === "0" && added === "0") continue;
      differences.push({
        where,
        old: `${oldRows} rows, ${removed} of them only here`,
        new: `${newRows} rows, ${added} of them only here`,
      });
    }
    return differences;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** More than this is not read to find the first byte that differs. */
const READ_BYTES = 1 << 28;

function compareBytes(old: string, now: string): readonly Difference[] {
  const [oldSize, newSize] = [statSync(old).size, statSync(now).size];
  const sizes =
    oldSize === newSize ? [] : [{ where: "size", old: `${oldSize} bytes`, new: `${newSize} bytes` }];
  if (Math.max(oldSize, newSize) > READ_BYTES) return sizes;
  const [before, after] = [readFileSync(old), readFileSync(now)];
  if (before.equals(after)) return [];
  const isText = isUtf8(before) && isUtf8(after) && !before.includes(0) && !after.includes(0);
  if (isText) {
    const [oldLines, newLines] = [linesOf(old), linesOf(now)];
    const at = newLines.findIndex((line, index) => line !== oldLines[index]);
    const line = at < 0 ? newLines.length : at;
    return [...sizes, { where: `line ${line + 1}`, old: oldLines[line], new: newLines[line] }];
  }
  const byte = before.findIndex((value, index) => value !== after[index]);
  const offset = byte < 0 ? before.length : byte;
  return [...sizes, { where: `byte ${offset}`, old: hexAt(before, offset), new: hexAt(after, offset) }];
}

function hexAt(bytes: Buffer, offset: number): string | undefined {
  return offset < bytes.length ? bytes.toString("hex", offset, offset + 8) : undefined;
}
