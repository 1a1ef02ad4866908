import { failed, ok, type Result } from "./failure.ts";
import type { Graph } from "./graph.ts";
import type { RuleNode } from "./rule-node.ts";
import { matchesGlob } from "./pattern.ts";
import type { AbsentTarget, Group } from "./project.ts";
import type { Step } from "./steps.ts";

/** The rules that a target names: a rule's name, a group's or a flow's, an output path, or a pattern of names. */
export function resolveTarget(target: string, graph: Graph): Result<readonly RuleNode[]> {
  const byName = graph.byName.get(target);
  if (byName) return ok([byName]);
  const group = graph.project.groups.find(({ name }) => name === target);
  if (group) return ok(membersOf(group, graph));
  const owner = graph.ownerOf(target.replace(/^\.\//, ""));
  if (owner) return ok([owner]);
  const [ruleName] = target.split(" ");
  const item = target.includes(" ") && ruleName ? graph.byName.get(ruleName) : undefined;
  if (item) return ok([item]);
  const matching = /[*?[{]/.test(target)
    ? graph.nodes.filter(({ rule }) => matchesGlob(rule.name, [target]))
    : [];
  if (matching.length > 0) return ok(matching);
  const absent = graph.project.groups.flatMap(absentIn).find(({ name }) => name === target);
  if (absent) return failed({ reason: "absent-target", target, why: absent.reason });
  return failed({ reason: "unknown-target", target, known: knownTargets(graph) });
}

export function resolveTargets(targets: readonly string[], graph: Graph): Result<readonly RuleNode[]> {
  if (targets.length === 0) return ok(graph.nodes);
  const nodes = new Set<RuleNode>();
  for (const target of targets) {
    const found = resolveTarget(target, graph);
    if (!found.ok) return found;
    for (const node of found.value) nodes.add(node);
  }
  return ok([...nodes]);
}

/**
 * Those of a rule's steps that targets name: all, unless each target that leads to the rule is the name or an output of
 * one item. An item that is not there is an unknown target, not all items.
 */
export function stepsNamed(
  steps: readonly Step[],
  targets: readonly string[],
  graph: Graph,
): Result<readonly Step[]> {
  const node = steps[0]?.node;
  if (node?.rule.kind !== "each") return ok(steps);
  const named = new Set<Step>();
  let isWhole = targets.length === 0;
  for (const target of targets) {
    const found = resolveTarget(target, graph);
    if (!found.ok || !found.value.includes(node)) continue;
    const path = target.replace(/^\.\//, "");
    const isItem = isOfRule(target, node) || graph.ownerOf(path) === node;
    const step = steps.find(({ id, outputs }) => id === target || makes(outputs, path));
    if (!isItem) isWhole = true;
    else if (step) named.add(step);
    else return failed({ reason: "unknown-target", target, known: steps.map(({ id }) => id) });
  }
  return ok(isWhole ? steps : [...named]);
}

function isOfRule(target: string, { rule }: RuleNode): boolean {
  return target.startsWith(`${rule.name} `);
}

function makes(outputs: Step["outputs"], path: string): boolean {
  return Object.values(outputs).some((output) => output.path === path);
}

/** The rules of a group, those of groups within it included. */
export function membersOf(group: Group, graph: Graph): readonly RuleNode[] {
  return group.members.flatMap((member): readonly RuleNode[] => {
    if (member.kind === "group" || member.kind === "flow") return membersOf(member, graph);
    const node = graph.byName.get(member.name);
    return node ? [node] : [];
  });
}

/** What a group says that it does not have, and groups within it. */
export function absentIn(group: Group): readonly AbsentTarget[] {
  const within = group.members.flatMap((member) =>
    member.kind === "group" || member.kind === "flow" ? absentIn(member) : [],
  );
  return [...group.absent, ...within];
}

/** The given rules and all that they need, in the graph's order; `cut` rules are kept without what they need. */
export function coneOf(
  wanted: readonly RuleNode[],
  graph: Graph,
  cut: ReadonlySet<RuleNode>,
): readonly RuleNode[] {
  const cone = new Set<RuleNode>();
  const stack = [...wanted];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (cone.has(node)) continue;
    cone.add(node);
    if (!cut.has(node)) stack.push(...node.needs);
  }
  return cone.size === graph.nodes.length ? graph.nodes : graph.nodes.filter((node) => cone.has(node));
}

function knownTargets(graph: Graph): readonly string[] {
  return [...graph.project.groups.map(({ name }) => name), ...graph.byName.keys(), ...graph.outputs.keys()];
}
