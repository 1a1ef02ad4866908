import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FileUse } from "../engine/undeclared.ts";
import type { Call, TraceLine } from "./strace-calls.ts";

/** What a step did with files. Paths are absolute, with links followed. */
export interface Uses {
  readonly files: readonly FileUse[];
  /** Programs that were started, by the paths by which they were. */
  readonly programs: readonly string[];
}

/** What a system call does. */
type Deed = "open" | "list" | "truncate" | "rename" | "make" | "remove" | "start" | "move" | "spawn";

const CALLS: Readonly<Record<Deed, readonly string[]>> = {
  open: ["open", "openat", "openat2", "creat"],
  list: ["getdents", "getdents64"],
  truncate: ["truncate"],
  rename: ["rename", "renameat", "renameat2"],
  make: ["mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat"],
  remove: ["unlink", "unlinkat", "rmdir"],
  start: ["execve", "execveat"],
  move: ["chdir", "fchdir"],
  spawn: ["fork", "vfork", "clone", "clone3"],
};

const DEEDS = new Map(
  (Object.keys(CALLS) as Deed[]).flatMap((deed) => CALLS[deed].map((name): [string, Deed] => [name, deed])),
);

/** The system calls that {@link fileUses} wants to see. */
export const WANTED_CALLS: readonly string[] = [...DEEDS.keys()];

/**
 * Follows the processes of a step, with the folder that each is in. What a step wrote itself before it read it is no
 * reading; a file of its own that it renamed or, outside of `root`, removed again is nothing that it leaves.
 */
export function fileUses(trace: Iterable<TraceLine>, root: string): Uses {
  const lines = [...trace];
  const starts = startsIn(lines);
  const places = new Map<number, Place>();
  const placeOf = (pid: number): Place => {
    const known = places.get(pid);
    if (known) return known;
    const start = starts.get(pid)?.shift();
    const parent = start && places.get(start.by);
    const own = parent && start.sharesFolder ? parent : { folder: parent?.folder ?? root };
    places.set(pid, own);
    return own;
  };
  const programs = new Set<string>();
  const ledger = createLedger(root);
  for (const line of lines) {
    const place = placeOf(line.pid);
    if ("ended" in line) {
      places.delete(line.pid);
      continue;
    }
    const { folder } = place;
    const deed = DEEDS.get(line.name);
    const [path] = pathsIn(line, folder);
    if (deed === "move") place.folder = path === undefined ? (line.args[0]?.path ?? folder) : realPath(path);
    else if (deed === "start" && path !== undefined) {
      programs.add(path);
      ledger.read(realPath(path));
    } else take(line, folder, ledger);
  }
  return { files: ledger.uses(), programs: [...programs] };
}

/** Where a process is; threads of one are there together. */
interface Place {
  folder: string;
}

interface Start {
  readonly by: number;
  readonly sharesFolder: boolean;
}

/** How a process or thread was started; of a number that was given more than once, in turn. */
function startsIn(lines: readonly TraceLine[]): ReadonlyMap<number, Start[]> {
  const starts = new Map<number, Start[]>();
  for (const line of lines) {
    if ("ended" in line || DEEDS.get(line.name) !== "spawn") continue;
    const child = Number(/\d+/.exec(line.result.text)?.[0]);
    const sharesFolder = line.args.some(({ text }) => /\bCLONE_FS\b/.test(text));
    starts.set(child, [...(starts.get(child) ?? []), { by: line.pid, sharesFolder }]);
  }
  return starts;
}

function take(call: Call, folder: string, ledger: Ledger): void {
  const deed = DEEDS.get(call.name);
  const paths = pathsIn(call, folder).map(inRealFolder);
  const [first] = paths;
  const last = paths.at(-1);
  if (deed === "open") takeOpen(call, ledger);
  else if (deed === "list") ledger.list(call.args[0]?.path ?? "/");
  else if (first === undefined || last === undefined) return;
  else if (deed === "rename") ledger.rename(first, last);
  else if (deed === "truncate") ledger.write(realPath(first));
  else if (deed === "make") ledger.make(last);
  else if (deed === "remove") ledger.remove(first);
}

function takeOpen({ name, args, result }: Call, ledger: Ledger): void {
  const { path = "" } = result;
  // A pipe, or a file without a name.
  if (!path.startsWith("/") || path.endsWith("(deleted)") || result.text.includes("(deleted)")) return;
  const flags = name === "creat" ? "O_WRONLY|O_CREAT|O_TRUNC" : args.map(({ text }) => text).join(" ");
  if (/\bO_(?:DIRECTORY|PATH|TMPFILE)\b/.test(flags)) return;
  const isWritten = /\bO_(?:WRONLY|RDWR|TRUNC)\b/.test(flags);
  if (/\bO_CREAT\b/.test(flags) && /\bO_(?:TRUNC|EXCL)\b/.test(flags)) ledger.make(path);
  else {
    if (!/\bO_WRONLY\b/.test(flags)) ledger.read(path);
    if (isWritten) ledger.write(path);
  }
}

/** The paths that a call names: each string, in the folder of the descriptor before it. Of a link the last counts alone. */
function pathsIn({ args }: Call, folder: string): readonly string[] {
  return args.flatMap(({ string }, index) =>
    string === undefined ? [] : [resolve(args[index - 1]?.path ?? folder, string)],
  );
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return inRealFolder(path);
  }
}

/** For a name that is taken as it is, be it a link or gone. */
function inRealFolder(path: string): string {
  try {
    return join(realpathSync.native(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

type Ledger = ReturnType<typeof createLedger>;

function createLedger(root: string) {
  const uses = new Map<string, Set<FileUse["use"]>>();
  /** What the step made new: it holds nothing but its own. */
  const made = new Set<string>();
  const add = (path: string, use: FileUse["use"]): void =>
    void uses.set(path, (uses.get(path) ?? new Set()).add(use));
  const make = (path: string): void => {
    made.add(path);
    add(path, "written");
  };
  const forget = (path: string): void => {
    made.delete(path);
    uses.get(path)?.delete("written");
  };
  const isIn = (path: string): boolean => path.startsWith(`${root}/`);
  return {
    make,
    read: (path: string) => made.has(path) || add(path, "read"),
    list: (path: string) => made.has(path) || add(path, "listed"),
    write: (path: string) => add(path, "written"),
    remove: (path: string) => {
      if (!made.has(path)) add(path, "removed");
      else if (!isIn(path)) forget(path);
      made.delete(path);
    },
    rename: (from: string, to: string) => {
      if (made.has(from)) forget(from);
      else add(from, "removed");
      make(to);
    },
    // A folder that was opened and not listed tells nothing.
    uses: (): readonly FileUse[] =>
      [...uses].flatMap(([path, all]) =>
        [...all].filter((use) => use !== "read" || !isFolder(path)).map((use) => ({ path, use })),
      ),
  };
}
