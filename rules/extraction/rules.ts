import { type Artifact, duckdb, each, file, group, json, probe, rule } from "plr";
import { resultsTables } from "../schema/results.ts";
import { decideStudy, type ExtractionSettings } from "../study.ts";
import type { Candidate } from "./sift-listing.ts";

const study = decideStudy();
const { data, private: secret } = study.roots;
const isServer = /^https?:/i.test(study.trackingUri);
const is_synthetic = study.variant === "synthetic";
const registry = "configs/registry.yaml";
const combos = "configs/combos.yaml";
const credentials = ["MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN"];

/** What the tracking store says of the classification experiment. Asked in every build. */
const listing = probe({
  name: "mlflow/runs",
  params: {
    trackingUri: study.trackingUri,
    experimentId: study.experimentId,
    experimentName: study.experimentName,
  },
  read: () => import("./probes/list-runs.ts"),
});

/** What it says of the stages before classification. Asked in every build. */
const stages = probe({
  name: "mlflow/stages",
  params: { trackingUri: study.trackingUri, experiments: study.stageExperiments },
  read: () => import("./probes/list-stages.ts"),
});

/** A file that an input names would be missed as well, but not with the setting that names it. */
const recordings = probe({
  name: "recordings",
  params: { path: study.recordings, from: study.recordingsFrom },
  read: () => import("./probes/find-recordings.ts"),
});

/** Which runs are extracted, and why the others are not. */
export const manifest = rule({
  name: "extraction/manifest",
  inputs: { listing, registry, combos },
  params: { is_synthetic },
  outputs: {
    candidates: json(`${secret}/extraction/candidates.json`, { private: true }),
    rejected: json(`${secret}/extraction/rejected.json`, { private: true }),
  },
  task: () => import("./tasks/sift-runs.ts"),
});

/** Pseudonyms of the people. Key and lookup are inputs, made on first use, and never removed. */
export const lookup = rule({
  name: "extraction/lookup",
  inputs: {
    recordings: outside(study.recordings),
    isThere: recordings,
    key: file(study.pseudonymKey, { private: true, optional: true }),
    known: file(`${secret}/subject_lookup.yaml`, { private: true, optional: true }),
  },
  outputs: {
    lookup: json(`${secret}/extraction/lookup.json`, { private: true }),
    codes: json(`${secret}/extraction/codes.json`, { private: true }),
  },
  task: () => import("./tasks/assign-pseudonyms.ts"),
});

/** How good outlier detection and imputation are by their own metrics. */
export const stageQuality = rule({
  name: "extraction/stages",
  inputs: { stages, registry },
  params: { is_synthetic, trackingUri: study.trackingUri },
  outputs: { rows: json(`${secret}/extraction/stages.json`, { private: true }) },
  env: isServer ? credentials : [],
  task: () => import("./tasks/read-stages.ts"),
});

/** What is public of the recordings: the lights, and means over people. */
export const signals = rule({
  name: "extraction/signals",
  inputs: { recordings: outside(study.recordings), isThere: recordings },
  outputs: { rows: json(`${secret}/extraction/signals.json`, { private: true }) },
  task: () => import("./tasks/read-signals.ts"),
});

/** Mean responses by category of preprocessing, and their components, where a study has such signals. */
export const decomposition = rule({
  name: "extraction/decomposition",
  inputs: {
    signals: file(study.preprocessedSignals, { external: true, private: true, optional: true }),
    protocol: signals.outputs.rows,
  },
  outputs: { rows: json(`${secret}/extraction/decomposition.json`, { private: true }) },
  task: () => import("./tasks/decompose-signals.ts"),
});

/** Recordings of a few people, for pictures that stay private. */
export const traces = rule({
  name: "extraction/traces",
  inputs: {
    recordings: outside(study.recordings),
    isThere: recordings,
    lookup: lookup.outputs.lookup,
  },
  outputs: { traces: json(`${secret}/extraction/traces.json`, { private: true }) },
  task: () => import("./tasks/read-traces.ts"),
});

/** A module for each kind of store, so that what knows of servers counts only where there is one. */
const extraction: () => Promise<unknown> = isServer
  ? () => import("./tasks/extract-remote-run.ts")
  : () => import("./tasks/extract-run.ts");

/** One run's pickles to its rows. The lookup is no input: new people in the recordings make no run stale. */
export const runs = each({
  name: "extraction/run",
  over: manifest.outputs.candidates,
  key: (run: Item) => run.run_id,
  inputs: ({ metrics, baseline, features }) => ({
    metrics: filesOf(metrics),
    baseline: filesOf(baseline),
    features: filesOf(features),
  }),
  params: ({ run_id, name, configuration, ...run }) => ({
    run_id,
    name,
    configuration,
    resampling: resamplingOf(run.curves),
    remote: remoteOf(run),
  }),
  outputs: { rows: file(`${secret}/extraction/runs/{key}.rows`, { private: true }) },
  env: isServer ? credentials : [],
  task: extraction,
});

/** The `results` database: all runs, pseudonymised, behind the privacy gate. */
export const database = rule({
  name: "extraction/database",
  inputs: {
    rows: runs.outputs.rows,
    candidates: manifest.outputs.candidates,
    rejected: manifest.outputs.rejected,
    stages: stageQuality.outputs.rows,
    signals: signals.outputs.rows,
    decomposition: decomposition.outputs.rows,
    lookup: lookup.outputs.lookup,
    codes: lookup.outputs.codes,
    registry,
  },
  params: { is_synthetic, experiment: study.experimentName, resampling: study.extraction },
  outputs: {
    db: duckdb(`${data}/foundation_plr_results.db`, { tables: resultsTables.map(({ name }) => name) }),
  },
  anonymises: true,
  task: () => import("./tasks/merge-runs.ts"),
});

/** What `plr build --force db` reads again. */
export const db = group("db", [runs, database]);

type Item = Candidate & { readonly curves: boolean; readonly experiment_id: string };

/** A pickle as an input: none where the run has none, or a server holds it. */
function filesOf(artifact: Item["baseline"]): Artifact[] {
  return artifact?.kind === "file" ? [outside(artifact.path)] : [];
}

/** Recordings and artifacts lie anywhere, and a study may be moved: what they are called is not what they are. */
function outside(path: string): Artifact {
  return file(path, { external: true, private: true });
}

function resamplingOf(curves: boolean): ExtractionSettings {
  return curves ? study.extraction : { ...study.extraction, curve_resamples: 0 };
}

/** What stands for the artifacts of a server, which have no digest. Null where they are files. */
function remoteOf({ metrics, end_time, experiment_id }: Omit<Item, "run_id" | "name" | "configuration">): {
  readonly tracking_uri: string;
  readonly experiment_id: string;
  readonly end_time: number | null;
} | null {
  return metrics.kind === "server" ? { tracking_uri: study.trackingUri, experiment_id, end_time } : null;
}
