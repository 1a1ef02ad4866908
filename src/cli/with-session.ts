import type { Failure, Result } from "../engine/failure.ts";
import { openSession, type Session } from "./session.ts";
import { tellFailure } from "./tell-failure.ts";

/**
 * Reads the project and does the command's work with it. Failures are printed here; the first SIGINT cancels, a
 * second one kills what has not ended yet.
 *
 * @returns the exit code
 */
export async function withSession(
  work: (session: Session, signal: AbortSignal) => Promise<Result<number>>,
): Promise<number> {
  const controller = new AbortController();
  let kill = (): void => {};
  const cancel = (): void => (controller.signal.aborted ? kill() : controller.abort());
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  const session = await openSession(controller.signal);
  if (session.ok) kill = session.value.kill;
  try {
    const result = session.ok ? await work(session.value, controller.signal) : session;
    if (result.ok) return result.value;
    const failure = session.ok ? await located(result.failure, session.value) : result.failure;
    return tellFailure(failure);
  } finally {
    process.off("SIGINT", cancel);
    process.off("SIGTERM", cancel);
    kill();
  }
}

async function located(failure: Failure, { plrfile }: Session): Promise<Failure> {
  const { locateRules } = await import("../project/locate-rules.ts");
  return locateRules(failure, plrfile);
}
