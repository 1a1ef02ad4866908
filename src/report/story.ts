import type { BuildEvent, EventOf } from "../engine/event.ts";
import { displayWidth, padToWidth } from "./display-width.ts";
import { outputLine, stepFailureLines } from "./failure-text.ts";
import { describeFailure } from "./failures.ts";
import { type BuildView, EMPTY_VIEW, settledIn, type StepFailure } from "./fold.ts";
import type { Look } from "./look.ts";
import { clock, count, counted, duration, firstOf } from "./quantities.ts";
import { describeReason } from "./reasons.ts";
import type { Screen } from "./screen.ts";

/** What of a build is told. Failures always are. */
export interface StoryOptions {
  readonly look: Look;
  /** Notices, files moved or removed, waiting. */
  readonly notices: boolean;
  /** A line for each step that ended. */
  readonly finished: boolean;
  /** What steps print. */
  readonly output: boolean;
  /** Why each stale step is stale. */
  readonly reasons: boolean;
}

/** Turns events into the lines that stay on the screen or in the log. */
export interface Story {
  /** Prints what an event is worth; `view` has it folded in already. */
  readonly tell: (event: BuildEvent, view: BuildView) => void;
  /** Prints what was held back. */
  readonly end: () => void;
}

/** What a failure blocks is said within this time. */
const HOLD_MS = 100;

/** A failure is told with the next event, or shortly after, since what it blocks is said right after it. */
export function createStory(
  options: StoryOptions,
  { print, setTimer }: { readonly print: (lines: readonly string[]) => void } & Pick<Screen, "setTimer">,
): Story {
  const { look } = options;
  let latest = EMPTY_VIEW;
  let held: { readonly step: string; readonly place: string; readonly cancel: () => void } | undefined;
  let isWaitingTold = false;

  const release = (): void => {
    if (!held) return;
    const { step, place, cancel } = held;
    held = undefined;
    cancel();
    const failed = latest.failures.findLast((one) => one.step === step);
    if (failed)
      print(options.finished ? failedRowLines(failed, place, look) : stepFailureLines(failed, look));
  };
  const linesOf = (event: BuildEvent): readonly string[] => {
    if (event.type === "step.finished") return options.finished ? [finishedLine(event, latest, look)] : [];
    if (event.type === "step.stale") return options.reasons ? reasonLines(event, look) : [];
    if (event.type === "step.output") {
      return options.output ? [`${look.shown(event.step)} | ${outputLine(event.last, look)}`] : [];
    }
    if (!options.notices) return [];
    if (event.type !== "run.waiting") return noticeLines(event, latest, look);
    const isFirst = !isWaitingTold;
    isWaitingTold = true;
    return isFirst ? [waitingLine(event, look)] : [];
  };
  return {
    tell: (event, view) => {
      latest = view;
      if (event.type !== "step.stale") release();
      if (event.type === "step.finished" && event.failure) {
        held = { step: event.step, place: placeOf(view), cancel: setTimer(HOLD_MS, release) };
        return;
      }
      const lines = linesOf(event);
      if (lines.length > 0) print(lines);
    },
    end: release,
  };
}

function failedRowLines(failed: StepFailure, place: string, look: Look): readonly string[] {
  const { step, durMs } = failed;
  const { code, title } = describeFailure(failed.failure);
  const row = stepRow(place, { word: "FAILED", step, durMs, rest: `${code} ${title}` }, look);
  return [row, ...stepFailureLines(failed, look).slice(1)];
}

function noticeLines(event: BuildEvent, view: BuildView, look: Look): readonly string[] {
  const { paint, symbols, shown } = look;
  if (event.type === "step.notice") return stepNoticeLines(event, look);
  if (event.type === "rules.leftOut") {
    return [`note: ${firstOf(event.rules.map(shown))} left out: ${shown(event.tool)} is not installed`];
  }
  if (event.type === "step.retry") return [retryLine(event, look)];
  if (event.type === "run.waited") {
    return [`plr: ${nameOfOther(view.waitingFor)} ended after ${clock(event.waitedMs)}; checking again`];
  }
  if (event.type === "run.cancelling") {
    return ["plr: cancelling, running steps get 10 s to end (again to kill them)"];
  }
  if (event.type === "output.movedAside") {
    const [path, to] = [shown(event.path), shown(event.to)];
    return [`${paint.caveat(symbols.caveat)} ${path} was not as plr left it; kept as ${to}`];
  }
  if (event.type === "outputs.removed") {
    return [`plr: removed ${firstOf(event.paths.map(shown))}: no rule makes that any more`];
  }
  if (event.type === "orphans.found") {
    return event.paths.map(
      (path) =>
        `${paint.caveat("!")} ${shown(path)}  orphan, changed since plr wrote it (plr clean --orphans)`,
    );
  }
  return [];
}

function stepNoticeLines(event: EventOf<"step.notice">, { paint, shown }: Look): readonly string[] {
  const where = event.step === undefined ? "" : `${shown(event.step)}: `;
  const level = event.level === "warn" ? paint.caveat("warning") : "note";
  const hint = event.hint === undefined ? [] : [`${paint.strong("hint:")} ${shown(event.hint)}`];
  return [`${level}: ${where}${shown(event.message)}`, ...hint];
}

/** `⚑ fetch failed: PLR031 its command ended with exit code 7; tried again in 1.5s` */
function retryLine(
  { step, failure, delayMs }: EventOf<"step.retry">,
  { paint, symbols, shown }: Look,
): string {
  const { code, title } = describeFailure(failure);
  return `${paint.caveat(symbols.caveat)} ${shown(step)} failed: ${code} ${shown(title)}; tried again in ${duration(delayMs)}`;
}

function waitingLine(event: EventOf<"run.waiting">, { shown }: Look): string {
  const owner = event.for;
  const who = owner === undefined ? "" : ` (process ${owner.pid} on ${shown(owner.host)})`;
  return `plr: waiting for ${owner === undefined ? "another build" : `build #${owner.run}`}${who}     Ctrl-C ends`;
}

function nameOfOther(owner: BuildView["waitingFor"]): string {
  return owner === undefined ? "the other build" : `#${owner.run}`;
}

function reasonLines(
  { step, reasons }: EventOf<"step.stale">,
  { paint, symbols, shown }: Look,
): readonly string[] {
  return [
    `${paint.stale(symbols.stale)} ${shown(step)} is stale`,
    ...reasons.map(
      (reason) =>
        `  ${shown(describeReason(reason))}${reason.via === undefined ? "" : `  from ${shown(reason.via)}`}`,
    ),
  ];
}

function finishedLine(event: EventOf<"step.finished">, view: BuildView, look: Look): string {
  const { step, outcome, durMs, outputs } = event;
  const word = outcome === "done" ? "built" : outcome;
  const rest = outcome === "same" ? "same output" : counted(outputs.length, "file");
  return stepRow(placeOf(view), { word, step, durMs, rest }, look);
}

interface StepRow {
  readonly word: string;
  readonly step: string;
  readonly durMs: number;
  readonly rest: string;
}

const NAME_WIDTH = 25;

/** `[  1/318] built    figures/forest-outlier      9.4s  3 files` */
function stepRow(place: string, { word, step, durMs, rest }: StepRow, { paint, shown }: Look): string {
  const colour = word === "FAILED" ? paint.failed : word === "built" ? paint.built : paint.same;
  const row = `${place} ${colour(word.padEnd(8))} ${padToWidth(shown(step), NAME_WIDTH)}${duration(durMs).padStart(7)}`;
  return `${row}  ${shown(rest)}`.trimEnd();
}

function placeOf(view: BuildView): string {
  const total = count(view.total);
  return `[${count(settledIn(view)).padStart(displayWidth(total))}/${total}]`;
}
