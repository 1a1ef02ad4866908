import type { Artifact } from "./artifact.ts";
import type { Collection, Glob, Inputs, OutputArtifacts, Params, Probe, Rule } from "./rule.ts";

/** What a task finds for an input: a path, a list of paths, or a probe's value. */
export type InputValue<I> =
  I extends Probe<infer T>
    ? T
    : I extends Collection | Glob | readonly (string | Artifact)[]
      ? readonly string[]
      : I extends string | Artifact
        ? string
        : never;

/** What a task is given. Paths are relative to the project root, which is the working directory. */
export interface TaskContext<
  I extends Inputs = Inputs,
  O extends OutputArtifacts = OutputArtifacts,
  P = Params,
> {
  readonly inputs: { readonly [K in keyof I]: InputValue<Exclude<I[K], undefined>> };
  /** Where to write: private paths, moved into place together when the task has ended well. */
  readonly outputs: { readonly [K in keyof O]: string };
  readonly params: P;
  /** The place that the step holds of its rule's pool, as in `"0"`. */
  readonly pool: string | undefined;
  /** Reads an input whole and takes its digest in the same pass. The bytes hold until the next call. */
  readonly read: (path: string) => Uint8Array;
  /**
   * Makes a file an input of this step that its rule could not name: what another input mentions, what may be there.
   * Call it before reading. From then on the step runs again when that file changes, comes or goes; what another rule
   * makes is made first. The path starts at the project root or is absolute, and lies in the project.
   *
   * @returns whether the file is there
   * @throws TaskError for a path outside of the project
   */
  readonly discover: (path: string) => boolean;
  /** Adds a line to the step's log. */
  readonly log: (message: string) => void;
  /** Says how far the work is, for whoever watches. */
  readonly progress: (done: number, total?: number, unit?: string) => void;
  /** Aborted when the build is cancelled or the step's time is over. */
  readonly signal: AbortSignal;
}

declare const taskOf: unique symbol;

/** A task, bound to its rule by type. */
export interface Task<R> {
  readonly run: (context: TaskContext) => void | Promise<void>;
  readonly [taskOf]?: R;
}

type ContextOf<R> = R extends {
  readonly kind: "each";
  readonly inputs: infer I extends Inputs;
  readonly templates: infer O extends OutputArtifacts;
  readonly params: infer P;
}
  ? TaskContext<I, O, P>
  : R extends Rule<infer I, infer O, infer P>
    ? TaskContext<I, O, P>
    : never;

/**
 * Makes a task: the default export of the module that a rule names. A thrown {@link TaskError} fails the step with
 * its message alone; any other error adds the stack.
 *
 * @example
 * import type { forest } from "../figures.ts";
 * export default task<typeof forest>(async ({ inputs, outputs, params }) => { … });
 */
export function task<R extends { readonly kind: "rule" | "each" }>(
  run: (context: ContextOf<R>) => void | Promise<void>,
): Task<R> {
  return { run: run as (context: TaskContext) => void | Promise<void> };
}

/** An expected failure of a task: what is wrong, and what to do about it. */
export class TaskError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "TaskError";
    this.hint = hint;
  }
}
