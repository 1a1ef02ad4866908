import type { BuildEvent, EventOf } from "../engine/event.ts";
import type { Failure } from "../engine/failure.ts";

/** A step that is running now. Times are milliseconds since the run began. */
export interface RunningStep {
  readonly step: string;
  readonly startedMs: number;
  readonly attempt: number;
  /** Places of pools that it holds. */
  readonly granted: Readonly<Record<string, string>> | undefined;
  /** What it took last time. */
  readonly expectMs: number | undefined;
  readonly progress: EventOf<"step.progress"> | undefined;
  readonly last: { readonly text: string; readonly ms: number } | undefined;
}

export interface StepFailure {
  readonly step: string;
  readonly failure: Failure;
  /** 0 if it could not even start. */
  readonly attempts: number;
  readonly durMs: number;
  readonly tail: readonly string[];
  /** Where its rule is declared. */
  readonly at: string | undefined;
  /** What needed it. */
  readonly blocked: readonly string[];
}

/** How many steps ended in which way so far. `skipped` could have run and came out fresh. */
interface StepCounts {
  readonly built: number;
  readonly same: number;
  readonly restored: number;
  readonly failed: number;
  readonly blocked: number;
  readonly cancelled: number;
  readonly skipped: number;
}

/** What a build looks like at one moment. Everything that shows a build shows this. */
export interface BuildView {
  readonly phase: "starting" | "waiting" | "checking" | "running" | "cancelling" | "ended";
  readonly started: EventOf<"run.started"> | undefined;
  readonly checked: EventOf<"check.finished"> | undefined;
  readonly finished: EventOf<"run.finished"> | undefined;
  /** Whose build this one waits for, or waited for. */
  readonly waitingFor: EventOf<"run.waiting">["for"];
  /** Steps to check or run, as far as known. */
  readonly total: number;
  readonly counts: StepCounts;
  /** Known to be stale and not started; `ms` is the recorded time of those that have one. */
  readonly queue: { readonly steps: number; readonly ms: number; readonly unknown: number };
  /** In order of their start. */
  readonly running: readonly RunningStep[];
  /** Could run, but for something that others have; the newest of each thing. */
  readonly held: readonly {
    readonly step: string;
    readonly what: string;
    readonly heldBy: readonly string[];
  }[];
  readonly failures: readonly StepFailure[];
  readonly caveats: readonly EventOf<"caveat.added">[];
  /** Outputs of rebuilt steps that came out the same, the first few by name. */
  readonly sameOutputs: { readonly count: number; readonly first: readonly string[] };
  /** Files of rules that are gone, removed. */
  readonly removed: number;
  /** Stale steps named so far; those beyond the check's own number are new work. */
  readonly staleNamed: number;
}

const NAMED_SAME_OUTPUTS = 4;

export const EMPTY_VIEW: BuildView = {
  phase: "starting",
  started: undefined,
  checked: undefined,
  finished: undefined,
  waitingFor: undefined,
  total: 0,
  counts: { built: 0, same: 0, restored: 0, failed: 0, blocked: 0, cancelled: 0, skipped: 0 },
  queue: { steps: 0, ms: 0, unknown: 0 },
  running: [],
  held: [],
  failures: [],
  caveats: [],
  sameOutputs: { count: 0, first: [] },
  removed: 0,
  staleNamed: 0,
};

/** The view after one more event; a reducer without side effects. */
// oxlint-disable-next-line eslint/complexity -- one case for each type of event
export function foldEvent(view: BuildView, event: BuildEvent): BuildView {
  switch (event.type) {
    case "run.started":
      return { ...EMPTY_VIEW, phase: "checking", started: event };
    case "run.waiting":
      return { ...view, phase: "waiting", waitingFor: event.for };
    case "run.waited":
      return { ...view, phase: "checking" };
    case "check.finished":
      return onChecked(view, event);
    case "graph.extended":
      return { ...view, total: view.total + event.steps };
    case "step.stale":
      return onStale(view, event);
    case "step.ready":
      return onHeld(view, event);
    case "step.postponed":
    case "step.retry":
      return { ...view, running: view.running.filter(({ step }) => step !== event.step) };
    case "step.started":
      return onStarted(view, event);
    case "step.progress":
      return onRunning(view, event.step, (step) => ({ ...step, progress: event }));
    case "step.output":
      return onRunning(view, event.step, (step) => ({ ...step, last: { text: event.last, ms: event.ms } }));
    case "step.finished":
      return onFinished(view, event);
    case "steps.skipped":
      return event.downstream ? view : count(view, "skipped", event.steps.length);
    case "steps.blocked":
      return onBlocked(view, event);
    case "caveat.added":
      return { ...view, caveats: [...view.caveats, event] };
    case "caveat.cleared":
      return { ...view, caveats: view.caveats.filter((one) => one.step !== event.step) };
    case "outputs.removed":
      return { ...view, removed: view.removed + event.paths.length };
    case "run.cancelling":
      return { ...view, phase: "cancelling" };
    case "run.finished":
      return { ...view, phase: "ended", finished: event, running: [], held: [] };
    case "rules.leftOut":
    case "step.notice":
    case "output.movedAside":
    case "run.heartbeat":
    case "orphans.found":
      return view;
  }
}

/** Steps that are through, one way or another. */
export function settledIn({ counts }: BuildView): number {
  return (
    counts.built +
    counts.same +
    counts.restored +
    counts.failed +
    counts.blocked +
    counts.cancelled +
    counts.skipped
  );
}

function onChecked(view: BuildView, event: EventOf<"check.finished">): BuildView {
  const { stale, possible, expectMs, unknownCost } = event;
  return {
    ...view,
    phase: "running",
    checked: event,
    total: stale + possible,
    queue: { steps: stale, ms: expectMs, unknown: unknownCost },
  };
}

function onStale(view: BuildView, { expectMs }: EventOf<"step.stale">): BuildView {
  const staleNamed = view.staleNamed + 1;
  if (staleNamed <= (view.checked?.stale ?? 0)) return { ...view, staleNamed };
  const { steps, ms, unknown } = view.queue;
  const queue = {
    steps: steps + 1,
    ms: ms + (expectMs ?? 0),
    unknown: unknown + (expectMs === undefined ? 1 : 0),
  };
  return withTotal({ ...view, staleNamed, queue });
}

function onStarted(view: BuildView, event: EventOf<"step.started">): BuildView {
  const { step, attempt, expectMs, granted, ms } = event;
  const started: RunningStep = {
    step,
    startedMs: ms,
    attempt,
    granted,
    expectMs,
    progress: undefined,
    last: undefined,
  };
  const others = view.running.filter((one) => one.step !== step);
  const running = [...others, started];
  const held = view.held.filter((one) => one.step !== step);
  // A further attempt was taken from the queue before.
  if (attempt > 1 || others.length < view.running.length) return { ...view, running, held };
  const { queue } = view;
  const taken = {
    steps: Math.max(0, queue.steps - 1),
    ms: Math.max(0, queue.ms - (expectMs ?? 0)),
    unknown: Math.max(0, queue.unknown - (expectMs === undefined ? 1 : 0)),
  };
  return withTotal({ ...view, running, held, queue: taken });
}

function onHeld(view: BuildView, { step, waitsFor: { what, heldBy } }: EventOf<"step.ready">): BuildView {
  return { ...view, held: [...view.held.filter((one) => one.what !== what), { step, what, heldBy }] };
}

function onRunning(view: BuildView, id: string, change: (step: RunningStep) => RunningStep): BuildView {
  return { ...view, running: view.running.map((one) => (one.step === id ? change(one) : one)) };
}

function onFinished(view: BuildView, event: EventOf<"step.finished">): BuildView {
  const { step, outcome, failure, outputs } = event;
  const ended = { ...view, running: view.running.filter((one) => one.step !== step) };
  switch (outcome) {
    case "done":
      return count(withSame(ended, outputs), "built", 1);
    case "same":
      return count(withSame(ended, outputs), "same", 1);
    case "restored":
      return count(ended, "restored", 1);
    case "cancelled":
      return count(ended, "cancelled", 1);
    case "failed":
      return count(failure ? withFailure(ended, event, failure) : ended, "failed", 1);
  }
}

function withSame(view: BuildView, outputs: EventOf<"step.finished">["outputs"]): BuildView {
  const paths = outputs.filter(({ same }) => same).map(({ path }) => path);
  if (paths.length === 0) return view;
  const { count: before, first } = view.sameOutputs;
  const named = first.length < NAMED_SAME_OUTPUTS ? [...first, ...paths].slice(0, NAMED_SAME_OUTPUTS) : first;
  return { ...view, sameOutputs: { count: before + paths.length, first: named } };
}

function withFailure(view: BuildView, event: EventOf<"step.finished">, failure: Failure): BuildView {
  const { step, attempts, durMs, tail = [], at } = event;
  const failed: StepFailure = { step, failure, attempts, durMs, tail, at, blocked: [] };
  return { ...view, failures: [...view.failures, failed] };
}

function onBlocked(view: BuildView, { by, steps }: EventOf<"steps.blocked">): BuildView {
  const failures = view.failures.map((one) =>
    one.step === by ? { ...one, blocked: [...one.blocked, ...steps] } : one,
  );
  return count({ ...view, failures }, "blocked", steps.length);
}

function count(view: BuildView, which: keyof StepCounts, more: number): BuildView {
  return withTotal({ ...view, counts: { ...view.counts, [which]: view.counts[which] + more } });
}

/** A fan-out may bring more steps than the check could know. */
function withTotal(view: BuildView): BuildView {
  const known = settledIn(view) + view.queue.steps + view.running.length;
  return known > view.total ? { ...view, total: known } : view;
}
