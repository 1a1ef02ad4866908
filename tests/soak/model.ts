import { glob, type Rule, rule, shell } from "../../src/engine/rule.ts";
import { group } from "../../src/engine/project.ts";
import type { RuleSpec } from "./history.ts";

export const SOURCES = ["s0", "s1", "s2", "deep/s3"];
export const MEMBERS = ["data/a", "data/b", "data/c"];
const GLOB = "data/*";

/** A rule as the history has made it so far. */
export interface Draft {
  readonly id: number;
  readonly spec: RuleSpec;
  name: string;
  text: string;
  isThere: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A draft with its inputs resolved to paths. */
export interface Bound extends Draft {
  readonly inputs: readonly string[];
}

/** What the model knows of a step: what it was last made from, and what came of it. */
export type Known = Map<string, { readonly key: string; readonly outputs: ReadonlyMap<string, string> }>;

export interface Disk {
  readonly text: (path: string) => string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export function draftOf(spec: RuleSpec, id: number): Draft {
  // What lies where globs look is made from sources alone, so that no glob closes a cycle.
  const names = ["x", "y", "z"].slice(0, spec.outputs);
  return {
    id,
    spec,
    name: `rule${id}`,
    text: spec.isCoarse ? `first: ${id}` : `text${id}`,
    isThere: spec.isThere,
    outputs: Object.fromEntries(names.map((name) => [name, `${spec.folder}/${id}${name}`])),
  };
}

/** The rules that are there, with inputs that are there. */
export function bind(drafts: readonly Draft[]): readonly Bound[] {
  return drafts
    .filter(({ isThere }) => isThere)
    .map((draft) => ({
      ...draft,
      inputs: draft.spec.inputs.map((number) => inputOf(number, draft, drafts)),
    }));
}

function inputOf(number: number, { id, spec }: Draft, drafts: readonly Draft[]): string {
  const source = SOURCES[number % SOURCES.length] ?? "";
  const earlier = drafts[(number % (SOURCES.length + id)) - SOURCES.length];
  if (spec.folder === "data" || !earlier?.isThere) return source;
  const outputs = Object.values(earlier.outputs);
  return outputs[number % outputs.length] ?? source;
}

function takesGlob({ spec }: Draft): boolean {
  return spec.takesGlob && spec.folder !== "data";
}

/** The same as members of a project. */
export function membersOf(bound: readonly Bound[]): readonly (Rule | ReturnType<typeof group>)[] {
  const rules = bound.map((draft) => {
    const { name, spec, text, inputs, outputs } = draft;
    const common = {
      name,
      inputs: { one: inputs[0] ?? "s0", list: inputs.slice(1), ...(takesGlob(draft) && { all: glob(GLOB) }) },
      outputs,
      env: spec.env === null ? [] : [spec.env],
    };
    if (!spec.isTask) return shell({ ...common, script: text });
    // The world in memory takes the loader's text for the code.
    return rule({ ...common, task: Object.assign(() => import("node:fs"), { toString: () => text }) });
  });
  const groups = [0, 1, 2].map((number) => ({
    number,
    of: rules.filter((_, index) => bound[index]?.spec.group === number),
  }));
  return [
    ...rules,
    ...groups.filter(({ of }) => of.length > 0).map(({ number, of }) => group(`group${number}`, of)),
  ];
}

/** The rules that targets need, in order. */
export function coneOf(wanted: readonly Bound[], bound: readonly Bound[]): readonly Bound[] {
  const ids = new Set(wanted.map(({ id }) => id));
  for (const draft of [...bound].reverse()) {
    if (!ids.has(draft.id)) continue;
    for (const other of bound) {
      const outputs = Object.values(other.outputs);
      const isSeen = takesGlob(draft) && other.spec.folder === "data";
      if (isSeen || outputs.some((path) => draft.inputs.includes(path))) ids.add(other.id);
    }
  }
  return bound.filter(({ id }) => ids.has(id));
}

/** What must come of a build, or what is known before it. */
export interface Knowledge {
  readonly known: Known;
  /** What the store holds: keys of steps. */
  readonly stored: ReadonlySet<string>;
}

export interface Prediction extends Knowledge {
  /** Names of the steps that must run. */
  readonly ran: readonly string[];
}

/** Which steps must run, by comparing contents. */
export function predict(
  cone: readonly Bound[],
  bound: readonly Bound[],
  {
    disk,
    before,
    failing,
  }: { readonly disk: Disk; readonly before: Knowledge; readonly failing: ReadonlySet<string> },
): Prediction {
  const { known } = before;
  const ran: string[] = [];
  const stored = new Set(before.stored);
  const after: Known = new Map(known);
  const made = new Map<string, string>();
  const bad = new Set<string>();
  const textOf = (path: string): string => made.get(path) ?? disk.text(path) ?? "";
  const seen = [
    ...MEMBERS.filter((path) => disk.text(path) !== undefined),
    ...bound.filter(({ spec }) => spec.folder === "data").flatMap(({ outputs }) => Object.values(outputs)),
  ].sort();
  for (const draft of inOrder(cone)) {
    const { name, text, spec, inputs } = draft;
    const outputs = Object.values(draft.outputs);
    const members = takesGlob(draft) ? seen : [];
    if ([...inputs, ...members].some((path) => bad.has(path))) {
      for (const path of outputs) bad.add(path);
      continue;
    }
    const env = spec.env === null ? "" : disk.env[spec.env];
    const key = JSON.stringify([text, spec, inputs, inputs.map(textOf), members, members.map(textOf), env]);
    const id = outputs.join();
    const last = known.get(id);
    const isWhole = last && Array.from(last.outputs).every(([path, was]) => disk.text(path) === was);
    if (last?.key === key && isWhole) continue;
    const isStored = stored.has(`${id} ${key}`);
    if (!isStored) ran.push(name);
    after.delete(id);
    if (failing.has(name) && !isStored) {
      for (const path of outputs) bad.add(path);
      continue;
    }
    const results = new Map(
      Object.entries(draft.outputs).map(([output, path]) => [
        path,
        resultOf(draft, output, { textOf, members, env }),
      ]),
    );
    for (const [path, result] of results) made.set(path, result);
    after.set(id, { key, outputs: results });
    stored.add(`${id} ${key}`);
  }
  return { ran, known: after, stored };
}

/** What globs see is made first. */
function inOrder(cone: readonly Bound[]): readonly Bound[] {
  return [
    ...cone.filter(({ spec }) => spec.folder === "data"),
    ...cone.filter(({ spec }) => spec.folder !== "data"),
  ];
}

/** What the recipes of the memory world make, told once more. */
function resultOf(
  draft: Bound,
  output: string,
  read: {
    readonly textOf: (path: string) => string;
    readonly members: readonly string[];
    readonly env: string | undefined;
  },
): string {
  const { text, spec, inputs } = draft;
  const contents = (paths: readonly string[]): string => paths.map(read.textOf).join("+");
  const parts = [
    `one=${contents(inputs.slice(0, 1))}`,
    `list=${contents(inputs.slice(1))}`,
    ...(takesGlob(draft) ? [`all=${contents(read.members)}`] : []),
    ...(spec.env === null || read.env === undefined ? [] : [`${spec.env}=${read.env}`]),
  ];
  const made = `${text} ${output}(${parts.join(";")})`;
  return text.startsWith("first:") ? (/=(.?)/.exec(made)?.[1] ?? "") : made;
}
