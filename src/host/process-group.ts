/** How long children have to end by themselves, ms. */
export const GRACE_MS = 10_000;

/** Asks a process group to end, and ends it for good after the grace period. */
export function endGroup(leader: number, graceMs: number): void {
  signalGroup(leader, "SIGTERM");
  setTimeout(() => signalGroup(leader, "SIGKILL"), graceMs).unref();
}

export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
}
