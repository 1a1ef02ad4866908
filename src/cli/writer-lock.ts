import type { BuilderLock } from "../engine/build.ts";
import { CACHE } from "../engine/cache-folder.ts";
import type { Result } from "../engine/failure.ts";
import { acquireLock } from "../host/lock.ts";
import { note } from "./output.ts";

/** The lock of the project for a command that writes without being a run; waits for a build that has it. */
export function writerLock(signal: AbortSignal): Promise<Result<BuilderLock>> {
  const onWait = (): void => note("plr: waiting for a build to end");
  return acquireLock(CACHE, 0, { wait: true, onWait, signal });
}

/** Does the work as the project's only writer. */
export async function asOnlyWriter(signal: AbortSignal, work: () => Result<number>): Promise<Result<number>> {
  const lock = await writerLock(signal);
  if (!lock.ok) return lock;
  try {
    return work();
  } finally {
    lock.value.release();
  }
}
