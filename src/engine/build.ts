import { recoverIntents } from "./commit.ts";
import { addCaveat, caveatsOf, caveatsOn, isOwnWork } from "./caveats.ts";
import type { Caveat } from "./journal-records.ts";
import type { Emit, RunCounts } from "./event.ts";
import { failed, ok, type Result } from "./failure.ts";
import type { Graph } from "./graph.ts";
import type { RuleNode } from "./rule-node.ts";
import { FileError } from "./host.ts";
import type { Journal } from "./journal.ts";
import { findOrphans, removeOrphans } from "./orphans.ts";
import { makePlan, type Plan, type World } from "./plan.ts";
import { leftOutByTool, type PlanRequest } from "./selection.ts";
import { askMakers } from "./ask-makers.ts";
import { createSchedule, type Ends, type Schedule, type Settled } from "./schedule.ts";
import { reportSettled, runSteps } from "./run-steps.ts";
import { createStages } from "./stage.ts";
import type { BuildSetting } from "./step-setting.ts";
import { trimStore } from "./store-care.ts";
import { openStore, type StoreFiles } from "./store.ts";
import { stepOfRule } from "./steps.ts";
import { collectViews } from "./views-wanted.ts";
import { createWalk } from "./walk.ts";

export interface BuildRequest extends PlanRequest {
  readonly jobs: number;
  readonly keepGoing: boolean;
  /** Of rules that declare none. */
  readonly retries: number;
  /** What steps that declare memory may use together, bytes. */
  readonly memory: number;
}

export interface BuildWorld extends Omit<World, "journal"> {
  readonly emit: Emit;
  readonly openJournal: () => Journal;
  /** Waits until this process is the project's only builder. */
  readonly lock: () => Promise<Result<BuilderLock>>;
  readonly run: BuildSetting["run"];
  readonly cache: string;
  /** Opens the store; undefined where it is neither to be read nor written. Called by the only builder. */
  readonly openStore: () => KeptStore | undefined;
  readonly signal: AbortSignal;
}

/** The store's files, and how many bytes it may keep. */
export interface KeptStore extends StoreFiles {
  readonly budget: number;
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
  /** How many caveats hold for what was asked for. */
  readonly caveats: number;
}

/** Looks at everything that the targets need, without running anything. */
export interface Survey {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** What cannot be built as it stands, and what waits for it. */
  readonly found: Settled;
}

export async function survey(
  graph: Graph,
  request: PlanRequest,
  world: World & { readonly ends?: Ends },
): Promise<Result<Survey>> {
  const plan = await makePlan(graph, request, world);
  if (!plan.ok) return plan;
  const schedule = createSchedule(plan.value, createWalk(plan.value), world.ends);
  const found = await schedule.check();
  const mistyped = found.broken.find(({ failure }) => failure.reason === "unknown-target");
  if (mistyped) return failed(mistyped.failure);
  return ok({ plan: plan.value, schedule, found });
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
  const warmed = journal.count("step") === 0 ? Math.min(request.jobs, taskRules(graph)) : 0;
  world.host.runner.warm(warmed);
  let looked = await survey(graph, request, { ...world, journal, warmed });
  if (!looked.ok) return looked;
  if (isSettled(looked.value)) {
    announce(looked.value, world, startedAt);
    const end = conclude(looked.value, world, []);
    journal.offer();
    return ok(end);
  }
  const lock = await world.lock();
  if (!lock.ok) return lock;
  try {
    if (journal.overtaken() || journal.count("intent") > 0) {
      journal = world.openJournal();
      recoverIntents(journal, world.host);
      looked = await survey(graph, request, { ...world, journal });
      if (!looked.ok) return looked;
    }
    world.host.files.remove(`${world.cache}/stage`);
    announce(looked.value, world, startedAt);
    const kept = world.openStore();
    const store = kept && openStore(kept);
    looked = await runAll(looked.value, request, { ...world, journal, lock: lock.value, store });
    store?.flush();
    if (kept) trimStore(kept, kept.budget, world.run.number);
    if (!looked.ok) return looked;
    const end = conclude(
      looked.value,
      world,
      await sparedDownstream(looked.value, request, { ...world, journal }),
    );
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

/** Runs what is stale. Steps that discovered what others have yet to make are looked at again, after these. */
async function runAll(first: Survey, request: BuildRequest, world: Running): Promise<Result<Survey>> {
  for (let looked = first; ;) {
    const { plan, schedule } = looked;
    const setting = settingOf(looked, request, world);
    await runSteps(looked, setting, { ...request, signal: world.signal });
    setting.stages.end();
    const postponed = schedule.postponed();
    const hasFailed = schedule.result().counts.failed > 0;
    if (postponed.length === 0 || world.signal.aborted || (hasFailed && !request.keepGoing))
      return ok(looked);
    plan.files.settle();
    const again = await survey(plan.graph, request, {
      ...world,
      answers: plan.probes,
      ends: schedule.ends(),
    });
    if (!again.ok) return again;
    const more = again.value.schedule.sizes().steps - schedule.sizes().steps;
    if (more > 0) world.emit("graph.extended", { by: postponed.map(({ id }) => id).join(", "), steps: more });
    reportSettled(
      { ...again.value.found, extended: [], stale: again.value.schedule.staleSteps() },
      world.emit,
    );
    looked = again.value;
  }
}

/** A world in which this process is the builder. */
interface Running extends Omit<BuildWorld, "lock"> {
  readonly journal: Journal;
  readonly lock: BuilderLock;
  readonly store: BuildSetting["store"];
}

function taskRules({ nodes }: Graph): number {
  return nodes.filter(({ rule }) => rule.action.type === "task").length;
}

function announce(
  { plan, schedule, found }: Survey,
  { emit, host, run }: BuildWorld,
  startedAt: number,
): void {
  const expected = schedule.expectation();
  const checkMs = Math.round(host.now() - startedAt);
  emit("check.finished", { ...schedule.sizes(), checkMs, ...expected });
  reportSettled({ ...found, extended: [], stale: schedule.staleSteps() }, emit);
  for (const leftOut of leftOutByTool(plan.leftOut)) emit("rules.leftOut", leftOut);
  for (const node of plan.cone) if (plan.given.has(node)) takeAsGiven(node, plan, { emit, at: run.at() });
}

/** What lies there is not what its step made, so nothing that is recorded of the step holds for it. */
function takeAsGiven(
  node: RuleNode,
  { files, journal }: Plan,
  { emit, at }: { emit: Emit; at: number },
): void {
  const step = stepOfRule(node);
  if (step === undefined) return;
  const paths = Object.values(step.outputs).map(({ path }) => path);
  const caveat: Caveat = { kind: "checkpoint", step: step.id, paths, at };
  if (isOwnWork(step, { journal, digestOf: files.digest }) || journal.get("caveat", step.recordKey)) {
    emit("caveat.added", caveat);
  } else {
    journal.drop("step", step.recordKey);
    addCaveat(step.recordKey, caveat, { journal, emit });
  }
}

/** Nothing to run, nothing to finish for a dead build, nothing to clear away. */
function isSettled({ plan, schedule, found }: Survey): boolean {
  if (found.broken.length > 0) return schedule.isIdle();
  if (!schedule.isIdle() || plan.journal.count("intent") > 0) return false;
  return !plan.everything || findOrphans(plan, schedule.walk).length === 0;
}

function settingOf({ plan, schedule }: Survey, request: BuildRequest, world: Running): BuildSetting {
  const areFresh = async (targets: readonly string[]): Promise<boolean> => {
    const only = { ...request, targets, forced: [], forceAll: false };
    const looked = await survey(plan.graph, only, { ...world, answers: plan.probes });
    return looked.ok && looked.value.schedule.isIdle() && looked.value.found.broken.length === 0;
  };
  return {
    plan,
    walk: schedule.walk,
    emit: world.emit,
    run: world.run,
    cache: world.cache,
    store: world.store,
    stages: createStages({ host: world.host, cache: world.cache, run: world.run.number }),
    viewsWanted: collectViews(plan.graph),
    isCancelled: () => world.signal.aborted,
    holdsLock: world.lock.isHeld,
    areMade: askMakers({ plan, schedule, emit: world.emit, areFresh }),
  };
}

/** Steps that were not asked for, that read what was rebuilt, and that need not run because it came out the same. */
async function sparedDownstream(
  { plan, schedule }: Survey,
  request: BuildRequest,
  world: World,
): Promise<readonly string[]> {
  const cone = new Set(plan.cone);
  const ran = plan.cone.filter((node) =>
    (schedule.walk.stepsOf(node) ?? []).some((step) => schedule.stateOf(step) === "same"),
  );
  const after = new Set<RuleNode>();
  const stack = [...ran];
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const next of node.neededBy) {
      if (!cone.has(next) && !after.has(next)) stack.push(next);
      if (!cone.has(next)) after.add(next);
    }
  }
  if (after.size === 0) return [];
  const targets = [...after].map(({ rule }) => rule.name);
  const looked = await survey(
    plan.graph,
    { ...request, targets, forced: [], forceAll: false },
    { ...world, answers: plan.probes },
  );
  if (!looked.ok) return [];
  const steps = [...after].flatMap(
    (node) => looked.value.schedule.walk.stepsOf(nodeIn(looked.value, node)) ?? [],
  );
  return steps.filter((step) => looked.value.schedule.stateOf(step) === "fresh").map(({ id }) => id);
}

/** The same rule in a graph that was joined anew. */
function nodeIn({ plan }: Survey, node: RuleNode): RuleNode {
  return plan.graph.byName.get(node.rule.name) ?? node;
}

function conclude(
  { plan, schedule }: Survey,
  { emit, signal }: BuildWorld,
  downstream: readonly string[],
): BuildEnd {
  const { counts, cutoff } = schedule.result();
  const outcome = signal.aborted ? "cancelled" : counts.failed > 0 ? "failed" : "done";
  const { outputs, savedMs } = cutoff;
  const { skipped } = cutoff;
  const cause = "same-output";
  if (skipped.length > 0) emit("steps.skipped", { cause, steps: skipped, savedMs });
  if (downstream.length > 0)
    emit("steps.skipped", { cause, steps: downstream, savedMs: 0, downstream: true });
  plan.files.settle();
  const caveats = caveatsOn(plan.cone, caveatsOf(plan.graph, plan.journal));
  return {
    outcome,
    counts,
    caveats: caveats.length,
    cutoff: { steps: skipped.length + downstream.length, outputs, savedMs },
  };
}
