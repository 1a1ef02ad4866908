import { createAdmission, type PoolPlace } from "./admission.ts";
import type { Emit } from "./event.ts";
import type { StepRecord } from "./journal-records.ts";
import type { Plan } from "./plan.ts";
import { createRestorer, type Restorable, RESTORED_TOGETHER } from "./restore.ts";
import { delayBefore, mayPass, type Retries } from "./retries.ts";
import type { Schedule, Settled } from "./schedule.ts";
import { createSlots } from "./slots.ts";
import { runStep, type StepEnd } from "./step-run.ts";
import type { BuildSetting } from "./step-setting.ts";
import type { Step } from "./steps.ts";

interface Limits {
  readonly jobs: number;
  readonly keepGoing: boolean;
  /** Of rules that declare none. */
  readonly retries: number;
  /** Bytes. */
  readonly memory: number;
  readonly signal: AbortSignal;
}

/** What happened to a step in this build. */
interface Tries {
  readonly failures: number;
  readonly attempts: number;
  readonly previous: StepRecord | undefined;
}

interface Start {
  readonly step: Step;
  readonly expectMs: number | undefined;
  readonly slot: number;
  readonly granted: PoolPlace | undefined;
}

/** Keeps every slot busy until nothing is left that may run. */
export async function runSteps(
  { plan, schedule, found }: { readonly plan: Plan; readonly schedule: Schedule; readonly found: Settled },
  setting: BuildSetting,
  limits: Limits,
): Promise<void> {
  const { emit } = setting;
  const { host, journal } = plan;
  const pending = new Set<Promise<void>>();
  const slots = createSlots(limits.jobs, plan);
  const admission = createAdmission(plan.graph.project, limits.memory);
  const restorer = createRestorer(setting);
  const tries = new Map<Step, Tries>();
  const said = new Set<Step>();
  /** Aborted once nothing more is to be started. */
  const stop = new AbortController();
  const stopped = AbortSignal.any([stop.signal, limits.signal]);

  const track = (work: Promise<void>): void => {
    const tracked: Promise<void> = work.finally(() => pending.delete(tracked));
    // A build that an error has ended waits for none of the others, which then may end in one too.
    tracked.catch(() => {});
    pending.add(tracked);
  };
  const fail = (): void => {
    if (!limits.keepGoing) stop.abort();
  };
  /** Starts steps until every slot is busy; those that the store has are not started, but given. */
  const start = (): readonly Restorable[] => {
    const stored: Restorable[] = [];
    while (slots.areFree() && !stopped.aborted && stored.length < RESTORED_TOGETHER) {
      const taken = schedule.take(({ node }) => admission.shortageOf(node.rule) === undefined);
      if (taken === undefined) break;
      const found = restorer.find(taken.step);
      const slot = found ? undefined : slots.take(taken.step.node);
      if (found) stored.push(found);
      else if (slot !== undefined) {
        track(runOne({ ...taken, slot, granted: admission.take(taken.step.node.rule, taken.step.id) }));
      }
    }
    return stored;
  };
  /** Those that cannot be had like this wait for a slot. */
  const restore = async (stored: readonly Restorable[]): Promise<void> => {
    await host.wait(0, stopped); // for whoever wants to end the build
    const startedAt = host.now();
    const ends = stopped.aborted ? undefined : restorer.restore(stored);
    const durMs = Math.round((host.now() - startedAt) / stored.length);
    for (const { step } of stored) {
      const end = ends?.get(step);
      if (end === undefined) {
        schedule.putBack(step);
        continue;
      }
      emit("step.started", { step: step.id, attempt: 1, log: setting.run.logFile(step.id) });
      await settle(step, end, durMs);
    }
  };
  const runOne = async ({ step, expectMs, slot, granted }: Start): Promise<void> => {
    const before = tries.get(step) ?? {
      failures: 0,
      attempts: 0,
      previous: journal.get("step", step.recordKey),
    };
    emit("step.started", {
      step: step.id,
      attempt: before.attempts + 1,
      log: setting.run.logFile(step.id),
      worker: slot,
      ...(granted && { granted: { [granted.pool]: granted.place } }),
      ...(expectMs !== undefined && { expectMs }),
    });
    const startedAt = host.now();
    const end = await runStep(step, slot, { ...setting, granted, previous: before.previous });
    const durMs = Math.round(host.now() - startedAt);
    const failures = before.failures + 1;
    const attempts = before.attempts + end.attempts;
    const ended = { ...end, attempts };
    const retries = retriesLeft(step, failures, limits);
    const isPassing = retries !== undefined && end.outcome === "failed" && mayPass(end.failure);
    if (isPassing && !stopped.aborted) {
      const delayMs = delayBefore(step.id, failures, { retries, hasher: host.hasher });
      emit("step.retry", { step: step.id, attempt: attempts, failure: end.failure, delayMs });
      tries.set(step, { ...before, failures, attempts });
      track(tryAgain(step, delayMs, () => settle(step, ended, durMs)));
    } else {
      await settle(step, ended, durMs);
    }
    admission.release(step.node.rule, step.id, granted);
    slots.release(slot);
  };
  /** The slot is free meanwhile. A build that ends in that time ends the step as its last attempt did. */
  const tryAgain = async (step: Step, delayMs: number, giveUp: () => Promise<void>): Promise<void> => {
    await host.wait(delayMs, stopped);
    if (stopped.aborted) await giveUp();
    else schedule.putBack(step);
  };
  const settle = async (step: Step, end: StepEnd, durMs: number): Promise<void> => {
    if (end.outcome !== "postponed") reportEnd(step, end, { durMs, emit });
    const settled = await schedule.settle(step, end.outcome);
    if (end.outcome === "failed" || settled.broken.length > 0) fail();
    reportSettled(settled, emit);
  };
  const sayWhatWaits = (): void => {
    if (!slots.areFree() || stopped.aborted) return;
    for (const step of schedule.heads()) {
      const shortage = said.has(step) ? undefined : admission.shortageOf(step.node.rule);
      if (shortage === undefined) continue;
      said.add(step);
      emit("step.ready", { step: step.id, waitsFor: { what: shortage.for, heldBy: shortage.heldBy } });
    }
  };

  if (found.broken.length > 0) fail();
  for (;;) {
    const stored = start();
    if (stored.length > 0) track(restore(stored));
    if (pending.size === 0) return;
    sayWhatWaits();
    slots.prepare(schedule.unopened);
    await Promise.race(pending);
  }
}

function retriesLeft(step: Step, failures: number, { retries }: Limits): Retries | undefined {
  const declared = step.node.rule.retries ?? { times: retries };
  return failures <= declared.times ? declared : undefined;
}

type Ended = Exclude<StepEnd, { readonly outcome: "postponed" }>;

function reportEnd(step: Step, end: Ended, { durMs, emit }: { durMs: number; emit: Emit }): void {
  const { rule } = step.node;
  emit("step.finished", {
    step: step.id,
    outcome: end.outcome,
    attempts: end.attempts,
    durMs,
    outputs: "outputs" in end ? end.outputs : [],
    ...("failure" in end && { failure: end.failure, tail: end.tail.slice(-20) }),
    ...(rule.site !== undefined && { at: rule.site }),
  });
}

/** Says what became known: stale steps, steps that could not even be looked at, and what waits for these. */
export function reportSettled({ extended, stale, broken, blocked }: Settled, emit: Emit): void {
  for (const { by, steps } of extended) emit("graph.extended", { by, steps });
  for (const { step, reasons, expectMs } of stale) {
    emit("step.stale", { step: step.id, reasons, ...(expectMs !== undefined && { expectMs }) });
  }
  for (const { id, failure } of broken) {
    emit("step.finished", { step: id, outcome: "failed", attempts: 0, durMs: 0, outputs: [], failure });
  }
  for (const { by, steps } of blocked) emit("steps.blocked", { by, steps });
}
