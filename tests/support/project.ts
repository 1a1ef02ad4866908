import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildEvent, EventType } from "../../src/engine/event.ts";
import { createGate, type Gate } from "./gate.ts";
import { childrenOf, endProcess } from "./processes.ts";

/** The repository: its own `bin/plr.js` is what the tests run. */
export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Shell text, run by a recipe, that counts its run. The file lies beside the project, so it is no input, no output
 * and no file of the project.
 */
export function counted(recipe: string): string {
  return `echo ${recipe} >> ../runs.log`;
}

/** The same for a task module. */
export const COUNT_IN_TASK = `import { appendFileSync as countRun } from "node:fs";
const count = (recipe: string): void => countRun("../runs.log", recipe + "\\n");
`;

/** A plrfile with these members, as source text; `before` declares what they name. */
export function plrfile(members: readonly string[], before = "", options = ""): string {
  return `import { csv, defineProject, dir, duckdb, each, file, flow, glob, group, json, parquet, pdf, png, probe, rule, shell, tool, tsv, yaml } from "plr";
void [csv, dir, duckdb, each, file, flow, glob, group, json, parquet, pdf, png, probe, rule, shell, tool, tsv, yaml];
${before}
export default defineProject({ name: "test", ${options} members: [${members.join(",\n")}] });
`;
}

const LIMIT_MS = 30_000;

/** A command that has ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Events printed by `build --json`. */
  readonly events: readonly BuildEvent[];
  /** Recipes that ran meanwhile, sorted; each as often as it ran. */
  readonly ran: readonly string[];
  /** Names of finished steps by outcome. */
  readonly steps: Readonly<Record<string, string>>;
}

/** A command that runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when a text has come on stderr so often. */
  readonly noted: (text: string, times: number) => Promise<void>;
  /** Resolves with the first event of a type (that `where` accepts, given its place among those of the type), from now or before; rejects if the command ends without one. */
  readonly event: <T extends EventType>(
    type: T,
    where?: (event: Extract<BuildEvent, { type: T }>, index: number) => boolean,
  ) => Promise<Extract<BuildEvent, { type: T }>>;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Folder below the project to run in. */
  readonly in?: string;
  readonly user?: number;
  /** It is ended after so long; half a minute unless told. */
  readonly limitMs?: number;
}

export interface Expected {
  readonly exit?: number | null;
  /** Recipes that must have run, in any order. */
  readonly ran?: readonly string[];
  /** Steps whose outputs must have come from the store, in any order. */
  readonly restored?: readonly string[];
}

/** A disposable project in a temporary folder, built by the real binary. */
export interface TestProject extends AsyncDisposable {
  readonly root: string;
  readonly at: (path: string) => string;
  /** Writes a file with its folders. */
  readonly write: (path: string, text: string | Uint8Array) => void;
  readonly read: (path: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  readonly remove: (path: string) => void;
  /** Paths of all files but those of the cache and node_modules. */
  readonly list: () => readonly string[];
  /** Starts `plr` with these arguments. */
  readonly start: (args: readonly string[], options?: CommandOptions) => Running;
  readonly run: (args: readonly string[], options?: CommandOptions) => Promise<Ended>;
  /** `plr build --json` with more arguments, and what must come of it. */
  readonly build: (expected?: Expected, args?: readonly string[], options?: CommandOptions) => Promise<Ended>;
  /** A place where a recipe waits until the test lets it go. */
  readonly gate: (name: string) => Gate;
}

/** Makes a project of these files. Children are ended and the folder is removed when it goes out of scope. */
export async function makeProject({
  files,
  packages = [],
}: {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Packages of the repository that tasks of the project import. */
  readonly packages?: readonly string[];
}): Promise<TestProject> {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "plr-test-")));
  const root = join(folder, "project");
  const at = (path: string): string => join(root, path);
  const write = (path: string, text: string | Uint8Array): void => {
    fs.mkdirSync(dirname(at(path)), { recursive: true });
    fs.writeFileSync(at(path), text);
  };
  fs.mkdirSync(at("node_modules"), { recursive: true });
  fs.symlinkSync(REPOSITORY, at("node_modules/plr"));
  for (const name of packages) {
    fs.mkdirSync(dirname(at(`node_modules/${name}`)), { recursive: true });
    fs.symlinkSync(join(REPOSITORY, "node_modules", name), at(`node_modules/${name}`));
  }
  write("package.json", '{ "type": "module" }\n');
  for (const [path, text] of Object.entries(files)) write(path, text);
  const running = new Set<ChildProcess>();
  const gates: Gate[] = [];
  const setting: Setting = { folder, root, running };
  const start = (args: readonly string[], options: CommandOptions = {}): Running =>
    startCommand(args, options, setting);
  return {
    root,
    at,
    write,
    read: (path) => (fs.existsSync(at(path)) ? fs.readFileSync(at(path), "utf8") : undefined),
    exists: (path) => fs.existsSync(at(path)),
    remove: (path) => fs.rmSync(at(path), { recursive: true, force: true }),
    list: () => listFiles(root),
    start,
    run: (args, options) => start(args, options).ended,
    build: async (expected = {}, args = [], options = {}) => {
      const ended = await start(["build", "--json", ...args], options).ended;
      check(ended, { exit: 0, ...expected });
      return ended;
    },
    gate: (name) => {
      const gate = createGate(folder, name);
      gates.push(gate);
      return gate;
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of running) killTree(child);
      for (const gate of gates) gate.close();
      await Promise.all([...running].map(hasEnded));
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** What a command said, for the message of an assertion. */
export function transcript({ exit, signal, stdout, stderr, ran }: Ended): string {
  return `exit ${exit ?? signal}; ran: ${ran.join(", ") || "nothing"}\n${stderr}\n${stdout}`;
}

interface Setting {
  readonly folder: string;
  readonly root: string;
  readonly running: Set<ChildProcess>;
}

function startCommand(args: readonly string[], options: CommandOptions, setting: Setting): Running {
  const { folder, root, running } = setting;
  const counts = join(folder, "runs.log");
  const before = linesOf(counts).length;
  const child = spawn(process.execPath, [join(REPOSITORY, "bin/plr.js"), ...args], {
    cwd: join(root, options.in ?? ""),
    env: { ...plainEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...(options.user !== undefined && { uid: options.user, gid: options.user }),
  });
  running.add(child);
  const said = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const watcher of watchers) watcher();
    });
  }
  // A command that hangs fails its test and does not hold up the others.
  const limit = setTimeout(() => killTree(child), options.limitMs ?? LIMIT_MS).unref();
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit, signal) => {
      clearTimeout(limit);
      running.delete(child);
      const events = eventsIn(said.stdout);
      const ran = linesOf(counts).slice(before).sort();
      resolve({ exit, signal, ...said, events, ran, steps: outcomes(events) });
      for (const watcher of watchers) watcher();
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    noted: (text, times) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          if (said.stderr.split(text).length > times) resolve();
          else if (!running.has(child)) reject(new Error(`no ${text}: ${said.stderr}`));
          else return;
          watchers.delete(watcher);
        };
        watchers.add(watcher);
        watcher();
      }),
    kill: (signal) => void child.kill(signal),
    event: (type, where = () => true) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          const ofType = eventsIn(said.stdout).filter((event) => event.type === type);
          const found = (ofType as Extract<BuildEvent, { type: typeof type }>[]).find(where);
          if (found) resolve(found);
          else if (!running.has(child)) reject(new Error(`no ${type}: ${said.stderr}${said.stdout}`));
          else return;
          watchers.delete(watcher);
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

/** What every command is given: no variable of the person who runs the tests reaches a recipe. */
function plainEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }) };
}

function check(ended: Ended, { exit, ran, restored }: Expected): void {
  assert.equal(ended.exit, exit, `exit code: ${transcript(ended)}`);
  if (ran) assert.deepEqual(ended.ran, [...ran].sort(), `recipes that ran: ${transcript(ended)}`);
  if (!restored) return;
  const steps = ended.events.flatMap((event) =>
    event.type === "step.finished" && event.outcome === "restored" ? [event.step] : [],
  );
  assert.deepEqual(steps.sort(), [...restored].sort(), `steps that were restored: ${transcript(ended)}`);
}

function eventsIn(stdout: string): readonly BuildEvent[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith(`{"n":`))
    .map((line) => JSON.parse(line) as BuildEvent);
}

function outcomes(events: readonly BuildEvent[]): Readonly<Record<string, string>> {
  const steps: Record<string, string> = {};
  for (const event of events) if (event.type === "step.finished") steps[event.step] = event.outcome;
  return steps;
}

function linesOf(path: string): readonly string[] {
  if (!fs.existsSync(path)) return [];
  return fs
    .readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function listFiles(root: string): readonly string[] {
  return execFileSync(
    "find",
    [
      ".",
      "(",
      "-name",
      ".plr-cache",
      "-o",
      "-name",
      "node_modules",
      ")",
      "-prune",
      "-o",
      "-not",
      "-type",
      "d",
      "-print0",
    ],
    { cwd: root, encoding: "utf8" },
  )
    .split("\0")
    .filter((path) => path !== "")
    .map((path) => path.slice(2))
    .sort();
}

/** Ends a command and all that it started, groups of their own included. */
function killTree(child: { readonly pid?: number | undefined }): void {
  if (child.pid === undefined) return;
  const below = childrenOf(child.pid);
  endProcess(child.pid);
  for (const pid of below) endProcess(pid);
}

function hasEnded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("close", () => resolve()));
}
