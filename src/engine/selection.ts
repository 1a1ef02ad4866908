import { codeOf, type CodeReader, type TaskCode } from "./code.ts";
import { ok, type Result } from "./failure.ts";
import type { FileTable } from "./file-table.ts";
import { withDiscovered } from "./discovered-edges.ts";
import { lookUpGlob } from "./globs.ts";
import { buildGraph, type Graph, type ItemsOf, listedItems } from "./graph.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import type { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import { absentTool, askProbes, isProbe, probeKey, probesOf, type ProbeValues } from "./probes.ts";
import type { EachRule } from "./each-rule.ts";
import type { Glob } from "./rule.ts";
import type { Json } from "./canonical-json.ts";
import { coneOf, itemsNamed, resolveTargets } from "./targets.ts";

export interface PlanRequest {
  /** Empty means everything. */
  readonly targets: readonly string[];
  /** Targets that run whatever is recorded of them. */
  readonly forced: readonly string[];
  readonly forceAll: boolean;
  /** Outputs that are taken as given, with what they are made from left out. */
  readonly given: ReadonlySet<string>;
  /** Outputs that could be taken as given; a failure for want of an input says where that would do without it. */
  readonly checkpoints: ReadonlySet<string>;
}

/** The rules that a build is about. */
export interface Selection {
  readonly graph: Graph;
  readonly cone: readonly RuleNode[];
  /** Rules that run whatever is recorded; where only some items of one do, the targets that name these. */
  readonly forced: ReadonlyMap<RuleNode, readonly string[] | undefined>;
  /** Rules of which some items are asked for and no more, with the targets that name these. */
  readonly partly: ReadonlyMap<RuleNode, readonly string[]>;
  readonly given: ReadonlySet<RuleNode>;
  /** Rules that need a tool which is not installed and which they declare optional, with the tool. */
  readonly leftOut: ReadonlyMap<RuleNode, string>;
  readonly probes: ProbeValues;
}

interface Asking {
  readonly host: Host;
  readonly journal: Journal;
  readonly files: FileTable;
  readonly readCode: CodeReader["read"];
  /** Told of each task's code as soon as it is read. */
  readonly onRead: (node: RuleNode, code: TaskCode) => void;
  readonly answers: ProbeValues | undefined;
}

/**
 * Selects the rules that the targets need and asks their probes. Items that a probe lists may need other rules, so
 * the graph is joined and selected from anew as long as there are new items.
 */
export async function selectAsked(
  first: Graph,
  request: PlanRequest,
  asking: Asking,
): Promise<Result<Selection>> {
  const probes = new Map(asking.answers);
  const items: ItemsOf = (rule) => listedItems(rule) ?? probedItems(rule, probes);
  const members = (glob: Glob): readonly string[] =>
    lookUpGlob(glob, { ...asking, graph: first, planned: first.outputs.keys() });
  for (let graph = withDiscovered(first, asking.journal); ;) {
    const selected = selectRules(graph, request);
    if (!selected.ok) return selected;
    const { cone, given } = selected.value;
    const asked = cone.filter((node) => !given.has(node)).flatMap((node) => probesOf(node, items));
    const hasNewItems = cone.some(({ rule }) => rule.kind === "each" && isUnasked(rule, probes));
    const answers = askProbes(asked, probes, { ...asking, members });
    readAhead(cone, asking);
    const answered = await answers;
    if (!answered.ok) return answered;
    if (!hasNewItems) {
      const leftOut = findLeftOut(selected.value, probes);
      const kept = leftOut.size === 0 ? cone : cone.filter((node) => !leftOut.has(node));
      return ok({ graph, probes, ...selected.value, cone: kept, leftOut });
    }
    const joined = buildGraph(graph.project, asking.host.files, items);
    if (!joined.ok) return joined;
    graph = withDiscovered(joined.value, asking.journal);
  }
}

/** The names of rules that are left out, by the tool that they lack. */
export function leftOutByTool(
  leftOut: Selection["leftOut"],
): readonly { readonly tool: string; readonly rules: readonly string[] }[] {
  const byTool = Map.groupBy(leftOut, ([, tool]) => tool);
  return Array.from(byTool, ([tool, found]) => ({ tool, rules: found.map(([{ rule }]) => rule.name) }));
}

/** Tools are other processes, and the code will be needed. Whatever is wrong with it is told when it is. */
function readAhead(cone: readonly RuleNode[], { readCode, onRead }: Asking): void {
  for (const node of cone) {
    const source = codeOf(node.rule);
    const read = source && readCode(source, placeOf(node.rule));
    if (read?.ok) onRead(node, read.value);
  }
}

/** In the order of the graph: what needs a rule that is left out is left out for the same tool. */
function findLeftOut(
  { cone, given }: Pick<Selection, "cone" | "given">,
  probes: ProbeValues,
): ReadonlyMap<RuleNode, string> {
  const leftOut = new Map<RuleNode, string>();
  for (const node of cone) {
    if (given.has(node)) continue;
    const tool = absentTool(node, probes) ?? node.needs.map((need) => leftOut.get(need)).find(Boolean);
    if (tool !== undefined) leftOut.set(node, tool);
  }
  return leftOut;
}

/** Selects the rules that the targets need, before anything is asked. */
export function selectRules(
  graph: Graph,
  request: PlanRequest,
): Result<Pick<Selection, "cone" | "forced" | "partly" | "given">> {
  const wanted = resolveTargets(request.targets, graph);
  if (!wanted.ok) return wanted;
  const force = request.forceAll ? request.targets : request.forced;
  const forced = request.forceAll || force.length > 0 ? resolveTargets(force, graph) : ok([]);
  if (!forced.ok) return forced;
  const given = new Set(graph.nodes.filter((node) => isGiven(node, request.given)));
  const asked = request.targets.length === 0 ? withoutMakersOf(given, graph) : wanted.value;
  const cone = coneOf(asked, graph, given);
  return ok({
    cone,
    forced: new Map(forced.value.map((node) => [node, itemsNamed(node, force, graph)])),
    partly: partlyAsked(wanted.value, cone, { graph, targets: request.targets }),
    given,
  });
}

/** Rules that only targets lead to, and these to single items of them. */
function partlyAsked(
  wanted: readonly RuleNode[],
  cone: readonly RuleNode[],
  { graph, targets }: { readonly graph: Graph; readonly targets: readonly string[] },
): Selection["partly"] {
  const partly = new Map<RuleNode, readonly string[]>();
  if (targets.length === 0) return partly;
  const isInCone = new Set(cone);
  for (const node of wanted) {
    const items = itemsNamed(node, targets, graph);
    if (items && !node.neededBy.some((next) => isInCone.has(next))) partly.set(node, items);
  }
  return partly;
}

/** Everything, but for rules that are there to make what is given. */
function withoutMakersOf(given: ReadonlySet<RuleNode>, graph: Graph): readonly RuleNode[] {
  if (given.size === 0) return graph.nodes;
  const needs = [...given].flatMap((node) => node.needs);
  const makers = new Set(coneOf(needs, graph, new Set()));
  return graph.nodes.filter((node) => !makers.has(node));
}

function isGiven({ rule }: RuleNode, given: ReadonlySet<string>): boolean {
  return rule.kind === "rule" && Object.values(rule.outputs).some(({ path }) => given.has(path));
}

function isUnasked({ over }: EachRule, probes: ProbeValues): boolean {
  return isProbe(over) && !probes.has(probeKey(over));
}

function probedItems({ over }: EachRule, probes: ProbeValues): readonly Json[] | undefined {
  const text = isProbe(over) ? probes.get(probeKey(over)) : undefined;
  const items: unknown = text === undefined ? undefined : JSON.parse(text);
  return Array.isArray(items) ? (items as readonly Json[]) : undefined;
}
