import { spawn } from "node:child_process";
import type { Job, JobEvents, JobResult } from "../engine/host.ts";
import { commandOf } from "./command.ts";
import { closePipesAfter, endGroup, GRACE_MS, signalGroup } from "./process-group.ts";
import { type Ending, type ProgramEnd, programResult } from "./program-end.ts";
import { openStepLog } from "./step-log.ts";
import type { Watchdog } from "./watchdog.ts";

interface Running {
  readonly events: JobEvents;
  readonly signal: AbortSignal;
  /** Leaders of the process groups that run; the program is among them while it does. */
  readonly programs: Set<number>;
  readonly watchdog: Watchdog;
  readonly under: readonly string[];
}

/** Runs a program or a script as a process group of its own. */
export function runProgram(
  job: Job,
  root: string,
  { events, signal, programs, watchdog, under }: Running,
): Promise<JobResult> {
  const { file, args } = commandOf(job);
  const log = openStepLog(`${root}/${job.logFile}`, events.output);
  return new Promise((resolve) => {
    const [starter = "", ...rest] = [...under, file, ...args];
    const child = spawn(starter, rest, {
      cwd: root,
      env: { ...job.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    if (child.pid !== undefined) programs.add(child.pid);
    watchdog.guard(child);
    closePipesAfter(child);
    let ending: Ending | undefined;
    const stop = (why: Ending): void => {
      ending ??= why;
      endGroup(child, GRACE_MS);
    };
    const cancel = (): void => stop("cancelled");
    signal.addEventListener("abort", cancel);
    const timer =
      job.timeoutMs === undefined ? undefined : setTimeout(() => stop("timed-out"), job.timeoutMs);
    const settle = (end: ProgramEnd): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      programs.delete(child.pid ?? 0);
      resolve(programResult(job, end, { ending, tail: log.tail() }));
    };
    child.stdout.on("data", log.add);
    child.stderr.on("data", log.add);
    child.on("error", (error: NodeJS.ErrnoException) =>
      settle({ kind: "not-started", file, code: error.code ?? error.message }),
    );
    child.on("exit", () => {
      // What the program left behind in its group goes with it, and lets go of the pipes.
      if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
    });
    child.on("close", (exitCode, signalName) =>
      settle(
        signalName ? { kind: "killed", signal: signalName } : { kind: "exited", exitCode: exitCode ?? 0 },
      ),
    );
  });
}
