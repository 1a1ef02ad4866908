import type { Artifact } from "./artifact.ts";
import type { CodeReader, OpenCode, TaskCode } from "./code.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { createFileTable, type FileTable } from "./file-table.ts";
import {
  artifactsIn,
  buildGraph,
  type Graph,
  type ItemsOf,
  listedItems,
  placeOf,
  type RuleNode,
} from "./graph.ts";
import { lookUpGlob } from "./globs.ts";
import { FileError, type Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import { askProbes, isProbe, probeKey, probesOf, type ProbeValues } from "./probes.ts";
import type { AnyRule } from "./project.ts";
import type { EachRule, Glob, Json } from "./rule.ts";
import { coneOf, resolveTargets } from "./targets.ts";

export interface PlanRequest {
  /** Empty means everything. */
  readonly targets: readonly string[];
  /** Targets that run whatever is recorded of them. */
  readonly forced: readonly string[];
  readonly forceAll: boolean;
  /** Outputs that are taken as given, with what they are made from left out. */
  readonly given: ReadonlySet<string>;
  /** The project has checkpoints, which a failure for want of an input names. */
  readonly checkpoints: boolean;
}

/** What a build is about, before any step is looked at. */
export interface Plan {
  readonly graph: Graph;
  readonly cone: readonly RuleNode[];
  readonly forced: ReadonlySet<RuleNode>;
  readonly given: ReadonlySet<RuleNode>;
  readonly everything: boolean;
  readonly probes: ProbeValues;
  readonly code: ReadonlyMap<RuleNode, TaskCode>;
  /** Reads a task's code again, after it was edited under a running step. */
  readonly refreshCode: (node: RuleNode) => Result<void>;
  readonly files: FileTable;
  readonly journal: Journal;
  readonly host: Host;
}

export interface World {
  readonly host: Host;
  readonly journal: Journal;
  readonly openCode: OpenCode;
}

/**
 * Selects what the targets need, asks the probes, reads the code, and refuses inputs that nobody has or makes. Items
 * that a probe lists may need other rules, so the graph is joined again when they are known.
 */
export async function makePlan(first: Graph, request: PlanRequest, world: World): Promise<Result<Plan>> {
  const files = createFileTable(world.host.files, world.journal);
  const openCode = (): CodeReader => world.openCode(first.project, files, world.journal);
  const reader = openCode();
  const members = (glob: Glob): readonly string[] =>
    lookUpGlob(glob, { ...world, files, planned: first.outputs.keys() });
  const probes = new Map<string, string>();
  const items: ItemsOf = (rule) => listedItems(rule) ?? probedItems(rule, probes);
  let graph = first;
  for (;;) {
    const selected = select(graph, request);
    if (!selected.ok) return selected;
    const { cone, forced, given } = selected.value;
    const active = cone.filter((node) => !given.has(node));
    const before = probes.size;
    const wanted = active.flatMap((node) => probesOf(node, items));
    const asked = await askProbes(wanted, probes, { ...world, files, members, readCode: reader });
    if (!asked.ok) return asked;
    if (probes.size > before && active.some(({ rule }) => rule.kind === "each" && isProbe(rule.over))) {
      const joined = buildGraph(graph.project, world.host.files, items);
      if (!joined.ok) return joined;
      graph = joined.value;
      continue;
    }
    const unknown = findUnknownInput(active, { graph, files, checkpoints: request.checkpoints });
    if (unknown) return unknown;
    const code = new Map<RuleNode, TaskCode>();
    const readCode = ({ rule, node }: { rule: AnyRule; node: RuleNode }, read: CodeReader): Result<void> => {
      if (rule.action.type !== "task") return ok(undefined);
      const found = read(rule.action, placeOf(rule));
      if (found.ok) code.set(node, found.value);
      return found.ok ? ok(undefined) : found;
    };
    for (const node of active) {
      const read = readCode({ rule: node.rule, node }, reader);
      if (!read.ok) return read;
    }
    return ok({
      graph,
      cone,
      forced,
      given,
      everything: request.targets.length === 0 && given.size === 0,
      probes,
      code,
      refreshCode: (node) => readCode({ rule: node.rule, node }, openCode()),
      files,
      journal: world.journal,
      host: world.host,
    });
  }
}

interface Selection {
  readonly cone: readonly RuleNode[];
  readonly forced: ReadonlySet<RuleNode>;
  readonly given: ReadonlySet<RuleNode>;
}

function select(graph: Graph, request: PlanRequest): Result<Selection> {
  const wanted = resolveTargets(request.targets, graph);
  if (!wanted.ok) return wanted;
  const forced = request.forceAll ? wanted : resolveForced(request.forced, graph);
  if (!forced.ok) return forced;
  const given = new Set(graph.nodes.filter((node) => isGiven(node, request.given)));
  return ok({ cone: coneOf(wanted.value, graph, given), forced: new Set(forced.value), given });
}

function probedItems({ over }: EachRule, probes: ProbeValues): readonly Json[] | undefined {
  const text = isProbe(over) ? probes.get(probeKey(over)) : undefined;
  const items: unknown = text === undefined ? undefined : JSON.parse(text);
  return Array.isArray(items) ? (items as readonly Json[]) : undefined;
}

function resolveForced(targets: readonly string[], graph: Graph): Result<readonly RuleNode[]> {
  return targets.length === 0 ? ok([]) : resolveTargets(targets, graph);
}

function isGiven({ rule }: RuleNode, given: ReadonlySet<string>): boolean {
  return rule.kind === "rule" && Object.values(rule.outputs).some(({ path }) => given.has(path));
}

interface Sources {
  readonly graph: Graph;
  readonly files: FileTable;
  readonly checkpoints: boolean;
}

/** The first declared source that is not a readable file. */
function findUnknownInput(nodes: readonly RuleNode[], sources: Sources): Result<never> | undefined {
  for (const { rule } of nodes) {
    const inputs = rule.kind === "each" ? rule.shared : rule.inputs;
    for (const artifact of Object.values(inputs).flatMap(artifactsIn)) {
      const failure = sources.graph.ownerOf(artifact.path)
        ? undefined
        : lookAtSource(artifact, rule, sources);
      if (failure) return failed(failure);
    }
  }
  return undefined;
}

function lookAtSource(
  { path, optional }: Artifact,
  rule: AnyRule,
  { files, checkpoints }: Sources,
): Failure | undefined {
  try {
    const stat = files.stat(path);
    if (stat?.kind === "file" || (stat === undefined && optional)) return undefined;
    if (stat === undefined)
      return { reason: "unknown-input", path, rule: placeOf(rule), checkpoint: checkpoints };
    return { reason: "unusable-input", path, rule: placeOf(rule), code: undefined };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { reason: "unusable-input", path, rule: placeOf(rule), code: error.code };
  }
}
