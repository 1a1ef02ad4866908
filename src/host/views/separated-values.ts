import { closeSync, openSync, readSync } from "node:fs";
import type { View } from "../../engine/artifact.ts";
import type { Hasher } from "../../engine/digest.ts";
import { chosenBy } from "./chosen-rows.ts";
import type { Format, ViewDigests } from "./format.ts";

/** Rows and columns of a file of comma-separated values. */
export const csvViews: Format = (path, views, hasher) => rowViews(path, views, { tokens: COMMA, hasher });

/** The same of tab-separated values. */
export const tsvViews: Format = (path, views, hasher) => rowViews(path, views, { tokens: TAB, hasher });

const COMMA = /[^",\n]+|[",\n]/g;
const TAB = /[^"\t\n]+|["\t\n]/g;
const CHUNK = 1 << 20;
const SUM_BITS = 64;
const EXCERPT = 20;

interface Reading {
  /** Matches what separates and quotes, and what is between. */
  readonly tokens: RegExp;
  readonly hasher: Hasher;
}

type Row = readonly string[];

function rowViews(path: string, views: readonly View[], { tokens, hasher }: Reading): ViewDigests {
  let header: Row | undefined;
  let sums: readonly RowSum[] = [];
  let number = 0;
  for (const row of rowsIn(textOf(path), tokens)) {
    number++;
    const isBlank = row.length === 1 && row[0] === "";
    if (header === undefined) {
      if (isBlank) throw new Error("the first line names no columns");
      header = row;
      sums = views.map((view) => createSum(view, row, hasher));
    } else if (row.length === header.length) {
      for (const sum of sums) sum.add(row);
    } else if (!isBlank) {
      throw new Error(`row ${number} has ${row.length} values, the header has ${header.length}`);
    }
  }
  if (header === undefined) throw new Error("it is empty");
  return Object.fromEntries(views.map((view, index) => [view, hasher.text(sums[index]?.text() ?? "")]));
}

/** Columns, number of rows, and the sum of row digests: it does not depend on their order, and tells {a, a} from {b, b}. */
interface RowSum {
  readonly add: (row: Row) => void;
  readonly text: () => string;
}

function createSum(view: View, header: Row, hasher: Hasher): RowSum {
  const { columns, where } = chosenBy(view);
  const places = columns?.flatMap((column) => header.flatMap((name, at) => (name === column ? [at] : [])));
  const shown = (row: Row): Row => places?.map((at) => row[at] ?? "") ?? row;
  const wanted = where.map(([column, value]) => [header.indexOf(column), value] as const);
  let count = 0;
  let sum = 0n;
  return {
    add: (row) => {
      if (!wanted.every(([at, value]) => row[at] === value)) return;
      count++;
      const digest = BigInt(`0x${hasher.text(JSON.stringify(shown(row)))}`);
      sum = BigInt.asUintN(SUM_BITS, sum + digest);
    },
    text: () => `${JSON.stringify(shown(header))} ${count} ${sum}`,
  };
}

/** RFC 4180 with any separator; lines may end as on any system. A quote within an unquoted value is one as any other. */
function* rowsIn(pieces: Iterable<string>, tokens: RegExp): Generator<Row> {
  let row: string[] = [];
  let value = "";
  let state: "begin" | "plain" | "quoted" | "closed" = "begin";
  const end = (): void => {
    row.push(state === "plain" && value.endsWith("\r") ? value.slice(0, -1) : value);
    value = "";
    state = "begin";
  };
  for (const piece of pieces) {
    for (const token of piece.match(tokens) ?? []) {
      if (token === '"' && (state === "begin" || state === "quoted")) {
        state = state === "begin" ? "quoted" : "closed";
      } else if (state === "quoted") {
        value += token;
      } else if (token === '"' && state === "closed") {
        value += token;
        state = "quoted";
      } else if (token === "\n") {
        end();
        yield row;
        row = [];
      } else if (token === "," || token === "\t") {
        end();
      } else if (state !== "closed") {
        value += token;
        state = "plain";
      } else if (token !== "\r") {
        throw new Error(`${excerpt(token)} stands between a closing quote and the end of its value`);
      }
    }
  }
  if (state === "quoted") throw new Error(`the quote that opens ${excerpt(value)} is never closed`);
  if (row.length === 0 && state === "begin") return;
  end();
  yield row;
}

function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, EXCERPT));
}

/** The text of a UTF-8 file, piece by piece. */
function* textOf(path: string): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const buffer = Buffer.allocUnsafe(CHUNK);
  const file = openSync(path, "r");
  try {
    for (let got = readSync(file, buffer); got > 0; got = readSync(file, buffer))
      yield decoder.decode(buffer.subarray(0, got), { stream: true });
    yield decoder.decode();
  } finally {
    closeSync(file);
  }
}
