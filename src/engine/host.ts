import type { View } from "./artifact.ts";
import type { Digest, Hasher } from "./digest.ts";
import type { Failure, Result } from "./failure.ts";
import type { Action, Probe } from "./rule.ts";
import type { Json } from "./canonical-json.ts";

/** What the file system says of a path, links followed. `tuple` changes with any change that it can notice. */
export interface Stat {
  readonly kind: "file" | "folder" | "other";
  readonly size: number;
  /** Size, mtime, ctime, inode and device as one text, compared by equality only. */
  readonly tuple: string;
  /** The later of mtime and ctime, ns. */
  readonly changedNs: bigint;
  readonly device: bigint;
}

/** A file operation that the system refused: `code` as in `ENOSPC`. */
export class FileError extends Error {
  readonly code: string;
  readonly path: string;
  readonly operation: "read" | "write";

  constructor(operation: "read" | "write", path: string, code: string) {
    super(`${code}: ${path}`);
    this.name = "FileError";
    this.code = code;
    this.path = path;
    this.operation = operation;
  }
}

/** Files, by paths relative to the project root or absolute. Every operation may throw a {@link FileError}. */
export interface Files {
  readonly root: string;
  readonly stat: (path: string) => Stat | undefined;
  readonly isLink: (path: string) => boolean;
  readonly hash: (path: string) => Digest;
  readonly read: (path: string) => Uint8Array;
  /** So many bytes from a place on; fewer where the file ends. */
  readonly slice: (path: string, start: number, length: number) => Uint8Array;
  /** Appends, creating the file. */
  readonly append: (path: string, bytes: Uint8Array) => void;
  /** Writes a file in a private folder that is there; what is there half-written nobody takes for whole. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  /** Writes beside and renames into place. */
  readonly replace: (path: string, bytes: Uint8Array) => void;
  readonly truncate: (path: string, size: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Copies the content, sharing it where the file system can. */
  readonly copy: (from: string, to: string) => void;
  readonly makeFolder: (path: string) => void;
  /** Removes a file or a folder with all in it; an absent one is none of its concern. */
  readonly remove: (path: string) => void;
  /** Removes a folder if it is empty. */
  readonly removeEmptyFolder: (path: string) => boolean;
  /** Whether a folder is there and holds nothing. */
  readonly isEmpty: (path: string) => boolean;
  /** All that is in a folder and in its folders, by paths relative to it, sorted; links are not followed. */
  readonly tree: (
    path: string,
  ) => readonly { readonly path: string; readonly kind: "file" | "folder" | "link" | "other" }[];
  /** All files below a folder, relative to it. */
  readonly list: (path: string) => readonly string[];
  readonly realPath: (path: string) => string;
  readonly setMode: (path: string, mode: number) => void;
  /** Members of glob patterns, with the folders that were looked into. */
  readonly glob: (patterns: readonly string[]) => {
    readonly files: readonly string[];
    readonly folders: readonly string[];
  };
  /** The file system's own clock in ns, read off a probe file; undefined where nothing may be written. */
  readonly clock: () => { readonly ns: bigint; readonly device: bigint } | undefined;
}

/** A step as its runner gets it. */
export interface Job {
  readonly step: string;
  readonly action: Action;
  /** The task's module, resolved. */
  readonly module: string | undefined;
  /** Every local module of the task with its digest: a worker that has loaded another version is replaced. */
  readonly code: readonly { readonly path: string; readonly digest: Digest }[];
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Json | undefined>>;
  /** The place of its pool that the step holds. */
  readonly pool: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** A private path for the list of what the step's program read. */
  readonly depfile: string;
  readonly logFile: string;
  readonly timeoutMs: number | undefined;
}

/** What a process needs to load a task ahead of its steps. */
export interface ComingTask extends Pick<Job, "code" | "env"> {
  readonly module: string;
}

/** What a step says while it runs. */
export interface JobEvents {
  readonly output: (lastLine: string) => void;
  readonly progress: (done: number, total: number | undefined, unit: string | undefined) => void;
}

/** A digest that the task took of an input while it read it, with what the file looked like then. */
export interface ReadDigest {
  readonly path: string;
  readonly digest: Digest;
  readonly tuple: string;
}

/** A file that a step says it reads, or looked for in vain. */
export interface FoundInput {
  /** As the step wrote it: from the project root, or absolute. */
  readonly path: string;
  /** What it looked like when the step named it; not set where nobody looked before the step had ended. */
  readonly seen?: Pick<Stat, "tuple"> | "absent";
}

export type JobResult = {
  /** Of a failed step too: what it lacked may be what another step makes. */
  readonly found?: readonly FoundInput[];
} & (
  | { readonly ok: true; readonly read: readonly ReadDigest[] }
  | { readonly ok: false; readonly failure: Failure; readonly tail: readonly string[] }
);

/** The digests of a file: of its bytes, and of the views that were asked for. */
export interface FileFacts {
  readonly digest: Digest;
  readonly size: number;
  readonly views: Readonly<Partial<Record<View, Digest>>>;
}

/** Processes that do steps. */
export interface Runner {
  /** Starts the processes of the first slots, for tasks that are sure to come. */
  readonly warm: (slots: number) => void;
  readonly run: (job: Job, slot: number, events: JobEvents) => Promise<JobResult>;
  /** Has a slot's process load a task, so that a step of it starts sooner there. Whatever goes wrong shows in the step. */
  readonly prepare: (task: ComingTask, slot: number) => void;
  /** Digests of a file's bytes and of the given views. */
  readonly describe: (path: string, views: readonly View[], slot: number) => Promise<Result<FileFacts>>;
  /** Ends all processes at once, also those that were asked to end and have not. */
  readonly kill: () => void;
}

/** The world, as the engine sees it. */
export interface Host {
  readonly files: Files;
  readonly hasher: Hasher;
  readonly runner: Runner;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Resolves after that many ms, or as soon as the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Another after each start of the machine; empty where the system does not tell. */
  readonly bootId: string;
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly askTool: (command: string, args: readonly string[]) => Promise<Result<string>>;
  /** What tells one state of a command's binary from another; undefined for a script, whose answer hangs on more. */
  readonly binaryOf: (command: string) => string | undefined;
  readonly askModule: (
    source: Extract<Probe["source"], { type: "module" }>,
    name: string,
  ) => Promise<Result<Json>>;
}
