import { CACHE } from "./cache-folder.ts";
import type { Digest } from "./digest.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import type { Graph } from "./graph.ts";
import type { Files, FoundInput } from "./host.ts";
import type { Plan } from "./plan.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import type { DiscoveredInput } from "./journal-records.ts";
import type { Step } from "./steps.ts";
import type { Walk } from "./walk.ts";

/**
 * Which of the files that a step named are discovered inputs, by their paths from the root, each once. What the rule
 * declares is known already, under the view that it asks for; what lies outside of the project or below `.plr-cache`,
 * and what the step itself writes, are no inputs of it.
 */
export function discoveredIn(
  step: Step,
  found: readonly FoundInput[],
  { plan, walk }: { readonly plan: Plan; readonly walk: Walk },
): readonly FoundInput[] {
  if (found.length === 0) return [];
  const declared = [...Object.values(step.outputs), ...Object.values(step.inputs).flatMap(walk.members)];
  const known = new Set(declared.map(({ path }) => path));
  const folders = declared.flatMap(({ path, folder }) => (folder ? [`${path}/`] : []));
  const discovered = new Map<string, FoundInput>();
  for (const one of found) {
    const path = projectPath(one.path, plan.host.files);
    if (path === undefined || known.has(path) || discovered.has(path)) continue;
    if (folders.some((folder) => path.startsWith(folder))) continue;
    discovered.set(path, { ...one, path });
  }
  return [...discovered.values()];
}

/** A path from the root, however it was written; undefined for one that is no input of a step. */
function projectPath(written: string, files: Files): string | undefined {
  const path = written.startsWith("/") ? below(files.root, written, files) : plain(written);
  const isOurs = path !== undefined && path !== "" && path !== CACHE && !path.startsWith(`${CACHE}/`);
  return isOurs ? path : undefined;
}

function below(root: string, path: string, files: Files): string | undefined {
  const inside = (one: string): string | undefined =>
    one.startsWith(`${root}/`) ? plain(one.slice(root.length + 1)) : undefined;
  return inside(path) ?? inside(files.realPath(path));
}

/** Without `.`, `..` and empty parts; undefined where it leads out of the project. */
function plain(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Refuses private data that a step found on its own way into a public output. */
export function refuseDiscovered(
  step: Step,
  paths: readonly string[],
  { graph, files }: Pick<Plan, "graph" | "files">,
): Failure | undefined {
  const { rule } = step.node;
  for (const path of paths) {
    const stat = files.stat(path);
    if (stat && stat.kind !== "file") return { reason: "not-a-file", path };
    const output = Object.values(step.outputs).find((one) => !one.private);
    if (output && !rule.anonymises && graph.isPrivate(path))
      return { reason: "private-to-public", rule: placeOf(rule), input: path, output: output.path };
  }
  return undefined;
}

/** The rules that make discovered inputs; a cycle where one of them needs the step. */
export function makersOf(step: Step, paths: readonly string[], graph: Graph): Result<readonly RuleNode[]> {
  const makers = new Set<RuleNode>();
  for (const path of paths) {
    const maker = graph.ownerOf(path);
    // The order of the graph: what stands before the step does not need it.
    const mayNeed = maker !== undefined && maker.index >= step.node.index;
    const way = mayNeed ? wayBetween(maker, step.node) : undefined;
    if (way) return failed({ reason: "discovered-cycle", path, cycle: [step.node, ...way].map(nameOf) });
    if (maker) makers.add(maker);
  }
  return ok([...makers]);
}

function nameOf({ rule }: RuleNode): string {
  return rule.name;
}

/** The rules from one to another that it needs, both included; undefined where it does not need it. */
export function wayBetween(from: RuleNode, to: RuleNode): readonly RuleNode[] | undefined {
  const before = new Map<RuleNode, RuleNode | undefined>([[from, undefined]]);
  for (const node of before.keys()) {
    if (node === to) {
      const way: RuleNode[] = [];
      for (let at: RuleNode | undefined = node; at; at = before.get(at)) way.unshift(at);
      return way;
    }
    for (const need of node.needs) if (!before.has(need)) before.set(need, node);
  }
  return undefined;
}

/** Digests as they are recorded, in the order of the paths. */
export function digestsOf(
  found: readonly { readonly path: string }[],
  files: Plan["files"],
): readonly DiscoveredInput[] {
  return found
    .map(({ path }): DiscoveredInput => [path, digestAt(path, files)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Stands for the digest of a folder where a file was. */
const NOT_A_FILE = "not a file" as Digest;

/** The digest of what lies at a path, whatever it is. */
export function digestAt(path: string, files: Plan["files"]): Digest {
  return (files.stat(path)?.kind ?? "file") === "file" ? files.digest(path) : NOT_A_FILE;
}
