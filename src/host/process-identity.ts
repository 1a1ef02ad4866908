import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process from every other, also from a later one of the same number. */
export interface ProcessIdentity {
  readonly host: string;
  /** Another after each start of the machine; empty where the system does not tell. */
  readonly bootId: string;
  readonly pid: number;
  /** When the process began, in the system's own count; 0 where it does not tell. */
  readonly pidStart: number;
}

export function ownIdentity(): ProcessIdentity {
  return { host: hostname(), bootId: bootId(), pid: process.pid, pidStart: startOf(process.pid) ?? 0 };
}

/** Whether a process still runs; undefined for one of another machine. */
export function isRunning({ host, bootId: boot, pid, pidStart }: ProcessIdentity): boolean | undefined {
  if (host !== hostname()) return undefined;
  if (boot !== bootId()) return false;
  const start = startOf(pid);
  if (start !== undefined) return start === pidStart;
  if (pidStart !== 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What the system calls its present start; empty where it does not tell. */
export function bootId(): string {
  return readOrNothing("/proc/sys/kernel/random/boot_id").trim();
}

const START_TIME = 19;

function startOf(pid: number): number | undefined {
  const text = readOrNothing(`/proc/${pid}/stat`);
  // The name of the program, in brackets, may hold anything.
  const start = text.slice(text.lastIndexOf(")") + 2).split(" ")[START_TIME];
  return text === "" ? undefined : Number(start);
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
