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
  const owner = graph.ownerOf(asPath(target));
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
  const items = node && itemsNamed(node, targets, graph);
  return items === undefined ? ok(steps) : stepsOfItems(steps, items);
}

/** The steps that targets name one by one. */
export function stepsOfItems(steps: readonly Step[], targets: readonly string[]): Result<readonly Step[]> {
  const absent = targets.find((target) => !steps.some((step) => isNamed(step, [target])));
  if (absent !== undefined)
    return failed({ reason: "unknown-target", target: absent, known: steps.map(({ id }) => id) });
  return ok(steps.filter((step) => isNamed(step, targets)));
}

/** The targets that name single items of a rule; undefined where one leads to the whole rule, or none to any of it. */
export function itemsNamed(
  node: RuleNode,
  targets: readonly string[],
  graph: Graph,
): readonly string[] | undefined {
  if (node.rule.kind !== "each") return undefined;
  const leading = targets.filter((target) => {
    const found = resolveTarget(target, graph);
    return found.ok && found.value.includes(node);
  });
  const isItem = (target: string): boolean =>
    target.startsWith(`${node.rule.name} `) || graph.ownerOf(asPath(target)) === node;
  return leading.length > 0 && leading.every(isItem) ? leading : undefined;
}

/** Whether one of the targets is the step's own name, or an output of it or in it. */
export function isNamed({ id, outputs }: Pick<Step, "id" | "outputs">, targets: readonly string[]): boolean {
  const isPath = (target: string): boolean =>
    Object.values(outputs).some(
      ({ path, folder }) => path === target || (folder && target.startsWith(`${path}/`)),
    );
  return targets.some((target) => id === target || isPath(asPath(target)));
}

function asPath(target: string): string {
  return target.replace(/^\.\//, "");
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
