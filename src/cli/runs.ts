import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import type { BuildEvent, EventOf } from "../engine/event.ts";
import { CACHE } from "../engine/cache-folder.ts";
import { isRunning } from "../host/process-identity.ts";
import type { RunState } from "../report/runs.ts";

/** Numbers of the recorded runs, newest first. */
export function listRuns(root: string): readonly number[] {
  const folder = join(root, CACHE, "runs");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0)
    .sort((a, b) => b - a);
}

export function runFolder(root: string, run: number): string {
  return join(root, CACHE, "runs", String(run));
}

/** The events of a run; a torn last line and lines that are no JSON are left out. */
export function readRun(root: string, run: number): readonly BuildEvent[] {
  const path = eventsFile(root, run);
  return existsSync(path) ? eventsOf(readFileSync(path, "utf8")) : [];
}

/** Those of a run's events that are of some types; the others are not even parsed. */
export function readRunOf(
  root: string,
  run: number,
  types: readonly BuildEvent["type"][],
): readonly BuildEvent[] {
  const path = eventsFile(root, run);
  if (!existsSync(path)) return [];
  const marks = types.map((type) => `"type":"${type}"`);
  const lines = readFileSync(path, "utf8").split(/(?<=\n)/);
  return eventsOf(lines.filter((line) => marks.some((mark) => line.includes(mark))).join(""));
}

/** How a run began and ended, without reading what lies between. */
export interface RunEnds {
  readonly started: EventOf<"run.started"> | undefined;
  readonly finished: EventOf<"run.finished"> | undefined;
}

export function readRunEnds(root: string, run: number): RunEnds {
  const path = eventsFile(root, run);
  if (!existsSync(path)) return { started: undefined, finished: undefined };
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const head = read(file, 0, Math.min(size, ENDS));
    const [first] = eventsOf(head.slice(0, head.indexOf("\n") + 1));
    const tail = read(file, Math.max(0, size - ENDS), Math.min(size, ENDS));
    const last = eventsOf(tail).at(-1);
    return {
      started: first?.type === "run.started" ? first : undefined,
      finished: last?.type === "run.finished" ? last : undefined,
    };
  } finally {
    closeSync(file);
  }
}

const ENDS = 1 << 16;

function read(file: number, at: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("utf8", 0, readSync(file, bytes, 0, length, at));
}

/** After this long without an event a run on another machine is not known to be alive. */
const SILENT_MS = 30_000;

/** How a run stands. That it lives is derived, never stored: a kill leaves no note. */
export function runStateOf(root: string, run: number, { started, finished }: RunEnds): RunState {
  if (finished) return finished.outcome;
  if (!started) return "crashed";
  const running = isRunning({ ...started, pidStart: started.pidStart ?? 0 });
  if (running !== undefined) return running ? "running" : "crashed";
  return Date.now() - statSync(eventsFile(root, run)).mtimeMs < SILENT_MS ? "running" : "silent";
}

function eventsFile(root: string, run: number): string {
  return join(runFolder(root, run), "events.ndjson");
}

function eventsOf(text: string): readonly BuildEvent[] {
  return text
    .split("\n")
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as BuildEvent];
      } catch {
        return [];
      }
    });
}
