import { readdirSync, readFileSync } from "node:fs";

/** A process, told by its start from a later one of the same number. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly start: string;
}

/** All that a process has started, and what these have; empty on a system without `/proc`. */
export function descendantsOf(pid: number): readonly Process[] {
  const all = processNumbers().flatMap((number) => readProcess(number) ?? []);
  const found: Process[] = [];
  const known = new Set([pid]);
  for (let before = 0; before < known.size;) {
    before = known.size;
    for (const one of all) {
      if (!known.has(one.parent) || known.has(one.pid)) continue;
      known.add(one.pid);
      found.push(one);
    }
  }
  return found;
}

/** Sends a signal to a process, if it still is the same one. */
export function signalSame({ pid, start }: Process, signal: NodeJS.Signals): void {
  try {
    if (readProcess(pid)?.start === start) process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

function processNumbers(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Where the parent and the start stand, behind the name. */
const PARENT = 1;
const START = 19;

function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name of the program, in brackets, may hold anything.
    const parts = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid, parent: Number(parts[PARENT]), start: parts[START] ?? "" };
  } catch {
    return undefined;
  }
}
