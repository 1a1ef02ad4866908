import assert from "node:assert/strict";
import { acceptOutputs } from "../../src/engine/accept.ts";
import type { View } from "../../src/engine/artifact.ts";
import {
  build,
  type BuildEnd,
  type BuilderLock,
  type BuildWorld,
  type KeptStore,
} from "../../src/engine/build.ts";
import { caveatsOf } from "../../src/engine/caveats.ts";
import type { BuildEvent } from "../../src/engine/event.ts";
import { ok, type Result } from "../../src/engine/failure.ts";
import { buildGraph, type Graph } from "../../src/engine/graph.ts";
import type { FileFacts, FoundInput, Host, Job, JobResult } from "../../src/engine/host.ts";
import { openJournal } from "../../src/engine/journal.ts";
import { defineProject, type Project } from "../../src/engine/project.ts";
import type { Json } from "../../src/engine/canonical-json.ts";
import { createHash } from "../../src/host/hash.ts";
import type { MemoryFiles } from "./memory-files.ts";
import { filesOf, folderText, lookedAt, readAs } from "./recipes.ts";

export const hasher = await createHash();
const CACHE = ".plr-cache";

export interface MemoryBuild {
  readonly end: Result<BuildEnd>;
  /** Steps that ran, in order; each as often as it ran. */
  readonly ran: readonly string[];
  readonly events: readonly BuildEvent[];
}

export interface MemoryRequest {
  readonly targets?: readonly string[];
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  readonly retries?: number;
  readonly memory?: number;
  readonly pools?: Parameters<typeof defineProject>[0]["pools"];
  /** How often each of these steps fails before it succeeds. */
  readonly failsFirst?: Map<string, number>;
  /** What steps take, ms. */
  readonly durations?: Readonly<Record<string, number>>;
  /** A wait lasts until another step has run. */
  readonly heldWait?: boolean;
  /** Is given each wait, ms. */
  readonly waits?: number[];
  /** Steps that fail. */
  readonly failing?: ReadonlySet<string>;
  /** Steps that find a file absent fail. */
  readonly lacking?: boolean;
  /** Before a step's views and bytes are described. */
  readonly onDescribe?: (path: string) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Of several builds at once; without it a build has the project for itself. */
  readonly lock?: () => Promise<BuilderLock>;
  /** Targets that run whatever is recorded. */
  readonly forced?: readonly string[];
  /** What the store may keep; none without. */
  readonly storeBytes?: number;
  /** The number of the run; 1 without. */
  readonly run?: number;
  readonly bootId?: string;
}

/** The store of a project in memory, as a process of its own would open it. */
export function keptStore(files: MemoryFiles, budget: number): KeptStore {
  const folder = `${CACHE}/objects`;
  return { files, hasher, folder, index: openJournal(`${folder}/index`, files, hasher), budget };
}

type Members = Parameters<typeof defineProject>[0]["members"];

/**
 * Builds a project in memory as a process of its own would: it knows what is on the disk and nothing else. A
 * script's text is its whole meaning, as told in `recipes.ts`; `noisy: …` adds a number that no other run has;
 * `nothing: …` writes nothing; `finds: …` reads the files that the words of its inputs name, which it discovers.
 */
export async function buildInMemory(
  files: MemoryFiles,
  members: Members,
  request: MemoryRequest = {},
): Promise<MemoryBuild> {
  const { targets = [], forced = [], jobs = 1, keepGoing = false, retries = 0 } = request;
  const { memory = Number.MAX_SAFE_INTEGER } = request;
  const { graph, world, ran, events } = worldOf(files, members, request);
  const end = await build(
    graph,
    {
      targets,
      forced,
      forceAll: false,
      given: new Set(),
      checkpoints: new Set<string>(),
      jobs,
      keepGoing,
      retries,
      memory,
    },
    world,
  );
  return { end, ran, events };
}

/** Accepts the outputs of targets in memory, as a process of its own. */
export async function acceptInMemory(
  files: MemoryFiles,
  members: Members,
  targets: readonly string[],
): Promise<readonly string[]> {
  const { graph, world } = worldOf(files, members, {});
  const accepted = await acceptOutputs(graph, { targets, by: "ana", reason: "r", at: 0 }, world);
  assert.ok(accepted.ok, accepted.ok ? "" : JSON.stringify(accepted.failure));
  return accepted.value.map(({ id }) => id);
}

/** The steps that a caveat is recorded of. */
export function caveatsInMemory(files: MemoryFiles, members: Members): readonly string[] {
  const { graph, world } = worldOf(files, members, {});
  return caveatsOf(graph, world.openJournal()).map(({ caveat }) => caveat.step);
}

interface MemoryWorld {
  readonly graph: Graph;
  readonly world: BuildWorld;
  readonly ran: readonly string[];
  readonly events: readonly BuildEvent[];
}

function worldOf(files: MemoryFiles, members: Members, request: MemoryRequest): MemoryWorld {
  const project: Project = defineProject({
    name: "memory",
    members,
    ...(request.pools && { pools: request.pools }),
  });
  const graph = buildGraph(project, files);
  assert.ok(graph.ok, graph.ok ? "" : JSON.stringify(graph.failure));
  const ran: string[] = [];
  const events: BuildEvent[] = [];
  const world: BuildWorld = {
    host: hostOf(files, ran, request),
    // A task's code is the text of the function that would load it.
    openCode: () => ({
      read: (code) =>
        ok({
          digest: hasher.text("load" in code ? String(code.load) : code.path),
          module: "task.ts",
          modules: [],
          files: [],
          entries: [],
        }),
      keep: () => {},
    }),
    emit: (type, body) => {
      events.push({ n: events.length, ms: 0, type, ...body } as unknown as BuildEvent);
      assert.ok(events.length < 10_000, "a build comes to its end");
    },
    openJournal: () => openJournal(`${CACHE}/journal`, files, hasher),
    lock: async () => ok(request.lock ? await request.lock() : { isHeld: () => true, release: () => {} }),
    run: { number: request.run ?? 1, logFile: (step) => `${CACHE}/runs/1/${step}.log`, at: () => 0 },
    cache: CACHE,
    openStore: () => (request.storeBytes === undefined ? undefined : keptStore(files, request.storeBytes)),
    signal: new AbortController().signal,
  };
  return { graph: graph.value, world, ran, events };
}

function hostOf(
  files: MemoryFiles,
  ran: string[],
  {
    failing,
    failsFirst,
    waits,
    heldWait = false,
    durations = {},
    lacking = false,
    env = {},
    onDescribe,
    bootId = "boot",
  }: MemoryRequest,
): Host {
  let now = 0;
  return {
    files,
    hasher,
    bootId,
    now: () => now,
    wait: async (ms, aborted) => {
      waits?.push(ms);
      if (heldWait) await until(aborted, () => ran.length > 1);
    },
    env,
    askTool: () => Promise.resolve(ok("1")),
    binaryOf: () => undefined,
    askModule: () => Promise.resolve(ok(null)),
    runner: {
      warm: () => {},
      prepare: () => {},
      run: async (job) => {
        await new Promise(setImmediate);
        ran.push(job.step);
        now += durations[job.step] ?? 0;
        const failures = failsFirst?.get(job.step) ?? 0;
        failsFirst?.set(job.step, failures - 1);
        if (failing?.has(job.step) === true || failures > 0) {
          return { ok: false, failure: { reason: "exited", command: job.step, exitCode: 1 }, tail: [] };
        }
        const done = work(job, files);
        const lacks = done.found?.some(({ path }) => files.text(path) === undefined) ?? false;
        const failure = { reason: "exited", command: job.step, exitCode: 2 } as const;
        return lacking && lacks ? { ...done, ok: false, failure, tail: [] } : done;
      },
      describe: (path, views) => {
        onDescribe?.(path);
        const size = files.stat(path)?.size ?? 0;
        return Promise.resolve(
          ok({ digest: files.hash(path), size, views: viewsOf(files.text(path) ?? "", views) }),
        );
      },
      kill: () => {},
    },
  };
}

async function until(aborted: AbortSignal, holds: () => boolean): Promise<void> {
  while (!aborted.aborted && !holds()) await new Promise(setImmediate);
}

let runs = 0;

function work(job: Job, files: MemoryFiles): JobResult {
  const noise = ` #${++runs}`;
  const text = textOf(job.action);
  const read = [
    ...Object.entries(job.inputs).map(([name, input]) => readAs(name, textsOf(input, files))),
    ...Object.entries(job.env).flatMap(([name, value]) => (name === "TMPDIR" ? [] : [`${name}=${value}`])),
  ];
  const found = text.startsWith("finds:")
    ? findWords(job, files)
    : lookedAt(text, read).map((path) => (job.action.type === "task" ? seen(path, files) : { path }));
  for (const { path } of found) read.push(`${path}=${contentsOf(path, files)}`);
  for (const [name, path] of text.startsWith("nothing:") ? [] : Object.entries(job.outputs)) {
    // The recipe writes as a person does: its operations are not the engine's.
    for (const [below, made] of filesOf(name, text, read))
      files.edit(below === "" ? path : `${path}/${below}`, text.startsWith("noisy:") ? made + noise : made);
  }
  return { ok: true, read: [], found };
}

/** Paths named by a step's inputs. Each second is named as a list does after the run, the others as a task does. */
function findWords(job: Job, files: MemoryFiles): readonly FoundInput[] {
  const words = Object.values(job.inputs).flatMap((input) => contentsOf(input, files).split(/[\s+]+/));
  return words
    .filter((word) => word.includes("/"))
    .map((path, index) => (index % 2 === 0 ? { path } : seen(path, files)));
}

function seen(path: string, files: MemoryFiles): FoundInput {
  const tuple = files.stat(path)?.tuple;
  return { path, seen: tuple === undefined ? "absent" : { tuple } };
}

/** A task's text is that of its loader, where the loader has one of its own. */
function textOf(action: Job["action"]): string {
  if (action.type === "script") return action.text;
  return action.type === "task" && Object.hasOwn(action.load, "toString") ? String(action.load) : action.type;
}

function contentsOf(input: Json, files: MemoryFiles): string {
  return textsOf(input, files).join("+");
}

function textsOf(input: Json, files: MemoryFiles): readonly string[] {
  const paths = Array.isArray(input) ? (input as readonly string[]) : [input as string];
  return paths.map((path) => textAt(path, files) ?? "(absent)");
}

/** The text of a file, or of a folder with all that is in it; undefined where neither is. */
export function textAt(path: string, files: Pick<MemoryFiles, "text" | "paths">): string | undefined {
  const text = files.text(path);
  if (text !== undefined) return text;
  const inside = files.paths().filter((other) => other.startsWith(`${path}/`));
  if (inside.length === 0) return undefined;
  return folderText(
    inside.map((other): [string, string] => [other.slice(path.length + 1), files.text(other) ?? ""]),
  );
}

/** Digests of views of a JSON file; those of other formats nobody asks for here. */
function viewsOf(text: string, views: readonly View[]): FileFacts["views"] {
  const ofJson = views.filter((view) => view === "json" || view.startsWith("json:/"));
  return Object.fromEntries(
    ofJson.map((view) => {
      const whole = JSON.parse(text) as Record<string, unknown>;
      const value = view === "json" ? whole : whole[view.slice("json:/".length)];
      return [view, hasher.text(JSON.stringify(value))];
    }),
  );
}
