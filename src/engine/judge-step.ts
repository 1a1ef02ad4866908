import type { Plan } from "./plan.ts";
import type { Step } from "./steps.ts";
import type { Verdict, Walk } from "./walk.ts";

/** The worker slot of views that are computed while looking, beside the slots of steps. */
const CHECK_SLOT = -1;

/** Looks at a step, and computes the views of its inputs that nobody has computed yet. */
export async function judgeStep(
  step: Step,
  { plan, walk }: { plan: Plan; walk: Walk },
): Promise<Exclude<Verdict, { kind: "needs-views" }>> {
  const verdict = walk.judge(step);
  if (verdict.kind !== "needs-views") return verdict;
  for (const { path, view } of verdict.artifacts) {
    const facts = await plan.host.runner.describe(path, [view], CHECK_SLOT);
    if (!facts.ok) return { kind: "broken", failure: facts.failure };
    plan.files.rememberView(facts.value.digest, view, facts.value.views[view] ?? facts.value.digest);
  }
  const again = walk.judge(step);
  if (again.kind !== "needs-views") return again;
  const [artifact] = again.artifacts;
  const { path = "", view = "" } = artifact ?? {};
  return { kind: "broken", failure: { reason: "view-failed", path, view, message: "no digest" } };
}
