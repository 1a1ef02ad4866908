import { existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";

/** More numbers than this between start and end are not tried one by one. */
const FEW = 500;

/** Sees whether a step left processes behind in a group that goes on living. */
export interface LeftBehind {
  /** A point in time: the number that the system gave to its newest process. */
  readonly mark: () => number;
  /** Whether the group has members that are younger than the mark, beside its leader. */
  readonly since: (mark: number, leader: number) => boolean;
}

/**
 * Linux numbers processes in turn, so what a step started has a number between those before and after it: a handful
 * to look at, where a walk through all of `/proc` after each step would cost more than the step. Undefined on a
 * system without `/proc`.
 */
export function watchLeftBehind(): LeftBehind | undefined {
  const newest = openNewest();
  return (
    newest && {
      mark: newest,
      since: (mark, leader) => {
        const now = newest();
        // None at all, or fewer than before: the numbers have wrapped around, or tell nothing here.
        const numbers = now > mark && now - mark <= FEW ? range(mark + 1, now) : allProcesses();
        return numbers.some((pid) => pid !== leader && existsSync(`/proc/${pid}`) && groupOf(pid) === leader);
      },
    }
  );
}

function openNewest(): (() => number) | undefined {
  try {
    const file = openSync("/proc/loadavg", "r");
    const buffer = Buffer.alloc(128);
    return () => {
      const text = buffer.toString("latin1", 0, readSync(file, buffer, 0, buffer.length, 0));
      return Number(text.slice(text.lastIndexOf(" ") + 1));
    };
  } catch {
    return undefined;
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function allProcesses(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** The process group of a process that runs; one that is dead and not yet buried has none. */
function groupOf(pid: number): number | undefined {
  const text = readStat(pid);
  // The name of the program, in brackets, may hold anything.
  const [state, , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : Number(group);
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return "";
  }
}
