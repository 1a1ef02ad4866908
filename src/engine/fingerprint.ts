import type { Artifact } from "./artifact.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";
import type { Digest, Hasher } from "./digest.ts";
import type { Entry } from "./journal-records.ts";
import type { Input, Probe } from "./rule.ts";
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

/** Takes the parts of a fingerprint, one after the other. */
type Sink = (kind: string, name: string, value: string) => void;

/**
 * Everything that can change a step's result, in one order. The build hashes these entries and `plr why` compares
 * them with the recorded ones, so that the two cannot disagree. The rule's name is not among them.
 */
export function walkFingerprint(step: Step, facts: Facts): readonly Entry[] {
  const entries: Entry[] = [];
  walk(step, facts, (kind, name, value) => void entries.push([kind, name, value]));
  return entries;
}

/** The same as one digest; a step that is fresh needs no more. */
export function fingerprintOf(step: Step, facts: Facts): Digest {
  let text = "";
  walk(step, facts, (kind, name, value) => void (text += lengthened(kind, name, value)));
  return facts.hasher.text(text);
}

/** The digest of a fingerprint's parts, in their order. */
export function hashEntries(entries: readonly Entry[], hasher: Hasher): Digest {
  let text = "";
  for (const [kind, name, value] of entries) text += lengthened(kind, name, value);
  return hasher.text(text);
}

function lengthened(kind: string, name: string, value: string): string {
  return `${kind.length}:${kind}${name.length}:${name}${value.length}:${value}`;
}

function walk(step: Step, facts: Facts, sink: Sink): void {
  sink("engine", "", String(RESULT_VERSION));
  const { rule } = step.node;
  for (const name of sortedNames(step.outputs)) {
    const output = step.outputs[name] as Artifact;
    const kind = `${output.private ? "private" : "public"}${output.folder ? " folder" : ""}`;
    sink("output", name, `${output.path} ${kind}`);
  }
  walkAction(step, { facts, sink });
  for (const name of sortedNames(step.params)) {
    for (const [leaf, text] of leavesOf(name, step.params[name])) sink("param", leaf, shown(text, facts));
  }
  for (const name of rule.env.length > 0 ? [...rule.env].sort() : [])
    sink("env", name, envDigest(name, facts));
  for (const tool of rule.tools) sink("tool", tool.name, shown(facts.probeValue(tool), facts));
  for (const name of sortedNames(step.inputs)) walkInput(name, step.inputs[name] as Input, { facts, sink });
}

/** How the step does its work. */
function walkAction(step: Step, { facts, sink }: { facts: Facts; sink: Sink }): void {
  const { action, inPlace } = step.node.rule;
  if (action.type === "exec") sink("command", "program", canonicalJson(action.args));
  else if (action.type === "script") sink("command", "script", action.text);
  if (inPlace) sink("command", "in place", "yes");
  const isCode = action.type === "task" || (action.type === "exec" && action.code !== undefined);
  if (isCode) sink("code", "", facts.codeDigest(step) ?? "none");
  const list = action.type === "task" ? undefined : action.lists?.path;
  if (list !== undefined && list !== "{depfile}") sink("command", "depfile", list);
}

/** The members of an object one by one, so that an explanation names the one that moved; a list is one value. */
function leavesOf(name: string, value: Json | undefined): readonly (readonly [name: string, text: string])[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const members = isObject ? (value as Readonly<Record<string, Json | undefined>>) : {};
  const keys = sortedNames(members);
  if (keys.length === 0) return [[name, canonicalJson(value)]];
  return keys.flatMap((key) => {
    const member = members[key];
    const part = /^\w+$/.test(key) ? key : JSON.stringify(key);
    return member === undefined ? [] : leavesOf(`${name}.${part}`, member);
  });
}

function walkInput(name: string, input: Input, { facts, sink }: { facts: Facts; sink: Sink }): void {
  if (isKind(input, "probe")) {
    sink("probe", name, shown(facts.probeValue(input), facts));
    return;
  }
  const members = facts.members(input);
  const isSeveral = isKind(input, "glob") || isKind(input, "collection") || isList(input);
  if (isSeveral) sink("members", name, String(members.length));
  for (const member of members) sink("input", nameOf(member, name), facts.viewOf(member));
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

function sortedNames(record: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(record);
  return names.length > 1 ? names.sort() : names;
}
