import { dir, file, json } from "../../src/engine/artifact.ts";
import { group } from "../../src/engine/project.ts";
import { each } from "../../src/engine/each-rule.ts";
import { glob, type Input, rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { DEEP_NAMES, KEYS } from "../support/recipes.ts";
import type { RuleSpec } from "./history.ts";

const SOURCES = ["s0", "s1", "s2", "deep/s3"];
export const MEMBERS = ["data/a", "data/b", "data/c"];
/** A folder of sources; the first is always there. */
export const TREE = "tree";
const LEAVES = ["tree/a", "tree/b", "tree/c"];
/** Files that come and go. */
export const COMING = [...MEMBERS, ...LEAVES.slice(1)];
/** Files that are edited. */
export const EDITED = [...SOURCES, ...LEAVES.slice(0, 1)];
export const GLOB = "data/**";

/** A rule as the history has made it so far. */
export interface Draft {
  readonly id: number;
  readonly spec: RuleSpec;
  name: string;
  text: string;
  isThere: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a rule reads: a file, or all of a folder, or the value of a key. */
export interface Taken {
  readonly path: string;
  readonly as: "bytes" | "folder" | "a" | "b";
}

/** A draft with its inputs resolved to paths, or the items that such a draft lists. */
export interface Bound {
  readonly id: string;
  readonly name: string;
  readonly spec: RuleSpec;
  /** The recipe. */
  readonly text: string;
  readonly inputs: readonly Taken[];
  /** A listing rule whose items are inputs. */
  readonly collects: Bound | undefined;
  /** What it may look at. */
  readonly looks: readonly string[];
  readonly takesGlob: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** The listing rule whose items these are. */
  readonly lister: Bound | undefined;
}

export function draftOf(spec: RuleSpec, id: number): Draft {
  // What lies where globs look is made from sources alone, so that no glob closes a cycle.
  const names = ["x", "y", "z"].slice(0, spec.outputs);
  return {
    id,
    spec,
    name: `rule${id}`,
    text: `text${id}`,
    isThere: spec.isThere,
    outputs: Object.fromEntries(names.map((name) => [name, `${spec.folder}/${id}${name}`])),
  };
}

/** Everything that a draft may ever make. */
export function pathsOf(draft: Draft): readonly string[] {
  return [
    ...Object.values(draft.outputs),
    ...itemsIn(draft),
    ...foldersOf(draft).flatMap((path) => [`${path}/one`, ...deepIn(path)]),
  ];
}

/** The folders among what a draft may ever make. */
export function foldersOf(draft: Draft): readonly string[] {
  if (draft.spec.kind === "folder") return Object.values(draft.outputs);
  return kindOfItems(draft.spec) === "folder" ? itemsIn(draft) : [];
}

function itemsIn({ id, spec }: Draft): readonly string[] {
  return spec.kind === "listing" ? KEYS.map((key) => itemPath(id, key)) : [];
}

function kindOfItems({ outputs }: RuleSpec): "plain" | "folder" {
  return outputs === 2 ? "folder" : "plain";
}

/** What may be in a folder that a rule makes, beside what always is. */
function deepIn(folder: string): readonly string[] {
  return Array.from({ length: DEEP_NAMES }, (_, number) => `${folder}/deep/${number}`);
}

/** Whether a rule makes a file, by itself or in a folder. */
export function makes({ outputs }: Pick<Bound, "outputs">, path: string): boolean {
  return Object.values(outputs).some((made) => path === made || path.startsWith(`${made}/`));
}

function itemPath(id: number, key: string): string {
  return `fan/${id}-${key}`;
}

/** The rules that are there, with inputs that are there, in an order in which nothing needs what comes after it. */
export function bind(drafts: readonly Draft[]): readonly Bound[] {
  const bound = new Map<number, Bound>();
  const all: Bound[] = [];
  for (const draft of drafts) {
    if (!draft.isThere) continue;
    const one = bindOne(draft, bound);
    bound.set(draft.id, one);
    all.push(one);
    if (draft.spec.kind === "listing") all.push(itemsOf(draft, one));
  }
  return all;
}

function bindOne({ id, spec, name, text, outputs }: Draft, bound: ReadonlyMap<number, Bound>): Bound {
  const isFree = spec.folder !== "data";
  const earlier = (number: number, plain: readonly string[]): Bound | string => {
    const from = bound.get((number % (plain.length + id)) - plain.length);
    return (isFree ? from : undefined) ?? plain[number % plain.length] ?? "";
  };
  const take = (number: number, plain: readonly string[]): Taken => {
    const from = earlier(number, plain);
    if (typeof from === "string") return { path: from, as: from === TREE ? "folder" : "bytes" };
    const made = Object.values(from.outputs);
    return takeOf(from, made[number % made.length] ?? "", Math.floor(number / 8));
  };
  const needed = spec.inputs.map((number) => earlier(number, READ));
  const inputs = spec.inputs.map((number) => take(number, READ));
  // Of what a rule declares a part of nothing else counts: to look at the rest would be dishonest.
  const parts = inputs.flatMap(({ path, as }) => (as === "a" || as === "b" ? [path] : []));
  const looked = spec.kind === "looking" ? spec.looks.map((number) => lookedAt(take(number, LOOKED_AT))) : [];
  const looks = [...new Set(looked)].filter((path) => !parts.includes(path));
  return {
    id: String(id),
    name,
    spec,
    text: recipeOf(spec, text, looks),
    inputs,
    collects: needed.find((one) => typeof one !== "string" && one.spec.kind === "listing") as
      | Bound
      | undefined,
    looks,
    takesGlob: spec.takesGlob && isFree,
    outputs,
    lister: undefined,
  };
}

const READ = [...SOURCES, TREE];
const LOOKED_AT = [...MEMBERS, ...SOURCES, ...LEAVES];

/** The whole or a part of what an earlier rule makes. */
function takeOf({ spec }: Bound, path: string, number: number): Taken {
  if (spec.kind === "folder")
    return number % 2 === 0 ? { path, as: "folder" } : { path: `${path}/one`, as: "bytes" };
  const as = spec.kind === "values" ? (["a", "b", "a", "bytes"] as const)[number % 4] : undefined;
  return { path, as: as ?? "bytes" };
}

/** A file, for nobody looks at a whole folder. */
function lookedAt({ path, as }: Taken): string {
  return as === "folder" ? `${path}/one` : path;
}

function recipeOf({ kind, isTask }: RuleSpec, text: string, looks: readonly string[]): string {
  if (kind === "coarse") return `first: ${text}`;
  if (kind === "listing") return `lists: ${text}`;
  if (kind === "folder" || kind === "values") return `${kind}: ${text}`;
  return kind === "plain" ? text : `looks: ${isTask ? "" : "{depfile} "}${text} | ${looks.join(" ")}`;
}

function itemsOf({ id, spec, name, text }: Draft, lister: Bound): Bound {
  const own: RuleSpec = { ...spec, kind: kindOfItems(spec), env: null };
  return {
    id: `${id} items`,
    name: `${name}-items`,
    spec: own,
    text: recipeOf(own, `${text} item`, []),
    inputs: [],
    collects: undefined,
    looks: [],
    takesGlob: false,
    outputs: { x: itemPath(id, "{key}") },
    lister,
  };
}

/** What an item reads. */
export function sourceOfItem(key: string): string {
  return SOURCES[KEYS.indexOf(key)] ?? "";
}

type Rules = Parameters<typeof group>[1];

/** The same as members of a project. */
export function membersOf(bound: readonly Bound[]): Rules {
  const fans = new Map<Bound | undefined, ReturnType<typeof fanOut>>();
  const rules = bound.map((one) => {
    const made = one.lister ? fanOut(one, one.lister) : ruleOf(one, fans.get(one.collects)?.outputs.x);
    if (made.kind === "each") fans.set(one.lister, made);
    return made;
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

/** What a rule reads by the names of its inputs. */
export function namedInputs({ inputs }: Pick<Bound, "inputs">): Readonly<Record<string, readonly Taken[]>> {
  const [first, ...rest] = inputs.filter(({ as }) => as === "bytes" || as === "folder");
  return {
    ...(first && { one: [first] }),
    list: rest,
    at_a: inputs.filter(({ as }) => as === "a"),
    at_b: inputs.filter(({ as }) => as === "b"),
  };
}

function artifactOf({ path, as }: Taken) {
  if (as === "folder") return dir(path);
  return as === "bytes" ? file(path) : json(path).at(`/${as}`);
}

function outputsIn({ spec: { kind }, outputs }: Bound) {
  const make = kind === "folder" ? dir : kind === "values" ? json : file;
  return Object.fromEntries(Object.entries(outputs).map(([name, path]) => [name, make(path)]));
}

function ruleOf(one: Bound, items: Input | undefined) {
  const { name, spec, text, takesGlob } = one;
  const named = Object.entries(namedInputs(one)).map(([input, taken]) => [input, taken.map(artifactOf)]);
  const common = {
    name,
    inputs: {
      ...(Object.fromEntries(named) as Record<string, Input>),
      ...(takesGlob && { all: glob(GLOB) }),
      ...(items !== undefined && { items }),
    },
    outputs: outputsIn(one),
    env: spec.env === null ? [] : [spec.env],
    inPlace: spec.inPlace,
  };
  return spec.isTask ? rule({ ...common, task: taskOf(text) }) : shell({ ...common, script: text });
}

function fanOut({ name, spec, text, outputs: { x = "" } }: Bound, lister: Bound) {
  const make = spec.kind === "folder" ? dir : file;
  return each({
    name,
    over: file(lister.outputs["x"] ?? ""),
    key: String,
    inputs: (key) => ({ one: sourceOfItem(String(key)) }),
    outputs: { x: make(x) },
    inPlace: spec.inPlace,
    task: taskOf(text),
  });
}

/** The world in memory takes the loader's text for the code. */
function taskOf(text: string): () => Promise<unknown> {
  return Object.assign(() => import("node:fs"), { toString: () => text });
}

/** The rules that a rule is declared to need. */
export function needsOf(one: Bound, bound: readonly Bound[]): readonly Bound[] {
  if (one.lister) return [one.lister];
  return bound.filter((other) => {
    if (other.lister) return other.lister === one.collects;
    const isSeen = one.takesGlob && other.spec.folder === "data";
    return isSeen || one.inputs.some(({ path }) => makes(other, path));
  });
}

/** The rules that targets are declared to need, themselves included. */
export function coneOf(wanted: readonly Bound[], bound: readonly Bound[]): readonly Bound[] {
  const cone = new Set(wanted);
  for (const one of cone) for (const need of needsOf(one, bound)) cone.add(need);
  return bound.filter((one) => cone.has(one));
}
