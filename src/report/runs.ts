import type { EventOf } from "../engine/event.ts";
import { displayWidth, padToWidth } from "./display-width.ts";
import { outputLine, stepFailureLines } from "./failure-text.ts";
import type { BuildView } from "./fold.ts";
import type { Look } from "./look.ts";
import { clock, count, counted, duration, firstOf } from "./quantities.ts";
import { shellWord } from "./shell-word.ts";

/** `crashed`: the process is gone and left no end. `silent`: nobody can tell, for it ran on another machine. */
export type RunState = EventOf<"run.finished">["outcome"] | "running" | "crashed" | "silent";

/** One line of `plr runs ls`. */
export interface ListedRun {
  readonly run: number;
  readonly state: RunState;
  /** Milliseconds since 1970; undefined where not even the beginning was recorded. */
  readonly at: number | undefined;
  readonly durMs: number | undefined;
  /** Steps that ran, well or badly. */
  readonly ran: number;
  /** Empty for everything. */
  readonly targets: readonly string[];
  readonly by: string;
  readonly commit: string | undefined;
}

const COMMIT = 8;
const TARGETS_WIDTH = 30;

/** A table for stdout, newest first, without a newline at its end. */
export function runsText(runs: readonly ListedRun[], now: number, look: Look): string {
  const rows = runs.map((one) => [
    `#${one.run}`,
    one.at === undefined ? "" : whenText(one.at, now),
    one.durMs === undefined ? "" : duration(one.durMs),
    stateText(one.state, look),
    count(one.ran),
    targetsText(one.targets, look),
    [one.by, one.commit?.slice(0, COMMIT) ?? ""].filter((part) => part !== "").join("  "),
  ]);
  const all = [["run", "started", "time", "outcome", "steps", "targets", "by"], ...rows];
  const widths = all.reduce<readonly number[]>(
    (widest, row) => row.map((cell, at) => Math.max(widest[at] ?? 0, displayWidth(cell))),
    [],
  );
  return all
    .map((row) =>
      row
        .map((cell, at) => padToWidth(cell, widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function targetsText(targets: readonly string[], { shown }: Look): string {
  const text = targets.length === 0 ? "all" : shown(targets.join(" "));
  return displayWidth(text) <= TARGETS_WIDTH ? text : shown(firstOf(targets));
}

function stateText(state: RunState, { paint, symbols }: Look): string {
  switch (state) {
    case "done":
      return paint.built(`${symbols.built} done`);
    case "failed":
      return paint.failed(`${symbols.failed} failed`);
    case "cancelled":
      return paint.caveat(`${symbols.cancelled} cancelled`);
    case "running":
      return paint.running(`${symbols.running} running`);
    case "internal-error":
    case "crashed":
      return paint.failed(`${symbols.crashed} ${state}`);
    case "silent":
      return paint.caveat("? silent");
  }
}

/** Local time: `today 12:01`, `yesterday 06:00`, `2026-11-20 06:00`. */
function whenText(at: number, now: number): string {
  const date = new Date(at);
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  const dayOf = (ms: number): string => {
    const day = new Date(ms);
    return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;
  };
  if (dayOf(at) === dayOf(now)) return `today ${time}`;
  return dayOf(at) === dayOf(now - 86_400_000) ? `yesterday ${time}` : `${dayOf(at)} ${time}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** A run in full, as `plr runs show` tells it. */
export interface ShownRun {
  readonly run: number;
  readonly state: RunState;
  readonly view: BuildView;
  /** Steps that ended well, in order. */
  readonly finished: readonly EventOf<"step.finished">[];
  /** Time of the last event, ms since the run began. */
  readonly lastMs: number;
}

const STEPS_SHOWN = 50;

/** The answer for stdout, without a newline at its end. */
export function runText({ run, state, view, finished, lastMs }: ShownRun, look: Look): string {
  const { paint, shown } = look;
  const { started } = view;
  const done = finished.filter(({ outcome }) => outcome === "done" || outcome === "same");
  const more = done.length - STEPS_SHOWN;
  return [
    `${paint.strong(`#${run}`)} ${stateText(state, look)}${howLong(state, view, lastMs)}`,
    ...(started === undefined ? [] : headLines(started, look)),
    ...done.slice(0, STEPS_SHOWN).map((step) => finishedRow(step, look)),
    ...(more > 0 ? [`  ${look.symbols.more} ${count(more)} more`] : []),
    ...view.failures.flatMap((failed) => stepFailureLines(failed, look)),
    ...(state === "crashed" || state === "silent"
      ? crashLines(view, { done: done.length, lastMs }, look)
      : []),
    ...(started === undefined || (state !== "crashed" && state !== "failed" && state !== "cancelled")
      ? []
      : [`next: plr build${started.targets.map((target) => ` ${shown(shellWord(target))}`).join("")}`]),
  ].join("\n");
}

function howLong(state: RunState, { finished }: BuildView, lastMs: number): string {
  if (finished) return ` in ${duration(finished.durMs)}`;
  return state === "running" ? ` for ${clock(lastMs)}` : "";
}

function headLines(started: EventOf<"run.started">, { shown }: Look): readonly string[] {
  const { git } = started;
  const facts: readonly (readonly [string, string])[] = [
    ["started", new Date(started.at).toISOString()],
    ["command", `plr ${started.argv.map(shellWord).join(" ")}`],
    ["by", `${started.user} on ${started.host}, process ${started.pid}`],
    ...(git === undefined ? [] : [["commit", [git.commit, git.branch ?? ""].join(" ").trim()] as const]),
  ];
  return facts.map(([label, text]) => `  ${label.padEnd(9)} ${shown(text)}`);
}

function finishedRow(
  { step, outcome, durMs, outputs }: EventOf<"step.finished">,
  { paint, shown }: Look,
): string {
  const word = outcome === "same" ? paint.same("same ") : paint.built("built");
  return `  ${word} ${padToWidth(shown(step), 40)} ${duration(durMs).padStart(7)}  ${counted(outputs.length, "file")}`;
}

function crashLines(
  { running, started }: BuildView,
  { done, lastMs }: { done: number; lastMs: number },
  look: Look,
): readonly string[] {
  const gone = started === undefined ? "" : `: process ${started.pid} on ${look.shown(started.host)} is gone`;
  return [
    `  no end was recorded${gone}; the last event came ${duration(lastMs)} after the start`,
    ...running.map(
      ({ step, last }) =>
        `  in flight ${look.shown(step)}${last === undefined ? "" : `   last line: ${outputLine(last.text, look)}`}`,
    ),
    `  ${counted(done, "finished step")} ${done === 1 ? "is" : "are"} recorded; nothing half-written was kept`,
  ];
}
