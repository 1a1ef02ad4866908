import { survey } from "../../engine/build.ts";
import { ok, type Result } from "../../engine/failure.ts";
import { type BuildOptions, planRequest } from "../build-run.ts";
import { answer } from "../output.ts";
import type { Session } from "../session.ts";

/** Says what a build would run, and runs nothing. */
export async function dryRun(
  session: Session,
  options: Pick<BuildOptions, "targets" | "force" | "given" | "checkpoints">,
): Promise<Result<number>> {
  const looked = await survey(session.graph, planRequest(options), {
    ...session,
    journal: session.openJournal(),
  });
  if (!looked.ok) return looked;
  for (const { step } of looked.value.schedule.staleSteps()) answer(step.id);
  return ok(0);
}
