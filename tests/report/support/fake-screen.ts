/* oxlint-disable no-control-regex -- a terminal understands control characters */
import type { Look } from "../../../src/report/look.ts";
import { createLook } from "../../../src/report/look.ts";
import { displayWidth } from "../../../src/report/display-width.ts";
import type { Screen } from "../../../src/report/screen.ts";

/** Without colour, with the signs of a UTF-8 locale. */
export const PLAIN_LOOK: Look = createLook(false, { LANG: "en_GB.UTF-8" }, "/home/ana/study");

/** A screen whose clock the test moves; it keeps each write and shows what a terminal would. */
export interface FakeScreen extends Screen {
  columns: number;
  rows: number;
  readonly writes: string[];
  /** Moves the clock, running timers that become due. */
  readonly pass: (ms: number) => void;
  /** Moves the clock to a time, ditto. */
  readonly passTo: (ms: number) => void;
  readonly timers: () => number;
  /** All lines from the first one, without empty ones at the end. */
  readonly text: () => string;
}

export function createFakeScreen(size: { columns?: number; rows?: number } = {}): FakeScreen {
  const writes: string[] = [];
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const passTo = (end: number): void => {
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
      if (!next) break;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  };
  const screen: FakeScreen = {
    columns: size.columns ?? 80,
    rows: size.rows ?? 24,
    writes,
    write: (text) => void writes.push(text),
    now: () => now,
    setTimer: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    pass: (ms) => passTo(now + ms),
    passTo,
    timers: () => timers.length,
    text: () => play(writes.join(""), screen.columns),
  };
  return screen;
}

/** What a terminal shows after it was given a text: knows the few escapes that the live view uses, and no others. */
export function play(text: string, columns: number): string {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const put = (character: string): void => {
    const cells = displayWidth(character);
    if (column + cells > columns) [row, column] = [row + 1, 0];
    const line = (rows[row] ??= []);
    while (line.length < column) line.push(" ");
    line[column] = character;
    if (cells === 2) line[column + 1] = "";
    column += cells;
  };
  for (const part of text.match(/\u001b\[[\d;]*[A-Za-z]|[^]/gu) ?? []) {
    if (part === "\n") [row, column] = [row + 1, 0];
    else if (part === "\r") column = 0;
    else if (part === "\t") column += 8 - (column % 8);
    else if (part === "\u001b[K") (rows[row] ?? []).length = Math.min(rows[row]?.length ?? 0, column);
    else if (part === "\u001b[J") {
      rows.length = Math.min(rows.length, row + 1);
      (rows[row] ?? []).length = Math.min(rows[row]?.length ?? 0, column);
    } else if (/^\u001b\[\d+A$/.test(part)) row = Math.max(0, row - Number(part.slice(2, -1)));
    else if (part.startsWith("\u001b"))
      throw new Error(`not an escape of the live view: ${JSON.stringify(part)}`);
    else put(part);
    rows[row] ??= [];
  }
  const lines = Array.from(rows, (line) => (line ?? []).join("").trimEnd());
  return lines.join("\n").trimEnd();
}
