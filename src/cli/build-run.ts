import { build, type BuildEnd } from "../engine/build.ts";
import type { BuildEvent, Emit, EventBody, EventType } from "../engine/event.ts";
import type { Result } from "../engine/failure.ts";
import type { PlanRequest } from "../engine/selection.ts";
import { exitCodeOf } from "../report/failures.ts";
import { acquireLock } from "../host/lock.ts";
import { gitHead } from "../host/git-head.ts";
import { ownIdentity } from "../host/process-identity.ts";
import { openRunFolder, type RunFolder } from "../host/run-folder.ts";
import { CACHE } from "../engine/cache-folder.ts";
import type { Session } from "./session.ts";
import { userName } from "./user-name.ts";
import { VERSION } from "./version.ts";

export interface BuildOptions {
  readonly targets: readonly string[];
  readonly jobs: number;
  readonly force: boolean;
  readonly keepGoing: boolean;
  readonly retries: number;
  /** What steps that declare memory may use together, bytes. */
  readonly memory: number;
  /** Whether to wait for another build of the project. */
  readonly wait: boolean;
  /** Whether results of before are taken from the store, and new ones kept there. */
  readonly cache: boolean;
  readonly given: ReadonlySet<string>;
  readonly checkpoints: ReadonlySet<string>;
  readonly argv: readonly string[];
}

export interface BuildRun {
  readonly end: Result<BuildEnd>;
  readonly run: number;
}

const HEARTBEAT_MS = 2000;

/** Builds, records the run, and hands every event to `show`. */
export async function runBuild(
  session: Session,
  options: BuildOptions,
  { show, signal }: { show: (event: BuildEvent) => void; signal: AbortSignal },
): Promise<BuildRun> {
  const { jobs, keepGoing, retries, memory } = options;
  const folder = openRunFolder(session.root, CACHE);
  const startedAt = performance.now();
  let quietSince = startedAt;
  const emit = numbered(startedAt, (event) => {
    quietSince = performance.now();
    folder.write(event);
    show(event);
  });
  const heartbeat = setInterval(() => {
    if (performance.now() - quietSince >= HEARTBEAT_MS) emit("run.heartbeat", { at: Date.now() });
  }, HEARTBEAT_MS);
  emit("run.started", startOf(session, options, folder));
  const onSignal = (): void => emit("run.cancelling", { signal: "SIGINT" });
  signal.addEventListener("abort", onSignal);
  try {
    const end = await build(
      session.graph,
      { ...planRequest(options), jobs, keepGoing, retries, memory },
      worldOf(session, { emit, folder, signal, wait: options.wait, cache: options.cache }),
    );
    emit("run.finished", finishOf(end, Math.round(performance.now() - startedAt)));
    return { end, run: folder.number };
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener("abort", onSignal);
    folder.close();
  }
}

function numbered(startedAt: number, give: (event: BuildEvent) => void): Emit {
  let n = 0;
  return <T extends EventType>(type: T, body: EventBody<T>) => {
    const ms = Math.round(performance.now() - startedAt);
    give({ n: n++, ms, type, ...body } as unknown as BuildEvent);
  };
}

/** What is asked of the engine, by what was asked on the command line. */
export function planRequest(
  options: Pick<BuildOptions, "targets" | "force" | "given" | "checkpoints">,
): PlanRequest {
  const { targets, force, given, checkpoints } = options;
  return {
    targets,
    forced: force ? targets : [],
    forceAll: force && targets.length === 0,
    given,
    checkpoints,
  };
}

interface WorldParts {
  readonly emit: Emit;
  readonly folder: RunFolder;
  readonly signal: AbortSignal;
  readonly wait: boolean;
  readonly cache: boolean;
}

function worldOf(
  session: Session,
  { emit, folder, signal, wait, cache }: WorldParts,
): Parameters<typeof build>[2] {
  const { host, openCode, openJournal, openStore } = session;
  return {
    host,
    openCode,
    openJournal,
    emit,
    signal,
    cache: CACHE,
    openStore: () => (cache ? openStore() : undefined),
    run: { number: folder.number, logFile: folder.logFile, at: () => Date.now() },
    lock: async () => {
      const startedAt = performance.now();
      let hasWaited = false;
      const onWait = (owner: EventBody<"run.waiting">["for"]): void => {
        hasWaited = true;
        emit("run.waiting", { for: owner });
      };
      const lock = await acquireLock(CACHE, folder.number, { wait, onWait, signal });
      if (hasWaited) emit("run.waited", { waitedMs: Math.round(performance.now() - startedAt) });
      return lock;
    },
  };
}

function startOf(
  { graph, root }: Session,
  options: BuildOptions,
  folder: RunFolder,
): EventBody<"run.started"> {
  const git = gitHead(root);
  return {
    events: 1,
    run: folder.number,
    uid: crypto.randomUUID(),
    at: Date.now(),
    plr: VERSION,
    node: process.versions.node,
    argv: options.argv,
    targets: options.targets,
    jobs: options.jobs,
    pools: graph.project.pools,
    memoryBytes: options.memory,
    ...ownIdentity(),
    user: userName(),
    variant: graph.project.variant,
    ...(git && { git }),
  };
}

function finishOf(end: Result<BuildEnd>, durMs: number): EventBody<"run.finished"> {
  const none = { built: 0, same: 0, restored: 0, fresh: 0, failed: 0, blocked: 0, cancelled: 0 };
  if (!end.ok) {
    const exit = exitCodeOf(end.failure);
    const outcome = end.failure.reason === "cancelled" ? "cancelled" : "failed";
    return { outcome, exit, durMs, counts: none, caveats: 0, cutoff: { steps: 0, outputs: 0, savedMs: 0 } };
  }
  const { outcome, counts, caveats, cutoff } = end.value;
  return {
    outcome,
    exit: outcome === "done" ? 0 : outcome === "cancelled" ? 130 : 1,
    durMs,
    counts,
    caveats,
    cutoff,
  };
}
