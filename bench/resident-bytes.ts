import { readdirSync, readFileSync } from "node:fs";

/**
 * Resident memory of a process and all its descendants together, in bytes. Pages that they share are counted once
 * for each, so this is an upper bound. 0 where the process is gone or the system has no /proc.
 */
export function residentBytes(pid: number): number {
  const own = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), Number(own ?? 0) * 1024);
}

function childrenOf(pid: number): number[] {
  return tasksOf(pid).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`)
      .split(" ")
      .filter((child) => child !== "")
      .map(Number),
  );
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
