import { displayWidth } from "./display-width.ts";
import { type BuildView, EMPTY_VIEW, foldEvent } from "./fold.ts";
import { liveLines } from "./live-lines.ts";
import type { Reporter, ReporterOptions } from "./reporter.ts";
import type { Screen } from "./screen.ts";
import { createStory } from "./story.ts";
import { summaryLines } from "./summary.ts";

/** At most ten drawings a second when something changes, one a second for the clocks. */
const CHANGE_MS = 100;
const CLOCK_MS = 1000;

/**
 * The live view: its lines are redrawn in place, what lasts is written above them once. One write a drawing, no
 * alternate screen, and the cursor stays seen, so that a kill at any moment leaves a usable terminal.
 */
export function createTerminalReporter(options: Omit<ReporterOptions, "kind" | "write">): Reporter {
  const { screen, look, verbose, explain } = options;
  const canvas = createCanvas(screen);
  let view = EMPTY_VIEW;
  let startedAt = screen.now();
  let drawnAt = -Infinity;
  let waiting: { readonly for: "change" | "clock"; readonly cancel: () => void } | undefined;
  let lasting: string[] = [];

  const wake = (what: "change" | "clock", ms: number): void => {
    waiting?.cancel();
    waiting = { for: what, cancel: screen.setTimer(ms, draw) };
  };
  const draw = (): void => {
    const elapsedMs = screen.now() - startedAt;
    const { columns, rows } = screen;
    canvas.draw(lasting, isShown(view, elapsedMs) ? liveLines(view, { columns, rows, elapsedMs }, look) : []);
    lasting = [];
    drawnAt = screen.now();
    // On full seconds, so that no clock skips one.
    wake("clock", CLOCK_MS - (elapsedMs % CLOCK_MS));
  };
  const changed = (): void => {
    if (waiting?.for === "change") return;
    const due = drawnAt + CHANGE_MS - screen.now();
    // The first drawing waits too: a build with nothing to do is over by then.
    wake("change", Number.isFinite(due) ? Math.max(0, due) : CHANGE_MS);
  };
  const story = createStory(
    { look, notices: true, finished: verbose, output: verbose, reasons: explain },
    {
      setTimer: screen.setTimer,
      print: (lines) => {
        lasting.push(...lines);
        changed();
      },
    },
  );
  const stop = (last: readonly string[]): void => {
    story.end();
    waiting?.cancel();
    waiting = undefined;
    canvas.draw([...lasting, ...last], []);
    lasting = [];
  };
  return {
    event: (event) => {
      startedAt = screen.now() - event.ms;
      view = foldEvent(view, event);
      story.tell(event, view);
      if (event.type === "run.finished") stop(summaryLines(view, look));
      else changed();
    },
    end: () => stop([]),
  };
}

/** A short check is not worth a line that goes away at once. */
function isShown(view: BuildView, elapsedMs: number): boolean {
  if (view.phase === "ended") return false;
  return view.checked === undefined ? elapsedMs >= CLOCK_MS : view.total > 0;
}

interface Canvas {
  /** Writes lines above the live ones, and the live ones anew. */
  readonly draw: (above: readonly string[], live: readonly string[]) => void;
}

function createCanvas(screen: Screen): Canvas {
  let drawn: readonly string[] = [];
  /** Rows that the lines take now: a window made narrower has wrapped them. */
  const rowsTaken = (): number =>
    drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / screen.columns)), 0);
  return {
    draw: (above, live) => {
      const isSame = live.length === drawn.length && live.every((line, at) => line === drawn[at]);
      if (above.length === 0 && isSame) return;
      const up = rowsTaken() - 1;
      const home = drawn.length === 0 ? "" : `${up > 0 ? `\u001b[${up}A` : ""}\r`;
      const lasting = above.map((line) => `${line}\n`).join("");
      const clear = drawn.length > 0 && (above.length > 0 || live.length === 0) ? "\u001b[J" : "";
      const lines = live.map((line) => `\u001b[K${line}`).join("\n");
      screen.write(`${home}${clear}${lasting}${lines}${live.length > 0 ? "\u001b[J" : ""}`);
      drawn = live;
    },
  };
}
