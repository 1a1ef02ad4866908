import { type ChildProcess, spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { View } from "../engine/artifact.ts";
import { failed, ok, type Result } from "../engine/failure.ts";
import type { ComingTask, FileFacts, Job, JobEvents, JobResult } from "../engine/host.ts";
import { END_MARK, type FromWorker, type ToWorker } from "./messages.ts";
import { closePipesAfter, endGroup, signalGroup } from "./process-group.ts";
import { openStepLog, type StepLog } from "./step-log.ts";
import type { Watchdog } from "./watchdog.ts";

/** A task that does not end by itself when asked is ended after this. */
const WORKER_GRACE_MS = 800;

/** One place for one step at a time, with a worker process that is started when it is needed. */
export interface WorkerSlot {
  readonly run: (job: Job, events: JobEvents, signal: AbortSignal) => Promise<JobResult>;
  /** Starts the process before there is a step for it. */
  readonly warm: () => void;
  readonly prepare: (task: ComingTask) => void;
  readonly describe: (path: string, views: readonly View[]) => Promise<Result<FileFacts>>;
  readonly kill: () => void;
}

interface Worker {
  readonly child: ChildProcess;
  /** Digests of the local modules that it has loaded. */
  readonly loaded: Map<string, string>;
  /** Whoever waits for the next answer; given undefined when the process has ended. */
  waiting: ((message: FromWorker | undefined) => void) | undefined;
  log: StepLog | undefined;
  events: JobEvents | undefined;
  endSignal: NodeJS.Signals | null;
  readonly closed: Promise<void>;
  readonly marks: { stdout: (() => void) | undefined; stderr: (() => void) | undefined };
  /** The end of what came, as long as it may be the beginning of an end mark. */
  readonly held: { stdout: Buffer; stderr: Buffer };
}

export function createWorkerSlot(root: string, watchdog: Watchdog, under: readonly string[]): WorkerSlot {
  let worker: Worker | undefined;
  let nextId = 1;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };

  const start = (): Worker => {
    const started = startWorker(root, under);
    watchdog.guard(started.child);
    started.child.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    worker = started;
    return started;
  };
  const retire = (): void => {
    if (worker) endGroup(worker.child, WORKER_GRACE_MS);
    worker = undefined;
  };
  const ask = (to: Worker, message: ToWorker): Promise<FromWorker | undefined> =>
    new Promise((resolve) => {
      to.waiting = resolve;
      to.child.send(message, (error) => {
        if (error) resolve(undefined);
      });
    });

  return {
    run: (job, events, signal) => inTurn(() => runJob(job, events, signal)),
    warm: () => {
      if (!worker) start();
    },
    prepare: (task) => void inTurn(() => load(task)),
    describe: (path, views) => inTurn(() => describe(path, views)),
    kill: () => {
      if (worker?.child.pid !== undefined) signalGroup(worker.child.pid, "SIGKILL");
      worker = undefined;
    },
  };

  async function runJob(job: Job, events: JobEvents, signal: AbortSignal): Promise<JobResult> {
    if (worker && hasOtherCode(worker, job)) retire();
    const on = worker ?? start();
    const id = nextId++;
    const log = openStepLog(`${root}/${job.logFile}`, events.output);
    Object.assign(on, { log, events });
    const marks = bothMarks(on);
    let ending: "timed-out" | "cancelled" | undefined;
    const stop = (why: typeof ending): void => {
      ending ??= why;
      endGroup(on.child, WORKER_GRACE_MS);
    };
    const cancel = (): void => stop("cancelled");
    signal.addEventListener("abort", cancel);
    const timer =
      job.timeoutMs === undefined ? undefined : setTimeout(() => stop("timed-out"), job.timeoutMs);
    const { inputs, outputs, params, pool, env } = job;
    remember(on, job);
    const message = {
      type: "run",
      id,
      module: job.module ?? "",
      job: { inputs, outputs, params, pool, env },
    } as const;
    const answer = await ask(on, message);
    if (answer) await Promise.race([marks, on.closed]);
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    if (answer?.type !== "done" || answer.retire) retire();
    return resultOf(answer, { job, ending, log, signal: on.endSignal });
  }

  async function load(task: ComingTask): Promise<void> {
    if (worker && hasOtherCode(worker, task)) return;
    const on = worker ?? start();
    on.log = undefined;
    remember(on, task);
    await ask(on, { type: "load", id: nextId++, module: task.module, env: task.env });
  }

  async function describe(path: string, views: readonly View[]): Promise<Result<FileFacts>> {
    const on = worker ?? start();
    const answer = await ask(on, { type: "describe", id: nextId++, path, views });
    if (answer?.type === "described") return ok(answer.facts);
    if (answer?.type === "view-failed") {
      return failed({ reason: "view-failed", path, view: answer.view, message: answer.message });
    }
    return failed({
      reason: "view-failed",
      path,
      view: views.join(", "),
      message: "the worker process ended",
    });
  }
}

/** Of what Node does with every project here: types are stripped, and a task is a module without a package.json too. */
const NO_WARNINGS = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"].map(
  (name) => `--disable-warning=${name}`,
);

function startWorker(root: string, under: readonly string[]): Worker {
  const script = fileURLToPath(
    new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url),
  );
  // One cache for all processes and projects: what has been compiled once is not compiled for the next.
  const compiled = getCompileCacheDir();
  const [file, ...args] = [...under, process.execPath, ...NO_WARNINGS, script];
  const child = spawn(file, args, {
    cwd: root,
    env: {
      PATH: process.env["PATH"] ?? "",
      ...(compiled !== undefined && { NODE_COMPILE_CACHE: dirname(compiled) }),
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  closePipesAfter(child);
  const worker: Worker = {
    child,
    loaded: new Map(),
    waiting: undefined,
    log: undefined,
    events: undefined,
    endSignal: null,
    closed: new Promise((resolve) => child.once("close", () => resolve())),
    marks: { stdout: undefined, stderr: undefined },
    held: { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) },
  };
  child.on("message", (message: FromWorker) => {
    if (message.type === "progress") worker.events?.progress(message.done, message.total, message.unit);
    else worker.waiting?.(message);
  });
  child.on("error", () => worker.waiting?.(undefined));
  child.on("exit", (_code, signal) => {
    worker.endSignal = signal;
    worker.waiting?.(undefined);
  });
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (bytes: Buffer) => take(worker, name, bytes));
  }
  return worker;
}

/** Output goes to the log of the step at hand, up to its end mark. */
function take(worker: Worker, name: "stdout" | "stderr", bytes: Buffer): void {
  const all = Buffer.concat([worker.held[name], bytes]);
  const at = all.indexOf(END_MARK);
  const start = all.indexOf(0, Math.max(0, all.length - END_MARK.length));
  const end = at >= 0 ? at : start >= 0 ? start : all.length;
  worker.log?.add(all.subarray(0, end));
  worker.held[name] = at >= 0 ? all.subarray(at + END_MARK.length) : all.subarray(end);
  if (at >= 0) worker.marks[name]?.();
}

async function bothMarks(worker: Worker): Promise<void> {
  const seen = (["stdout", "stderr"] as const).map(
    (name) => new Promise<void>((resolve) => (worker.marks[name] = resolve)),
  );
  await Promise.all(seen);
}

function remember({ loaded }: Worker, { code }: Pick<Job, "code">): void {
  for (const { path, digest } of code) loaded.set(path, digest);
}

function hasOtherCode({ loaded }: Worker, { code }: Pick<Job, "code">): boolean {
  return code.some(({ path, digest }) => (loaded.get(path) ?? digest) !== digest);
}

interface Ending {
  readonly job: Job;
  readonly ending: "timed-out" | "cancelled" | undefined;
  readonly log: StepLog;
  readonly signal: NodeJS.Signals | null;
}

function resultOf(answer: FromWorker | undefined, { job, ending, log, signal }: Ending): JobResult {
  const tail = log.tail();
  if (ending === "cancelled") return { ok: false, failure: { reason: "cancelled" }, tail };
  if (ending === "timed-out") {
    return { ok: false, failure: { reason: "timed-out", seconds: (job.timeoutMs ?? 0) / 1000 }, tail };
  }
  if (answer?.type === "done") return { ok: true, read: answer.read, found: answer.found };
  if (answer?.type === "failed") {
    const { message, hint, at, loading, found } = answer;
    if (loading) return { ok: false, failure: { reason: "task-not-loaded", message, at }, tail };
    return { ok: false, failure: { reason: "task-failed", message, hint, at }, tail, found };
  }
  return { ok: false, failure: { reason: "killed", signal: signal ?? "an exit of its process" }, tail };
}
