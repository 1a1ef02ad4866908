import { execFileSync } from "node:child_process";

/** Every descendant of a process that can be found now. */
export function childrenOf(pid: number): readonly number[] {
  const parents = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below: number[] = [];
  const stack = [pid];
  for (let parent = stack.pop(); parent !== undefined; parent = stack.pop()) {
    for (const [child = 0, of] of parents) {
      if (of !== parent) continue;
      below.push(child);
      stack.push(child);
    }
  }
  return below;
}

/** Whether a process is there and not merely waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return state !== "" && !state.startsWith("Z");
  } catch {
    return false;
  }
}

export function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
