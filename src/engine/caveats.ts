import type { Emit } from "./event.ts";
import type { Graph } from "./graph.ts";
import type { Journal } from "./journal.ts";
import type { Caveat, StepRecord } from "./journal-records.ts";
import type { RuleNode } from "./rule-node.ts";
import type { Step } from "./steps.ts";

/** A caveat, with the rules whose outputs rest on what it is about: the first is its own. */
export interface CarriedCaveat {
  readonly caveat: Caveat;
  readonly rules: readonly RuleNode[];
}

/** The caveats that hold. Each is carried to all that is built from what it is about, until its step really runs. */
export function caveatsOf({ ownerOf }: Graph, journal: Journal): readonly CarriedCaveat[] {
  return Array.from(journal.keys("caveat")).flatMap((key) => {
    const caveat = journal.get("caveat", key);
    const node = ownerOf(key);
    return caveat && node ? [{ caveat, rules: withFollowers(node) }] : [];
  });
}

/** Those that touch one of some rules. */
export function caveatsOn(
  nodes: Iterable<RuleNode>,
  caveats: readonly CarriedCaveat[],
): readonly CarriedCaveat[] {
  if (caveats.length === 0) return [];
  const wanted = new Set(nodes);
  return caveats.filter(({ rules }) => rules.some((rule) => wanted.has(rule)));
}

function withFollowers(node: RuleNode): readonly RuleNode[] {
  const found = new Set([node]);
  for (const one of found) for (const next of one.neededBy) found.add(next);
  return [...found];
}

/** Notes that a step has really run, or that its result is kept although its inputs moved. Part of one write with `record`. */
export function settleCaveat(
  key: string,
  record: StepRecord,
  { journal, emit, step }: { journal: Journal; emit: Emit; step: string },
): void {
  const standing = journal.get("caveat", key);
  if (record.stale) {
    const paths = record.outputs.map(({ path }) => path);
    addCaveat(key, { kind: "changed-inputs", step, paths, at: record.at }, { journal, emit });
  } else if (standing) {
    journal.drop("caveat", key);
    emit("caveat.cleared", { kind: standing.kind, step, paths: standing.paths });
  }
}

/** Records a caveat about a step and says so. */
export function addCaveat(
  key: string,
  caveat: Caveat,
  { journal, emit }: { journal: Journal; emit: Emit },
): void {
  journal.put("caveat", key, caveat);
  emit("caveat.added", caveat);
}

/** Whether what a step made when it last ran is what lies there now. */
export function isOwnWork(
  step: Step,
  { journal, digestOf }: { journal: Journal; digestOf: (path: string) => string },
): boolean {
  const record = journal.outline(step.recordKey);
  return record !== undefined && record.outputs.every(({ path, digest }) => digestOf(path) === digest);
}
