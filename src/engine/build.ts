import { recoverIntents } from "./commit.ts";
import type { Emit, Reason, RunCounts } from "./event.ts";
import { failed, ok, type Result } from "./failure.ts";
import type { Graph, RuleNode } from "./graph.ts";
import { FileError } from "./host.ts";
import type { Journal } from "./journal.ts";
import { findOrphans, removeOrphans } from "./orphans.ts";
import { makePlan, type Plan, type PlanRequest, type World } from "./plan.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import { runStep, type StepEnd, type StepSetting } from "./step-run.ts";
import type { Step } from "./steps.ts";
import { collectViews } from "./views-wanted.ts";
import { createWalk } from "./walk.ts";

export interface BuildRequest extends PlanRequest {
  readonly jobs: number;
  readonly keepGoing: boolean;
}

export interface BuildWorld extends Omit<World, "journal"> {
  readonly emit: Emit;
  readonly openJournal: () => Journal;
  /** Waits until this process is the project's only builder. */
  readonly lock: () => Promise<Result<BuilderLock>>;
  readonly run: StepSetting["run"];
  readonly cache: string;
  readonly signal: AbortSignal;
}

export interface BuilderLock {
  /** False if the lock's file is not ours any more, as after somebody removed `.plr-cache`. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

export interface BuildEnd {
  readonly outcome: "done" | "failed" | "cancelled";
  readonly counts: RunCounts;
  readonly cutoff: { readonly steps: number; readonly outputs: number; readonly savedMs: number };
}

/** A step that would run now, and why. */
export interface StaleStep {
  readonly step: Step;
  readonly reasons: readonly Reason[];
}

/** Looks at everything that the targets need, without running anything. */
export interface Survey {
  readonly plan: Plan;
  readonly schedule: Schedule;
}

export async function survey(graph: Graph, request: PlanRequest, world: World): Promise<Result<Survey>> {
  const plan = await makePlan(graph, request, world);
  if (!plan.ok) return plan;
  const schedule = createSchedule(plan.value, createWalk(plan.value));
  const checked = await schedule.check();
  return checked.ok ? ok({ plan: plan.value, schedule }) : checked;
}

/** Builds what is stale. A build with nothing to do takes no lock and writes nothing but what it learnt of files. */
export async function build(
  graph: Graph,
  request: BuildRequest,
  world: BuildWorld,
): Promise<Result<BuildEnd>> {
  try {
    return await buildOrThrow(graph, request, world);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { path, code, operation } = error;
    return failed({ reason: operation === "read" ? "input-unreadable" : "state-not-writable", path, code });
  }
}

async function buildOrThrow(
  graph: Graph,
  request: BuildRequest,
  world: BuildWorld,
): Promise<Result<BuildEnd>> {
  const startedAt = world.host.now();
  let journal = world.openJournal();
  let looked = await survey(graph, request, { ...world, journal });
  if (!looked.ok) return looked;
  if (isSettled(looked.value)) {
    announce(looked.value, world, startedAt);
    const end = conclude(looked.value, world);
    journal.offer();
    return ok(end);
  }
  const lock = await world.lock();
  if (!lock.ok) return lock;
  try {
    const hasIntents = Array.from(journal.keys("intent")).length > 0;
    if (journal.overtaken() || hasIntents) {
      journal = world.openJournal();
      recoverIntents(journal, world.host.files);
      looked = await survey(graph, request, { ...world, journal });
      if (!looked.ok) return looked;
    }
    world.host.files.remove(`${world.cache}/work`);
    announce(looked.value, world, startedAt);
    await runAll(looked.value, request, { ...world, holdsLock: lock.value.isHeld });
    const end = conclude(looked.value, world);
    if (end.outcome === "done" && looked.value.plan.everything) {
      removeOrphans(looked.value.plan, looked.value.schedule.walk, world.emit);
    }
    journal.compact();
    journal.flush();
    return ok(end);
  } finally {
    lock.value.release();
  }
}

function announce({ plan, schedule }: Survey, { emit, host }: BuildWorld, startedAt: number): void {
  const expected = schedule.expectation();
  const checkMs = Math.round(host.now() - startedAt);
  emit("check.finished", { ...schedule.sizes(), checkMs, ...expected });
  for (const { step, reasons } of schedule.staleSteps()) emit("step.stale", { step: step.id, reasons });
  const given = plan.cone.filter((node) => plan.given.has(node));
  for (const node of given)
    emit("caveat.added", { kind: "checkpoint", step: node.rule.name, paths: outputPaths(node) });
}

function outputPaths({ rule }: RuleNode): readonly string[] {
  return rule.kind === "rule" ? Object.values(rule.outputs).map(({ path }) => path) : [];
}

/** Keeps every slot busy until nothing is left that may run. */
async function runAll(
  looked: Survey,
  request: BuildRequest,
  world: BuildWorld & { readonly holdsLock: () => boolean },
): Promise<void> {
  const { plan, schedule } = looked;
  const setting: StepSetting = {
    plan,
    walk: schedule.walk,
    emit: world.emit,
    run: world.run,
    cache: world.cache,
    viewsWanted: collectViews(plan.graph),
    isCancelled: () => world.signal.aborted,
    holdsLock: world.holdsLock,
  };
  const free = Array.from({ length: request.jobs }, (_, slot) => slot);
  const running = new Set<Promise<void>>();
  let hasFailed = false;
  const mayStart = (): boolean => !world.signal.aborted && (!hasFailed || request.keepGoing);
  const runOne = async (
    { step, expectMs }: { step: Step; expectMs: number | undefined },
    slot: number,
  ): Promise<void> => {
    const log = world.run.logFile(step.id);
    world.emit("step.started", {
      step: step.id,
      attempt: 1,
      log,
      worker: slot,
      ...(expectMs !== undefined && { expectMs }),
    });
    const startedAt = world.host.now();
    const end = await runStep(step, slot, setting);
    const durMs = Math.round(world.host.now() - startedAt);
    if (end.outcome === "failed") hasFailed = true;
    reportEnd(step, end, { durMs, emit: world.emit });
    const settled = await schedule.settle(step, end.outcome);
    for (const found of settled.stale)
      world.emit("step.stale", { step: found.step.id, reasons: found.reasons });
    for (const broken of settled.broken) {
      hasFailed = true;
      world.emit("step.finished", {
        step: broken.id,
        outcome: "failed",
        attempts: 0,
        durMs: 0,
        outputs: [],
        failure: broken.failure,
      });
    }
    for (const { by, steps } of settled.blocked) world.emit("steps.blocked", { by, steps });
    free.push(slot);
  };
  for (;;) {
    while (free.length > 0 && mayStart()) {
      const next = schedule.take();
      const slot = next && free.pop();
      if (next === undefined || slot === undefined) break;
      const task: Promise<void> = runOne(next, slot).finally(() => running.delete(task));
      running.add(task);
    }
    if (running.size === 0) return;
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

/** Nothing to run, nothing to finish for a dead build, nothing to clear away. */
function isSettled({ plan, schedule }: Survey): boolean {
  if (!schedule.isIdle() || Array.from(plan.journal.keys("intent")).length > 0) return false;
  return !plan.everything || findOrphans(plan, schedule.walk).length === 0;
}

function conclude({ plan, schedule }: Survey, { emit, signal }: BuildWorld): BuildEnd {
  const { counts, cutoff } = schedule.result();
  const outcome = signal.aborted ? "cancelled" : counts.failed > 0 ? "failed" : "done";
  const { skipped, outputs, savedMs } = cutoff;
  if (skipped.length > 0) emit("steps.skipped", { cause: "same-output", steps: skipped, savedMs });
  plan.files.settle();
  return { outcome, counts, cutoff: { steps: skipped.length, outputs, savedMs } };
}
