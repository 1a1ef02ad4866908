import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { closePipesAfter, signalGroup } from "./process-group.ts";
import type { ProgramEnd } from "./program-end.ts";

/** A `sh` that takes one command after the other. */
export interface Shell {
  readonly child: ChildProcess;
  readonly isAlive: () => boolean;
  /**
   * Runs one command, and hands on what it prints to the shell's standard output as it comes. Resolves with its
   * status, or with the end of the shell itself where that ended first.
   */
  readonly command: (text: string, output: (bytes: Buffer) => void) => Promise<CommandEnd>;
}

export type CommandEnd =
  | { readonly kind: "status"; readonly status: number; readonly isSignal: boolean }
  | ProgramEnd;

const FIRST_SIGNAL = 128;
/** SIGINT and SIGPIPE: shells do not say that a command was ended by these. */
const UNSAID = new Set([130, 141]);
const SIGTERM = 143;

interface Waiting {
  readonly output: (bytes: Buffer) => void;
  readonly resolve: (end: CommandEnd) => void;
}

/** Starts it in a process group of its own, with an empty environment. */
export function startShell(root: string, cache: string, under: readonly string[]): Shell {
  const said = openNameless(join(root, cache));
  const [file, ...args] = [...under, "/bin/sh"];
  const child = spawn(file, args, {
    cwd: root,
    env: {},
    stdio: ["pipe", "pipe", said],
    detached: true,
  });
  closePipesAfter(child);
  const nonce = randomUUID();
  const mark = Buffer.from(`\0${nonce} `);
  let waiting: Waiting | undefined;
  let held: Buffer = Buffer.alloc(0);
  let saidBefore = 0;
  const settle = (end: CommandEnd): void => {
    waiting?.resolve(end);
    waiting = undefined;
  };
  /** The shell has said something itself, which it does of a command that a signal ended. */
  const hasSaid = (): boolean => {
    const before = saidBefore;
    saidBefore = fstatSync(said).size;
    return saidBefore > before;
  };
  child.stdout?.on("data", (bytes: Buffer) => {
    const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const at = all.indexOf(mark);
    const end = at < 0 ? -1 : all.indexOf("\n", at + mark.length);
    const output = all.subarray(0, at < 0 ? possibleStart(all, mark.length) : at);
    held = all.subarray(output.length);
    if (output.length > 0) waiting?.output(output);
    if (end < 0) return;
    held = all.subarray(end + 1);
    const status = Number(all.toString("latin1", at + mark.length, end));
    const isSignal = status > FIRST_SIGNAL && (hasSaid() || UNSAID.has(status));
    settle({ kind: "status", status, isSignal });
  });
  child.stdin?.on("error", () => {}); // A dead shell takes no command; how it ended is told by its end.
  child.on("error", (error: NodeJS.ErrnoException) =>
    settle({ kind: "not-started", file: "/bin/sh", code: error.code ?? error.message }),
  );
  child.on("exit", () => {
    // What the step left behind goes with the shell, and lets go of the pipe.
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  });
  child.on("close", (exitCode, signal) => {
    closeSync(said);
    if (signal) settle({ kind: "killed", signal });
    else if (exitCode === SIGTERM) settle({ kind: "killed", signal: "SIGTERM" });
    else settle({ kind: "exited", exitCode: exitCode ?? 0 });
  });
  // Asked to end, it lets the command that runs end first.
  child.stdin?.write(`trap 'exit ${SIGTERM}' TERM\n`);
  return {
    child,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    command: (text, output) =>
      new Promise((resolve) => {
        waiting = { output, resolve };
        child.stdin?.write(`${text}; printf '\\000%s %d\\n' ${nonce} $?\n`);
      }),
  };
}

/** Where in the last bytes a mark may have begun, of which the rest is still to come; the end if nowhere. */
function possibleStart(bytes: Buffer, markLength: number): number {
  const from = Math.max(0, bytes.length - markLength - 4);
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? bytes.length : zero;
}

/** A file that only who holds it open knows of. */
function openNameless(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `shell-${randomUUID()}`);
  const file = openSync(path, "w+");
  unlinkSync(path);
  return file;
}
