import { caveatsOf } from "../engine/caveats.ts";
import { survey, type Survey } from "../engine/build.ts";
import type { Reason } from "../engine/event.ts";
import { ok, type Result } from "../engine/failure.ts";
import type { RuleNode } from "../engine/rule-node.ts";
import type { Journal } from "../engine/journal.ts";
import type { Step } from "../engine/steps.ts";
import { resolveTargets, stepsNamed } from "../engine/targets.ts";
import type { Session } from "./session.ts";

/** A step as it stands now; a rule whose steps are not known yet stands for them. */
export interface Standing {
  readonly id: string;
  readonly node: RuleNode;
  readonly step: Step | undefined;
  readonly state: "fresh" | "stale" | "possible" | "broken";
  readonly reasons: readonly Reason[];
  /** Recorded time, ms. */
  readonly expectMs: number | undefined;
}

export interface Inspection {
  readonly survey: Survey;
  readonly journal: Journal;
  readonly standings: readonly Standing[];
}

/** Looks at what the targets need; takes no lock and writes nothing. */
export async function inspect(
  session: Session,
  targets: readonly string[],
  {
    fromCheckpoint = false,
  }: { /** Takes as given what an earlier build took so. */ readonly fromCheckpoint?: boolean } = {},
): Promise<Result<Inspection>> {
  const journal = session.openJournal();
  const caveats = fromCheckpoint ? caveatsOf(session.graph, journal) : [];
  const given = new Set(
    caveats.flatMap(({ caveat: { kind, paths } }) => (kind === "checkpoint" ? paths : [])),
  );
  const request = { targets, forced: [], forceAll: false, given, checkpoints: new Set<string>() };
  const looked = await survey(session.graph, request, { ...session, journal });
  if (!looked.ok) return looked;
  const { plan, schedule } = looked.value;
  const reasons = new Map(schedule.staleSteps().map((stale) => [stale.step, stale.reasons]));
  const standings = plan.cone.flatMap((node): readonly Standing[] => {
    const steps = schedule.walk.stepsOf(node);
    if (steps === undefined) {
      const [output] = node.rule.kind === "rule" ? Object.values(node.rule.outputs) : [];
      const expectMs = output && journal.get("step", output.path)?.durMs;
      return [{ id: node.rule.name, node, step: undefined, state: "possible", reasons: [], expectMs }];
    }
    // Items that nobody asked for were not looked at.
    const seen = steps.filter((step) => schedule.stateOf(step) !== undefined);
    return seen.map((step) => {
      const why = reasons.get(step);
      const state = schedule.stateOf(step) === "failed" ? "broken" : why ? "stale" : "fresh";
      const expectMs = journal.get("step", step.recordKey)?.durMs;
      return { id: step.id, node, step, state, reasons: why ?? [], expectMs };
    });
  });
  return ok({ survey: looked.value, journal, standings });
}

/** Those that targets name, without what these need; without targets, all. */
export function standingsNamed(
  { survey: { plan, schedule }, standings }: Inspection,
  targets: readonly string[],
): Result<readonly Standing[]> {
  const nodes = resolveTargets(targets, plan.graph);
  if (!nodes.ok) return nodes;
  const wanted = new Set<Step | RuleNode>();
  for (const node of nodes.value) {
    const steps = schedule.walk.stepsOf(node);
    const named = steps === undefined ? ok([node]) : stepsNamed(steps, targets, plan.graph);
    if (!named.ok) return named;
    for (const one of named.value) wanted.add(one);
  }
  return ok(standings.filter(({ step, node }) => wanted.has(step ?? node)));
}
