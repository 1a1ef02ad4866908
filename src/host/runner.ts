import { failed, ok } from "../engine/failure.ts";
import { FileError, type Files, type Runner } from "../engine/host.ts";
import { signalGroup } from "./process-group.ts";
import { runProgram } from "./program.ts";
import { createWorkerSlot, type WorkerSlot } from "./worker-slot.ts";

/** Files above this size are hashed by a worker, so that the build itself goes on. */
const LARGE = 1_000_000;

/** Runs steps: task modules in worker processes, one per slot, and programs in process groups. */
export function createRunner(files: Files, cache: string, signal: AbortSignal): Runner {
  const slots = new Map<number, WorkerSlot>();
  /** Process groups of the programs that run. */
  const programs = new Set<number>();
  const slotOf = (index: number): WorkerSlot => {
    const slot = slots.get(index) ?? createWorkerSlot(files.root, cache);
    slots.set(index, slot);
    return slot;
  };
  return {
    run: (job, slot, events) =>
      job.action.type === "task"
        ? slotOf(slot).run(job, events, signal)
        : runProgram(job, files.root, { events, signal, programs }),
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
      for (const slot of slots.values()) slot.kill();
      for (const leader of programs) signalGroup(leader, "SIGKILL");
    },
  };
}
