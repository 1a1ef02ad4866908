import { constants } from "node:os";
import type { Job, JobEvents, JobResult } from "../engine/host.ts";
import type { LeftBehind } from "./left-behind.ts";
import { endGroup, GRACE_MS, signalGroup } from "./process-group.ts";
import { type Ending, type ProgramEnd, programResult, refusalOf } from "./program-end.ts";
import { type Shell, startShell } from "./shell.ts";
import { openStepLog } from "./step-log.ts";
import type { Watchdog } from "./watchdog.ts";

/** A shell that stays for the next step: starting a process from Node costs more than most shell steps do. */
export interface ShellSlot {
  /** `text` is the job as one command of `sh`. */
  readonly run: (job: Job, text: string, events: JobEvents) => Promise<JobResult>;
  readonly kill: () => void;
}

interface ShellSlotSetting {
  readonly root: string;
  /** `.plr-cache` from the root. */
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly leftBehind: LeftBehind;
  readonly watchdog: Watchdog;
  readonly under: readonly string[];
}

const CANNOT_RUN = 126;
const NOT_FOUND = 127;

/** Makes the slot; the shell itself starts with the first step, as the leader of a process group. */
export function createShellSlot({
  root,
  cache,
  signal,
  leftBehind,
  watchdog,
  under,
}: ShellSlotSetting): ShellSlot {
  let shell: Shell | undefined;
  /** Ends the shell with all that descends from it; the next step gets a new one. */
  const leave = (): void => {
    if (shell?.isAlive() && shell.child.pid !== undefined) signalGroup(shell.child.pid, "SIGKILL");
    shell = undefined;
  };
  const start = (): Shell => {
    const started = startShell(root, cache, under);
    watchdog.guard(started.child);
    shell = started;
    return started;
  };
  return {
    kill: leave,
    run: async (job, text, events) => {
      const own = shell?.isAlive() ? shell : start();
      const log = openStepLog(`${root}/${job.logFile}`, events.output);
      const mark = leftBehind.mark();
      let ending: Ending | undefined;
      const stop = (why: Ending): void => {
        ending ??= why;
        endGroup(own.child, GRACE_MS);
      };
      const cancel = (): void => stop("cancelled");
      signal.addEventListener("abort", cancel);
      const timer =
        job.timeoutMs === undefined ? undefined : setTimeout(() => stop("timed-out"), job.timeoutMs);
      const end = await own.command(text, log.add);
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      const { pid } = own.child;
      const isSpent = end.kind !== "status" || ending !== undefined;
      if (isSpent || (pid !== undefined && leftBehind.since(mark, pid))) leave();
      return programResult(job, programEndOf(end, job, root), { ending, tail: log.tail() });
    },
  };
}

function programEndOf(end: Awaited<ReturnType<Shell["command"]>>, job: Job, root: string): ProgramEnd {
  if (end.kind !== "status") return end;
  const { status, isSignal } = end;
  if (isSignal) return { kind: "killed", signal: signalName(status) };
  const mayBeRefused = job.action.type === "exec" && (status === CANNOT_RUN || status === NOT_FOUND);
  return (mayBeRefused ? refusalOf(job, root) : undefined) ?? { kind: "exited", exitCode: status };
}

function signalName(status: number): string {
  const names = Object.entries(constants.signals);
  return names.find(([, number]) => number === status - 128)?.[0] ?? `signal ${status - 128}`;
}
