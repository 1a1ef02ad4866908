import type { EventOf } from "../engine/event.ts";
import { caveatSubject, caveatWords } from "./caveats.ts";
import { cutToWidth, displayWidth, padToWidth, shortenMiddle, shortenPath } from "./display-width.ts";
import { describeFailure } from "./failures.ts";
import { type BuildView, type StepFailure, settledIn } from "./fold.ts";
import type { Look } from "./look.ts";
import { count, counted, duration, firstOf, roughly } from "./quantities.ts";
import { shellWord } from "./shell-word.ts";

/** Longest line of a summary, in cells. */
const WIDTH = 79;
const NAME_WIDTH = 32;
const PLACE_WIDTH = 20;
const LEAST_TITLE = 16;
const FAILURES_SHOWN = 20;
const CAVEATS_SHOWN = 5;

/** The last lines of a build: how it ended, what was saved, what failed, and what to do next. */
export function summaryLines(view: BuildView, look: Look): readonly string[] {
  const { finished } = view;
  // A build that ended before it looked at its steps has one failure, which whoever asked for it tells.
  if (!finished || isBrokenOff(view)) return [];
  switch (finished.outcome) {
    case "done":
      return [...doneLines(finished, view, look), ...caveatLines(view, look)];
    case "failed":
      return [
        headLine("FAILED in", finished, view, look),
        ...failureRows(view, look),
        ...caveatLines(view, look),
        ...nextLines(view, look),
      ];
    case "cancelled":
      return [
        headLine("cancelled after", finished, view, look),
        ...failureRows(view, look),
        `next: ${buildCommand(view, look)}   (what was finished is kept)`,
      ];
    case "internal-error":
      return [headLine("internal error after", finished, view, look)];
  }
}

function isBrokenOff({ finished, checked, failures }: BuildView): boolean {
  return finished?.outcome !== "done" && checked === undefined && failures.length === 0;
}

function doneLines(finished: EventOf<"run.finished">, view: BuildView, look: Look): readonly string[] {
  const { built, same, restored, fresh } = finished.counts;
  if (built + same + restored + view.removed === 0) {
    return [`plr: nothing to do, ${counted(fresh, "step")} fresh (${(finished.durMs / 1000).toFixed(2)} s)`];
  }
  return [headLine("done in", finished, view, look), ...cutoffLines(finished, view, look)];
}

function headLine(how: string, finished: EventOf<"run.finished">, view: BuildView, { paint }: Look): string {
  const parts = partsOf(finished, view);
  const words = `plr: ${how} ${duration(finished.durMs)}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
  const run = view.started === undefined ? "" : `#${view.started.run}`;
  const line = run === "" ? words : `${padToWidth(words, WIDTH - run.length - 1)} ${run}`;
  if (finished.outcome === "done") return paint.strong(line);
  return finished.outcome === "cancelled" ? paint.caveat(line) : paint.failed(line);
}

/** What went wrong comes first. */
function partsOf({ counts, outcome }: EventOf<"run.finished">, view: BuildView): readonly string[] {
  const notRun = outcome === "done" ? 0 : view.total - settledIn(view);
  const numbers: readonly (readonly [number, string])[] = [
    [counts.failed, "failed"],
    [counts.blocked, "blocked"],
    [counts.cancelled, "cancelled"],
    [counts.built, "built"],
    [counts.same, "same output"],
    [counts.restored, "restored"],
    [view.removed, "removed"],
    [notRun, "not run"],
    [outcome === "done" ? counts.fresh : 0, "fresh"],
  ];
  return numbers.filter(([number]) => number > 0).map(([number, word]) => `${count(number)} ${word}`);
}

function cutoffLines(
  { cutoff }: EventOf<"run.finished">,
  view: BuildView,
  { paint, symbols, shown }: Look,
): readonly string[] {
  const { steps, outputs, savedMs } = cutoff;
  if (steps === 0) return [];
  const saved = savedMs < 1000 ? "" : ` (about ${roughly(savedMs)} saved)`;
  const verb = outputs === 1 ? "output" : "outputs";
  const more = view.sameOutputs.count - view.sameOutputs.first.length;
  const named = view.sameOutputs.first.map((path) => `  ${paint.same(symbols.same)} ${shown(path)}`);
  return [
    `  ${counted(steps, "step")} not run because ${count(outputs)} ${verb} came out identical${saved}`,
    ...named,
    ...(more > 0 ? [`  ${symbols.more} ${count(more)} more`] : []),
  ];
}

function failureRows(view: BuildView, look: Look): readonly string[] {
  const { paint, symbols, shown } = look;
  const listed = view.failures.slice(0, FAILURES_SHOWN);
  const names = listed.map(({ step }) => shortenMiddle(shown(step), NAME_WIDTH, symbols.more));
  const width = Math.max(0, ...names.map(displayWidth));
  const rows = listed.map((failed, at) => failureRow(failed, padToWidth(names[at] ?? "", width), look));
  const others = view.failures.length - listed.length;
  const blocked = [...new Set(view.failures.flatMap((failed) => failed.blocked))];
  return [
    ...rows,
    ...(others > 0 ? [`  ${symbols.more} ${count(others)} more failed`] : []),
    ...(blocked.length > 0
      ? [`  ${paint.blocked(symbols.blocked)} ${shown(firstOf(blocked))}, blocked by the above`]
      : []),
  ];
}

/** `✗ figures/shap-beeswarm   PLR034 zero rows after filter     rules/…/shap.ts:48`; the place goes where all cannot fit. */
function failureRow({ failure }: StepFailure, name: string, { paint, symbols, shown }: Look): string {
  const { code, title, facts } = describeFailure(failure);
  const found = facts.find(([label]) => label === "at")?.[1];
  const at = found === undefined ? "" : shortenPath(shown(found), PLACE_WIDTH, symbols.more);
  const before = `  ${paint.failed(symbols.failed)} ${name}   ${code} `;
  const room = WIDTH - displayWidth(before);
  const left = room - displayWidth(at) - 2;
  if (at === "" || left < LEAST_TITLE) return before + cutToWidth(shown(title), room, symbols.more);
  return `${before}${padToWidth(cutToWidth(shown(title), left, symbols.more), left)}  ${paint.quiet(at)}`;
}

function caveatLines({ caveats, finished }: BuildView, { paint, symbols, shown }: Look): readonly string[] {
  const flag = paint.caveat(symbols.caveat);
  const named = caveats.slice(0, CAVEATS_SHOWN);
  const more = Math.max(caveats.length, finished?.caveats ?? 0) - named.length;
  return [
    ...named.map((caveat) => `  ${flag} ${shown(`${caveatSubject(caveat)} ${caveatWords(caveat)}`)}`),
    ...(more > 0
      ? [`  ${flag} ${counted(more, "caveat")}${named.length > 0 ? " more" : ""}  (plr status)`]
      : []),
  ];
}

function nextLines(view: BuildView, look: Look): readonly string[] {
  if (view.failures.length === 0) return [];
  const logged = view.failures.find(({ attempts }) => attempts > 0);
  const commands = [
    ...(logged === undefined ? [] : [`plr log ${look.shown(shellWord(logged.step))}`]),
    buildCommand(view, look, " -k"),
  ];
  return [`next: ${commands.join(`   ${look.symbols.between}   `)}`];
}

function buildCommand({ started }: BuildView, { shown }: Look, options = ""): string {
  const targets = (started?.targets ?? []).map((target) => ` ${shown(shellWord(target))}`);
  return `plr build${options}${targets.join("")}`;
}
