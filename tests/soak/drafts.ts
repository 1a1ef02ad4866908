import { file } from "../../src/engine/artifact.ts";
import { group } from "../../src/engine/project.ts";
import { each } from "../../src/engine/each-rule.ts";
import { glob, type Input, rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { KEYS } from "../support/recipes.ts";
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

/** A draft with its inputs resolved to paths, or the items that such a draft lists. */
export interface Bound {
  readonly id: string;
  readonly name: string;
  readonly spec: RuleSpec;
  /** The recipe. */
  readonly text: string;
  readonly inputs: readonly string[];
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
export function pathsOf({ id, spec, outputs }: Draft): readonly string[] {
  return [
    ...Object.values(outputs),
    ...(spec.kind === "listing" ? KEYS.map((key) => itemPath(id, key)) : []),
  ];
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
  const pathFrom = (number: number, plain: readonly string[]): string => {
    const from = earlier(number, plain);
    if (typeof from === "string") return from;
    const made = Object.values(from.outputs);
    return made[number % made.length] ?? "";
  };
  const needed = spec.inputs.map((number) => earlier(number, SOURCES));
  const looks = spec.kind === "looking" ? spec.looks.map((number) => pathFrom(number, LOOKED_AT)) : [];
  return {
    id: String(id),
    name,
    spec,
    text: recipeOf(spec, text, [...new Set(looks)]),
    inputs: spec.inputs.map((number) => pathFrom(number, SOURCES)),
    collects: needed.find((one) => typeof one !== "string" && one.spec.kind === "listing") as
      | Bound
      | undefined,
    looks: [...new Set(looks)],
    takesGlob: spec.takesGlob && isFree,
    outputs,
    lister: undefined,
  };
}

const LOOKED_AT = [...MEMBERS, ...SOURCES];

function recipeOf({ kind, isTask }: RuleSpec, text: string, looks: readonly string[]): string {
  if (kind === "coarse") return `first: ${text}`;
  if (kind === "listing") return `lists: ${text}`;
  return kind === "plain" ? text : `looks: ${isTask ? "" : "{depfile} "}${text} | ${looks.join(" ")}`;
}

function itemsOf({ id, spec, name, text }: Draft, lister: Bound): Bound {
  return {
    id: `${id} items`,
    name: `${name}-items`,
    spec: { ...spec, kind: "plain", env: null },
    text: `${text} item`,
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

function ruleOf({ name, spec, text, inputs, takesGlob, outputs }: Bound, items: Input | undefined) {
  const common = {
    name,
    inputs: {
      one: inputs[0] ?? "s0",
      list: inputs.slice(1),
      ...(takesGlob && { all: glob(GLOB) }),
      ...(items !== undefined && { items }),
    },
    outputs,
    env: spec.env === null ? [] : [spec.env],
  };
  return spec.isTask ? rule({ ...common, task: taskOf(text) }) : shell({ ...common, script: text });
}

function fanOut({ name, text, outputs: { x = "" } }: Bound, lister: Bound) {
  return each({
    name,
    over: file(lister.outputs["x"] ?? ""),
    key: String,
    inputs: (key) => ({ one: sourceOfItem(String(key)) }),
    outputs: { x },
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
    return isSeen || Object.values(other.outputs).some((path) => one.inputs.includes(path));
  });
}

/** The rules that targets are declared to need, themselves included. */
export function coneOf(wanted: readonly Bound[], bound: readonly Bound[]): readonly Bound[] {
  const cone = new Set(wanted);
  for (const one of cone) for (const need of needsOf(one, bound)) cone.add(need);
  return bound.filter((one) => cone.has(one));
}
