import { createAdmission, type PoolPlace } from "./admission.ts";
import type { View } from "./artifact.ts";
import type { Failure } from "./failure.ts";
import { describeOutput } from "./describe-output.ts";
import { FileError, type Runner } from "./host.ts";
import { jobOf } from "./job.ts";
import type { StepRecord } from "./journal-records.ts";
import type { Plan } from "./plan.ts";
import { createStages, type Stage } from "./stage.ts";
import type { Step } from "./steps.ts";
import { type FileUse, undeclaredUses } from "./undeclared.ts";
import type { Walk } from "./walk.ts";

/** An output that was made again. `same`: byte for byte; `equal`: under the output's own view. */
export interface VerifiedOutput<D> {
  readonly path: string;
  readonly outcome: "same" | "equal" | "differs";
  readonly meaning: View;
  /** In what it differs from what lies there. */
  readonly differences: readonly D[];
}

export interface VerifiedStep<D> {
  readonly step: string;
  /** The least good of its outputs; `moved`: an input changed meanwhile, so nothing is known. */
  readonly outcome: VerifiedOutput<D>["outcome"] | "failed" | "moved";
  readonly outputs: readonly VerifiedOutput<D>[];
  readonly failure?: Failure;
  readonly tail?: readonly string[];
  /** What it did with files that it does not declare; not set where nobody watched. */
  readonly undeclared?: readonly FileUse[];
}

/** Processes for one step, as no other step has left them. */
export interface OwnRunner {
  readonly runner: Runner;
  /** What the step has done with files so far; undefined where nobody watches. */
  readonly uses: (() => readonly FileUse[]) | undefined;
}

export interface VerifyWorld<D> {
  /** Below `.plr-cache`, this process's own; outputs are made there. */
  readonly folder: string;
  readonly openRunner: (step: Step) => OwnRunner;
  readonly compare: (name: string, old: string, now: string) => Promise<readonly D[]>;
  readonly tell: (step: VerifiedStep<D>) => void;
  readonly jobs: number;
  /** Bytes. */
  readonly memory: number;
  readonly signal: AbortSignal;
}

/** Runs fresh steps again, each in a process of its own, and compares what they make with what lies there. Touches nothing. */
export async function verifySteps<D>(
  { plan, walk }: { readonly plan: Plan; readonly walk: Walk },
  steps: readonly Step[],
  world: VerifyWorld<D>,
): Promise<readonly VerifiedStep<D>[]> {
  const waiting = [...steps];
  const verified: VerifiedStep<D>[] = [];
  const running = new Set<Promise<void>>();
  const free = Array.from({ length: world.jobs }, (_, slot) => slot);
  const admission = createAdmission(plan.graph.project, world.memory);
  const stages = createStages({ host: plan.host, cache: world.folder, run: 0 });
  const runOne = async (step: Step, slot: number, granted: PoolPlace | undefined): Promise<void> => {
    const stage = stages.open(step, slot);
    try {
      const found = await verifyOne(step, { plan, walk, world, stage, granted });
      verified.push(found);
      world.tell(found);
    } finally {
      stages.close(stage);
      admission.release(step.node.rule, step.id, granted);
      free.push(slot);
    }
  };
  for (;;) {
    while (!world.signal.aborted) {
      const at = waiting.findIndex(({ node }) => admission.shortageOf(node.rule) === undefined);
      const slot = at < 0 ? undefined : free.pop();
      const [step] = slot === undefined ? [] : waiting.splice(at, 1);
      if (step === undefined || slot === undefined) break;
      const work: Promise<void> = runOne(step, slot, admission.take(step.node.rule, step.id)).finally(() =>
        running.delete(work),
      );
      running.add(work);
    }
    if (running.size === 0) return verified;
    await Promise.race(running);
  }
}

interface Verifying<D> {
  readonly plan: Plan;
  readonly walk: Walk;
  readonly world: VerifyWorld<D>;
  readonly stage: Stage;
  readonly granted: PoolPlace | undefined;
}

async function verifyOne<D>(step: Step, verifying: Verifying<D>): Promise<VerifiedStep<D>> {
  const { plan, walk, world, stage, granted } = verifying;
  const reads = walk.readsOf(step);
  const tuples = (): string => reads.map((path) => plan.host.files.stat(path)?.tuple ?? "").join("\n");
  const { runner, uses } = world.openRunner(step);
  try {
    const before = tuples();
    const logFile = `${world.folder}/${stage.slot}.log`;
    const job = jobOf(step, stage, { plan, walk, logFile, granted });
    const done = await runner.run(job, 0, { output: () => {}, progress: () => {} });
    const code = plan.code.get(step.node)?.files ?? [];
    const files = (done.found ?? []).map(({ path }) => path);
    const declared = { host: plan.host, walk, stage, files, code };
    const watched = uses && { undeclared: undeclaredUses(uses(), step, declared) };
    const { id } = step;
    if (!done.ok) {
      const { failure, tail } = done;
      return { step: id, outcome: "failed", outputs: [], failure, tail, ...watched };
    }
    const outputs: VerifiedOutput<D>[] = [];
    for (const [name, artifact] of Object.entries(step.outputs)) {
      const { path, meaning } = artifact;
      const staged = stage.paths[name] ?? "";
      const recorded = plan.journal.get("step", step.recordKey)?.outputs.find((one) => one.path === path);
      const described = await describeOutput(staged, artifact, {
        host: plan.host,
        runner,
        views: [],
        slot: 0,
      });
      if (!described.ok) return failedStep(step, described.failure);
      const outcome = outcomeOf(described.value.facts, recorded, meaning);
      const differences = outcome === "same" ? [] : await world.compare(path, path, staged);
      outputs.push({ path, outcome, meaning, differences });
    }
    if (tuples() !== before) return { step: id, outcome: "moved", outputs: [], ...watched };
    return { step: id, outcome: worstOf(outputs), outputs, ...watched };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { path, code, operation } = error;
    return failedStep(step, {
      reason: operation === "read" ? "input-unreadable" : "not-writable",
      path,
      code,
    });
  } finally {
    runner.kill();
    plan.host.files.remove(`${world.folder}/${stage.slot}.log`);
  }
}

function failedStep<D>(step: Step, failure: Failure): VerifiedStep<D> {
  return { step: step.id, outcome: "failed", outputs: [], failure, tail: [] };
}

function outcomeOf(
  {
    digest,
    views,
  }: { readonly digest: string; readonly views: Readonly<Record<string, string | undefined>> },
  recorded: StepRecord["outputs"][number] | undefined,
  meaning: View,
): VerifiedOutput<never>["outcome"] {
  if (digest === recorded?.digest) return "same";
  return meaning !== "bytes" && views[meaning] === recorded?.meaning ? "equal" : "differs";
}

function worstOf(outputs: readonly VerifiedOutput<unknown>[]): VerifiedOutput<never>["outcome"] {
  const outcomes = new Set(outputs.map(({ outcome }) => outcome));
  if (outcomes.has("differs")) return "differs";
  return outcomes.has("equal") ? "equal" : "same";
}
