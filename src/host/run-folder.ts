import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildEvent } from "../engine/event.ts";

const KEPT_RUNS = 200;
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
    close: flush,
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
