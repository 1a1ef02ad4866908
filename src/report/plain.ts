import { type BuildView, EMPTY_VIEW, foldEvent, settledIn } from "./fold.ts";
import type { Look } from "./look.ts";
import { clock, count } from "./quantities.ts";
import { describeRemaining, remainingTime } from "./remaining-time.ts";
import type { Reporter, ReporterOptions } from "./reporter.ts";
import { shellWord } from "./shell-word.ts";
import type { Screen } from "./screen.ts";
import { createStory } from "./story.ts";
import { summaryLines } from "./summary.ts";

const PROGRESS_EVERY_MS = 30_000;
const GATHER_MS = 20;

/** For logs: a line for each step that ran, nothing for fresh ones, and how far it is every 30 s. Nothing moves. */
export function createPlainReporter(options: Omit<ReporterOptions, "kind" | "write">): Reporter {
  const { screen, look, verbose, explain } = options;
  const { print, flush } = gatherLines(screen);
  const story = createStory(
    { look, notices: true, finished: true, output: verbose, reasons: explain },
    { setTimer: screen.setTimer, print },
  );
  let view = EMPTY_VIEW;
  let startedAt = screen.now();
  let stopProgress = (): void => {};

  const keepTelling = (): void => {
    stopProgress();
    stopProgress = screen.setTimer(PROGRESS_EVERY_MS, () => {
      if (view.running.length > 0) print([progressLine(view, screen.now() - startedAt, look)]);
      keepTelling();
    });
  };
  return {
    event: (event) => {
      startedAt = screen.now() - event.ms;
      view = foldEvent(view, event);
      story.tell(event, view);
      if (event.type === "check.finished" && view.total > 0) {
        print([headLine(view, event.ms, look)]);
        keepTelling();
      }
      if (event.type !== "run.finished") return;
      stopProgress();
      print(summaryLines(view, look));
      flush();
    },
    end: () => {
      stopProgress();
      story.end();
      flush();
    },
  };
}

/** Writes a line at once, but lines that come thick and fast together: each write costs as much as a small step. */
function gatherLines({ write, now, setTimer }: Screen): {
  print: (lines: readonly string[]) => void;
  flush: () => void;
} {
  let gathered = "";
  let writtenAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (gathered !== "") write(gathered);
    gathered = "";
    writtenAt = now();
  };
  const print = (lines: readonly string[]): void => {
    gathered += `${lines.join("\n")}\n`;
    if (now() - writtenAt >= GATHER_MS) flush();
    else cancel ??= setTimer(GATHER_MS, flush);
  };
  return { print, flush };
}

/** `plr: build figures: 318 of 3,504 steps to check or run, about 7 min, -j8  #41` */
function headLine(view: BuildView, elapsedMs: number, { symbols, shown }: Look): string {
  const { started, checked, total } = view;
  const targets = started === undefined ? [] : started.targets.map((target) => shown(shellWord(target)));
  const left = remainingTime(view, elapsedMs);
  const parts = [
    `plr: build ${targets.length === 0 ? "all" : targets.join(" ")}: ${count(total)} of ${count(checked?.steps ?? total)} steps to check or run`,
    ...(left === undefined ? [] : [describeRemaining(left, symbols)]),
    ...(started === undefined ? [] : [`-j${started.jobs}  #${started.run}`]),
  ];
  return parts.join(", ");
}

/** `plr: 96/318 done, 1 failed, 8 running (longest figures/shap-multi 2m04s)` */
function progressLine(view: BuildView, elapsedMs: number, { shown }: Look): string {
  const { running, counts } = view;
  const [longest] = running.toSorted((a, b) => a.startedMs - b.startedMs);
  const which =
    longest === undefined ? "" : ` (longest ${shown(longest.step)} ${clock(elapsedMs - longest.startedMs)})`;
  const failed = counts.failed === 0 ? "" : `, ${count(counts.failed)} failed`;
  return `plr: ${count(settledIn(view))}/${count(view.total)} done${failed}, ${count(running.length)} running${which}`;
}
