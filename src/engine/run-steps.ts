import type { Emit } from "./event.ts";
import type { Plan } from "./plan.ts";
import type { Schedule, Settled } from "./schedule.ts";
import { createSlots } from "./slots.ts";
import { runStep, type StepEnd, type StepSetting } from "./step-run.ts";
import type { Step } from "./steps.ts";

interface Limits {
  readonly jobs: number;
  readonly keepGoing: boolean;
}

/** Keeps every slot busy until nothing is left that may run. */
export async function runSteps(
  { plan, schedule, found }: { readonly plan: Plan; readonly schedule: Schedule; readonly found: Settled },
  setting: StepSetting,
  { jobs, keepGoing }: Limits,
): Promise<void> {
  const { emit } = setting;
  const running = new Set<Promise<void>>();
  const slots = createSlots(jobs, plan);
  let hasFailed = found.broken.length > 0;
  const runOne = async (next: NonNullable<ReturnType<Schedule["take"]>>, slot: number): Promise<void> => {
    const { step, expectMs } = next;
    const log = setting.run.logFile(step.id);
    emit("step.started", {
      step: step.id,
      attempt: 1,
      log,
      worker: slot,
      ...(expectMs !== undefined && { expectMs }),
    });
    const startedAt = plan.host.now();
    const end = await runStep(step, slot, setting);
    reportEnd(step, end, { durMs: Math.round(plan.host.now() - startedAt), emit });
    const settled = await schedule.settle(step, end.outcome);
    hasFailed ||= end.outcome === "failed" || settled.broken.length > 0;
    reportSettled(settled, emit);
    slots.release(slot);
  };
  const mayStart = (): boolean => slots.areFree() && !setting.isCancelled() && (!hasFailed || keepGoing);
  for (;;) {
    while (mayStart()) {
      const next = schedule.take();
      const slot = next && slots.take(next.step.node);
      if (next === undefined || slot === undefined) break;
      const task: Promise<void> = runOne(next, slot).finally(() => running.delete(task));
      running.add(task);
    }
    if (running.size === 0) return;
    slots.prepare(schedule.unopened);
    await Promise.race(running);
  }
}

function reportEnd(step: Step, end: StepEnd, { durMs, emit }: { durMs: number; emit: Emit }): void {
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
