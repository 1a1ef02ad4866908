import type { BuildEvent } from "../engine/event.ts";
import type { Session } from "./session.ts";

export interface BuildReporter {
  readonly event: (event: BuildEvent) => void;
  readonly end: () => void;
}

export function createBuildReporter(
  _options: Readonly<Record<string, unknown>>,
  _session: Session,
): BuildReporter {
  return { event: (event) => void process.stdout.write(`${JSON.stringify(event)}\n`), end: () => {} };
}
