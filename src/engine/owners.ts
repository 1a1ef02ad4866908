import type { Artifact } from "./artifact.ts";
import type { Failure } from "./failure.ts";
import type { Files } from "./host.ts";
import { matchesGlob, mayMatchBelow } from "./pattern.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import type { OutputArtifacts } from "./rule.ts";

const KEY = "{key}";

/** A path or a template, in the form in which paths are compared. */
interface Claim<Node> {
  readonly path: string;
  readonly node: Node;
  /** All spellings of a path are one text here; `{key}` stands for any text without a slash. */
  readonly folded: string;
  /** All that is in it is claimed too. */
  readonly folder: boolean;
}

/** Who makes which path: exact paths, and templates with a key. */
export class Owners<Node extends RuleNode> {
  /** Exact outputs, by path. */
  readonly outputs = new Map<string, Node>();
  readonly #exact = new Map<string, Claim<Node>>();
  readonly #templates: Claim<Node>[] = [];
  readonly #folders = new Map<string, string>();
  #hasFolders = false;
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  claim(node: Node): Failure | undefined {
    const { rule } = node;
    const outputs: OutputArtifacts = rule.kind === "rule" ? rule.outputs : rule.templates;
    for (const name in outputs) {
      const { path, folder } = outputs[name] as Artifact;
      const claim = { path, node, folder, folded: this.#fold(path) };
      this.#hasFolders ||= folder;
      if (rule.kind === "each") {
        if (path.split(KEY).length !== 2)
          return { reason: "template-without-key", template: path, rule: placeOf(rule) };
        this.#templates.push(claim);
        continue;
      }
      const other = this.#exact.get(claim.folded);
      if (other) return { reason: "two-owners", path, rules: [placeOf(other.node.rule), placeOf(rule)] };
      this.#exact.set(claim.folded, claim);
      this.outputs.set(path, node);
    }
    return undefined;
  }

  /** A template that could name another rule's path, or an output that would lie within another one. */
  overlap(): Failure | undefined {
    /** Folders of which it is known that neither they nor what holds them is an output. */
    const free = new Set<string>();
    for (const claim of this.#exact.values()) {
      const folder = claim.folded.slice(0, claim.folded.lastIndexOf("/"));
      if (free.has(folder)) continue;
      free.add(folder);
      for (let at = claim.folded.lastIndexOf("/"); at > 0; at = claim.folded.lastIndexOf("/", at - 1)) {
        const outer = this.#exact.get(claim.folded.slice(0, at));
        if (outer) return within(outer, claim);
      }
    }
    for (const [index, template] of this.#templates.entries()) {
      for (const other of this.#exact.values()) {
        const failure = compare(template, other);
        if (failure) return failure;
      }
      for (const other of this.#templates.slice(index + 1)) {
        // That one lies within the other takes a key with the other's ending: too far-fetched to refuse it.
        if (meet(template.folded.split("/"), other.folded.split("/")) === "same")
          return collision(template, other);
      }
    }
    return undefined;
  }

  find(path: string): Node | undefined {
    const exact = this.outputs.get(path);
    if (exact || (this.#templates.length === 0 && !this.#hasFolders)) return exact;
    return this.#claimOf(this.#fold(path))?.node;
  }

  /** Whether an output of exactly this path is a folder. */
  isFolder(path: string): boolean {
    if (!this.#hasFolders) return false;
    const folded = this.#fold(path);
    const claim = this.#claimOf(folded);
    return claim?.folder === true && claim.folded.split("/").length === folded.split("/").length;
  }

  /** The output of a path, the folder that it lies in, or a template of either. */
  #claimOf(folded: string): Claim<Node> | undefined {
    const exact = this.#folderAbove(folded);
    if (exact) return exact;
    const parts = folded.split("/");
    return this.#templates.find((template) => {
      const met = meet(template.folded.split("/"), parts);
      return met === "same" || (template.folder && met === "within-first");
    });
  }

  #folderAbove(folded: string): Claim<Node> | undefined {
    if (!this.#hasFolders) return undefined;
    for (let at = folded.length; at > 0; at = folded.lastIndexOf("/", at - 1)) {
      const claim = this.#exact.get(folded.slice(0, at));
      if (claim?.folder === true) return claim;
    }
    return undefined;
  }

  /** Rules whose outputs a glob may take in, with whether one of these is private. */
  within(patterns: readonly string[]): readonly { readonly node: Node; readonly private: boolean }[] {
    const found: { node: Node; private: boolean }[] = [];
    for (const node of new Set([...this.outputs.values(), ...this.#templates.map((claim) => claim.node)])) {
      const outputs = Object.values(node.rule.kind === "rule" ? node.rule.outputs : node.rule.templates);
      const taken = outputs.filter(({ path, folder }) => {
        const example = path.replace(KEY, "key");
        return folder ? mayMatchBelow(example, patterns) : matchesGlob(example, patterns);
      });
      if (taken.length > 0) found.push({ node, private: taken.some((output) => output.private) });
    }
    return found;
  }

  /** One text for all spellings of a path: links in its folder resolved, letter case and Unicode form ignored. */
  #fold(path: string): string {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(slash, 0));
    let real = this.#folders.get(folder);
    if (real === undefined) {
      real = foldText(this.#files.realPath(folder || "."));
      this.#folders.set(folder, real);
    }
    return `${real}/${foldText(path.slice(slash + 1))}`;
  }
}

/** A text of ASCII alone is in its normal form. */
function foldText(text: string): string {
  const lower = text.toLowerCase();
  return /^[ -~]*$/.test(lower) ? lower : lower.normalize("NFC");
}

function within(outer: Claim<RuleNode>, inner: Claim<RuleNode>): Failure {
  const rules = [placeOf(outer.node.rule), placeOf(inner.node.rule)] as const;
  return { reason: "output-within-output", outer: outer.path, inner: inner.path, rules };
}

function compare(template: Claim<RuleNode>, other: Claim<RuleNode>): Failure | undefined {
  switch (meet(template.folded.split("/"), other.folded.split("/"))) {
    case "same":
      return collision(template, other);
    case "within-second":
      return within(other, template);
    case "within-first":
      return within(template, other);
    case "apart":
      return undefined;
  }
}

function collision(template: Claim<RuleNode>, other: Claim<RuleNode>): Failure {
  const rules = [placeOf(template.node.rule), placeOf(other.node.rule)] as const;
  return { reason: "template-collision", template: template.path, path: other.path, rules };
}

/** Whether two paths, either of which may be a template, can name one file, or one a folder of the other. */
function meet(
  first: readonly string[],
  second: readonly string[],
): "same" | "within-first" | "within-second" | "apart" {
  const shared = Math.min(first.length, second.length);
  for (let at = 0; at < shared; at++) if (!canBeOne(first[at] ?? "", second[at] ?? "")) return "apart";
  if (first.length === second.length) return "same";
  return first.length < second.length ? "within-first" : "within-second";
}

/** Whether two parts of a path can be one text. */
function canBeOne(one: string, other: string): boolean {
  const [before = "", after] = one.split(KEY);
  const [otherBefore = "", otherAfter] = other.split(KEY);
  if (after === undefined && otherAfter === undefined) return one === other;
  if (after === undefined) return fits(one, otherBefore, otherAfter ?? "");
  if (otherAfter === undefined) return fits(other, before, after);
  const startsMeet = before.startsWith(otherBefore) || otherBefore.startsWith(before);
  return startsMeet && (after.endsWith(otherAfter) || otherAfter.endsWith(after));
}

function fits(text: string, before: string, after: string): boolean {
  return text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
