import { EMPTY_VIEW, foldEvent } from "./fold.ts";
import type { Reporter, ReporterOptions } from "./reporter.ts";
import { createStory } from "./story.ts";
import { summaryLines } from "./summary.ts";

/** Failures, and the last lines if not all went well. */
export function createQuietReporter({ screen, look }: Pick<ReporterOptions, "screen" | "look">): Reporter {
  const print = (lines: readonly string[]): void => screen.write(`${lines.join("\n")}\n`);
  const story = createStory(
    { look, notices: false, finished: false, output: false, reasons: false },
    { setTimer: screen.setTimer, print },
  );
  let view = EMPTY_VIEW;
  return {
    event: (event) => {
      view = foldEvent(view, event);
      story.tell(event, view);
      if (event.type === "run.finished" && event.outcome !== "done") print(summaryLines(view, look));
    },
    end: story.end,
  };
}
