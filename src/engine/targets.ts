import { failed, ok, type Result } from "./failure.ts";
import type { Graph } from "./graph.ts";
import type { RuleNode } from "./rule-node.ts";
import { matchesGlob } from "./pattern.ts";
import type { Group } from "./project.ts";
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
 * one item.
 */
export function stepsNamed(
  steps: readonly Step[],
  targets: readonly string[],
  graph: Graph,
): readonly Step[] {
  const namesOf = ({ id, outputs }: Step): readonly string[] => [
    id,
    ...Object.values(outputs).map(({ path }) => path),
  ];
  const [first] = steps;
  const leading = targets.filter((target) => {
    const found = resolveTarget(target, graph);
    return found.ok && found.value.some((node) => node === first?.node);
  });
  const plain = new Set(leading.map((target) => target.replace(/^\.\//, "")));
  const named = steps.filter((step) => namesOf(step).some((name) => plain.has(name)));
  const known = new Set(named.flatMap(namesOf));
  return plain.size > 0 && [...plain].every((target) => known.has(target) && target !== first?.node.rule.name)
    ? named
    : steps;
}

/** The rules of a group, those of groups within it included. */
export function membersOf(group: Group, graph: Graph): readonly RuleNode[] {
  return group.members.flatMap((member): readonly RuleNode[] => {
    if (member.kind === "group" || member.kind === "flow") return membersOf(member, graph);
    const node = graph.byName.get(member.name);
    return node ? [node] : [];
  });
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
