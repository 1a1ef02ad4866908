import type { Digest } from "./digest.ts";
import type { Result, RulePlace } from "./failure.ts";
import type { FileTable } from "./file-table.ts";
import type { Journal } from "./journal.ts";
import type { Entry } from "./journal-records.ts";
import type { AnyRule, Project } from "./project.ts";
import type { ScriptCode } from "./rule.ts";

/** A task's code: what counts of it, and where it lies. */
export interface TaskCode {
  readonly digest: Digest;
  /** The task module, as a URL or an absolute path that can be imported; undefined for a script. */
  readonly module: string | undefined;
  readonly modules: readonly { readonly path: string; readonly digest: Digest }[];
  /** Every file whose change can alter the digest. */
  readonly files: readonly string[];
  /** Modules and packages for explanations. */
  readonly entries: readonly Entry[];
}

/** Where a rule says that its code is: what a {@link CodeReader} takes. */
export type CodeSource = { readonly load: () => Promise<unknown>; readonly declaredIn: string } | ScriptCode;

/** The code that a rule runs; undefined for a program alone. */
export function codeOf({ action }: AnyRule): CodeSource | undefined {
  return action.type === "task" ? action : action.type === "exec" ? action.code : undefined;
}

export interface CodeReader {
  /** Finds the code behind `() => import("…")`, or of a script; the place is for failures. */
  readonly read: (code: CodeSource, place: RulePlace) => Result<TaskCode>;
  /** Writes down what was found, so that the next build need not look for it where nothing has changed. */
  readonly keep: () => void;
}

/** Gives a reader that takes files to stay as they are; one is opened for each look at the project. */
export type OpenCode = (project: Project, files: FileTable, journal: Journal) => CodeReader;
