import { cutToWidth, displayWidth, padToWidth, shortenMiddle } from "./display-width.ts";
import { cleanPlainLine } from "./escape.ts";
import { type BuildView, type RunningStep, settledIn } from "./fold.ts";
import type { Look } from "./look.ts";
import { clock, count, firstOf } from "./quantities.ts";
import { describeRemaining, remainingTime } from "./remaining-time.ts";

/** The place for the live view and the time that it shows. */
export interface Frame {
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds since the run began. */
  readonly elapsedMs: number;
}

const MOST_LINES = 12;
/** From this width on, rows show the time and text of the newest line of output beside the progress. */
const WIDE = 120;
const BAR_CELLS = 30;

/** The lines that are redrawn in place: a head, then the running steps, the longest-running first. */
export function liveLines(view: BuildView, frame: Frame, look: Look): readonly string[] {
  const width = frame.columns - 1;
  const room = Math.max(1, Math.min(frame.rows - 3, MOST_LINES)) - 1;
  const held = view.held.slice(0, Math.max(0, room - 1)).map((one) => heldRow(one, look));
  const rows = runningRows(view, { ...frame, rows: room - held.length }, look);
  return [headOf(view, frame, look), ...rows, ...held].map((line) =>
    cutToWidth(line, width, look.symbols.more),
  );
}

function headOf(view: BuildView, { columns, elapsedMs }: Frame, look: Look): string {
  const time = clock(elapsedMs);
  if (view.phase === "waiting")
    return `plr: waiting for ${view.waitingFor === undefined ? "another build" : `#${view.waitingFor.run}`}  ${time}`;
  if (view.checked === undefined) return `plr: checking  ${time}`;
  const run = view.started === undefined ? "" : `  #${view.started.run}`;
  const right = `${time}${run}`;
  const fits = (text: string): boolean => displayWidth(text) + displayWidth(right) + 3 <= columns - 1;
  const heads = [longHead(view, elapsedMs, look), shortHead(view, elapsedMs, look)];
  const head = heads.find(fits) ?? shortestHead(view, look);
  return `${padToWidth(head, columns - 1 - displayWidth(right) - 1)} ${right}`;
}

function longHead(view: BuildView, elapsedMs: number, look: Look): string {
  const { queue, running, started } = view;
  const { symbols, paint } = look;
  const states = [
    ...statesOf(view, look).map(({ sign, number, word }) => `${sign} ${count(number)} ${word}`),
    ...(queue.steps > 0 ? [`${paint.quiet(symbols.queued)} ${count(queue.steps)} queued`] : []),
  ];
  const left = remainingTime(view, elapsedMs);
  const end = left?.known === true && started ? ` (${timeOfDay(started.at + elapsedMs + left.ms)})` : "";
  const parts = [
    [labelOf(view, look), doneOf(view), ...states].join("  "),
    [barOf(view), ...etaOf(view, elapsedMs, look).map((eta) => eta + end)].join("  "),
    `jobs ${running.length}/${started?.jobs ?? running.length}`,
  ];
  return parts.join("   ");
}

function shortHead(view: BuildView, elapsedMs: number, look: Look): string {
  const states = statesOf(view, look).map(({ sign, number }) => `${sign}${count(number)}`);
  const parts = [labelOf(view, look), doneOf(view), states.join(" "), ...etaOf(view, elapsedMs, look)];
  return parts.filter((part) => part !== "").join("  ");
}

function shortestHead(view: BuildView, look: Look): string {
  const { failed } = view.counts;
  return failed === 0
    ? doneOf(view)
    : `${doneOf(view)}  ${look.paint.failed(look.symbols.failed)}${count(failed)}`;
}

function labelOf({ phase, started }: BuildView, { symbols, shown, paint }: Look): string {
  if (phase === "cancelling") return paint.caveat("cancelling");
  const targets = started === undefined || started.targets.length === 0 ? "all" : started.targets.join(" ");
  return paint.strong(shortenMiddle(shown(targets), 24, symbols.more));
}

function doneOf(view: BuildView): string {
  return `${count(settledIn(view))}/${count(view.total)}`;
}

interface State {
  readonly sign: string;
  readonly number: number;
  readonly word: string;
}

function statesOf({ counts }: BuildView, { symbols, paint }: Look): readonly State[] {
  const all: readonly State[] = [
    { sign: paint.built(symbols.built), number: counts.built, word: "built" },
    { sign: paint.same(symbols.same), number: counts.same, word: "same output" },
    { sign: paint.same(symbols.restored), number: counts.restored, word: "restored" },
    { sign: paint.failed(symbols.failed), number: counts.failed, word: "failed" },
    { sign: paint.blocked(symbols.blocked), number: counts.blocked, word: "blocked" },
  ];
  return all.filter(({ number }) => number > 0);
}

function etaOf(view: BuildView, elapsedMs: number, { symbols }: Look): readonly string[] {
  const left = remainingTime(view, elapsedMs);
  if (left === undefined || view.phase !== "running") return [];
  return [left.known ? `${describeRemaining(left, symbols)} left` : describeRemaining(left, symbols)];
}

/** `[##################>-----------]` */
function barOf(view: BuildView): string {
  const full = Math.floor((BAR_CELLS * settledIn(view)) / Math.max(1, view.total));
  const isPartial = full < BAR_CELLS ? ">" : "";
  return `[${"#".repeat(full)}${isPartial}${"-".repeat(BAR_CELLS - full - isPartial.length)}]`;
}

function runningRows({ running, started }: BuildView, frame: Frame, look: Look): readonly string[] {
  const fitting = running.length <= frame.rows ? running.length : Math.max(0, frame.rows - 1);
  const sorted = running.toSorted((a, b) => a.startedMs - b.startedMs);
  const rows = sorted.slice(0, fitting).map((step) => runningRow(step, { ...frame, at: started?.at }, look));
  const more = running.length - fitting;
  return more > 0 && frame.rows > 0 ? [...rows, ` ${look.symbols.more} ${count(more)} more`] : rows;
}

const NAME_WIDTH = 28;
const TIME_WIDTH = 7;
const EXPECTED_WIDTH = 10;
const PROGRESS_WIDTH = 24;

/** ` ▶ figures/shap-multi            2m04s of ~2m30s  bootstrap 812/1000` */
function runningRow(
  step: RunningStep,
  { columns, elapsedMs, at }: Frame & { readonly at: number | undefined },
  look: Look,
): string {
  const { paint, symbols, shown } = look;
  const ranMs = elapsedMs - step.startedMs;
  const name = padToWidth(shortenMiddle(shown(step.step), NAME_WIDTH, symbols.more), NAME_WIDTH);
  const expected = step.expectMs === undefined ? "" : ` of ~${clock(step.expectMs)}`;
  const times = clock(ranMs).padStart(TIME_WIDTH) + paint.quiet(expected.padEnd(EXPECTED_WIDTH));
  const isSlow = step.expectMs !== undefined && ranMs > 2 * step.expectMs && ranMs > 1000;
  const slow = isSlow ? paint.caveat("slow") : "";
  const progress = progressOf(step);
  const last = step.last === undefined ? "" : cleanPlainLine(step.last.text).replaceAll("\t", " ");
  const head = ` ${paint.running(symbols.running)} ${name}${times}`;
  if (columns >= WIDE) {
    const stamp =
      step.last === undefined || at === undefined ? "" : `${timeOfDay(at + step.last.ms, "seconds")} `;
    const doing = padToWidth(
      [slow, grantedTo(step), progress].filter((text) => text !== "").join(" "),
      PROGRESS_WIDTH,
    );
    return `${head}  ${doing}  ${paint.quiet(stamp + last)}`.trimEnd();
  }
  const words = [slow, grantedTo(step), progress === "" ? last : progress].filter((text) => text !== "");
  return `${head}  ${words.join(` ${symbols.between} `)}`.trimEnd();
}

/** `   figures/moment-embed waits for gpu, held by figures/shap-multi` */
function heldRow({ step, what, heldBy }: BuildView["held"][number], { paint, symbols, shown }: Look): string {
  const name = shortenMiddle(shown(step), NAME_WIDTH, symbols.more);
  return paint.quiet(`   ${name} waits for ${shown(what)}, held by ${shown(firstOf(heldBy))}`);
}

function grantedTo({ granted = {} }: RunningStep): string {
  return Object.entries(granted)
    .map(([pool, place]) => cleanPlainLine(`${pool} ${place}`))
    .join(" ");
}

function progressOf({ progress }: RunningStep): string {
  if (progress === undefined) return "";
  const { done, total, unit } = progress;
  const numbers = total === undefined ? String(done) : `${done}/${total}`;
  return unit === undefined ? numbers : `${cleanPlainLine(unit)} ${numbers}`;
}

/** Local time, `12:08` or `12:08:31`. */
function timeOfDay(at: number, precision: "minutes" | "seconds" = "minutes"): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), ...(precision === "seconds" ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
