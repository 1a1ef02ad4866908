import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { BuildEvent } from "../engine/event.ts";

const KEPT_RUNS = 200;
const KEPT_BYTES = 1e9;
const BATCH_MS = 50;

/** `runs/<n>/` below the cache: the events of a run, and a log for each step that said something. */
export interface RunFolder {
  readonly number: number;
  readonly write: (event: BuildEvent) => void;
  /** From the project root. */
  readonly logFile: (step: string) => string;
  readonly close: () => void;
}

/** Claims the next number. A folder that cannot be written costs the build nothing but the record of this run. */
export function openRunFolder(root: string, cache: string): RunFolder {
  const runs = join(root, cache, "runs");
  const number = claimNumber(runs);
  const path = join(runs, String(number), "events.ndjson");
  let pending = "";
  let timer: NodeJS.Timeout | undefined;
  const logs = new Map<string, string>();
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      if (pending !== "") appendFileSync(path, pending);
    } catch {
      // Events are for showing; the journal holds what is true.
    }
    pending = "";
  };
  return {
    number,
    write: (event) => {
      pending += `${JSON.stringify(event)}\n`;
      timer ??= setTimeout(flush, BATCH_MS);
    },
    logFile: (step) => {
      const known = logs.get(step) ?? `${cache}/runs/${number}/${logs.size + 1}.log`;
      logs.set(step, known);
      return known;
    },
    close: () => {
      flush();
      // A run in which nothing ran is small, and is not to be the slower for the others.
      if (logs.size > 0) keepWithin(runs, number);
    },
  };
}

function claimNumber(runs: string): number {
  try {
    mkdirSync(runs, { recursive: true });
    const taken = readdirSync(runs)
      .map(Number)
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
    for (const old of taken.slice(0, -KEPT_RUNS))
      rmSync(join(runs, String(old)), { recursive: true, force: true });
    for (let number = (taken.at(-1) ?? 0) + 1; ; number++) {
      try {
        mkdirSync(join(runs, String(number)));
        return number;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  } catch {
    return 0;
  }
}

/** Removes the oldest runs where all together take too much; a run that may still go on has no size yet, and stays. */
function keepWithin(runs: string, own: number): void {
  try {
    writeFileSync(join(runs, String(own), SIZE), String(sizeOf(join(runs, String(own)))));
    let bytes = 0;
    for (const number of readdirSync(runs)
      .map(Number)
      .sort((a, b) => b - a)) {
      const size = join(runs, String(number), SIZE);
      if (!existsSync(size)) continue;
      bytes += Number(readFileSync(size, "utf8"));
      if (bytes > KEPT_BYTES && number !== own)
        rmSync(join(runs, String(number)), { recursive: true, force: true });
    }
  } catch {
    // Old runs take room, and do no harm.
  }
}

/** Beside the logs, so that a later run need not look at each of them. */
const SIZE = "bytes";

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
