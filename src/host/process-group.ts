import type { ChildProcess } from "node:child_process";

/** How long children have to end by themselves, ms. */
export const GRACE_MS = 10_000;

/**
 * Asks the group that a process leads to end, and ends it for good when its leader has ended or the grace period is
 * over. Nothing is signalled later: the number may be another group's by then.
 */
export function endGroup(leader: ChildProcess, graceMs: number): void {
  const { pid } = leader;
  if (pid === undefined || leader.exitCode !== null || leader.signalCode !== null) return;
  const kill = (): void => signalGroup(pid, "SIGKILL");
  const timer = setTimeout(kill, graceMs).unref();
  leader.once("exit", () => {
    clearTimeout(timer);
    kill();
  });
  signalGroup(pid, "SIGTERM");
}

export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
}
