import type { ArtifactLocation, Experiment, Run, Tracking, TrackingFailure, Unreadable } from "plr/mlflow";
import { TaskError } from "plr";
import { locatePickles } from "./locate-pickles.ts";
import { parseRunName } from "./run-name.ts";
import { listMarkedRuns, type MarkedRun } from "./marked-runs.ts";
import { trackingError } from "./tracking-error.ts";

/** Which experiment to list. */
export type ListingRequest = {
  readonly trackingUri: string;
  /** Id of the experiment; by name where it is null. */
  readonly experimentId: string | null;
  readonly experimentName: string;
};

/** A pickle among a run's artifacts: a file here, or whatever a server has, which the extraction of the run looks for. */
export type ListedArtifact = { readonly kind: "file"; readonly path: string } | { readonly kind: "server" };

/** What the store's listing tells of a run, as far as extraction needs it. Params are never in it. */
export type ListedRun = {
  readonly run_id: string;
  readonly name: string;
  readonly status: string;
  readonly lifecycle: string;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly is_synthetic: boolean;
  readonly metrics: ListedArtifact | "missing" | "unreachable";
  readonly baseline: ListedArtifact | null;
  readonly features: ListedArtifact | null;
};

/** A run that is there but whose meta.yaml cannot be read. */
export type UnreadableRun = { readonly run_id: string; readonly problem: string };

export type Listing = {
  readonly experiment: { readonly id: string; readonly name: string };
  readonly runs: readonly (ListedRun | UnreadableRun)[];
};

/**
 * Lists the runs of the classification experiment in the order of their ids. Other experiments are neither read nor
 * listed. Artifacts are looked for only where status and name leave a run in the race.
 *
 * @throws TaskError that says what is wrong and what to set, if the store or the experiment is not there
 */
export async function listRuns(tracking: Tracking, request: ListingRequest): Promise<Listing> {
  const experiments = answer(await tracking.experiments());
  const { experimentId: id, name } = chooseExperiment(experiments, request, tracking.uri);
  const runs = answer(await listMarkedRuns(tracking, id));
  const listed: (ListedRun | UnreadableRun)[] = [];
  for (const one of runs) {
    if ("run" in one) listed.push(await describeRun(tracking, one));
    // A folder without meta.yaml is a run that is just being created: not yet one of the experiment's.
    else if (one.problem !== "meta-missing") listed.push({ run_id: one.id, problem: one.problem });
  }
  return { experiment: { id, name }, runs: listed };
}

function chooseExperiment(
  experiments: readonly (Experiment | Unreadable)[],
  { experimentId, experimentName }: ListingRequest,
  uri: string,
): Experiment {
  const readable = experiments.filter((one) => one.kind === "experiment");
  const active = readable.filter(({ lifecycle }) => lifecycle === "active");
  const chosen =
    experimentId === null
      ? active.filter(({ name }) => name === experimentName)
      : readable.filter((one) => one.experimentId === experimentId);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  const wanted =
    experimentId === null
      ? `active experiment named ${experimentName}`
      : `experiment with the id ${experimentId}`;
  const there = active
    .map(({ name }) => name)
    .toSorted()
    .join(", ");
  const isMarked = active.some(({ name }) => name === `synth_${experimentName}`);
  throw new TaskError(
    `${chosen.length === 0 ? "no" : chosen.length} ${wanted} in ${uri} (active: ${there || "none"})`,
    `Set CLASSIFICATION_EXP_ID to the id of the one that is meant${isMarked ? ", or FOUNDATION_PLR_SYNTHETIC=1 if the study is synthetic" : ""}.`,
  );
}

async function describeRun(
  tracking: Tracking,
  { run, isTagged }: Extract<MarkedRun, { readonly run: Run }>,
): Promise<ListedRun> {
  const name = parseRunName(run.name);
  const inTheRace = run.status === "FINISHED" && run.lifecycle === "active" && name.ok;
  return {
    run_id: run.runId,
    name: run.name,
    status: run.status,
    lifecycle: run.lifecycle,
    start_time: run.startTime,
    end_time: run.endTime,
    is_synthetic: (name.ok ? name.value.isSynthetic : run.name.startsWith("__SYNTHETIC_")) || isTagged,
    ...(inTheRace ? await picklesOf(tracking, run) : noPickles),
  };
}

const noPickles = { metrics: "missing", baseline: null, features: null } as const;

/** A server is not asked for the artifacts of each run in each build: a finished run does not change. */
async function picklesOf(tracking: Tracking, run: Run): Promise<Pick<ListedRun, keyof typeof noPickles>> {
  if (tracking.kind === "server") return { ...noPickles, metrics: { kind: "server" } };
  const { metrics, baseline, features } = await locatePickles(tracking, run);
  return {
    metrics: typeof metrics === "string" ? metrics : listed(metrics),
    baseline: baseline === null ? null : listed(baseline),
    features: features === null ? null : listed(features),
  };
}

function listed(location: ArtifactLocation): ListedArtifact {
  return location.kind === "file" ? { kind: "file", path: location.path } : { kind: "server" };
}

function answer<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly failure: TrackingFailure },
): T {
  if (outcome.ok) return outcome.value;
  throw trackingError(outcome.failure);
}
