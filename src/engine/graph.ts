import { type Artifact, file } from "./artifact.ts";
import { CACHE } from "./cache-folder.ts";
import { type Failure, failed, ok, type Result, type RulePlace } from "./failure.ts";
import type { Files } from "./host.ts";
import type { AnyRule, Project } from "./project.ts";
import { matchesGlob } from "./pattern.ts";
import type { Collection, EachRule, Glob, Input, Json, Probe } from "./rule.ts";

/** A rule in its place: what must be settled before it, and who waits for it. */
export interface RuleNode {
  readonly rule: AnyRule;
  readonly index: number;
  readonly needs: readonly RuleNode[];
  readonly neededBy: readonly RuleNode[];
}

export interface Graph {
  readonly project: Project;
  /** In an order in which each rule comes after those that it needs; the same for the same project. */
  readonly nodes: readonly RuleNode[];
  readonly byName: ReadonlyMap<string, RuleNode>;
  /** The rule that makes a path, outputs of `each` rules included. */
  readonly ownerOf: (path: string) => RuleNode | undefined;
  /** Outputs of plain rules, by path. */
  readonly outputs: ReadonlyMap<string, RuleNode>;
}

/** Joins the project's rules by the paths that they read and write, and refuses what could not be built rightly. */
export function buildGraph(project: Project, files: Files, items: ItemsOf = listedItems): Result<Graph> {
  const owners = new Owners(files);
  const drafts: Draft[] = [];
  const byName = new Map<string, Draft>();
  for (const rule of project.rules) {
    const draft: Draft = { rule, index: 0, needs: [], neededBy: [] };
    if (byName.has(rule.name)) return failed({ reason: "two-rules-of-one-name", name: rule.name });
    byName.set(rule.name, draft);
    drafts.push(draft);
    const failure = checkPlaces(rule) ?? owners.claim(draft);
    if (failure) return failed(failure);
  }
  const overlap = owners.overlap();
  if (overlap) return failed(overlap);
  for (const draft of drafts) {
    const failure = connect(draft, { owners, byName, items });
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
  });
}

/** The items of an `each` rule, as far as they are known. */
export type ItemsOf = (rule: EachRule) => readonly Json[] | undefined;

/** Items that the project itself lists. */
export const listedItems: ItemsOf = ({ over }) =>
  Array.isArray(over) ? (over as readonly Json[]) : undefined;

export function placeOf(rule: AnyRule): RulePlace {
  return { name: rule.name, at: rule.site };
}

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
  readonly needs: Draft[];
  readonly neededBy: Draft[];
}

const KEY = "{key}";

/** Who makes which path: exact paths, and templates with a key. */
class Owners {
  readonly outputs = new Map<string, Draft>();
  readonly #folded = new Map<string, { path: string; draft: Draft }>();
  readonly #templates: { before: string; after: string; path: string; draft: Draft }[] = [];
  readonly #folders = new Map<string, string>();
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  claim(draft: Draft): Failure | undefined {
    const { rule } = draft;
    for (const { path } of Object.values(rule.kind === "rule" ? rule.outputs : rule.templates)) {
      if (rule.kind === "each") {
        const [before, after, ...more] = path.split(KEY);
        if (before === undefined || after === undefined || more.length > 0) {
          return { reason: "template-without-key", template: path, rule: placeOf(rule) };
        }
        this.#templates.push({ before: this.#fold(before), after: after.toLowerCase(), path, draft });
        continue;
      }
      const folded = this.#fold(path);
      const other = this.#folded.get(folded);
      if (other) return { reason: "two-owners", path, rules: [placeOf(other.draft.rule), placeOf(rule)] };
      this.#folded.set(folded, { path, draft });
      this.outputs.set(path, draft);
    }
    return undefined;
  }

  /** A template that could name another rule's path, or an output that would lie within another one. */
  overlap(): Failure | undefined {
    for (const [folded, { path, draft }] of this.#folded) {
      for (let at = folded.lastIndexOf("/"); at > 0; at = folded.lastIndexOf("/", at - 1)) {
        const outer = this.#folded.get(folded.slice(0, at));
        if (!outer) continue;
        const rules = [placeOf(outer.draft.rule), placeOf(draft.rule)] as const;
        return { reason: "output-within-output", outer: outer.path, inner: path, rules };
      }
    }
    for (const template of this.#templates) {
      for (const [folded, { path, draft }] of this.#folded) {
        if (matches(template, folded)) return this.#collision(template, path, draft);
      }
      for (const other of this.#templates) {
        const meets =
          (other.before.startsWith(template.before) || template.before.startsWith(other.before)) &&
          (other.after.endsWith(template.after) || template.after.endsWith(other.after));
        if (other !== template && meets) return this.#collision(template, other.path, other.draft);
      }
    }
    return undefined;
  }

  find(path: string): Draft | undefined {
    const exact = this.outputs.get(path);
    if (exact || this.#templates.length === 0) return exact;
    const folded = this.#fold(path);
    return this.#templates.find((template) => matches(template, folded))?.draft;
  }

  /** Rules whose outputs a glob may take in, with whether one of these is private. */
  within(patterns: readonly string[]): readonly { readonly draft: Draft; readonly private: boolean }[] {
    const found: { draft: Draft; private: boolean }[] = [];
    for (const draft of new Set([...this.outputs.values(), ...this.#templates.map((one) => one.draft)])) {
      const outputs = Object.values(draft.rule.kind === "rule" ? draft.rule.outputs : draft.rule.templates);
      const taken = outputs.filter(({ path }) => matchesGlob(path.replace(KEY, "key"), patterns));
      if (taken.length > 0) found.push({ draft, private: taken.some((output) => output.private) });
    }
    return found;
  }

  #collision(template: { path: string; draft: Draft }, path: string, draft: Draft): Failure {
    const rules = [placeOf(template.draft.rule), placeOf(draft.rule)] as const;
    return { reason: "template-collision", template: template.path, path, rules };
  }

  /** One text for all spellings of a path: links in its folder resolved, letter case and Unicode form ignored. */
  #fold(path: string): string {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(slash, 0));
    let real = this.#folders.get(folder);
    if (real === undefined) {
      real = this.#files.realPath(folder || ".");
      this.#folders.set(folder, real);
    }
    return `${real}/${path.slice(slash + 1)}`.toLowerCase().normalize("NFC");
  }
}

function matches(template: { before: string; after: string }, path: string): boolean {
  return (
    path.length > template.before.length + template.after.length &&
    path.startsWith(template.before) &&
    path.endsWith(template.after)
  );
}

function checkPlaces(rule: AnyRule): Failure | undefined {
  const place = placeOf(rule);
  const missing = missingEdge(rule);
  if (missing) return { reason: "undefined-edge", rule: place, edge: missing };
  const outputs = Object.values(rule.kind === "rule" ? rule.outputs : rule.templates);
  const stray = outputs.find(({ path, external }) => external || !isInside(path));
  if (stray) return { reason: "outside-project", path: stray.path, rule: place };
  if (rule.kind === "each") return undefined;
  const inputs = Object.values(rule.inputs).flatMap(artifactsIn);
  const foreign = inputs.find(({ path, external }) => !external && !isInside(path));
  return foreign && { reason: "outside-project", path: foreign.path, rule: place };
}

/** An input or output that is `undefined`, as a mistyped name gives where nobody compiles. */
function missingEdge(rule: AnyRule): string | undefined {
  const edges =
    rule.kind === "rule"
      ? { inputs: rule.inputs, outputs: rule.outputs }
      : { shared: rule.shared, outputs: rule.templates, over: { over: rule.over } };
  for (const [kind, named] of Object.entries(edges)) {
    const found = Object.entries<unknown>(named).find(([, edge]) => edge === undefined || edge === null);
    if (found) return `${kind}.${found[0]}`;
  }
  return undefined;
}

/** A plain relative path: no `..`, no `.`, no empty part, and not below the engine's own state. */
function isInside(path: string): boolean {
  if (path.startsWith(`${CACHE}/`)) return false;
  return path !== "" && !path.split("/").some((part) => part === "" || part === "." || part === "..");
}

interface Connecting {
  readonly owners: Owners;
  readonly byName: Map<string, Draft>;
  readonly items: ItemsOf;
}

function connect(draft: Draft, connecting: Connecting): Failure | undefined {
  const { owners, byName } = connecting;
  const { rule } = draft;
  const needed = new Set<Draft>();
  const readsPrivate: string[] = [];
  for (const [name, input] of inputsOf(rule, connecting.items)) {
    if (isKind(input, "collection")) {
      const other = byName.get(input.rule);
      if (!other)
        return { reason: "unknown-input", path: input.rule, rule: placeOf(rule), checkpoint: false };
      needed.add(other);
      if (input.private) readsPrivate.push(name);
    } else if (isKind(input, "glob")) {
      const taken = owners.within(input.patterns);
      for (const other of taken) needed.add(other.draft);
      if (input.private || taken.some((other) => other.private)) readsPrivate.push(name);
    }
    for (const artifact of artifactsIn(input)) {
      const other = artifact.external ? undefined : owners.find(artifact.path);
      if (other) needed.add(other);
      if (artifact.private || isPrivateOutput(other, artifact.path)) readsPrivate.push(artifact.path);
    }
  }
  if (rule.kind === "each" && !Array.isArray(rule.over)) {
    const over = rule.over as Artifact | Probe;
    const other = over.kind === "file" ? owners.find(over.path) : undefined;
    if (other) needed.add(other);
  }
  for (const other of needed) {
    draft.needs.push(other);
    other.neededBy.push(draft);
  }
  return refusePublic(rule, readsPrivate);
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
  return Object.values(rule.outputs).some((output) => output.path === path && output.private);
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
  const waiting = new Map(drafts.map((draft) => [draft, draft.needs.length]));
  const order = drafts.filter((draft) => draft.needs.length === 0);
  for (const draft of order) {
    for (const next of draft.neededBy) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) order.push(next);
    }
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
