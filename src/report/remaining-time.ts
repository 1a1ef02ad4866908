import { type BuildView, settledIn } from "./fold.ts";
import { counted, roughly } from "./quantities.ts";
import type { Symbols } from "./symbols.ts";

/** How long a build will still take, ms. */
export interface RemainingTime {
  readonly ms: number;
  /** At least four fifths of the steps ahead have been timed before. */
  readonly known: boolean;
  readonly neverTimed: number;
}

/**
 * The larger of the recorded work ahead shared among the slots and the longest running step, each less what it has had.
 *
 * @param elapsedMs since the run began
 * @returns undefined where nothing can be said: no step ahead has ever been timed
 */
export function remainingTime(view: BuildView, elapsedMs: number): RemainingTime | undefined {
  const { queue, running, total } = view;
  const left = running.map(({ expectMs, startedMs }) =>
    expectMs === undefined ? undefined : Math.max(0, startedMs + expectMs - elapsedMs),
  );
  const timed = left.filter((ms) => ms !== undefined);
  const work = queue.ms + timed.reduce((sum, ms) => sum + ms, 0);
  // More slots than steps do not help.
  const slots = Math.max(1, Math.min(view.started?.jobs ?? 1, queue.steps + running.length));
  const ms = Math.max(work / slots, 0, ...timed);
  if (ms === 0) return undefined;
  const neverTimed = queue.unknown + left.length - timed.length;
  const possible = Math.max(0, total - settledIn(view) - queue.steps - running.length);
  const ahead = queue.steps + running.length + possible;
  return { ms, known: (ahead - neverTimed - possible) / ahead >= 0.8, neverTimed };
}

/** `about 3 min`, or `≥ 3 min (12 steps never timed)`. */
export function describeRemaining({ ms, known, neverTimed }: RemainingTime, symbols: Symbols): string {
  if (known) return `about ${roughly(ms)}`;
  const why = neverTimed === 0 ? "" : ` (${counted(neverTimed, "step")} never timed)`;
  return `${symbols.atLeast} ${roughly(ms)}${why}`;
}
