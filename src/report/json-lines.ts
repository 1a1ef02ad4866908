import type { BuildEvent } from "../engine/event.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON object a line, each event as the engine gave it. */
export function createJsonLinesReporter(write: (text: string) => void): Reporter {
  return {
    event: (event: BuildEvent) => write(`${JSON.stringify(event)}\n`),
    end: () => {},
  };
}
