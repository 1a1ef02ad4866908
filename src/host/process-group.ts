import type { ChildProcess } from "node:child_process";
import { descendantsOf, signalSame } from "./descendants.ts";

/** How long children have to end by themselves, ms. */
export const GRACE_MS = 10_000;

/**
 * Asks the group that a process leads to end, and ends it for good when its leader has ended or the grace period is
 * over, with all that descends from it, also in groups and sessions of its own. Nothing is signalled later: the number
 * may be another group's by then.
 */
export function endGroup(leader: ChildProcess, graceMs: number): void {
  const { pid } = leader;
  if (pid === undefined || leader.exitCode !== null || leader.signalCode !== null) return;
  const strays = descendantsOf(pid);
  const kill = (): void => {
    const now = descendantsOf(pid);
    signalGroup(pid, "SIGKILL");
    for (const stray of [...strays, ...now]) signalSame(stray, "SIGKILL");
  };
  const timer = setTimeout(kill, graceMs).unref();
  leader.once("exit", () => {
    clearTimeout(timer);
    kill();
  });
  signalGroup(pid, "SIGTERM");
}

/** How long what was printed may take to arrive once its process has ended, ms. */
const PIPE_MS = 500;

/** Lets go of a process's pipes soon after its end: one that it started and that nobody can find may hold them for ever. */
export function closePipesAfter(child: ChildProcess): void {
  child.once("exit", () => {
    const close = (): void => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const timer = setTimeout(close, PIPE_MS);
    child.once("close", () => clearTimeout(timer));
  });
}

export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
}
