import { enterOwned, recoverIntents } from "./commit.ts";
import { addCaveat } from "./caveats.ts";
import type { BuildWorld } from "./build.ts";
import type { View } from "./artifact.ts";
import { describeOutput } from "./describe-output.ts";
import { digestsOf } from "./discovered.ts";
import { failed, ok, type Result } from "./failure.ts";
import { hashEntries } from "./fingerprint.ts";
import type { Graph } from "./graph.ts";
import type { StepRecord } from "./journal-records.ts";
import { judgeStep } from "./judge-step.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { Step } from "./steps.ts";
import { resolveTargets, stepsNamed } from "./targets.ts";
import { collectViews } from "./views-wanted.ts";
import { createWalk, type Walk } from "./walk.ts";

/** Who takes outputs as good, and why. */
export interface Acceptance {
  /** At least one. */
  readonly targets: readonly string[];
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type AcceptWorld = Pick<BuildWorld, "host" | "openCode" | "openJournal" | "lock" | "emit">;

/**
 * Takes the present outputs of the targets' own stale steps as what their present inputs give. All of them or, where
 * an output is missing, none. Nothing goes to where outputs are kept for later: they are no result of a run.
 *
 * @returns the steps that were stale, in the order in which they would have run
 */
export async function acceptOutputs(
  graph: Graph,
  acceptance: Acceptance,
  world: AcceptWorld,
): Promise<Result<readonly Step[]>> {
  const lock = await world.lock();
  if (!lock.ok) return lock;
  try {
    const journal = world.openJournal();
    recoverIntents(journal, world.host);
    const { targets } = acceptance;
    const request = {
      targets,
      forced: [],
      forceAll: false,
      given: new Set<string>(),
      checkpoints: new Set<string>(),
    };
    const plan = await makePlan(graph, request, { ...world, journal });
    if (!plan.ok) return plan;
    const accepted = await acceptSteps(plan.value, acceptance);
    if (!accepted.ok) return accepted;
    for (const { step, record } of accepted.value)
      recordAccepted(step, record, { plan: plan.value, world, acceptance });
    plan.value.files.settle();
    journal.flush();
    return ok(accepted.value.map(({ step }) => step));
  } finally {
    lock.value.release();
  }
}

interface Accepted {
  readonly step: Step;
  readonly record: StepRecord;
}

async function acceptSteps(plan: Plan, { targets, at }: Acceptance): Promise<Result<readonly Accepted[]>> {
  const wanted = resolveTargets(targets, plan.graph);
  if (!wanted.ok) return wanted;
  const asked = new Set(wanted.value);
  const walk = createWalk(plan);
  const viewsWanted = collectViews(plan.graph);
  const accepted: Accepted[] = [];
  for (const node of plan.cone) {
    const steps = walk.open(node);
    if (!asked.has(node)) continue;
    if (!steps.ok) return steps;
    const named = stepsNamed(steps.value, targets, plan.graph);
    if (!named.ok) return named;
    for (const step of named.value) {
      const verdict = await judgeStep(step, { plan, walk });
      if (verdict.kind === "broken") return failed(verdict.failure);
      if (verdict.kind === "fresh") continue;
      const record = await recordOf(step, { plan, walk, at, viewsWanted });
      if (!record.ok) return record;
      accepted.push({ step, record: record.value });
    }
  }
  return ok(accepted);
}

interface Recording {
  readonly plan: Plan;
  readonly walk: Walk;
  readonly at: number;
  readonly viewsWanted: (step: Step, output: string) => readonly View[];
}

const SLOT = 0;

/** The record that a run would have left. */
async function recordOf(step: Step, { plan, walk, at, viewsWanted }: Recording): Promise<Result<StepRecord>> {
  const { host, files, journal } = plan;
  const outputs: StepRecord["outputs"][number][] = [];
  for (const [name, artifact] of Object.entries(step.outputs)) {
    const { path, meaning, folder } = artifact;
    if (files.stat(path)?.kind !== (folder ? "folder" : "file"))
      return failed({ reason: "nothing-to-accept", step: step.id, path });
    const describing = { host, runner: host.runner, views: viewsWanted(step, name), slot: SLOT };
    const described = await describeOutput(host.files.realPath(path), artifact, describing);
    if (!described.ok) return described;
    const { digest, size, views } = described.value.facts;
    for (const [view, shown] of Object.entries(views)) {
      if (shown !== undefined) files.rememberView(digest, view as View, shown);
    }
    outputs.push({ path, digest, size, meaning: views[meaning] ?? digest });
  }
  const entries = walk.entriesOf(step);
  const previous = journal.get("step", step.recordKey);
  return ok({
    fingerprint: hashEntries(entries, host.hasher),
    entries,
    outputs,
    durMs: previous?.durMs ?? 0,
    run: previous?.run ?? 0,
    at,
    log: previous?.log,
    stale: false,
    ...(previous?.discovered && {
      discovered: digestsOf(
        previous.discovered.map(([path]) => ({ path })),
        files,
      ),
    }),
  });
}

interface Into {
  readonly plan: Plan;
  readonly world: AcceptWorld;
  readonly acceptance: Acceptance;
}

function recordAccepted(
  step: Step,
  record: StepRecord,
  { plan: { journal, code, graph }, world: { emit }, acceptance: { by, reason, at } }: Into,
): void {
  const closure = code.get(step.node);
  if (closure) journal.put("closure", closure.digest, closure.entries);
  const { variant } = graph.project;
  for (const { path, precious, folder } of Object.values(step.outputs)) {
    const digest = record.outputs.find((output) => output.path === path)?.digest;
    if (digest) enterOwned({ to: path, digest, variant, precious, ...(folder && { folder }) }, journal);
  }
  journal.put("step", step.recordKey, record);
  const paths = record.outputs.map(({ path }) => path);
  addCaveat(step.recordKey, { kind: "accepted", step: step.id, paths, by, reason, at }, { journal, emit });
}
