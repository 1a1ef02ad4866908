import { failed, ok } from "../engine/failure.ts";
import { FileError, type Files, type Runner } from "../engine/host.ts";
import { watchLeftBehind } from "./left-behind.ts";
import { signalGroup } from "./process-group.ts";
import { runProgram } from "./program.ts";
import { createShellSlot, type ShellSlot } from "./shell-slot.ts";
import { shellTextOf } from "./shell-text.ts";
import { writeStepFile } from "./step-file.ts";
import { withListed } from "./input-list.ts";
import { createWatchdog } from "./watchdog.ts";
import { createWorkerSlot, type WorkerSlot } from "./worker-slot.ts";

/** Files above this size are hashed by a worker, so that the build itself goes on. */
const LARGE = 1_000_000;

/**
 * Runs steps: task modules in worker processes and programs in shells, one per slot; programs that are to have a
 * process of their own, or that a shell could not start as they are, in process groups.
 */
export function createRunner(
  files: Files,
  cache: string,
  signal: AbortSignal,
  /** A program and its arguments that each process is started by; without one it is started as it is. */
  under: readonly string[] = [],
): Runner {
  const slots = new Map<number, WorkerSlot>();
  /** Process groups of the programs that run. */
  const programs = new Set<number>();
  const shells = new Map<number, ShellSlot>();
  const leftBehind = watchLeftBehind();
  const watchdog = createWatchdog();
  const slotOf = (index: number): WorkerSlot => {
    const slot = slots.get(index) ?? createWorkerSlot(files.root, watchdog, under);
    slots.set(index, slot);
    return slot;
  };
  const shellOf = (index: number): ShellSlot | undefined => {
    if (leftBehind === undefined) return undefined;
    const shell =
      shells.get(index) ?? createShellSlot({ root: files.root, cache, signal, leftBehind, watchdog, under });
    shells.set(index, shell);
    return shell;
  };
  return {
    warm: (count) => {
      for (let slot = 0; slot < count; slot++) slotOf(slot).warm();
    },
    run: (job, slot, events) => {
      if (job.action.type === "task") return slotOf(slot).run(job, events, signal);
      writeStepFile(job, files.root);
      const shell = job.action.isolated ? undefined : shellOf(slot);
      const text = shell && shellTextOf(job);
      const done =
        shell === undefined || text === undefined
          ? runProgram(job, files.root, { events, signal, programs, watchdog, under })
          : shell.run(job, text, events);
      return job.action.lists === undefined
        ? done
        : withListed(done, job, { list: job.action.lists, root: files.root });
    },
    prepare: (task, slot) => slotOf(slot).prepare(task),
    describe: async (path, views, slot) => {
      const stat = files.stat(path);
      if (!stat) return failed({ reason: "output-not-written", path });
      if (views.length > 0 || stat.size > LARGE) return slotOf(slot).describe(path, views);
      try {
        return ok({ digest: files.hash(path), size: stat.size, views: {} });
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return failed({ reason: "input-unreadable", path, code: error.code });
      }
    },
    kill: () => {
      for (const slot of [...slots.values(), ...shells.values()]) slot.kill();
      for (const leader of programs) signalGroup(leader, "SIGKILL");
    },
  };
}
