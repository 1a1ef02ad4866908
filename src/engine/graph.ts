import { type Artifact, file } from "./artifact.ts";
import { CACHE } from "./cache-folder.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import type { Files } from "./host.ts";
import type { AnyRule, Project } from "./project.ts";
import { Owners } from "./owners.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import type { EachRule } from "./each-rule.ts";
import type { Collection, Glob, Input, OutputArtifacts, Probe } from "./rule.ts";
import type { Json } from "./canonical-json.ts";

/** The rules of a project, joined by the paths that some make and others read. */
export interface Graph {
  readonly project: Project;
  /** In an order in which each rule comes after those that it needs; the same for the same project. */
  readonly nodes: readonly RuleNode[];
  readonly byName: ReadonlyMap<string, RuleNode>;
  /** The rule that makes a path, outputs of `each` rules included. */
  readonly ownerOf: (path: string) => RuleNode | undefined;
  /** Outputs of plain rules, by path. */
  readonly outputs: ReadonlyMap<string, RuleNode>;
  /** Whether a rule makes a folder of this path. */
  readonly isFolder: (path: string) => boolean;
  /** Whether some rule declares private what lies at a path. */
  readonly isPrivate: (path: string) => boolean;
}

/** Joins the project's rules by the paths that they read and write, and refuses what could not be built rightly. */
export function buildGraph(project: Project, files: Files, items: ItemsOf = listedItems): Result<Graph> {
  const owners = new Owners<Draft>(files);
  const drafts: Draft[] = [];
  const byName = new Map<string, Draft>();
  for (const rule of project.rules) {
    const draft: Draft = { rule, index: 0, settled: 0, needs: [], neededBy: [] };
    if (byName.has(rule.name)) return failed({ reason: "two-rules-of-one-name", name: rule.name });
    byName.set(rule.name, draft);
    drafts.push(draft);
    const failure = checkPool(rule, project) ?? checkPlaces(rule) ?? owners.claim(draft);
    if (failure) return failed(failure);
  }
  const overlap = owners.overlap();
  if (overlap) return failed(overlap);
  const secrets = privateSources(drafts, items);
  for (const draft of drafts) {
    const failure = connect(draft, { owners, byName, items, secrets });
    if (failure) return failed(failure);
  }
  const order = sortByNeed(drafts);
  if (!order.ok) return order;
  return ok({
    project,
    nodes: order.value,
    byName,
    ownerOf: (path) => owners.find(path),
    outputs: owners.outputs,
    isFolder: (path) => owners.isFolder(path),
    isPrivate: (path) => secrets.has(path) || isPrivateOutput(owners.find(path), path),
  });
}

/** The items of an `each` rule, as far as they are known. */
export type ItemsOf = (rule: EachRule) => readonly Json[] | undefined;

/** Items that the project itself lists. */
export const listedItems: ItemsOf = ({ over }) =>
  Array.isArray(over) ? (over as readonly Json[]) : undefined;

/** Every artifact that an input names directly. */
export function artifactsIn(input: Input): readonly Artifact[] {
  if (typeof input === "string") return [file(input)];
  if (isList(input)) return input.map((one) => (typeof one === "string" ? file(one) : one));
  return input.kind === "file" ? [input] : [];
}

export function isList(input: Input): input is readonly (string | Artifact)[] {
  return Array.isArray(input);
}

export function isKind<K extends "glob" | "collection" | "probe">(
  input: Input,
  kind: K,
): input is Extract<Glob | Collection | Probe, { kind: K }> {
  return typeof input === "object" && !isList(input) && input.kind === kind;
}

interface Draft extends RuleNode {
  index: number;
  /** Needs that have their place in the order. */
  settled: number;
  readonly needs: Draft[];
  readonly neededBy: Draft[];
}

function checkPool(rule: AnyRule, { pools }: Project): Failure | undefined {
  const { pool } = rule;
  if (pool === undefined || Object.hasOwn(pools, pool)) return undefined;
  return { reason: "unknown-pool", rule: placeOf(rule), pool, known: Object.keys(pools) };
}

function checkPlaces(rule: AnyRule): Failure | undefined {
  const missing = missingEdge(rule);
  if (missing) return { reason: "undefined-edge", rule: placeOf(rule), edge: missing };
  const stray = strayPath(rule);
  return stray === undefined ? undefined : { reason: "outside-project", path: stray, rule: placeOf(rule) };
}

function strayPath(rule: AnyRule): string | undefined {
  const outputs: OutputArtifacts = rule.kind === "rule" ? rule.outputs : rule.templates;
  for (const name in outputs) {
    const { path, external } = outputs[name] as Artifact;
    if (external ? !isAbsolute(path) : !isInside(path)) return path;
  }
  if (rule.kind === "each") return undefined;
  for (const name in rule.inputs) {
    const input = rule.inputs[name] as Input;
    if (typeof input === "string" && isInside(input)) continue;
    const foreign = artifactsIn(input).find(({ path, external }) => !external && !isInside(path));
    if (foreign) return foreign.path;
  }
  return undefined;
}

/** An input or output that is `undefined`, as a mistyped name gives where nobody compiles. */
function missingEdge(rule: AnyRule): string | undefined {
  if (rule.kind === "rule") return absentIn("inputs", rule.inputs) ?? absentIn("outputs", rule.outputs);
  return (
    absentIn("shared", rule.shared) ??
    absentIn("outputs", rule.templates) ??
    absentIn("over", { over: rule.over })
  );
}

function absentIn(kind: string, edges: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in edges) {
    if (edges[name] === undefined || edges[name] === null) return `${kind}.${name}`;
  }
  return undefined;
}

/** A plain absolute path: no `..`, no `.`, no empty part. */
function isAbsolute(path: string): boolean {
  return path.startsWith("/") && !/\/\.{0,2}(?:\/|$)/.test(path);
}

/** A plain relative path: no `..`, no `.`, no empty part, and not below the engine's own state. */
function isInside(path: string): boolean {
  return path !== "" && !path.startsWith(`${CACHE}/`) && !/(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}

interface Connecting {
  readonly owners: Owners<Draft>;
  readonly byName: Map<string, Draft>;
  readonly items: ItemsOf;
  /** Sources that some rule declares private: they are private for every rule. */
  readonly secrets: ReadonlySet<string>;
}

function privateSources(drafts: readonly Draft[], items: ItemsOf): ReadonlySet<string> {
  const secrets = new Set<string>();
  for (const { rule } of drafts) {
    for (const [, input] of inputsOf(rule, items)) {
      if (typeof input === "string") continue;
      for (const artifact of artifactsIn(input)) if (artifact.private) secrets.add(artifact.path);
    }
  }
  return secrets;
}

function connect(draft: Draft, connecting: Connecting): Failure | undefined {
  const { rule } = draft;
  const reading: Reading = { needed: new Set(), secrets: [] };
  for (const [name, input] of inputsOf(rule, connecting.items)) {
    const failure = readInput([name, input], rule, { connecting, reading });
    if (failure) return failure;
  }
  const over = rule.kind === "each" ? (rule.over as Artifact | Probe | readonly Json[]) : undefined;
  if (over && "kind" in over && over.kind === "file") readArtifact(over, { connecting, reading });
  for (const other of reading.needed) {
    draft.needs.push(other);
    other.neededBy.push(draft);
  }
  return refusePublic(rule, reading.secrets);
}

/** What a rule was found to need, and which of it is private. */
interface Reading {
  readonly needed: Set<Draft>;
  readonly secrets: string[];
}

interface ReadingIn {
  readonly connecting: Connecting;
  readonly reading: Reading;
}

function readInput(
  [name, input]: readonly [string, Input],
  rule: AnyRule,
  into: ReadingIn,
): Failure | undefined {
  const { connecting, reading } = into;
  if (typeof input === "string") {
    readPath(input, into);
    return undefined;
  }
  if (isKind(input, "collection")) {
    const other = connecting.byName.get(input.rule);
    if (!other) return { reason: "unknown-input", path: input.rule, rule: placeOf(rule), checkpoint: false };
    reading.needed.add(other);
    if (input.private) reading.secrets.push(name);
  } else if (isKind(input, "glob")) {
    const taken = connecting.owners.within(input.patterns);
    for (const { node } of taken) reading.needed.add(node);
    if (input.private || taken.some((other) => other.private)) reading.secrets.push(name);
  }
  for (const artifact of artifactsIn(input)) {
    const other = artifact.external ? connecting.owners.otherName(artifact.path) : undefined;
    if (other) return { reason: "other-name", path: artifact.path, output: other.path, rule: placeOf(rule) };
    readArtifact(artifact, into);
  }
  return undefined;
}

function readArtifact({ path, external, private: isPrivate }: Artifact, into: ReadingIn): void {
  if (isPrivate) into.reading.secrets.push(path);
  if (!external || into.connecting.owners.find(path)) readPath(path, into);
  else if (into.connecting.secrets.has(path)) into.reading.secrets.push(path);
}

function readPath(path: string, { connecting, reading }: ReadingIn): void {
  const other = connecting.owners.find(path);
  if (other) reading.needed.add(other);
  if (connecting.secrets.has(path) || isPrivateOutput(other, path)) reading.secrets.push(path);
}

/** What a rule reads, and what the items of an `each` rule read where they are known. */
export function inputsOf(rule: AnyRule, items: ItemsOf): readonly (readonly [string, Input])[] {
  if (rule.kind === "rule") return Object.entries(rule.inputs);
  const ofItems = (items(rule) ?? []).flatMap((item) => {
    try {
      return Object.entries<Input>(rule.inputsOf(item));
    } catch {
      return []; // Reported when the rule is opened.
    }
  });
  return [...Object.entries(rule.shared), ...ofItems];
}

function isPrivateOutput(owner: Draft | undefined, path: string): boolean {
  if (owner === undefined) return false;
  const { rule } = owner;
  if (rule.kind === "each") return Object.values(rule.templates).some((output) => output.private);
  return Object.values(rule.outputs).some(
    (output) =>
      output.private && (output.path === path || (output.folder && path.startsWith(`${output.path}/`))),
  );
}

/** Private data may become public only in a rule that says it anonymises. */
function refusePublic(rule: AnyRule, readsPrivate: readonly string[]): Failure | undefined {
  const [input] = readsPrivate;
  if (input === undefined || rule.anonymises) return undefined;
  const outputs = Object.values(rule.kind === "rule" ? rule.outputs : rule.templates);
  const output = outputs.find((one) => !one.private);
  return output && { reason: "private-to-public", rule: placeOf(rule), input, output: output.path };
}

function sortByNeed(drafts: readonly Draft[]): Result<readonly Draft[]> {
  const order = drafts.filter((draft) => draft.needs.length === 0);
  for (const draft of order) {
    for (const next of draft.neededBy) if (++next.settled === next.needs.length) order.push(next);
  }
  order.forEach((draft, index) => (draft.index = index));
  if (order.length === drafts.length) return ok(order);
  const sorted = new Set(order);
  return failed({ reason: "cycle", path: findCycle(drafts.filter((draft) => !sorted.has(draft))) });
}

function findCycle(stuck: readonly Draft[]): readonly string[] {
  const trail: Draft[] = [];
  let at = stuck[0];
  while (at && !trail.includes(at)) {
    trail.push(at);
    at = at.needs.find((need) => stuck.includes(need));
  }
  const loop = at ? trail.slice(trail.indexOf(at)) : trail;
  return [...loop, ...(at ? [at] : [])].map(({ rule }) => rule.name).reverse();
}
