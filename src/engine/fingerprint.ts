import type { Artifact } from "./artifact.ts";
import { canonicalJson, type Digest, type Hasher } from "./digest.ts";
import type { Entry } from "./journal.ts";
import type { Input, Json, Probe } from "./rule.ts";
import type { Step } from "./steps.ts";
import { isKind, isList } from "./graph.ts";

/** Raised when the meaning of a fingerprint or of a step's protocol changes: then everything runs once. */
const RESULT_VERSION = 1;

/** What the walk needs to know of the world. */
export interface Facts {
  readonly viewOf: (artifact: Artifact) => Digest;
  /** Paths that a glob or a collection stands for. */
  readonly members: (input: Input) => readonly Artifact[];
  /** Canonical JSON of a probe's value. */
  readonly probeValue: (probe: Probe) => string;
  readonly codeDigest: (step: Step) => Digest | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hasher: Hasher;
}

/** Between an input's name and the file that it names. */
const NAME_END = "\t";
/** Values up to this length are kept as they are, so that an explanation can show them; longer ones as a digest. */
const SHOWN = 80;

/**
 * Everything that can change a step's result, in one order. The build hashes these entries and `plr why` compares
 * them with the recorded ones, so that the two cannot disagree. The rule's name is not among them.
 */
export function walkFingerprint(step: Step, facts: Facts): readonly Entry[] {
  const entries: Entry[] = [["engine", "", String(RESULT_VERSION)]];
  const { rule } = step.node;
  for (const [name, output] of sorted(step.outputs)) {
    entries.push(["output", name, `${output.path} ${output.private ? "private" : "public"}`]);
  }
  const { action } = rule;
  if (action.type === "exec") entries.push(["command", "program", canonicalJson(action.args)]);
  else if (action.type === "script") entries.push(["command", "script", action.text]);
  else entries.push(["code", "", facts.codeDigest(step) ?? "none"]);
  for (const [name, value] of sorted(step.params)) {
    for (const [leaf, text] of leavesOf(name, value)) entries.push(["param", leaf, shown(text, facts)]);
  }
  for (const name of [...rule.env].sort()) entries.push(["env", name, envDigest(name, facts)]);
  for (const tool of rule.tools) entries.push(["tool", tool.name, shown(facts.probeValue(tool), facts)]);
  for (const [name, input] of sorted(step.inputs)) pushInput(entries, [name, input], facts);
  return entries;
}

export function hashEntries(entries: readonly Entry[], hasher: Hasher): Digest {
  let text = "";
  for (const [kind, name, value] of entries) {
    text += `${kind.length}:${kind}${name.length}:${name}${value.length}:${value}`;
  }
  return hasher.text(text);
}

/** The members of an object one by one, so that an explanation names the one that moved; a list is one value. */
function leavesOf(name: string, value: Json | undefined): readonly (readonly [name: string, text: string])[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const members = isObject ? sorted(value as Readonly<Record<string, Json | undefined>>) : [];
  if (members.length === 0) return [[name, canonicalJson(value)]];
  return members.flatMap(([key, member]) => {
    const part = /^\w+$/.test(key) ? key : JSON.stringify(key);
    return member === undefined ? [] : leavesOf(`${name}.${part}`, member);
  });
}

function pushInput(entries: Entry[], [name, input]: [string, Input], facts: Facts): void {
  if (isKind(input, "probe")) {
    entries.push(["probe", name, shown(facts.probeValue(input), facts)]);
    return;
  }
  const members = facts.members(input);
  const isSeveral = isKind(input, "glob") || isKind(input, "collection") || isList(input);
  if (isSeveral) entries.push(["members", name, String(members.length)]);
  for (const member of members) entries.push(["input", nameOf(member, name), facts.viewOf(member)]);
}

function shown(text: string, facts: Facts): string {
  return text.length <= SHOWN ? text : facts.hasher.text(text);
}

/** A variable may hold a secret, so only its digest is kept. */
function envDigest(name: string, facts: Facts): string {
  const value = facts.env[name];
  return value === undefined ? "(not set)" : facts.hasher.text(value);
}

/** The input's name and what it names. An external file goes by the input's name alone: a study may be moved. */
function nameOf(artifact: Artifact, name: string): string {
  const path = artifact.external ? `<${name}>` : artifact.path;
  return `${name}${NAME_END}${artifact.view === "bytes" ? path : `${path} : ${artifact.view}`}`;
}

/** What an entry of kind `input` is about, without the input's name. */
export function namedBy(entryName: string): string {
  return entryName.slice(entryName.indexOf(NAME_END) + 1);
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
