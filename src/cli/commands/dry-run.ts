import { survey } from "../../engine/build.ts";
import { ok, type Result } from "../../engine/failure.ts";
import { planRequest } from "../build-run.ts";
import { describeReason } from "../../report/reasons.ts";
import { counted } from "../../report/quantities.ts";
import { answer, note } from "../output.ts";
import type { Session } from "../session.ts";

/** Says what a build would run, and runs nothing. */
export async function dryRun(
  session: Session,
  options: Parameters<typeof planRequest>[0] & { readonly explain: boolean },
): Promise<Result<number>> {
  const looked = await survey(session.graph, planRequest(options), {
    ...session,
    journal: session.openJournal(),
  });
  if (!looked.ok) return looked;
  const { schedule } = looked.value;
  const stale = schedule.staleSteps();
  const waiting = schedule.unopened();
  for (const { step, reasons } of stale) {
    answer(step.id);
    if (options.explain) for (const reason of reasons) answer(`  ${describeReason(reason)}`);
  }
  for (const { rule } of waiting) answer(`${rule.name}   (if what it reads changes)`);
  const would = stale.length === 0 ? "nothing would run" : `${counted(stale.length, "step")} would run`;
  note(`plr: ${would}${waiting.length === 0 ? "" : `, ${counted(waiting.length, "rule")} may follow`}`);
  return ok(0);
}
