import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { childrenOf, endProcess } from "../support/processes.ts";
import { REPOSITORY } from "../support/project.ts";
import { type Chain, rulesOf, type Tool } from "./tool.ts";

const LIMIT_MS = 60_000;
/** How often a recipe or this program looks again. */
const LOOK_MS = 20;

/** What a scenario found wrong, in two or three words. */
export class Miss extends Error {}

export interface Started {
  /** Exit code; undefined after a kill. */
  readonly ended: Promise<number | undefined>;
  readonly hasEnded: () => boolean;
  /** Ends the tool and all that it started, as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** One tool in one throw-away project, for one scenario. */
export interface Trial extends Disposable {
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string | undefined;
  readonly at: (path: string) => string;
  /** Says the chain in the tool's own build file. */
  readonly say: (chain: Chain) => void;
  readonly start: () => Started;
  /** Waits until the tool can tell the next edit from the last. */
  readonly tick: () => Promise<void>;
  /** Builds, and gives the exit code and the recipes that ran, sorted. */
  readonly build: () => Promise<{ readonly exit: number | undefined; readonly ran: readonly string[] }>;
  /** Recipes that ran since the last look. */
  readonly ran: () => readonly string[];
  /** Resolves when `gen` has begun that often since the last look, when this invocation has ended, or after a time. */
  readonly begun: (times: number, by: Started, ms?: number) => Promise<void>;
  /** A file beside the project whose presence recipes ask for. */
  readonly flag: (name: string, isUp: boolean) => void;
}

/** Shell text of a recipe: waits as long as the flag is up. */
export function whileUp(flag: string): string {
  return `while [ -e ../${flag} ]; do sleep ${LOOK_MS / 1000}; done`;
}

/** Makes an empty project for a tool. @throws Miss where the tool cannot start one */
export function beginTrial(tool: Tool): Trial {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), `conformance-${tool.name}-`)));
  const root = join(folder, "project");
  const log = join(folder, "runs.log");
  const children = new Set<ChildProcess>();
  const at = (path: string): string => join(root, path);
  const write = (path: string, text: string): void => {
    fs.mkdirSync(dirname(at(path)), { recursive: true });
    fs.writeFileSync(at(path), text);
  };
  fs.mkdirSync(at("node_modules"), { recursive: true });
  fs.symlinkSync(REPOSITORY, at("node_modules/plr"));
  if (tool.init) run(tool.init, root);
  let seen = 0;
  const linesSince = (): readonly string[] =>
    fs.existsSync(log) ? fs.readFileSync(log, "utf8").split("\n").slice(seen, -1) : [];
  const ran = (): readonly string[] => {
    const lines = linesSince();
    seen += lines.length;
    return [...lines].sort();
  };
  const tick = (): Promise<void> => wait(tool.tickMs ?? 0);
  const start = (): Started => startIn(tool.build, root, children);
  return {
    write,
    read: (path) => (fs.existsSync(at(path)) ? fs.readFileSync(at(path), "utf8") : undefined),
    at,
    say: (chain) => {
      for (const [path, text] of Object.entries(tool.files(rulesOf(chain)))) write(path, text);
    },
    start,
    tick,
    build: async () => {
      const exit = await start().ended;
      await tick();
      return { exit, ran: ran() };
    },
    ran,
    begun: async (times, by, ms = LIMIT_MS) => {
      const until = performance.now() + ms;
      while (performance.now() < until && !by.hasEnded()) {
        if (linesSince().filter((line) => line === "gen").length >= times) return;
        await wait(LOOK_MS);
      }
    },
    flag: (name, isUp) => {
      if (isUp) fs.writeFileSync(join(folder, name), "");
      else fs.rmSync(join(folder, name));
    },
    [Symbol.dispose]: () => {
      for (const child of children) endTree(child.pid);
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: LOOK_MS });
    },
  };
}

/** First line that a command prints; undefined where it is not installed. */
export function firstLine(command: readonly string[]): string | undefined {
  const [program = "", ...args] = command;
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0] : undefined;
}

function run(command: readonly string[], cwd: string): void {
  const [program = "", ...args] = command;
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Miss(`${program} ${args.join(" ")}: ${stderr.trim()}`);
}

function startIn(command: readonly string[], cwd: string, children: Set<ChildProcess>): Started {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd, stdio: "ignore", detached: true });
  children.add(child);
  let hasEnded = false;
  const limit = setTimeout(() => endTree(child.pid), LIMIT_MS);
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      hasEnded = true;
      clearTimeout(limit);
      children.delete(child);
      resolve(code ?? undefined);
    });
  });
  return {
    ended,
    hasEnded: () => hasEnded,
    kill: async () => {
      endTree(child.pid);
      await ended;
    },
  };
}

function endTree(pid: number | undefined): void {
  if (pid === undefined) return;
  const below = childrenOf(pid);
  endProcess(pid);
  for (const one of below) endProcess(one);
}
