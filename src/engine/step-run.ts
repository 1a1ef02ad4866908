import type { Artifact, View } from "./artifact.ts";

import type { Emit, OutputEvent } from "./event.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { hashEntries } from "./fingerprint.ts";
import { isKind, isList } from "./graph.ts";
import { type FileFacts, FileError, type Job } from "./host.ts";
import type { StepRecord } from "./journal.ts";
import { commitOutputs, type Made } from "./commit.ts";
import type { Plan } from "./plan.ts";
import type { Input, Json } from "./rule.ts";
import type { Step } from "./steps.ts";
import type { Walk } from "./walk.ts";

/** What a build gives to each of its steps. */
export interface StepSetting {
  readonly plan: Plan;
  readonly walk: Walk;
  readonly emit: Emit;
  readonly run: {
    readonly number: number;
    readonly logFile: (step: string) => string;
    readonly at: () => number;
  };
  /** `.plr-cache` from the root. */
  readonly cache: string;
  /** Views of an output that consumers in the whole project ask for. */
  readonly viewsWanted: (step: Step, output: string) => readonly View[];
  readonly isCancelled: () => boolean;
}

export type StepEnd =
  | {
      readonly outcome: "done" | "same";
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
 * Runs a step: forget its record, run into a private folder, look at the inputs again, check the outputs, move them
 * into place, record. Inputs that moved meanwhile: again at once, at most twice; then the result is kept as stale.
 */
export async function runStep(step: Step, slot: number, setting: StepSetting): Promise<StepEnd> {
  const { journal, host } = setting.plan;
  const previous = journal.get("step", step.recordKey);
  const startedAt = host.now();
  for (let attempt = 1; ; attempt++) {
    const tried = await guard(() =>
      attemptStep(step, slot, { setting, previous, startedAt, last: attempt === ATTEMPTS }),
    );
    if (tried.kind === "moved") continue;
    cleanStage(step, slot, setting);
    return { ...tried.end, attempts: attempt } as StepEnd;
  }
}

type Tried = { readonly kind: "moved" } | { readonly kind: "ended"; readonly end: Omit<StepEnd, "attempts"> };

interface Attempt {
  readonly setting: StepSetting;
  readonly previous: StepRecord | undefined;
  readonly startedAt: number;
  readonly last: boolean;
}

async function attemptStep(
  step: Step,
  slot: number,
  { setting, previous, startedAt, last }: Attempt,
): Promise<Tried> {
  const { plan, walk, run } = setting;
  const { files, journal, host } = plan;
  journal.drop("step", step.recordKey);
  journal.flush();
  const stage = stageOf(step, slot, setting);
  host.files.remove(stage.folder);
  host.files.makeFolder(stage.scratch);
  for (const path of Object.values(stage.paths)) host.files.makeFolder(folderOf(path));
  const reads = walk.readsOf(step);
  const before = new Map(reads.map((path) => [path, files.stat(path)?.tuple]));
  const done = await host.runner.run(jobOf(step, stage, setting), slot, {
    output: (last) => setting.emit("step.output", { step: step.id, last }),
    progress: (count, total, unit) =>
      setting.emit("step.progress", {
        step: step.id,
        done: count,
        ...(total !== undefined && { total }),
        ...(unit !== undefined && { unit }),
      }),
  });
  if (!done.ok) return endedBadly(done.failure, done.tail, setting);
  const moved = reads.filter((path) => host.files.stat(path)?.tuple !== before.get(path));
  for (const path of moved) files.forget(path);
  if (moved.length > 0) {
    const code = plan.refreshCode(step.node);
    if (!code.ok) return endedBadly(code.failure, [], setting);
    if (!last) return { kind: "moved" };
  }
  for (const { path, digest, tuple } of done.read) files.adopt(path, digest, tuple);
  const made = await inspect(step, slot, stage, setting);
  if (!made.ok) return endedBadly(made.failure, [], setting);
  const entries = settledEntries(step, setting);
  const record: StepRecord = {
    fingerprint: hashEntries(entries, host.hasher),
    entries,
    outputs: made.value.map(({ artifact, facts }) => ({
      path: artifact.path,
      digest: facts.digest,
      size: facts.size,
      meaning: facts.views[artifact.meaning] ?? facts.digest,
    })),
    durMs: Math.round(host.now() - startedAt),
    run: run.number,
    at: run.at(),
    log: host.files.stat(run.logFile(step.id)) ? run.logFile(step.id) : undefined,
    stale: moved.length > 0,
  };
  commitOutputs(step, made.value, record, {
    plan,
    cache: setting.cache,
    run: run.number,
    emit: setting.emit,
  });
  if (record.stale) {
    return endedBadly({ reason: "inputs-kept-changing", paths: moved }, [], setting);
  }
  const outputs = record.outputs.map((output, index): OutputEvent => {
    const old = previous?.outputs.find(({ path }) => path === output.path);
    const isPrivate = made.value[index]?.artifact.private === true;
    const same = old?.meaning === output.meaning;
    return {
      path: output.path,
      bytes: output.size,
      digest: output.digest,
      same,
      ...(isPrivate && { private: true }),
    };
  });
  const outcome = outputs.every(({ same }) => same) ? "same" : "done";
  return { kind: "ended", end: { outcome, record, outputs } as Omit<StepEnd, "attempts"> };
}

function endedBadly(failure: Failure, tail: readonly string[], setting: StepSetting): Tried {
  const outcome = setting.isCancelled() || failure.reason === "cancelled" ? "cancelled" : "failed";
  return { kind: "ended", end: { outcome, failure, tail } as Omit<StepEnd, "attempts"> };
}

async function guard(attempt: () => Promise<Tried>): Promise<Tried> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const failure: Failure = { reason: "not-writable", path: error.path, code: error.code };
    return { kind: "ended", end: { outcome: "failed", failure, tail: [] } as Omit<StepEnd, "attempts"> };
  }
}

/** Where a step writes: a private folder of its slot, beside the output where that is on another device. */
interface Stage {
  readonly folder: string;
  readonly scratch: string;
  readonly paths: Readonly<Record<string, string>>;
  readonly elsewhere: readonly string[];
}

function stageOf(step: Step, slot: number, setting: StepSetting): Stage {
  const { files } = setting.plan.host;
  const name = `${setting.run.number}-${slot}`;
  const folder = `${setting.cache}/work/${name}`;
  const device = files.stat(setting.cache)?.device;
  const elsewhere: string[] = [];
  const paths = Object.entries(step.outputs).map(([key, { path }]): [string, string] => {
    const parent = existingFolder(path, setting);
    if (files.stat(parent || ".")?.device === device) return [key, `${folder}/out/${path}`];
    const beside = `${parent}/.plr-stage-${name}`;
    if (!elsewhere.includes(beside)) elsewhere.push(beside);
    return [key, `${beside}/${path.slice(parent.length + 1)}`];
  });
  return { folder, scratch: `${folder}/tmp`, paths: Object.fromEntries(paths), elsewhere };
}

function existingFolder(path: string, setting: StepSetting): string {
  let folder = folderOf(path);
  while (folder !== "" && !setting.plan.host.files.stat(folder)) folder = folderOf(folder);
  return folder;
}

function cleanStage(step: Step, slot: number, setting: StepSetting): void {
  try {
    const stage = stageOf(step, slot, setting);
    for (const folder of [stage.folder, ...stage.elsewhere]) setting.plan.host.files.remove(folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Checks that all that was declared is there and nothing else, and takes digests. */
async function inspect(
  step: Step,
  slot: number,
  stage: Stage,
  setting: StepSetting,
): Promise<Result<readonly Made[]>> {
  const { host, files } = setting.plan;
  const staged = new Map(Object.entries(stage.paths).map(([name, path]) => [path, name]));
  for (const folder of [`${stage.folder}/out`, ...stage.elsewhere]) {
    for (const found of host.files.stat(folder) ? host.files.list(folder) : []) {
      if (!staged.has(`${folder}/${found}`)) return failed({ reason: "undeclared-output", path: found });
    }
  }
  const made: Made[] = [];
  for (const [path, name] of staged) {
    const artifact = step.outputs[name] as Artifact;
    const stat = host.files.stat(path);
    if (!stat) return failed({ reason: "output-not-written", path: artifact.path });
    if (stat.kind !== "file") return failed({ reason: "not-a-file", path: artifact.path });
    const views = new Set(
      [artifact.meaning, ...setting.viewsWanted(step, name)].filter((view) => view !== "bytes"),
    );
    const facts = await host.runner.describe(path, [...views], slot);
    if (!facts.ok) return failed(facts.failure);
    rememberViews(facts.value, files);
    made.push({ artifact, from: path, facts: facts.value });
  }
  return ok(made);
}

function rememberViews(facts: FileFacts, files: Plan["files"]): void {
  for (const [view, digest] of Object.entries(facts.views)) {
    if (digest !== undefined) files.rememberView(facts.digest, view as View, digest);
  }
}

/** The entries after the run, when digests that the task took are known. */
function settledEntries(step: Step, { plan, walk }: StepSetting): ReturnType<Walk["entriesOf"]> {
  for (const input of Object.values(step.inputs)) {
    for (const { path } of walk.members(input)) plan.files.digest(path);
  }
  return walk.entriesOf(step);
}

function jobOf(step: Step, stage: Stage, { plan, walk, run }: StepSetting): Job {
  const { rule } = step.node;
  const code = plan.code.get(step.node);
  return {
    step: step.id,
    action: rule.action,
    module: code?.module,
    code: code?.modules ?? [],
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([name, input]) => [name, valueOf(input, walk)]),
    ),
    outputs: stage.paths,
    params: step.params,
    env: environment(rule.env, stage, plan),
    logFile: run.logFile(step.id),
    timeoutMs: rule.timeout === undefined ? undefined : rule.timeout * 1000,
  };
}

function valueOf(input: Input, walk: Walk): Json {
  if (isKind(input, "probe")) return walk.probeJson(input);
  const paths = walk.members(input).map(({ path }) => path);
  return isKind(input, "glob") || isKind(input, "collection") || isList(input) ? paths : (paths[0] ?? null);
}

const ALWAYS = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SHELL"];

function environment(
  declared: readonly string[],
  stage: Stage,
  { host }: Plan,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = { TMPDIR: `${host.files.root}/${stage.scratch}` };
  for (const name of [...ALWAYS, ...declared]) {
    const value = host.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
