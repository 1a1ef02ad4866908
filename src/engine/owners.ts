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
  /** Those of them that are otherwise spelt than paths are compared: few, in most projects none. */
  readonly #respelt = new Map<string, Claim<Node>>();
  readonly #templates: Claim<Node>[] = [];
  /** Folders in the form in which they are compared. */
  readonly #folders = new Map<string, string>();
  #hasFolders = false;
  /** Whether some output has an absolute path: then one file may be named in two ways. */
  #hasExternal = false;
  readonly #files: Files;
  readonly #root: string;

  constructor(files: Files) {
    this.#files = files;
    this.#root = `${foldText(files.realPath("."))}/`;
  }

  claim(node: Node): Failure | undefined {
    const { rule } = node;
    const outputs: OutputArtifacts = rule.kind === "rule" ? rule.outputs : rule.templates;
    for (const name in outputs) {
      const { path, folder, external } = outputs[name] as Artifact;
      const folded = this.#fold(path);
      this.#hasFolders ||= folder;
      this.#hasExternal ||= external;
      if (rule.kind === "each") {
        if (path.split(KEY).length !== 2)
          return { reason: "template-without-key", template: path, rule: placeOf(rule) };
        this.#templates.push({ path, node, folder, folded });
        continue;
      }
      const other = this.#exact(folded);
      if (other) return { reason: "two-owners", path, rules: [placeOf(other.node.rule), placeOf(rule)] };
      if (folded !== path) this.#respelt.set(folded, { path, node, folder, folded });
      this.outputs.set(path, node);
    }
    return undefined;
  }

  /** The output that has this form. One that is spelt otherwise has its path in `outputs` as well. */
  #exact(folded: string): Claim<Node> | undefined {
    const node = this.outputs.get(folded);
    if (node !== undefined && this.#fold(folded) === folded) return this.#claimOfOutput(folded, node, folded);
    return this.#respelt.get(folded);
  }

  *#claims(): Iterable<Claim<Node>> {
    for (const [path, node] of this.outputs) yield this.#claimOfOutput(path, node, this.#fold(path));
  }

  #claimOfOutput(path: string, node: Node, folded: string): Claim<Node> {
    const outputs = this.#hasFolders && node.rule.kind === "rule" ? Object.values(node.rule.outputs) : [];
    return { path, node, folded, folder: outputs.some((one) => one.folder && one.path === path) };
  }

  /** A template that could name another rule's path, or an output that would lie within another one. */
  overlap(): Failure | undefined {
    /** Folders of which it is known that neither they nor what holds them is an output. */
    const free = new Set<string>();
    for (const claim of this.#claims()) {
      const folder = claim.folded.slice(0, Math.max(claim.folded.lastIndexOf("/"), 0));
      if (free.has(folder)) continue;
      free.add(folder);
      for (let at = claim.folded.lastIndexOf("/"); at > 0; at = claim.folded.lastIndexOf("/", at - 1)) {
        const outer = this.#exact(claim.folded.slice(0, at));
        if (outer) return within(outer, claim);
      }
    }
    for (const [index, template] of this.#templates.entries()) {
      for (const other of this.#claims()) {
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
    const isPlain = this.#templates.length === 0 && !this.#hasFolders && !this.#hasExternal;
    if (exact || isPlain) return exact;
    return this.#claimOf(this.#fold(path))?.node;
  }

  /** The output that a path names otherwise than its rule does. */
  otherName(path: string): Claim<Node> | undefined {
    if (!this.#hasExternal || this.outputs.has(path)) return undefined;
    const claim = this.#claimOf(this.#fold(path));
    const isItem = claim?.node.rule.kind === "each";
    return isItem || (claim?.folder && path.startsWith(`${claim.path}/`)) ? undefined : claim;
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
    const exact = this.#hasExternal ? this.#exact(folded) : undefined;
    const found = exact ?? this.#folderAbove(folded);
    if (found) return found;
    const parts = folded.split("/");
    return this.#templates.find((template) => {
      const met = meet(template.folded.split("/"), parts);
      return met === "same" || (template.folder && met === "within-first");
    });
  }

  #folderAbove(folded: string): Claim<Node> | undefined {
    if (!this.#hasFolders) return undefined;
    for (let at = folded.length; at > 0; at = folded.lastIndexOf("/", at - 1)) {
      const claim = this.#exact(folded.slice(0, at));
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

  /**
   * One text for all spellings of a path: links in its folder resolved, letter case and Unicode form ignored. Most
   * paths are spelt like this, and then it is the path itself.
   */
  #fold(path: string): string {
    const slash = path.lastIndexOf("/");
    const folder = slash === 0 ? "/" : path.slice(0, Math.max(slash, 0));
    let real = this.#folders.get(folder);
    if (real === undefined) {
      const whole = `${foldText(this.#files.realPath(folder || "."))}/`;
      real = whole.startsWith(this.#root) ? whole.slice(this.#root.length, -1) : whole.slice(0, -1);
      this.#folders.set(folder, real);
    }
    const name = path.slice(slash + 1);
    const folded = foldText(name);
    if (real === folder && folded === name) return path;
    return real === "" ? folded : `${real}/${folded}`;
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
