// A worker process: imports task modules and runs them, one step at a time. Started by the pool.
import * as fs from "node:fs";
import { flushCompileCache } from "node:module";
import { relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CACHE } from "../engine/cache-folder.ts";
import type { FoundInput, ReadDigest } from "../engine/host.ts";
import { stackPlaces } from "../engine/stack-places.ts";
import { type Task, type TaskContext, TaskError } from "../engine/task.ts";
import { type ByteHash, createHash } from "./hash.ts";
import { END_MARK, type FromWorker, type ToWorker } from "./messages.ts";

const CHUNK = 256 * 1024;
const GRACE_MS = 500;
let abort = new AbortController();
let rejected: unknown;

// Opened now, so that a task's first word does not count as a handle that it left behind.
void [process.stdout, process.stderr];
const hash = await createHash();
process.on("message", (message: ToWorker) => void answer(message));
process.on("disconnect", end);
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {
  abort.abort();
  setTimeout(end, GRACE_MS);
});
process.on("unhandledRejection", (error) => (rejected ??= error));

function end(): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- a task may hold handles that would keep this process alive
  process.exit();
}

async function answer(message: ToWorker): Promise<void> {
  switch (message.type) {
    case "run":
      send(await runTask(message));
      // Now, for a worker is ended without notice; and its first step has compiled what the next worker will need.
      return flushCompileCache();
    case "load":
      replaceEnvironment(message.env);
      // What fails now fails again, and is told, when a step needs it.
      await import(pathToFileURL(message.module).href).catch(() => {});
      return send({ type: "loaded", id: message.id });
    case "describe":
      return send(await describe(message));
    case "abort":
      abort.abort();
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}

async function runTask({ id, module, job }: Extract<ToWorker, { type: "run" }>): Promise<FromWorker> {
  abort = new AbortController();
  rejected = undefined;
  const handlesBefore = process.getActiveResourcesInfo().length;
  const cwd = process.cwd();
  const umask = process.umask();
  replaceEnvironment(job.env);
  const read: ReadDigest[] = [];
  const found: FoundInput[] = [];
  let loading = true;
  try {
    const task = await load(module);
    loading = false;
    await task.run(contextOf(job, { read, found }));
    await new Promise(setImmediate);
    if (rejected !== undefined) throw rejected;
    const retire = process.getActiveResourcesInfo().length > handlesBefore;
    return { type: "done", id, read, found, retire };
  } catch (error) {
    return { type: "failed", id, loading, found, ...wordsOf(error, Object.values(job.outputs)) };
  } finally {
    process.chdir(cwd);
    process.umask(umask);
    process.stdout.write(END_MARK);
    process.stderr.write(END_MARK);
  }
}

async function load(module: string): Promise<Task<unknown>> {
  const loaded = (await import(pathToFileURL(module).href)) as { readonly default?: Partial<Task<unknown>> };
  const run = loaded.default?.run;
  if (typeof run !== "function")
    throw new TaskError(`${module} has no task as its default export`, "export default task(…)");
  return { run };
}

function replaceEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** What a task did with files, as far as it goes through us. */
interface Traces {
  readonly read: ReadDigest[];
  readonly found: FoundInput[];
}

function contextOf(job: Extract<ToWorker, { type: "run" }>["job"], { read, found }: Traces): TaskContext {
  const root = process.cwd();
  return {
    inputs: job.inputs,
    outputs: job.outputs,
    params: job.params,
    pool: job.pool,
    signal: abort.signal,
    log: (message) => void process.stdout.write(`${message}\n`),
    progress: (done, total, unit) =>
      send({
        type: "progress",
        done,
        ...(total !== undefined && { total }),
        ...(unit !== undefined && { unit }),
      }),
    read: (path) => {
      const taken = readWhole(path, hash);
      read.push(taken.digest);
      return taken.bytes;
    },
    discover: (path) => {
      const one = lookAt(path, root);
      found.push(one);
      return one.seen !== "absent";
    },
  };
}

/** @throws TaskError for a path that no rule could declare */
function lookAt(path: string, root: string): FoundInput {
  const inside = relative(root, resolve(root, path));
  if (inside === "" || inside.split(sep)[0] === ".." || inside.split(sep)[0] === CACHE)
    throw new TaskError(`${path} is no file of the project`, "declare it: file(path, { external: true })");
  const stat = fs.statSync(resolve(root, path), { bigint: true, throwIfNoEntry: false });
  return { path: inside, seen: stat ? { tuple: tupleOf(stat) } : "absent" };
}

/**
 * Bytes left free before a file. A large block begins 16 bytes into a page, and there the copy that some processors make
 * of a page takes four times as long: its target lies just behind its source, as far as they compare addresses.
 */
const MARGIN = 2048;

let reused = Buffer.alloc(0);

/** Reads and hashes in one pass, into a buffer that is used again. */
function readWhole(path: string, byteHash: ByteHash): { bytes: Uint8Array; digest: ReadDigest } {
  const into = (size: number): Buffer => {
    if (reused.length < size) reused = Buffer.allocUnsafeSlow(MARGIN + roomFor(size)).subarray(MARGIN);
    return reused;
  };
  const { digest, size } = hashWhole(path, byteHash, into);
  return { bytes: reused.subarray(0, size), digest };
}

const piece = Buffer.allocUnsafeSlow(CHUNK);

/** Hashes piece by piece. A file is kept as a whole where a buffer of its size is given. */
function hashWhole(
  path: string,
  byteHash: ByteHash,
  into?: (size: number) => Buffer,
): { digest: ReadDigest; size: number } {
  const file = fs.openSync(path, "r");
  try {
    const before = fs.fstatSync(file, { bigint: true });
    const all = Number(before.size);
    const whole = into?.(all);
    const state = byteHash.start();
    let size = 0;
    while (size < all) {
      const room = whole?.subarray(size, Math.min(size + CHUNK, all)) ?? piece;
      const got = fs.readSync(file, room, 0, Math.min(room.length, all - size), size);
      if (got === 0) break;
      state.add(room.subarray(0, got));
      size += got;
    }
    return { digest: { path, digest: state.digest(), tuple: tupleOf(before) }, size };
  } finally {
    fs.closeSync(file);
  }
}

/** More than is needed now, so that files of like sizes are read into the same memory: untouched pages cost nothing. */
function roomFor(size: number): number {
  return 2 ** Math.ceil(Math.log2(size));
}

async function describe({ id, path, views }: Extract<ToWorker, { type: "describe" }>): Promise<FromWorker> {
  const { viewDigests, ViewError } = await import("./views/views.ts");
  // A view belongs to the very bytes whose digest it is kept under, so the file must stay as it is meanwhile.
  for (let attempt = 1; ; attempt++) {
    const { digest, size } = hashWhole(path, hash);
    try {
      const digests = await viewDigests(path, views, hash);
      const isSame = tupleOf(fs.statSync(path, { bigint: true })) === digest.tuple;
      if (isSame) return { type: "described", id, facts: { digest: digest.digest, size, views: digests } };
    } catch (error) {
      if (!(error instanceof ViewError)) throw error;
      return { type: "view-failed", id, view: error.view, message: error.message };
    }
    if (attempt === 3)
      return { type: "view-failed", id, view: views[0] ?? "bytes", message: "the file keeps changing" };
  }
}

function tupleOf({ size, mtimeNs, ctimeNs, ino, dev }: fs.BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino} ${dev}`;
}

interface Words {
  readonly message: string;
  readonly hint: string | undefined;
  readonly at: string | undefined;
}

/** What the system refuses for reasons that no task can help. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "free some space on the disk; what was built before stays as it is",
  EDQUOT: "free some of the disk quota; what was built before stays as it is",
  EROFS: "the file system is read-only; what was built before stays as it is",
  EACCES: "check the permissions of the file and its folder",
  EMFILE: "raise the limit of open files (ulimit -n), or use fewer jobs (-j)",
};

function wordsOf(error: unknown, outputs: readonly string[]): Words {
  if (!(error instanceof Error)) return { message: String(error), hint: undefined, at: undefined };
  const at = placeIn(error.stack ?? "");
  // By name: the project's own copy of plr may be another one than ours.
  if (error.name === "TaskError") return { message: error.message, hint: (error as TaskError).hint, at };
  const { code = "", path } = error as NodeJS.ErrnoException;
  const hint = SYSTEM_HINTS[code];
  if (hint !== undefined) {
    const files = path === undefined ? outputs.map(published).join(", ") : published(path);
    return { message: `${error.message} (${files})`, hint, at };
  }
  process.stderr.write(`${error.stack ?? error.message}\n`);
  return { message: `${error.name}: ${error.message}`, hint: undefined, at };
}

/** A private path as the user knows it. */
function published(path: string): string {
  return path.replace(/^.*\.plr-cache\/stage\/[^/]+\/out\//, "").replace(/\.plr-stage-[^/]+\//, "");
}

/** The innermost place in the project's own code. */
function placeIn(stack: string): string | undefined {
  for (const { file, line } of stackPlaces(stack)) {
    const path = relative(process.cwd(), fileURLToPath(file));
    if (!path.startsWith("..") && !/(?:^|\/)node_modules\//.test(path)) return `${path}:${line}`;
  }
  return undefined;
}
