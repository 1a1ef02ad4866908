import type { Artifact, View } from "./artifact.ts";
import { describeOutput } from "./describe-output.ts";
import { runInPlace } from "./in-place.ts";
import { commitOutputs, moveAside, type Made } from "./commit.ts";
import type { OutputEvent } from "./event.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { digestsOf, discoveredIn, refuseDiscovered } from "./discovered.ts";
import { hashEntries } from "./fingerprint.ts";
import { FileError, type FoundInput, type JobEvents, type JobResult } from "./host.ts";
import { jobOf } from "./job.ts";
import { strayPlaceholder } from "./placeholders.ts";
import { type Before, lookBefore, looksOtherwise } from "./look-before.ts";
import type { DiscoveredInput, Entry, StepRecord, StoredRecord } from "./journal-records.ts";
import type { Stage } from "./stage.ts";
import { fetchStored, saveStored } from "./stored-results.ts";
import type { Step } from "./steps.ts";
import type { StepSetting } from "./step-setting.ts";

/** How a try of a step ended. */
export type StepEnd =
  /** It read what another step has yet to make: it runs again after that one. */
  | { readonly outcome: "postponed"; readonly attempts: number }
  | {
      readonly outcome: "done" | "same" | "restored";
      readonly record: StepRecord;
      readonly outputs: readonly OutputEvent[];
      readonly attempts: number;
    }
  | {
      readonly outcome: "failed" | "cancelled";
      readonly failure: Failure;
      readonly tail: readonly string[];
      readonly attempts: number;
    };

const ATTEMPTS = 3;

/**
 * Runs a step, or takes what it gave before from the store: forget its record, run into a private folder, check the
 * outputs, look at the inputs again, move the outputs into place, record. Inputs that moved meanwhile: again at once, at
 * most twice; then the result is kept as stale.
 */
export async function runStep(step: Step, slot: number, setting: StepSetting): Promise<StepEnd> {
  const { host } = setting.plan;
  const attempt = {
    previous: setting.previous,
    startedAt: host.now(),
    discovered: new Set(setting.plan.journal.get("edges", step.recordKey)),
  };
  for (let attempts = 1; ; attempts++) {
    const tried = await attemptStep(step, slot, { setting, ...attempt, isLast: attempts === ATTEMPTS });
    if (tried !== "moved") return { ...tried, attempts };
  }
}

/** As {@link StepEnd}, without the number of attempts. */
type Ended =
  | { readonly outcome: "postponed" }
  | {
      readonly outcome: "done" | "same" | "restored";
      readonly record: StepRecord;
      readonly outputs: readonly OutputEvent[];
    }
  | { readonly outcome: "failed" | "cancelled"; readonly failure: Failure; readonly tail: readonly string[] };

interface Attempt {
  readonly setting: StepSetting;
  readonly previous: StepRecord | undefined;
  readonly startedAt: number;
  /** Paths that the step named when it ran before. */
  readonly discovered: Set<string>;
  readonly isLast: boolean;
}

async function attemptStep(step: Step, slot: number, attempt: Attempt): Promise<Ended | "moved"> {
  const { setting } = attempt;
  let stage: Stage | undefined;
  try {
    stage = setting.stages.open(step, slot);
    return await workInStage(step, { stage, slot, attempt });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { path, code } = error;
    const reason = error.operation === "read" ? "input-unreadable" : "not-writable";
    return endedBadly({ reason, path, code }, [], setting);
  } finally {
    if (stage) setting.stages.close(stage);
  }
}

interface Work {
  readonly stage: Stage;
  readonly slot: number;
  readonly attempt: Attempt;
}

async function workInStage(step: Step, work: Work): Promise<Ended | "moved"> {
  const { stage, attempt } = work;
  const { setting } = attempt;
  const { plan, walk, run } = setting;
  const { files, journal } = plan;
  journal.drop("step", step.recordKey);
  journal.flush();
  const reads = walk.readsOf(step);
  const before = lookBefore(step, [...reads, ...attempt.discovered], plan);
  const worked = (await fetchStored(step, stage, setting)) ?? (await runJob(step, work, before));
  if ("end" in worked) {
    // Nothing came of it, so what was recorded holds as before; to run it is judged again.
    if (attempt.previous && worked.end !== "moved" && worked.end.outcome === "postponed")
      journal.put("step", step.recordKey, attempt.previous);
    return worked.end;
  }
  const { stored, found } = worked;
  const made = await inspect(step, work);
  if (!made.ok) return endedBadly(made.failure, [], setting);
  const entries = await settledEntries(step, work);
  if (!entries.ok) return endedBadly(entries.failure, [], setting);
  const discovered = digestsOf(found, files);
  // The store was asked by what these files hold.
  const hasMoved = stored ? (one: FoundInput) => looksOtherwise(one, plan.host) : before.hasMovedSince;
  const moved = [...reads.filter(before.hasMoved), ...pathsOf(found.filter(hasMoved))];
  if (moved.length > 0) {
    for (const path of moved) files.forget(path);
    const code = plan.refreshCode(step.node);
    if (!code.ok) return endedBadly(code.failure, [], setting);
    if (!attempt.isLast) return "moved";
  }
  if (!setting.holdsLock())
    return endedBadly({ reason: "lock-lost", path: `${setting.cache}/lock` }, [], setting);
  const isStale = moved.length > 0;
  const record = recordOf(step, made.value, { entries: entries.value, discovered, isStale, stored, attempt });
  const { cache, emit } = setting;
  commitOutputs({ step, made: made.value, record }, { plan, cache, run: run.number, emit });
  if (record.stale) return endedBadly({ reason: "inputs-kept-changing", paths: moved }, [], setting);
  const outputs = describeOutputs(made.value, record, attempt.previous);
  if (stored) return { outcome: "restored", record, outputs };
  if (step.node.rule.cache && setting.store)
    saveStored(record, run.number, { store: setting.store, made: made.value, plan });
  return { outcome: outputs.every(({ same }) => same) ? "same" : "done", record, outputs };
}

interface Finding {
  readonly before: Before;
  readonly attempt: Attempt;
}

/** What the step discovered, or how it ends by that: what it read may not have been made, or be none of its business. */
async function takeFound(
  step: Step,
  done: JobResult,
  { before, attempt }: Finding,
): Promise<{ readonly found: readonly FoundInput[] } | { readonly end: Ended | "moved" }> {
  const { setting } = attempt;
  const { files, graph } = setting.plan;
  const found = discoveredIn(step, done.found ?? [], setting);
  for (const { path } of found) {
    attempt.discovered.add(path);
    files.forget(path);
  }
  const made = await setting.areMade(step, pathsOf(found));
  if (!made.ok) return { end: endedBadly(made.failure, [], setting) };
  if (!made.value) return { end: { outcome: "postponed" } };
  const refused = done.ok ? refuseDiscovered(step, pathsOf(found), setting.plan) : undefined;
  if (refused) return { end: endedBadly(refused, [], setting) };
  // It may have failed for want of what was made while it ran.
  const cameLate = found.some((one) => graph.ownerOf(one.path) !== undefined && before.hasMovedSince(one));
  return !done.ok && cameLate && !attempt.isLast ? { end: "moved" } : { found };
}

function pathsOf(found: readonly FoundInput[]): readonly string[] {
  return found.map(({ path }) => path);
}

/** Lets the runner do the step, and takes what it found out of files. */
async function runJob(step: Step, { stage, slot, attempt }: Work, before: Before): Promise<Worked> {
  const { setting } = attempt;
  const { plan, walk, run, granted } = setting;
  const stray = strayPlaceholder(step);
  if (stray) return { end: endedBadly(stray, [], setting) };
  const job = jobOf(step, stage, { plan, walk, logFile: run.logFile(step.id), granted });
  const start = (outputs: Stage["paths"]): Promise<JobResult> =>
    plan.host.runner.run({ ...job, outputs }, slot, listen(step, setting));
  const committing = { plan, cache: setting.cache, run: run.number, emit: setting.emit };
  const done = step.node.rule.inPlace
    ? await runInPlace(step, stage, { plan, moveAside: (path) => moveAside(path, committing), run: start })
    : await start(stage.paths);
  const taken = await takeFound(step, done, { before, attempt });
  if ("end" in taken) return taken;
  if (!done.ok) return { end: endedBadly(done.failure, done.tail, setting) };
  for (const { path, digest, tuple } of done.read) plan.files.adopt(path, digest, tuple);
  return { stored: undefined, found: taken.found };
}

/** How outputs came into the private folder: made, or from the store; or how the attempt ended instead. */
type Worked =
  | { readonly stored: StoredRecord | undefined; readonly found: readonly FoundInput[] }
  | { readonly end: Ended | "moved" };

function endedBadly(failure: Failure, tail: readonly string[], setting: StepSetting): Ended {
  const isCancelled = setting.isCancelled() || failure.reason === "cancelled";
  return { outcome: isCancelled ? "cancelled" : "failed", failure, tail };
}

function listen({ id: step }: Step, { emit }: StepSetting): JobEvents {
  return {
    output: (last) => emit("step.output", { step, last }),
    progress: (done, total, unit) =>
      emit("step.progress", {
        step,
        done,
        ...(total !== undefined && { total }),
        ...(unit !== undefined && { unit }),
      }),
  };
}

/** Checks that all that was declared is there and nothing else, and takes digests. */
async function inspect(step: Step, { stage, slot, attempt }: Work): Promise<Result<readonly Made[]>> {
  const { plan, viewsWanted } = attempt.setting;
  const { host, files } = plan;
  const staged = new Map(Object.entries(stage.paths).map(([name, path]) => [path, name]));
  const folders = Array.from(staged).flatMap(([path, name]) =>
    step.outputs[name]?.folder === true ? [`${path}/`] : [],
  );
  const isDeclared = (path: string): boolean =>
    staged.has(path) || folders.some((folder) => path.startsWith(folder));
  for (const root of stage.roots) {
    for (const found of host.files.stat(root) ? host.files.list(root) : []) {
      if (!isDeclared(`${root}/${found}`)) return failed({ reason: "undeclared-output", path: found });
    }
  }
  const made: Made[] = [];
  for (const [from, name] of staged) {
    const artifact = step.outputs[name] as Artifact;
    const views = viewsWanted(step, name);
    const described = await describeOutput(from, artifact, { host, runner: host.runner, views, slot });
    if (!described.ok) return described;
    const { facts } = described.value;
    for (const [view, digest] of Object.entries(facts.views)) {
      if (digest !== undefined) files.rememberView(facts.digest, view as View, digest);
    }
    made.push({ artifact, from, ...described.value });
  }
  return ok(made);
}

/** The entries after the run: digests that the task took are known, and others are taken now. */
async function settledEntries(step: Step, { slot, attempt }: Work): Promise<Result<readonly Entry[]>> {
  const { plan, walk } = attempt.setting;
  for (const { path, view } of Object.values(step.inputs).flatMap(walk.members)) {
    if (plan.files.viewDigest(path, view) !== undefined) continue;
    const facts = await plan.host.runner.describe(path, [view], slot);
    if (!facts.ok) return facts;
    plan.files.rememberView(facts.value.digest, view, facts.value.views[view] ?? facts.value.digest);
  }
  return ok(walk.entriesOf(step));
}

interface Recording {
  readonly entries: readonly Entry[];
  readonly discovered: readonly DiscoveredInput[];
  readonly isStale: boolean;
  /** Where the outputs come from, if they were not made now. */
  readonly stored: StoredRecord | undefined;
  readonly attempt: Attempt;
}

function recordOf(
  step: Step,
  made: readonly Made[],
  { entries, discovered, isStale, stored, attempt }: Recording,
): StepRecord {
  const { plan, run } = attempt.setting;
  const log = run.logFile(step.id);
  return {
    fingerprint: hashEntries(entries, plan.host.hasher),
    entries,
    outputs: made.map(({ artifact, facts }) => ({
      path: artifact.path,
      digest: facts.digest,
      size: facts.size,
      meaning: facts.views[artifact.meaning] ?? facts.digest,
    })),
    durMs: stored?.durMs ?? Math.round(plan.host.now() - attempt.startedAt),
    run: stored?.run ?? run.number,
    at: stored?.at ?? run.at(),
    log: stored ? stored.log : plan.host.files.stat(log) ? log : undefined,
    stale: isStale,
    ...(discovered.length > 0 && { discovered }),
  };
}

/** What an event says of a step's outputs; `previous` is what was recorded of it before. */
export function describeOutputs(
  made: readonly Made[],
  record: StepRecord,
  previous: StepRecord | undefined,
): readonly OutputEvent[] {
  return record.outputs.map(({ path, size, digest, meaning }, index) => {
    const isPrivate = made[index]?.artifact.private === true;
    const same = previous?.outputs.find((old) => old.path === path)?.meaning === meaning;
    return { path, bytes: size, digest, same, ...(isPrivate && { private: true as const }) };
  });
}
