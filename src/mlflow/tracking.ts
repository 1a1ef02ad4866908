/** What was asked for, or why it is not there. Failures are values; exceptions are bugs. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: TrackingFailure };

/**
 * Why a tracking store did not answer. URIs in it carry no user name or password.
 *
 * - `tracking-uri-not-found`: no folder or file is there, or no server answers; `remedy` says what to set.
 * - `tracking-uri-unsupported`: a kind of store that is not read here.
 * - `store-unreadable`: it is there, but is no MLflow store, or it is damaged.
 * - `request-failed`: the server answered with an error (`status`), or not at all any more.
 * - `artifact-missing`: the run has no such artifact.
 * - `artifact-unreachable`: the artifacts lie where they cannot be read from here, such as `s3://`.
 * - `artifact-too-large`: beyond what fits into one buffer.
 */
export type TrackingFailure =
  | { readonly reason: "tracking-uri-not-found"; readonly uri: string; readonly remedy: string }
  | { readonly reason: "tracking-uri-unsupported"; readonly uri: string; readonly remedy: string }
  | { readonly reason: "store-unreadable"; readonly uri: string; readonly detail: string }
  | {
      readonly reason: "request-failed";
      readonly request: string;
      readonly status?: number;
      readonly detail: string;
    }
  | { readonly reason: "experiment-not-found"; readonly experimentId: string }
  | { readonly reason: "run-not-found"; readonly runId: string }
  | { readonly reason: "artifact-missing"; readonly path: string }
  | { readonly reason: "artifact-unreachable"; readonly path: string; readonly uri: string }
  | { readonly reason: "artifact-too-large"; readonly path: string; readonly bytes: number };

/** Whether an experiment or run has been deleted; MLflow keeps both until they are purged. */
export type Lifecycle = "active" | "deleted";

/** How a run ended, or that it has not. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

/** A named set of runs. */
export interface Experiment {
  readonly kind: "experiment";
  readonly experimentId: string;
  readonly name: string;
  readonly lifecycle: Lifecycle;
}

/** What a listing tells of a run: in a file store, what its meta.yaml holds. Times are in ms since 1970, UTC. */
export interface Run {
  readonly kind: "run";
  readonly runId: string;
  readonly experimentId: string;
  /** `run_name`; where a store of before MLflow 2 has none, the tag `mlflow.runName`; else empty. */
  readonly name: string;
  readonly status: RunStatus;
  readonly lifecycle: Lifecycle;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly artifactUri: string;
  /** File stores: the run's folder, relative to the store; null in others. */
  readonly folder: string | null;
}

/**
 * Why an experiment or run cannot be read:
 *
 * - `meta-missing`: it has no meta.yaml, as while it is being made;
 * - `meta-torn`: its meta.yaml is empty, cut off or unreadable;
 * - `meta-of-another-experiment`: its meta.yaml names an experiment in whose folder it does not lie;
 * - `copy-of-another-run`: its meta.yaml is that of a run which lies in a folder of its own;
 * - `unknown-status`: its status or lifecycle stage is none of MLflow's.
 */
export type Problem =
  | "meta-missing"
  | "meta-torn"
  | "meta-of-another-experiment"
  | "copy-of-another-run"
  | "unknown-status";

/**
 * An experiment or run that is there but cannot be read; the rest of the store is listed all the same. `id` is
 * the name of its folder.
 */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly id: string;
  readonly problem: Problem;
}

/** What was logged in a run. */
export interface RunDetails {
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** The latest value of each metric: that of the greatest (step, timestamp, value). */
  readonly metrics: ReadonlyMap<string, number>;
}

/** A run with some of its tags. */
export type TaggedRun = Run & Pick<RunDetails, "tags">;

/** A file or folder among a run's artifacts; `path` is relative to the run's artifact root, with `/`. */
export interface Artifact {
  readonly path: string;
  readonly isFolder: boolean;
  /** In bytes; null for folders. */
  readonly size: number | null;
}

/** Where an artifact can be read: a file of this machine, or a URL of the tracking server. */
export type ArtifactLocation =
  | { readonly kind: "file"; readonly path: string; readonly size: number }
  | { readonly kind: "http"; readonly url: string; readonly size: number | null };

/** An open MLflow tracking store. Nothing is ever written to it. Listings come in the order of their ids. */
export interface Tracking {
  readonly kind: "file" | "sqlite" | "server";
  /** As given, without user name and password. */
  readonly uri: string;
  /** All experiments, deleted ones and `Default` among them. */
  experiments(): Promise<Result<(Experiment | Unreadable)[]>>;
  /** The runs of one experiment, deleted ones among them: cheap in file stores (one small file a run). */
  listRuns(experimentId: string): Promise<Result<(Run | Unreadable)[]>>;
  /** One run, as `listRuns` gives it. */
  run(experimentId: string, runId: string): Promise<Result<Run>>;
  /** Params, tags and metrics of a run. */
  details(run: Run): Promise<Result<RunDetails>>;
  /** `listRuns`, with those of the named tags that each run has, in one go. */
  taggedRuns(experimentId: string, names: readonly string[]): Promise<Result<(TaggedRun | Unreadable)[]>>;
  /** What lies in a folder of a run's artifacts (`""`: the root); not what lies in its subfolders. */
  artifacts(run: Run, folder: string): Promise<Result<Artifact[]>>;
  locate(run: Run, path: string): Promise<Result<ArtifactLocation>>;
  /** The bytes of an artifact, with the credentials the store was opened with. */
  read(location: ArtifactLocation): Promise<Result<Uint8Array>>;
  /** Gives back what is held open; the store answers no more. */
  close(): void;
}

/** Wraps a value as the good case of a {@link Result}. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps a failure as the bad case of a {@link Result}. */
export function failed<T>(failure: TrackingFailure): Result<T> {
  return { ok: false, failure };
}
