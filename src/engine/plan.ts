import { forgetUnsynced } from "./after-restart.ts";
import type { Artifact } from "./artifact.ts";
import { codeOf, type CodeReader, type OpenCode, type TaskCode } from "./code.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { createFileTable, type FileTable } from "./file-table.ts";
import { artifactsIn, type Graph } from "./graph.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import { FileError, type Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { ProbeValues } from "./probes.ts";
import type { AnyRule } from "./project.ts";
import { createLoadAhead } from "./load-ahead.ts";
import type { Input } from "./rule.ts";
import type { Step } from "./steps.ts";
import { isNamed } from "./targets.ts";
import { type PlanRequest, selectAsked, type Selection, selectRules } from "./selection.ts";

/** What a build is about, before any step is looked at. */
export interface Plan {
  readonly graph: Graph;
  readonly cone: readonly RuleNode[];
  readonly forced: Selection["forced"];
  readonly partly: Selection["partly"];
  readonly given: ReadonlySet<RuleNode>;
  /** Rules that are not in the cone for want of a tool, with the tool. */
  readonly leftOut: ReadonlyMap<RuleNode, string>;
  readonly everything: boolean;
  readonly probes: ProbeValues;
  readonly code: ReadonlyMap<RuleNode, TaskCode>;
  /** Slots whose processes have been told to load a task, by its module. */
  readonly loadedIn: ReadonlyMap<string, number>;
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
  /** Answers that this build already has. */
  readonly answers?: ProbeValues;
  /** How many slots have a process that was started and has nothing to do yet; not set where nothing is going to run. */
  readonly warmed?: number;
}

/** A cone is small that has no more than this part of the rules. */
const FEW = 10;

/** Selects what the targets need, asks its probes, refuses sources that are not there, and reads the code of tasks. */
export async function makePlan(first: Graph, request: PlanRequest, world: World): Promise<Result<Plan>> {
  const { host, journal } = world;
  forgetUnsynced(journal, host);
  const files = createFileTable(host.files, journal, host.hasher);
  const openCode = (): CodeReader => world.openCode(first.project, files, journal);
  const reader = openCode();
  const ahead = createLoadAhead(host, journal, world.warmed);
  const selected = await selectAsked(first, request, {
    host,
    journal,
    files,
    readCode: reader.read,
    onRead: ahead.whileAsking,
    answers: world.answers,
  });
  if (!selected.ok) return selected;
  const { graph, cone, forced, partly, given, leftOut, probes } = selected.value;
  // To look at all files for the sake of a few takes longer than to look at these.
  if (cone.length * FEW < graph.nodes.length) journal.endAhead();
  const active = cone.filter((node) => !given.has(node));
  const unknown = findUnknownInput(active, { graph, files });
  if (unknown) return failed(withCheckpoint(unknown, graph, request));
  const code = new Map<RuleNode, TaskCode>();
  const take = (node: RuleNode, { read }: CodeReader): Result<void> => {
    const source = codeOf(node.rule);
    if (source === undefined) return ok(undefined);
    const found = read(source, placeOf(node.rule));
    if (!found.ok) return found;
    code.set(node, found.value);
    return ok(undefined);
  };
  for (const node of active) {
    const taken = take(node, reader);
    if (!taken.ok) return taken;
    const own = code.get(node);
    // While the code of the others is read; not before its own was, or a process might load newer code.
    if (own) ahead.whilePlanning(node, own);
  }
  reader.keep();
  const everything = request.targets.length === 0 && given.size === 0;
  const refreshCode = (node: RuleNode): Result<void> => take(node, openCode());
  return ok({
    graph,
    cone,
    forced,
    partly,
    given,
    leftOut,
    everything,
    probes,
    code,
    loadedIn: ahead.loadedIn,
    refreshCode,
    files,
    journal,
    host,
  });
}

interface Sources {
  readonly graph: Graph;
  readonly files: FileTable;
}

/** The first declared source that is not a readable file. */
function findUnknownInput(nodes: readonly RuleNode[], sources: Sources): Failure | undefined {
  for (const { rule } of nodes) {
    const inputs = rule.kind === "each" ? rule.shared : rule.inputs;
    for (const name in inputs) {
      for (const artifact of artifactsIn(inputs[name] as Input)) {
        const failure = lookAtSource(artifact, rule, sources);
        if (failure && !sources.graph.ownerOf(artifact.path)) return failure;
      }
    }
  }
  return undefined;
}

/** Says of a source that is not there whether it would be done without if the checkpoints were taken as given. */
function withCheckpoint(failure: Failure, graph: Graph, request: PlanRequest): Failure {
  if (failure.reason !== "unknown-input") return failure;
  const selected = selectRules(graph, { ...request, given: request.checkpoints });
  if (!selected.ok) return failure;
  const { cone, given } = selected.value;
  const isNeeded = cone.some((node) => node.rule.name === failure.rule.name && !given.has(node));
  return { ...failure, checkpoint: !isNeeded };
}

function lookAtSource(
  { path, optional, folder }: Artifact,
  rule: AnyRule,
  { files }: Sources,
): Failure | undefined {
  const wanted = folder ? "folder" : "file";
  try {
    const stat = files.stat(path);
    if (stat?.kind === wanted) return folder ? strangeMember(path, rule, files) : undefined;
    if (stat === undefined && optional) return undefined;
    if (stat === undefined) return { reason: "unknown-input", path, rule: placeOf(rule), checkpoint: false };
    return { reason: "unusable-input", path, wanted, rule: placeOf(rule), code: undefined };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { reason: "unusable-input", path, wanted, rule: placeOf(rule), code: error.code };
  }
}

/** Something in a folder that cannot be read as a file, such as a link to another folder. */
function strangeMember(folder: string, rule: AnyRule, files: FileTable): Failure | undefined {
  const strange = files.members(folder).find(({ path }) => {
    const kind = path.endsWith("/") ? "file" : files.stat(`${folder}/${path}`)?.kind;
    return kind !== "file";
  });
  if (strange === undefined) return undefined;
  const path = `${folder}/${strange.path}`;
  return { reason: "unusable-input", path, wanted: "file", rule: placeOf(rule), code: undefined };
}

/** Whether a step runs whatever is recorded of it. */
export function isForced(step: Step, { forced }: Pick<Plan, "forced">): boolean {
  if (!forced.has(step.node)) return false;
  const items = forced.get(step.node);
  return items === undefined || isNamed(step, items);
}
