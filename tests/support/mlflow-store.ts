import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** A study to be written as an MLflow store. Everything but names and ids has a plain default. */
export interface Study {
  readonly experiments: readonly StudyExperiment[];
}

interface StudyExperiment {
  readonly id: string;
  readonly name: string;
  readonly lifecycle?: "active" | "deleted";
  readonly runs?: readonly StudyRun[];
}

export interface StudyRun {
  readonly id: string;
  readonly name: string;
  readonly status?: "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
  readonly lifecycle?: "active" | "deleted";
  readonly startTime?: number;
  readonly endTime?: number | null;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** The history of each metric, in the order it was logged. */
  readonly metrics?: Readonly<Record<string, readonly MetricPoint[]>>;
  readonly artifacts?: Readonly<Record<string, string | Uint8Array>>;
  /** In place of the true one: a stale or remote place. */
  readonly artifactUri?: string;
}

export interface MetricPoint {
  readonly value: number;
  readonly step?: number;
  readonly timestamp?: number;
}

const STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
const START = 1_700_000_000_000;

/** A run id, 32 hexadecimal digits, made from a small number. */
export function runId(n: number): string {
  return n.toString(16).padStart(32, "0");
}

/** Writes the study as MLflow's file backend does and gives its tracking URI. `root` becomes the mlruns folder. */
export function writeFileStore(root: string, study: Study): string {
  for (const experiment of study.experiments) {
    const deleted = experiment.lifecycle === "deleted";
    const folder = join(root, ...(deleted ? [".trash"] : []), experiment.id);
    write(
      join(folder, "meta.yaml"),
      metaYaml({
        artifact_location: pathToFileURL(join(root, experiment.id)).href,
        creation_time: START,
        experiment_id: experiment.id,
        last_update_time: START,
        lifecycle_stage: experiment.lifecycle ?? "active",
        name: experiment.name,
      }),
    );
    for (const run of experiment.runs ?? []) writeRunFolder(join(folder, run.id), experiment.id, run);
  }
  mkdirSync(join(root, ".trash"), { recursive: true });
  return pathToFileURL(root).href;
}

/** Writes one run as a folder of a file store. */
export function writeRunFolder(folder: string, experimentId: string, run: StudyRun): void {
  write(
    join(folder, "meta.yaml"),
    metaYaml({
      artifact_uri: run.artifactUri ?? pathToFileURL(join(folder, "artifacts")).href,
      end_time: endOf(run),
      entry_point_name: "",
      experiment_id: experimentId,
      lifecycle_stage: run.lifecycle ?? "active",
      run_id: run.id,
      run_name: run.name,
      source_name: "",
      source_type: 4,
      source_version: "",
      start_time: run.startTime ?? START,
      status: STATUSES.indexOf(run.status ?? "FINISHED") + 1,
      tags: "[]",
      user_id: "someone",
    }),
  );
  for (const [key, value] of Object.entries(run.params ?? {})) write(join(folder, "params", key), value);
  for (const [key, value] of Object.entries(tagsOf(run))) write(join(folder, "tags", key), value);
  for (const [key, points] of Object.entries(run.metrics ?? {}))
    write(
      join(folder, "metrics", key),
      points.map((p) => `${p.timestamp ?? START} ${pythonFloat(p.value)} ${p.step ?? 0}\n`).join(""),
    );
  mkdirSync(join(folder, "artifacts"), { recursive: true });
  writeArtifacts(join(folder, "artifacts"), run);
}

/** Writes the study as a database, `mlflow.db`, with artifacts in `mlruns` beside it, and gives its tracking URI. */
export function writeSqliteStore(folder: string, study: Study): string {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "mlflow.db"));
  database.exec(SCHEMA);
  const insert = (table: string, ...values: (string | number | bigint | null)[]): void => {
    database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => "?").join(", ")})`).run(...values);
  };
  for (const { id, name, lifecycle = "active", runs = [] } of study.experiments) {
    const location = join(folder, "mlruns", id);
    insert("experiments", BigInt(id), name, pathToFileURL(location).href, lifecycle, START, START, "default");
    for (const run of runs) {
      const stage = lifecycle === "deleted" ? "deleted" : (run.lifecycle ?? "active");
      const artifacts = join(location, run.id, "artifacts");
      const uri = run.artifactUri ?? pathToFileURL(artifacts).href;
      insert(
        "runs",
        run.id,
        run.name,
        "UNKNOWN",
        "",
        "",
        "someone",
        run.status ?? "FINISHED",
        run.startTime ?? START,
        endOf(run),
        "",
        stage,
        uri,
        BigInt(id),
        null,
      );
      for (const [key, value] of Object.entries(run.params ?? {})) insert("params", key, value, run.id);
      for (const [key, value] of Object.entries(tagsOf(run))) insert("tags", key, value, run.id);
      for (const [key, points] of Object.entries(run.metrics ?? {})) {
        const latest = latestOf(points);
        insert(
          "latest_metrics",
          key,
          databaseFloat(latest.value),
          latest.timestamp ?? START,
          latest.step ?? 0,
          Number(Number.isNaN(latest.value)),
          run.id,
        );
      }
      writeArtifacts(artifacts, run);
    }
  }
  database.close();
  return `sqlite:///${join(folder, "mlflow.db")}`;
}

/** The tags of a run: `mlflow.runName` as well, unless the study sets it to nothing. */
export function tagsOf(run: StudyRun): Record<string, string> {
  const tags = { "mlflow.runName": run.name, ...run.tags };
  return Object.fromEntries(
    Object.entries(tags).filter(([key, value]) => key !== "mlflow.runName" || value !== ""),
  );
}

/** What MLflow takes for the latest: the greatest (step, timestamp, value). */
export function latestOf(points: readonly MetricPoint[]): MetricPoint {
  const order = (p: MetricPoint): readonly number[] => [p.step ?? 0, p.timestamp ?? START, p.value];
  const [latest] = points.toSorted((a, b) => {
    const k = order(a).findIndex((item, index) => item !== order(b)[index]);
    return k < 0 ? 0 : (order(b)[k] ?? 0) - (order(a)[k] ?? 0);
  });
  if (latest === undefined) throw new TypeError("a metric without points");
  return latest;
}

function endOf(run: StudyRun): number | null {
  return run.endTime === undefined ? (run.startTime ?? START) + 500 : run.endTime;
}

function writeArtifacts(folder: string, run: StudyRun): void {
  for (const [path, content] of Object.entries(run.artifacts ?? {})) write(join(folder, path), content);
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** As PyYAML dumps it, but that every text that might be anything else is in double quotes. */
function metaYaml(fields: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(fields)
    .map(([key, value]) => {
      if (typeof value !== "string") return `${key}: ${String(value)}\n`;
      if (/^(?:\d+|null|)$/.test(value)) return `${key}: '${value}'\n`;
      return `${key}: ${/^(?:\[\]|[\w./:-]*[\w/])$/.test(value) ? value : JSON.stringify(value)}\n`;
    })
    .join("");
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function databaseFloat(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE;
}

/** Of MLflow 3.17, without what reading a study never touches. */
const SCHEMA = `
CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name VARCHAR(256) NOT NULL, artifact_location VARCHAR(256),
  lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT, workspace VARCHAR(63) DEFAULT 'default' NOT NULL);
CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500),
  entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT,
  source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER, deleted_time BIGINT);
CREATE TABLE params (key VARCHAR(250) NOT NULL, value VARCHAR(8000) NOT NULL, run_uuid VARCHAR(32) NOT NULL, PRIMARY KEY (key, run_uuid));
CREATE TABLE tags (key VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32) NOT NULL, PRIMARY KEY (key, run_uuid));
CREATE TABLE latest_metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT, step BIGINT NOT NULL,
  is_nan BOOLEAN NOT NULL, run_uuid VARCHAR(32) NOT NULL, PRIMARY KEY (key, run_uuid));
`;
