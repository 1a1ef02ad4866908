import { type Artifact, file } from "./artifact.ts";
import { declaredBytes, type MemorySize } from "./memory-size.ts";
import { type Retries, retriesOf } from "./retries.ts";
import { callSite } from "./site.ts";
import type { Json } from "./canonical-json.ts";

/** The members of a pattern, looked up in each build; an empty result is a dependency like any other. */
export interface Glob {
  readonly kind: "glob";
  readonly patterns: readonly string[];
  readonly private: boolean;
}

/** A value from outside of the file tree. Asked in each build that needs it; only a changed value makes a step stale. */
export interface Probe<T extends Json = Json> {
  readonly kind: "probe";
  readonly name: string;
  readonly source:
    | {
        readonly type: "module";
        readonly load: () => Promise<unknown>;
        readonly declaredIn: string;
        readonly params: Json;
      }
    | {
        readonly type: "tool";
        /** What a notice calls it. */
        readonly title: string;
        readonly command: string;
        readonly args: readonly string[];
        /** Rules that need it are left out where it is not installed. */
        readonly optional: boolean;
      };
  /** While these are unchanged the recorded value holds and the probe is not asked. */
  readonly files: readonly (Artifact | Glob)[] | undefined;
  /** Never set; carries the value's type. */
  readonly value?: T;
}

/** All outputs of one name of an `each` rule, in the order of their keys. */
export interface Collection {
  readonly kind: "collection";
  readonly rule: string;
  readonly output: string;
  readonly view: Artifact["view"];
  readonly private: boolean;
}

/** What a step may read: a path from the project root, what a rule or a helper gives, or several files. */
export type Input = string | Artifact | readonly (string | Artifact)[] | Glob | Collection | Probe;
/** Inputs by the names under which the step finds them. */
export type Inputs = { readonly [name: string]: Input };
/** Outputs by name, each a path from the project root or what says more of the file, as `json("out.json")`. */
export type Outputs = { readonly [name: string]: string | Artifact };
/** Values that count for the fingerprint, by name. */
export type Params = { readonly [name: string]: Json | undefined };

/** A script in another language, with paths from the root. */
export interface ScriptCode {
  readonly language: "python" | "r";
  readonly path: string;
  /** Names the versions of what is installed. */
  readonly lock: string | undefined;
}

/** How a step does its work. */
export type Action =
  | { readonly type: "task"; readonly load: () => Promise<unknown>; readonly declaredIn: string }
  | ({ readonly type: "exec"; readonly args: readonly string[]; readonly code?: ScriptCode } & Program)
  | ({ readonly type: "script"; readonly text: string } & Program);

/** How a program is run, however it is named. */
export interface Program {
  readonly isolated: boolean;
  readonly lists?: InputList | undefined;
}

/** A file in which a program lists what it read. */
export interface InputList {
  readonly format: "make" | "recorder";
  /** With placeholders; `{depfile}` is a private path. */
  readonly path: string;
}

/** What every kind of rule may say of itself. */
export interface RuleOptions<I extends Inputs, O extends Outputs, P extends Params> {
  /** Unique in the project, `flow/what`; may be changed freely. */
  readonly name: string;
  readonly inputs?: I;
  readonly outputs: O;
  readonly params?: P;
  /** The environment variables that the step sees, beside PATH, HOME, LANG, TZ and TMPDIR. */
  readonly env?: readonly string[];
  /** Programs whose version counts, as made by `tool`. */
  readonly tools?: readonly Probe<string>[];
  /** This rule turns private data into public data; the engine then allows public outputs. */
  readonly anonymises?: boolean;
  /** Seconds after which the step's processes are ended. */
  readonly timeout?: number;
  /** `false`: the outputs are not kept in the store, so that what was made before is made again. Default: kept. */
  readonly cache?: boolean;
  /**
   * How often a step is tried again whose process or task failed, or took too long. A number stands for `{ times }`.
   *
   * @example retries: { times: 3, delay: 2 }
   */
  readonly retries?: number | Retries;
  /**
   * The program insists on writing its outputs in their own places: `{out}` names these. What was there is put away
   * first, and put back if the step fails.
   */
  readonly inPlace?: boolean;
  /** A pool of `defineProject({ pools })`. A step holds one place of it while it runs, and finds it in `PLR_POOL_NAME`. */
  readonly pool?: string;
  /** What a step needs of the memory that steps share. It is declared, not measured. */
  readonly memory?: MemorySize;
}

/** What is common to a rule and to an `each` rule. */
export interface RuleBase {
  readonly name: string;
  readonly action: Action;
  readonly env: readonly string[];
  readonly tools: readonly Probe<string>[];
  readonly anonymises: boolean;
  readonly timeout: number | undefined;
  readonly cache: boolean;
  readonly retries: Retries | undefined;
  readonly inPlace: boolean;
  readonly pool: string | undefined;
  /** Bytes; 0 where nothing is declared. */
  readonly memory: number;
  readonly site: string | undefined;
}

/** How some files are made. Other rules take its `outputs` for their inputs; a task takes its types from it. */
export interface Rule<
  I extends Inputs = Inputs,
  O extends OutputArtifacts = OutputArtifacts,
  P extends Params = Params,
> extends RuleBase {
  readonly kind: "rule";
  readonly inputs: I;
  readonly outputs: O;
  readonly params: P;
}

/** Outputs of a rule that has been declared. */
export type OutputArtifacts = { readonly [name: string]: Artifact };
/** The artifacts that declared outputs become; a path stands for a file. */
export type ArtifactsOf<O extends Outputs> = {
  readonly [K in keyof O]: O[K] extends Artifact ? O[K] : Artifact;
};

/**
 * Declares how files are made by a task module. The module and what it imports are part of the fingerprint.
 *
 * @example
 * export const forest = rule({
 *   name: "figures/forest",
 *   inputs: { db: database.outputs.db.table("metrics") },
 *   params: { classifier: "CatBoost" },
 *   outputs: { png: "figures/forest.png" },
 *   task: () => import("./tasks/forest.ts"),
 * });
 */
export function rule<
  const I extends Inputs = Record<never, never>,
  const O extends Outputs = Outputs,
  const P extends Params = Record<never, never>,
>(options: RuleOptions<I, O, P> & { readonly task: () => Promise<unknown> }): Rule<I, ArtifactsOf<O>, P> {
  const site = callSite(rule);
  return ruleOf(options, { type: "task", load: options.task, declaredIn: site }, site);
}

/** The rule that options describe, however its steps do their work. */
export function ruleOf<I extends Inputs, O extends Outputs, P extends Params>(
  options: RuleOptions<I, O, P>,
  action: Action,
  site: string | undefined,
): Rule<I, ArtifactsOf<O>, P> {
  return {
    kind: "rule",
    ...ruleBase(options, site),
    action,
    inputs: options.inputs ?? ({} as I),
    outputs: artifactsOf(options.outputs),
    params: options.params ?? ({} as P),
  };
}

/**
 * The files that match, looked up in each build. Outputs of rules count as members.
 *
 * @example glob("data/*.csv")
 */
export function glob(
  patterns: string | readonly string[],
  options: { readonly private?: boolean } = {},
): Glob {
  return {
    kind: "glob",
    patterns: typeof patterns === "string" ? [patterns] : patterns,
    private: options.private ?? false,
  };
}

/**
 * A value read by a module's default export, `(params) => value`. Where `files` are given, the recorded value holds
 * while they are unchanged.
 *
 * @example const runs = probe({ name: "mlflow/runs", params: { uri }, read: () => import("./probes/runs.ts") });
 */
export function probe<T extends Json, const P extends Json>(options: {
  readonly name: string;
  readonly params: P;
  readonly read: () => Promise<{ readonly default: (params: P) => T | Promise<T> }>;
  readonly files?: readonly (Artifact | Glob)[];
}): Probe<T> {
  return {
    kind: "probe",
    name: options.name,
    source: { type: "module", load: options.read, declaredIn: callSite(probe), params: options.params },
    files: options.files,
  };
}

/**
 * What a program says of itself, as a dependency. Where an optional one is not installed, rules that name it among
 * their `tools` are left out of a build with a notice, and with them what needs their outputs. Not installed is also
 * what ends with an error. Notices and questions call it by its `name`, else by the command.
 *
 * @example tool("Rscript", ["--version"])
 * @example tool("latexmk", ["--version"], { optional: true })
 */
export function tool(
  command: string,
  args: readonly string[] = ["--version"],
  { optional = false, name }: { readonly optional?: boolean; readonly name?: string } = {},
): Probe<string> {
  return {
    kind: "probe",
    name: name ?? [command, ...args].join(" "),
    source: { type: "tool", title: name ?? command, command, args, optional },
    files: undefined,
  };
}

/** What an `each` rule has of its options as any rule has. */
export function ruleBase(
  options: Omit<RuleOptions<Inputs, Outputs, Params>, "inputs" | "params" | "outputs">,
  site: string | undefined,
): Omit<RuleBase, "action"> {
  // Where nobody compiles, the plrfile's line is best known here.
  if (typeof options.name !== "string") throw new TypeError("a rule needs a name");
  return {
    name: options.name,
    env: options.env ?? [],
    tools: options.tools ?? [],
    anonymises: options.anonymises ?? false,
    timeout: options.timeout,
    cache: options.cache ?? true,
    retries: retriesOf(options.retries),
    inPlace: options.inPlace ?? false,
    pool: options.pool,
    memory: options.memory === undefined ? 0 : declaredBytes(options.memory),
    site,
  };
}

/** Outputs as artifacts: a path stands for a file. */
export function artifactsOf<O extends Outputs>(outputs: O): ArtifactsOf<O> {
  if (typeof outputs !== "object") throw new TypeError("a rule needs outputs");
  const entries = Object.entries(outputs).map(([name, output]) => [
    name,
    typeof output === "string" ? file(output) : output,
  ]);
  return Object.fromEntries(entries) as ArtifactsOf<O>;
}
