import type { ArtifactLocation, Experiment, Run, Tracking, TrackingFailure, Unreadable } from "plr/mlflow";
import { TaskError } from "plr";
import { parseRunName } from "./run-name.ts";
import { syntheticByTag } from "./synthetic-tags.ts";

/** Which experiment to list. */
export type ListingRequest = {
  readonly trackingUri: string;
  /** Id of the experiment; by name where it is null. */
  readonly experimentId: string | null;
  readonly experimentName: string;
};

/** A pickle among a run's artifacts: a file here, or an artifact of a server, which has no digest. */
export type ListedArtifact =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "http"; readonly url: string; readonly size: number | null };

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
};

/** A run that is there but whose meta.yaml cannot be read. */
export type UnreadableRun = { readonly run_id: string; readonly problem: string };

export type Listing = {
  readonly experiment: { readonly id: string; readonly name: string };
  readonly runs: readonly (ListedRun | UnreadableRun)[];
};

/** So many runs at a time are asked for their artifacts: a server answers them side by side. */
const TOGETHER = 16;

/**
 * Lists the runs of the classification experiment in the order of their ids. Other experiments are neither read nor
 * listed. Artifacts are looked for only where status and name leave a run in the race.
 *
 * @throws TaskError that says what is wrong and what to set, if the store or the experiment is not there
 */
export async function listRuns(tracking: Tracking, request: ListingRequest): Promise<Listing> {
  const experiments = answer(await tracking.experiments());
  const { experimentId: id, name } = chooseExperiment(experiments, request, tracking.uri);
  const runs = answer(await tracking.listRuns(id));
  const isTagged = await syntheticByTag(tracking, id);
  // A folder without meta.yaml is a run that is just being created: not yet one of the experiment's.
  const there = runs.filter((run) => run.kind === "run" || run.problem !== "meta-missing");
  const listed: (ListedRun | UnreadableRun)[] = [];
  for (let start = 0; start < there.length; start += TOGETHER) {
    const described = there
      .slice(start, start + TOGETHER)
      .map(async (run) =>
        run.kind === "run"
          ? await describeRun(tracking, run, isTagged)
          : { run_id: run.id, problem: run.problem },
      );
    listed.push(...(await Promise.all(described)));
  }
  return { experiment: { id, name }, runs: listed };
}

/** A failure of the store, with the way out. */
export function trackingError(failure: TrackingFailure): TaskError {
  switch (failure.reason) {
    case "tracking-uri-not-found":
      return new TaskError(`no MLflow store at ${failure.uri}`, sentence(failure.remedy));
    case "tracking-uri-unsupported":
      return new TaskError(
        `${failure.uri} is a kind of MLflow store that is not read here`,
        sentence(failure.remedy),
      );
    case "store-unreadable":
      return new TaskError(`the MLflow store at ${failure.uri} cannot be read: ${failure.detail}`);
    case "request-failed":
      return new TaskError(`the MLflow server did not answer ${failure.request}: ${failure.detail}`);
    case "experiment-not-found":
      return new TaskError(
        `no experiment has the id ${failure.experimentId}`,
        "Set CLASSIFICATION_EXP_ID to the id of one that is there.",
      );
    case "run-not-found":
      return new TaskError(`the run ${failure.runId} is gone`);
    case "artifact-missing":
    case "artifact-unreachable":
      return new TaskError(`${failure.reason}: ${failure.path}`);
    case "artifact-too-large":
      return new TaskError(`${failure.path} is too large: ${failure.bytes} bytes`);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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
  run: Run,
  isTagged: (run: Run) => boolean,
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
    is_synthetic: (name.ok ? name.value.isSynthetic : run.name.startsWith("__SYNTHETIC_")) || isTagged(run),
    metrics: inTheRace ? await locate(tracking, run, { folder: "metrics", stem: "metrics" }) : "missing",
    baseline: inTheRace ? await locateBaseline(tracking, run) : null,
  };
}

async function locateBaseline(tracking: Tracking, run: Run): Promise<ListedArtifact | null> {
  const found = await locate(tracking, run, { folder: "baseline_model", stem: "baseline_metrics" });
  return typeof found === "string" ? null : found;
}

/** The pickle named after the run; else the only one of its kind in the folder, for a run that was renamed. */
async function locate(
  tracking: Tracking,
  run: Run,
  { folder, stem }: { readonly folder: string; readonly stem: string },
): Promise<ListedArtifact | "missing" | "unreachable"> {
  const named = await tracking.locate(run, `${folder}/${stem}_${run.name}.pickle`);
  if (named.ok) return listed(named.value);
  if (named.failure.reason === "artifact-unreachable") return "unreachable";
  if (named.failure.reason !== "artifact-missing") throw trackingError(named.failure);
  const all = await tracking.artifacts(run, folder);
  const own = all.ok ? all.value.filter(({ path }) => isPickleOf(path, `${folder}/${stem}_`)) : [];
  const [only] = own;
  if (only === undefined || own.length > 1) return "missing";
  const found = await tracking.locate(run, only.path);
  return found.ok ? listed(found.value) : "missing";
}

function isPickleOf(path: string, start: string): boolean {
  return path.startsWith(start) && path.endsWith(".pickle");
}

function listed(location: ArtifactLocation): ListedArtifact {
  return location.kind === "file"
    ? { kind: "file", path: location.path }
    : { kind: "http", url: location.url, size: location.size };
}

function answer<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly failure: TrackingFailure },
): T {
  if (outcome.ok) return outcome.value;
  throw trackingError(outcome.failure);
}
