import { survey } from "../../engine/build.ts";
import { ok, type Result } from "../../engine/failure.ts";
import { openStore } from "../../engine/store.ts";
import { isStored } from "../../engine/stored-results.ts";
import { planRequest } from "../build-run.ts";
import { describeReason } from "../../report/reasons.ts";
import { counted } from "../../report/quantities.ts";
import { answer, note } from "../output.ts";
import type { Session } from "../session.ts";

/** Says what a build would run, and runs nothing. */
export async function dryRun(
  session: Session,
  options: Parameters<typeof planRequest>[0] & { readonly explain: boolean; readonly cache: boolean },
): Promise<Result<number>> {
  const looked = await survey(session.graph, planRequest(options), {
    ...session,
    journal: session.openJournal(),
  });
  if (!looked.ok) return looked;
  const { plan, schedule } = looked.value;
  const stale = schedule.staleSteps();
  const unopened = schedule.unopened();
  const forced = unopened.filter((node) => plan.forced.has(node));
  const waiting = unopened.filter((node) => !plan.forced.has(node));
  const store = options.cache ? openStore(session.openStore()) : undefined;
  let restored = 0;
  for (const { step, reasons } of stale) {
    const isKept = store !== undefined && isStored(step, { plan, walk: schedule.walk, store });
    if (isKept) restored++;
    answer(isKept ? `${step.id}   (restored from the store)` : step.id);
    if (options.explain) for (const reason of reasons) answer(`  ${describeReason(reason)}`);
  }
  for (const { rule } of forced) {
    answer(rule.name);
    if (options.explain) answer(`  ${describeReason({ kind: "forced", what: "" })}`);
  }
  for (const { rule } of waiting) answer(`${rule.name}   (if what it reads changes)`);
  const runs = stale.length + forced.length - restored;
  const parts = [
    runs === 0 ? "nothing would run" : `${counted(runs, "step")} would run`,
    ...(restored === 0 ? [] : [`${counted(restored, "step")} would be restored`]),
    ...(waiting.length === 0 ? [] : [`${counted(waiting.length, "rule")} may follow`]),
  ];
  note(`plr: ${parts.join(", ")}`);
  return ok(0);
}
