import { addEdges } from "./discovered-edges.ts";
import { makersOf } from "./discovered.ts";
import type { Emit } from "./event.ts";
import { ok, type Result } from "./failure.ts";
import type { Plan } from "./plan.ts";
import type { Schedule } from "./schedule.ts";
import type { Step } from "./steps.ts";

interface Asked {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly emit: Emit;
  /** Whether nothing is to be done for these rules, of which the build was not asked. */
  readonly areFresh: (rules: readonly string[]) => Promise<boolean>;
}

/**
 * Asks of what a step discovered whether all that rules make of it has been made. If not, the step is to be run again
 * after these rules, which the next look at the project knows.
 */
export function askMakers({
  plan,
  schedule,
  emit,
  areFresh,
}: Asked): (step: Step, paths: readonly string[]) => Promise<Result<boolean>> {
  const cone = new Set(plan.cone);
  return async (step, paths) => {
    if (paths.length === 0) return ok(true);
    const makers = makersOf(step, paths, plan.graph);
    if (!makers.ok) return makers;
    const unmade = makers.value.filter((node) => !schedule.isMade(node));
    const waitsFor = unmade.map(({ rule }) => rule.name);
    if (unmade.length === 0) return ok(true);
    if (!unmade.some((node) => cone.has(node)) && (await areFresh(waitsFor))) return ok(true);
    addEdges(step.recordKey, paths, plan.journal);
    emit("step.postponed", { step: step.id, waitsFor });
    return ok(false);
  };
}
