import type { CodeReader, OpenCode, TaskCode } from "./code.ts";
import { failed, ok, type Result } from "./failure.ts";
import { createFileTable, type FileTable } from "./file-table.ts";
import { artifactsIn, type Graph, placeOf, type RuleNode } from "./graph.ts";
import { lookUpGlob } from "./globs.ts";
import type { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import { askProbes, type ProbeValues } from "./probes.ts";
import type { Glob } from "./rule.ts";
import { coneOf, resolveTargets } from "./targets.ts";

export interface PlanRequest {
  /** Empty means everything. */
  readonly targets: readonly string[];
  /** Targets that run whatever is recorded of them. */
  readonly forced: readonly string[];
  readonly forceAll: boolean;
  /** Outputs that are taken as given, with what they are made from left out. */
  readonly given: ReadonlySet<string>;
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

/** Selects what the targets need, asks the probes, reads the code, and refuses inputs that nobody has or makes. */
export async function makePlan(graph: Graph, request: PlanRequest, world: World): Promise<Result<Plan>> {
  const wanted = resolveTargets(request.targets, graph);
  if (!wanted.ok) return wanted;
  const forced = request.forceAll ? wanted : resolveForced(request.forced, graph);
  if (!forced.ok) return forced;
  const given = new Set(graph.nodes.filter((node) => isGiven(node, request.given)));
  const cone = coneOf(wanted.value, graph, given);
  const active = cone.filter((node) => !given.has(node));
  const files = createFileTable(world.host.files, world.journal);
  const unknown = findUnknownInput(active, graph, files);
  if (unknown) return unknown;
  const code = new Map<RuleNode, TaskCode>();
  const openCode = (): CodeReader => world.openCode(graph.project, files, world.journal);
  const readCode = (node: RuleNode, reader: CodeReader): Result<void> => {
    const found = reader(node.rule);
    if (!found.ok) return found;
    if (found.value) code.set(node, found.value);
    return ok(undefined);
  };
  const reader = openCode();
  for (const node of active) {
    const read = readCode(node, reader);
    if (!read.ok) return read;
  }
  const members = (glob: Glob): readonly string[] => lookUpGlob(glob, { ...world, files, graph });
  const probes = await askProbes(active, { ...world, files, members });
  if (!probes.ok) return probes;
  return ok({
    graph,
    cone,
    forced: new Set(forced.value),
    given,
    everything: request.targets.length === 0 && given.size === 0,
    probes: probes.value,
    code,
    refreshCode: (node) => readCode(node, openCode()),
    files,
    journal: world.journal,
    host: world.host,
  });
}

function resolveForced(targets: readonly string[], graph: Graph): Result<readonly RuleNode[]> {
  return targets.length === 0 ? ok([]) : resolveTargets(targets, graph);
}

function isGiven({ rule }: RuleNode, given: ReadonlySet<string>): boolean {
  return rule.kind === "rule" && Object.values(rule.outputs).some(({ path }) => given.has(path));
}

function findUnknownInput(
  nodes: readonly RuleNode[],
  graph: Graph,
  files: FileTable,
): Result<never> | undefined {
  for (const { rule } of nodes) {
    if (rule.kind === "each") continue;
    for (const artifact of Object.values(rule.inputs).flatMap(artifactsIn)) {
      if (artifact.optional || files.stat(artifact.path) || graph.ownerOf(artifact.path)) continue;
      return failed({ reason: "unknown-input", path: artifact.path, rule: placeOf(rule), checkpoint: false });
    }
  }
  return undefined;
}
