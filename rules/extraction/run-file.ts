import type { Table } from "../schema/table.ts";
import { runTables } from "../schema/results.ts";
import type { ExtractedRun } from "./extract-run.ts";
import type { Rejection } from "./rejection.ts";

/** Values of one column, in the order of the rows: numbers, with NaN for NULL, or texts. */
export type ColumnValues = Float64Array | readonly (string | null)[];

/** The rows of one table, column by column. */
export type TableColumns = { readonly [column: string]: ColumnValues };

/**
 * What one extraction step leaves for the merge: the rows of a run with original codes, or why it has none. Private.
 * Columns rather than rows, so that a merge of hundreds of runs copies arrays instead of building objects.
 */
export type RunFile = {
  readonly run_id: string;
  readonly rejected: Rejection | null;
  readonly tables: { readonly [table: string]: TableColumns };
};

/** A column of texts: each with the number of rows in turn that have it. */
type TextRuns = readonly (readonly [text: string | null, rows: number])[];

/** What is not numbers. The block that follows has the numbers, column by column, as the tables are declared. */
interface Header {
  readonly run_id: string;
  readonly rejected: Rejection | null;
  readonly tables: {
    readonly [table: string]: {
      readonly rows: number;
      readonly texts: { readonly [column: string]: TextRuns };
    };
  };
}

/**
 * The bytes of a run's file: a line of JSON, padded to eight bytes, and one block of little-endian doubles. Reading
 * hundreds of them back costs a twentieth of what JSON alone would.
 *
 * @throws Error if a row breaks its table's declaration, or rows do not rise by their key: a bug
 */
export function encodeRunFile(run_id: string, { rows, rejected }: ExtractedRun): Uint8Array {
  const numbers: number[] = [];
  const tables: Record<string, Header["tables"][string]> = {};
  for (const table of rows === null ? [] : runTables) {
    const own = (rows as { readonly [table: string]: readonly object[] })[table.name] as readonly Row[];
    checkKeys(table, own);
    tables[table.name] = { rows: own.length, texts: textsOf(table, own, numbers) };
  }
  const header = JSON.stringify({ run_id, rejected, tables } satisfies Header);
  const line = Buffer.from(header, "utf8");
  const start = Math.ceil((line.length + 1) / 8) * 8;
  const bytes = new Uint8Array(start + numbers.length * 8).fill(0x20, 0, start);
  bytes.set(line);
  bytes[start - 1] = NEWLINE;
  bytes.set(new Uint8Array(Float64Array.from(numbers).buffer), start);
  return bytes;
}

/** Reads a run's file back. Numbers are views into the bytes where these are aligned. */
export function decodeRunFile(bytes: Uint8Array): RunFile {
  const start = bytes.indexOf(NEWLINE) + 1;
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, start).toString("utf8");
  const { run_id, rejected, tables: parts } = JSON.parse(line) as Header;
  const block = aligned(bytes.subarray(start));
  const tables: Record<string, TableColumns> = {};
  let at = 0;
  for (const { name, columns } of runTables) {
    const part = parts[name];
    if (part === undefined) continue;
    const own: Record<string, ColumnValues> = {};
    for (const column of Object.keys(columns)) {
      const texts = part.texts[column];
      own[column] = texts === undefined ? block.subarray(at, (at += part.rows)) : unfolded(texts);
    }
    tables[name] = own;
  }
  return { run_id, rejected, tables };
}

const NEWLINE = 0x0a;

type Row = { readonly [column: string]: number | string | null };

/** The columns of texts; numbers go to the end of the block. JSON text has no line break of its own. */
function textsOf(table: Table, rows: readonly Row[], numbers: number[]): Record<string, TextRuns> {
  const texts: Record<string, TextRuns> = {};
  for (const [name, { type, nullable }] of Object.entries(table.columns)) {
    const values = rows.map((row) => row[name]);
    const fits = (value: Row[string] | undefined): boolean =>
      value === null ? nullable : type === "VARCHAR" ? typeof value === "string" : Number.isFinite(value);
    const strange = values.find((value) => !fits(value));
    if (strange !== undefined || values.includes(undefined)) {
      throw new Error(`${table.name}.${name}: ${String(strange)} is no ${type}`);
    }
    if (type === "VARCHAR") texts[name] = folded(values as (string | null)[]);
    else for (const value of values) numbers.push(value === null ? Number.NaN : Number(value));
  }
  return texts;
}

function folded(texts: readonly (string | null)[]): TextRuns {
  const runs: [string | null, number][] = [];
  for (const text of texts) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === text) last[1] += 1;
    else runs.push([text, 1]);
  }
  return runs;
}

function unfolded(runs: TextRuns): (string | null)[] {
  const texts: (string | null)[] = [];
  for (const [text, rows] of runs) for (let row = 0; row < rows; row += 1) texts.push(text);
  return texts;
}

/** Rows that rise by their key are in order, and none is there twice. */
function checkKeys({ name, key }: Table, rows: readonly Row[]): void {
  for (let i = 1; i < rows.length; i += 1) {
    const differing = key.find((column) => rows[i]?.[column] !== rows[i - 1]?.[column]) ?? "";
    const [before, after] = [rows[i - 1]?.[differing] ?? "", rows[i]?.[differing] ?? ""];
    if (!(before < after)) throw new Error(`${name}: row ${i + 1} does not follow by ${key.join(", ")}`);
  }
}

function aligned(block: Uint8Array): Float64Array {
  const whole = block.byteOffset % 8 === 0 ? block : block.slice();
  return new Float64Array(whole.buffer, whole.byteOffset, whole.byteLength / 8);
}
