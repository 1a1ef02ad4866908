import { rmSync } from "node:fs";
import { isRunning } from "../../host/process-identity.ts";
import { EMPTY_VIEW, foldEvent } from "../../report/fold.ts";
import { type ListedRun, runsText, runText } from "../../report/runs.ts";
import { withRoot } from "../with-root.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import { printLogs } from "../print-logs.ts";
import { recordedRun } from "../recorded-run.ts";
import { lookOf } from "../reporter.ts";
import { listRuns, readRun, readRunEnds, runFolder, runStateOf } from "../runs.ts";

const LISTED = 20;

/** Looks at past runs. */
export function run({ words, options }: Invocation): Promise<number> {
  const [what = "ls", ...rest] = words;
  return withRoot((root) => (COMMANDS[what] ?? usage)({ root, words: rest, options }));
}

interface Asked {
  readonly root: string;
  readonly words: readonly string[];
  readonly options: Invocation["options"];
}

const COMMANDS: Readonly<Record<string, (asked: Asked) => number>> = {
  ls: list,
  show,
  logs,
  cancel,
  rm: remove,
};

function usage(): number {
  note("usage: plr runs ls [--last N] | show [N] | logs N [STEP] | cancel N | rm N…");
  return 2;
}

function list({ root, options }: Asked): number {
  const last = options["last"] === undefined ? LISTED : Number(options["last"]);
  if (!Number.isInteger(last) || last < 1) return usage();
  const runs = listRuns(root)
    .slice(0, last)
    .map((number) => listedRun(root, number));
  if (options["json"] === true) answer(JSON.stringify({ schema: 1, runs }, undefined, 2));
  else if (runs.length === 0) note("plr: no run is recorded");
  else answer(runsText(runs, Date.now(), lookOf(process.stdout, options)));
  return 0;
}

function listedRun(root: string, number: number): ListedRun {
  const ends = readRunEnds(root, number);
  const { started, finished } = ends;
  const counts = finished?.counts ?? countsSoFar(root, number);
  return {
    run: number,
    state: runStateOf(root, number, ends),
    at: started?.at,
    durMs: finished?.durMs ?? readRun(root, number).at(-1)?.ms,
    ran: counts.built + counts.same + counts.failed,
    targets: started?.targets ?? [],
    by: started?.user ?? "",
    commit: started?.git?.commit,
  };
}

function countsSoFar(root: string, number: number): { built: number; same: number; failed: number } {
  return readRun(root, number).reduce(foldEvent, EMPTY_VIEW).counts;
}

function show({ root, words, options }: Asked): number {
  const number = recordedRun(root, words[0] ?? String(listRuns(root)[0] ?? ""));
  if (number === undefined) return 2;
  const events = readRun(root, number);
  const state = runStateOf(root, number, readRunEnds(root, number));
  const finished = events.filter((event) => event.type === "step.finished");
  const view = events.reduce(foldEvent, EMPTY_VIEW);
  if (options["json"] === true) {
    const { started, finished: end, failures, running, caveats } = view;
    const report = {
      schema: 1,
      run: number,
      state,
      started,
      finished: end,
      steps: finished,
      failures,
      running,
      caveats,
    };
    answer(JSON.stringify(report, undefined, 2));
  } else {
    const lastMs = events.at(-1)?.ms ?? 0;
    answer(runText({ run: number, state, view, finished, lastMs }, lookOf(process.stdout, options)));
  }
  return 0;
}

function logs({ root, words: [run = "", ...steps] }: Asked): number {
  const number = recordedRun(root, run);
  if (number === undefined) return 2;
  const started = readRun(root, number).filter((event) => event.type === "step.started");
  const wanted = started.filter(({ step }) => steps.length === 0 || steps.some((one) => isOf(step, one)));
  printLogs(root, number, wanted);
  if (wanted.length === 0)
    note(`plr: ${steps.length === 0 ? "nothing" : steps.join(", ")} ran in run #${number}`);
  return wanted.length === 0 && steps.length > 0 ? 1 : 0;
}

/** A step by its own name or its rule's. */
function isOf(step: string, asked: string): boolean {
  return step === asked || step.startsWith(`${asked} `);
}

/** Asks the process of a running build to end, as Ctrl-C does. */
function cancel({ root, words }: Asked): number {
  const number = recordedRun(root, words[0] ?? "");
  if (number === undefined) return 2;
  const { started, finished } = readRunEnds(root, number);
  // Only a process of this machine, and only if it is still the same one.
  if (!started || finished || isRunning({ ...started, pidStart: started.pidStart ?? 0 }) !== true) {
    note(`plr: run #${number} is not running here`);
    return 1;
  }
  process.kill(started.pid, "SIGINT");
  note(`plr: asked run #${number} to end (process ${started.pid})`);
  return 0;
}

function remove({ root, words }: Asked): number {
  const numbers = words.map((word) => recordedRun(root, word));
  if (numbers.length === 0) return usage();
  for (const number of numbers) {
    if (number === undefined) return 2;
    if (runStateOf(root, number, readRunEnds(root, number)) === "running") {
      note(`plr: run #${number} is running; plr runs cancel ${number} ends it`);
      return 1;
    }
  }
  for (const number of numbers)
    if (number !== undefined) rmSync(runFolder(root, number), { recursive: true });
  return 0;
}
