import { ok, type Result } from "../../engine/failure.ts";
import { survey } from "../../engine/build.ts";
import type { Session } from "../session.ts";
import { answer } from "../command-run.ts";

interface DryRun {
  readonly targets: readonly string[];
  readonly force: boolean;
  readonly given: ReadonlySet<string>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Says what a build would run, and runs nothing. */
export async function dryRun(session: Session, { targets, force, given }: DryRun): Promise<Result<number>> {
  const request = { targets, forced: force ? targets : [], forceAll: force && targets.length === 0, given };
  const journal = session.openJournal();
  const looked = await survey(session.graph, request, { ...session, journal });
  if (!looked.ok) return looked;
  for (const { step } of looked.value.schedule.staleSteps()) answer(step.id);
  return ok(0);
}
