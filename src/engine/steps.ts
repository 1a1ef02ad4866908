import type { Artifact } from "./artifact.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import { artifactsIn } from "./graph.ts";
import type { EachRule } from "./each-rule.ts";
import type { Inputs, OutputArtifacts, Params } from "./rule.ts";
import type { Json } from "./canonical-json.ts";

/** A rule bound to its inputs and outputs. */
export interface Step {
  /** The rule's name, and the item's key where there is one. */
  readonly id: string;
  /** What the journal knows it by: its first output path. A renamed rule is still the same step. */
  readonly recordKey: string;
  readonly node: RuleNode;
  readonly inputs: Inputs;
  readonly outputs: OutputArtifacts;
  readonly params: Params;
}

/** The single step of a plain rule. */
export function stepOfRule(node: RuleNode): Step | undefined {
  const { rule } = node;
  if (rule.kind !== "rule") return undefined;
  const { inputs, outputs, params } = rule;
  return { id: rule.name, recordKey: recordKey(outputs), node, inputs, outputs, params };
}

/** One step for each item, in the order of the keys. */
export function stepsOfEach(node: RuleNode, items: Json): Result<readonly Step[]> {
  const { rule } = node;
  if (rule.kind !== "each") return ok([]);
  if (!Array.isArray(items))
    return failed({ reason: "not-a-list", rule: rule.name, manifest: manifestOf(rule) });
  const steps: Step[] = [];
  const seen = new Set<string>();
  for (const item of items as readonly Json[]) {
    const key = attempt((): string => rule.keyOf(item));
    if (!key.ok)
      return failed({ reason: "item-failed", rule: placeOf(rule), item: shown(item), message: key.message });
    if (typeof key.value !== "string")
      return failed({ reason: "bad-key", rule: rule.name, key: "", problem: "empty" });
    const problem = problemOf(key.value, seen);
    if (problem) return failed({ reason: "bad-key", rule: rule.name, key: key.value, problem });
    seen.add(folded(key.value));
    const step = attempt(() => bind(node, rule, item, key.value));
    if (!step.ok)
      return failed({ reason: "item-failed", rule: placeOf(rule), item: key.value, message: step.message });
    const stray = checkInputs(step.value);
    if (stray) return failed(stray);
    steps.push(step.value);
  }
  return ok(steps.sort((a, b) => (a.recordKey < b.recordKey ? -1 : 1)));
}

function attempt<T>(action: () => T): { ok: true; value: T } | { ok: false; message: string } {
  try {
    return { ok: true, value: action() };
  } catch (error) {
    return { ok: false, message: (error as Error).message };
  }
}

function shown(item: Json): string {
  return JSON.stringify(item).slice(0, 80);
}

function bind(node: RuleNode, rule: EachRule, item: Json, key: string): Step {
  const outputs = outputsOfItem(rule, key);
  return {
    id: idOfItem(rule, key),
    recordKey: recordKey(outputs),
    node,
    inputs: { ...rule.shared, ...rule.inputsOf(item) },
    outputs,
    params: rule.paramsOf(item),
  };
}

function idOfItem({ name }: EachRule, key: string): string {
  return `${name} ${key}`;
}

function outputsOfItem({ templates }: EachRule, key: string): OutputArtifacts {
  return Object.fromEntries(
    Object.entries(templates).map(([name, artifact]): [string, Artifact] => [
      name,
      { ...artifact, path: artifact.path.replace("{key}", () => key) },
    ]),
  );
}

/** The item that would make a path, be it on a list or not. */
export function itemMaking(path: string, rule: EachRule): Pick<Step, "id" | "outputs"> | undefined {
  for (const template of Object.values(rule.templates)) {
    const [before = "", after = ""] = template.path.split("{key}");
    const key = path.slice(before.length, path.length - after.length);
    if (path.length > before.length + after.length && path === `${before}${key}${after}`)
      return { id: idOfItem(rule, key), outputs: outputsOfItem(rule, key) };
  }
  return undefined;
}

function problemOf(key: string, seen: ReadonlySet<string>): "repeated" | "unsafe" | "empty" | undefined {
  if (key === "") return "empty";
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (key === "." || key === ".." || /[/\\\u0000-\u001f]/.test(key)) return "unsafe";
  return seen.has(folded(key)) ? "repeated" : undefined;
}

/** One text for keys that some file system takes for one name. */
function folded(key: string): string {
  return key.normalize("NFC").toLowerCase();
}

/** What the graph has checked for plain rules, for items that it could not see. */
function checkInputs(step: Step): Failure | undefined {
  const { rule } = step.node;
  const artifacts = Object.values(step.inputs).flatMap(artifactsIn);
  const stray = artifacts.find(
    ({ path, external }) => !external && (path.startsWith("/") || path.split("/").includes("..")),
  );
  if (stray) return { reason: "outside-project", path: stray.path, rule: placeOf(rule) };
  const secret = artifacts.find((artifact) => artifact.private);
  const open = Object.values(step.outputs).find((artifact) => !artifact.private);
  if (secret && open && !rule.anonymises) {
    return { reason: "private-to-public", rule: placeOf(rule), input: secret.path, output: open.path };
  }
  return undefined;
}

function recordKey(outputs: OutputArtifacts): string {
  return Object.values(outputs)
    .map(({ path }) => path)
    .reduce((first, path) => (path < first ? path : first));
}

function manifestOf(rule: EachRule): string {
  const over = rule.over as { readonly kind?: string; readonly name?: string; readonly path?: string };
  return over.path ?? over.name ?? "its list";
}
