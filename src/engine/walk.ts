import { type Artifact, file } from "./artifact.ts";
import { ABSENT, type Digest } from "./digest.ts";
import { digestAt } from "./discovered.ts";
import type { Reason } from "./event.ts";
import { type Failure, failed, type Result } from "./failure.ts";
import { type Facts, fingerprintOf, walkFingerprint } from "./fingerprint.ts";
import { lookUpGlob } from "./globs.ts";
import { artifactsIn, isKind } from "./graph.ts";
import { placeOf, type RuleNode } from "./rule-node.ts";
import { FileError } from "./host.ts";
import type { Entry } from "./journal-records.ts";
import { isForced, type Plan } from "./plan.ts";
import { isProbe, probeKey } from "./probes.ts";
import type { Input } from "./rule.ts";
import type { Json } from "./canonical-json.ts";
import { reasonsToRun } from "./staleness.ts";
import { folderOf } from "./stage.ts";
import { type Step, stepOfRule, stepsOfEach } from "./steps.ts";

/** What looking at a step gave. */
export type Verdict =
  | { readonly kind: "fresh" }
  | { readonly kind: "stale"; readonly reasons: readonly Reason[] }
  | { readonly kind: "broken"; readonly failure: Failure }
  /** Views of files that nobody has computed yet; ask again once they are known. */
  | { readonly kind: "needs-views"; readonly artifacts: readonly Artifact[] };

/** Looks at steps by what is on disk now. One walk serves the build, `status` and `why`. */
export interface Walk {
  /** Binds a node to its steps; its needs are settled. */
  readonly open: (node: RuleNode) => Result<readonly Step[]>;
  readonly judge: (step: Step) => Verdict;
  /** The fingerprint's parts as they are now; a digest that is not known is taken. */
  readonly entriesOf: (step: Step) => readonly Entry[];
  /** Whether an input of the step is left for the task to hash. */
  readonly isDeferred: (step: Step) => boolean;
  /** Every file that a step reads, its code included. */
  readonly readsOf: (step: Step) => readonly string[];
  readonly members: (input: Input) => readonly Artifact[];
  readonly probeJson: (input: Input) => Json;
  readonly stepsOf: (node: RuleNode) => readonly Step[] | undefined;
}

/** Inputs above this size that no record needs are hashed by the task while it reads them. */
const DEFERRED_BYTES = 1_000_000;
/** Stands for the digest of a folder where an output was. */
const NOT_A_FILE = "not a file" as Digest;
/** Stands for a digest that the task will take. */
const DEFERRED = "deferred" as Digest;

export function createWalk(plan: Plan): Walk {
  const { files, journal, host, graph } = plan;
  const opened = new Map<RuleNode, readonly Step[]>();
  /** Items by what they make; what a plain rule makes the graph knows. */
  const itemsByOutput = new Map<string, string>();
  const globs = new Map<string, readonly string[]>();

  const globMembers = (input: Extract<Input, { kind: "glob" }>): readonly Artifact[] => {
    const key = input.patterns.join("\n");
    const paths =
      globs.get(key) ??
      lookUpGlob(input, {
        host,
        journal,
        files,
        graph,
        planned: [...graph.outputs.keys(), ...itemsByOutput.keys()],
      });
    globs.set(key, paths);
    return paths.map((path) => file(path, { private: input.private }));
  };
  const members = (input: Input): readonly Artifact[] => {
    if (isKind(input, "glob")) return globMembers(input);
    if (!isKind(input, "collection")) return artifactsIn(input);
    const node = graph.byName.get(input.rule);
    const steps = node ? (opened.get(node) ?? []) : [];
    return steps.flatMap((step) => {
      const output = step.outputs[input.output];
      return output ? [{ ...output, view: input.view }] : [];
    });
  };
  const probeText = (probe: Parameters<typeof probeKey>[0]): string =>
    plan.probes.get(probeKey(probe)) ?? "null";
  const isDeferrable = (artifact: Artifact, step: Step): boolean =>
    artifact.view === "bytes" &&
    !artifact.folder &&
    step.node.rule.action.type === "task" &&
    journal.outline(step.recordKey) === undefined &&
    (files.stat(artifact.path)?.size ?? 0) > DEFERRED_BYTES &&
    files.knownDigest(artifact.path) === undefined;
  const factsWith = (viewOf: (artifact: Artifact) => Digest): Facts => ({
    viewOf,
    members,
    probeValue: probeText,
    codeDigest: ({ node }) => plan.code.get(node)?.digest,
    env: host.env,
    hasher: host.hasher,
  });
  const known = (artifact: Artifact): Digest => files.viewDigest(artifact.path, artifact.view) ?? DEFERRED;

  const judgeNow = (step: Step): Verdict => {
    let absent: Artifact | undefined;
    const unknown: Artifact[] = [];
    const facts = factsWith((artifact) => {
      const { path, view, folder, optional } = artifact;
      const seen = view === "bytes" && !folder ? files.seenDigest(path) : undefined;
      if (seen !== undefined) return seen;
      if (!optional && files.stat(path)?.kind !== (folder ? "folder" : "file")) {
        absent ??= artifact;
        return ABSENT;
      }
      if (isDeferrable(artifact, step)) return DEFERRED;
      const digest = files.viewDigest(path, view);
      if (digest === undefined) unknown.push(artifact);
      return digest ?? DEFERRED;
    });
    const fingerprint = fingerprintOf(step, facts);
    if (absent) return { kind: "broken", failure: unusable(absent, step) };
    if (unknown.length > 0) return { kind: "needs-views", artifacts: unknown };
    const code = plan.code.get(step.node);
    const reasons = reasonsToRun({
      record: journal.outline(step.recordKey),
      recordedEntries: () => journal.get("step", step.recordKey)?.entries ?? [],
      fingerprint,
      entries: () => walkFingerprint(step, facts),
      forced: isForced(step, plan),
      outputDigest: (path) => {
        const kind = kindOf(path, step);
        const seen = kind === "file" ? files.seenDigest(path) : undefined;
        if (seen !== undefined) return seen;
        const stat = files.stat(path);
        if (stat && stat.kind !== kind) return NOT_A_FILE;
        const digest = files.digest(path);
        return digest === ABSENT ? undefined : digest;
      },
      closure: (digest) => (code?.digest === digest ? code.entries : journal.get("closure", digest)),
      makerOf,
      inputDigest: (path) => digestAt(path, files),
      isOrdered: (path) => {
        const maker = graph.ownerOf(path);
        return maker === undefined || step.node.needs.includes(maker);
      },
    });
    return reasons.length === 0 ? { kind: "fresh" } : { kind: "stale", reasons };
  };
  /** The step that makes a path, or the folder that it is in. */
  const makerOf = (path: string): string | undefined => {
    const maker = itemsByOutput.get(path) ?? graph.outputs.get(path)?.rule.name;
    const folder = folderOf(path);
    return maker ?? (folder === "" ? undefined : makerOf(folder));
  };
  /** A folder with all that is in it, so that what comes, goes or changes there is seen. */
  const pathsIn = ({ path, folder }: Artifact): readonly string[] =>
    folder
      ? [path, ...files.members(path).map((member) => `${path}/${member.path.replace(/\/$/, "")}`)]
      : [path];
  const unusable = ({ path, folder }: Artifact, step: Step): Failure => {
    if (files.stat(path)) return { reason: folder ? "not-a-folder" : "not-a-file", path };
    return { reason: "unknown-input", path, rule: placeOf(step.node.rule), checkpoint: false };
  };

  return {
    open: (node) => {
      const steps = openNode(node, plan, files);
      const unordered = steps.ok ? findUnordered(node, steps.value, plan) : undefined;
      if (unordered) return unordered;
      if (steps.ok) {
        opened.set(node, steps.value);
        if (node.rule.kind === "each") {
          for (const { outputs, id } of steps.value)
            for (const { path } of Object.values(outputs)) itemsByOutput.set(path, id);
        }
      }
      return steps;
    },
    judge: (step) => {
      try {
        return judgeNow(step);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return {
          kind: "broken",
          failure: { reason: "input-unreadable", path: error.path, code: error.code },
        };
      }
    },
    entriesOf: (step) => walkFingerprint(step, factsWith(known)),
    isDeferred: (step) =>
      Object.values(step.inputs)
        .flatMap(members)
        .some((artifact) => isDeferrable(artifact, step)),
    readsOf: (step) => [
      ...Object.values(step.inputs).flatMap((input) => members(input).flatMap(pathsIn)),
      ...(plan.code.get(step.node)?.files ?? []),
      ...(journal.outline(step.recordKey)?.discovered ?? []).map(([path]) => path),
    ],
    members,
    probeJson: (input) => (isKind(input, "probe") ? (JSON.parse(probeText(input)) as Json) : null),
    stepsOf: (node) => opened.get(node),
  };
}

/** What an output of a step is. */
function kindOf(path: string, { outputs }: Step): "file" | "folder" {
  for (const name in outputs)
    if (outputs[name]?.path === path) return outputs[name].folder ? "folder" : "file";
  return "file";
}

/** An item of a manifest may read only sources and what its rule is known to need. */
function findUnordered(
  node: RuleNode,
  steps: readonly Step[],
  { graph, probes }: Plan,
): Result<never> | undefined {
  if (node.rule.kind !== "each") return undefined;
  for (const step of steps) {
    for (const input of Object.values(step.inputs)) {
      const owners = isKind(input, "collection")
        ? [graph.byName.get(input.rule)]
        : artifactsIn(input).map(({ path }) => graph.ownerOf(path));
      const maker = owners.find((owner) => owner !== undefined && !node.needs.includes(owner));
      const isUnasked = isKind(input, "probe") && !probes.has(probeKey(input));
      if (maker === undefined && !isUnasked) continue;
      const path = artifactsIn(input)[0]?.path ?? (isKind(input, "probe") ? input.name : "");
      return failed({
        reason: "unordered-input",
        rule: placeOf(node.rule),
        path,
        maker: maker?.rule.name ?? "a probe",
      });
    }
  }
  return undefined;
}

function openNode(node: RuleNode, plan: Plan, files: Plan["files"]): Result<readonly Step[]> {
  const single = stepOfRule(node);
  if (single) return { ok: true, value: [single] };
  const { over } = node.rule as { readonly over: unknown };
  if (Array.isArray(over)) return stepsOfEach(node, over as Json);
  if (isProbe(over)) return stepsOfEach(node, JSON.parse(plan.probes.get(probeKey(over)) ?? "null") as Json);
  const { path } = over as Artifact;
  if (files.stat(path) === undefined) return stepsOfEach(node, null);
  try {
    return stepsOfEach(node, JSON.parse(new TextDecoder().decode(plan.host.files.read(path))) as Json);
  } catch {
    return stepsOfEach(node, null);
  }
}
