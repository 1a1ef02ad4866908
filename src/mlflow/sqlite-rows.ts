import type { DatabaseSync } from "node:sqlite";

import { inOrder } from "./order.ts";
import { parseLifecycle, parseStatus, parseTime, restoreInfinity, textOf } from "./run-fields.ts";
import type { Experiment, Run, RunDetails, TaggedRun, Unreadable } from "./tracking.ts";

type Row = Readonly<Record<string, unknown>>;

// Experiment ids may exceed the integers that a double holds: they leave and enter SQLite as text.

/** All experiments of the database, in the order of their ids. */
export function experimentsOf(database: DatabaseSync): Experiment[] {
  const rows = database
    .prepare(
      "SELECT CAST(experiment_id AS TEXT) id, name, lifecycle_stage FROM experiments ORDER BY experiment_id",
    )
    .all() as Row[];
  return rows.map(({ id, name, lifecycle_stage: stage }) => ({
    kind: "experiment",
    experimentId: textOf(id),
    name: textOf(name),
    lifecycle: parseLifecycle(textOf(stage)) ?? "active",
  }));
}

/** The runs of an experiment in the order of their ids; undefined where there is no such experiment. */
export function runsOf(database: DatabaseSync, experimentId: string): (Run | Unreadable)[] | undefined {
  const known = database.prepare(`SELECT 1 FROM experiments WHERE ${THIS_EXPERIMENT}`).get(experimentId);
  if (known === undefined) return undefined;
  const rows = database
    .prepare(`${runQuery(database)} WHERE ${THIS_EXPERIMENT} ORDER BY run_uuid`)
    .all(experimentId) as Row[];
  return inOrder(rows.map(toRun));
}

/** As `runsOf`, with those of the named tags that each has, read in one go. */
export function taggedRunsOf(
  database: DatabaseSync,
  experimentId: string,
  names: readonly string[],
): (TaggedRun | Unreadable)[] | undefined {
  const runs = runsOf(database, experimentId);
  if (runs === undefined) return undefined;
  const asked = names.map(() => "?").join(", ");
  const sql = `run_uuid IN (SELECT run_uuid FROM runs WHERE ${THIS_EXPERIMENT}) AND key IN (${asked})`;
  const tags = readTags(database, { sql, values: [experimentId, ...names] });
  return runs.map((run) => (run.kind === "run" ? { ...run, tags: tags.get(run.runId) ?? new Map() } : run));
}

/** One run; undefined where the experiment has none of this id, or none that can be read. */
export function runOf(database: DatabaseSync, experimentId: string, runId: string): Run | undefined {
  const query = `${runQuery(database)} WHERE ${THIS_EXPERIMENT} AND run_uuid = ?`;
  const row = database.prepare(query).get(experimentId, runId) as Row | undefined;
  const run = row === undefined ? undefined : toRun(row);
  return run?.kind === "run" ? run : undefined;
}

/** Params, tags and the latest metrics of a run, by key. */
export function detailsOf(database: DatabaseSync, runId: string): RunDetails {
  const these: Condition = { sql: "run_uuid = ?", values: [runId] };
  const params = readTable(database, these, {
    columns: "value FROM params",
    read: ({ value }) => textOf(value),
  });
  const metrics = readTable(database, these, {
    columns: "value, is_nan FROM latest_metrics",
    read: ({ value, is_nan: isNan }) => (isNan === 1 ? Number.NaN : restoreInfinity(Number(value))),
  });
  return {
    params: params.get(runId) ?? new Map(),
    tags: readTags(database, these).get(runId) ?? new Map(),
    metrics: metrics.get(runId) ?? new Map(),
  };
}

interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

function readTags(database: DatabaseSync, these: Condition): Map<string, Map<string, string>> {
  return readTable(database, these, { columns: "value FROM tags", read: ({ value }) => textOf(value) });
}

/** The rows of a table of keys and values, by run and key. */
function readTable<T>(
  database: DatabaseSync,
  these: Condition,
  { columns, read }: { readonly columns: string; readonly read: (row: Row) => T },
): Map<string, Map<string, T>> {
  const byRun = new Map<string, Map<string, T>>();
  const statement = database.prepare(`SELECT run_uuid, key, ${columns} WHERE ${these.sql} ORDER BY key`);
  for (const row of statement.iterate(...these.values)) {
    const runId = textOf(row["run_uuid"]);
    const ofRun = byRun.get(runId) ?? new Map<string, T>();
    byRun.set(runId, ofRun.set(textOf(row["key"]), read(row)));
  }
  return byRun;
}

const THIS_EXPERIMENT = "experiment_id = CAST(? AS INTEGER)";

/** Databases differ by version: only columns that this one has are asked for. */
function runQuery(database: DatabaseSync): string {
  const columns = database
    .prepare("PRAGMA table_info(runs)")
    .all()
    .map((column) => column["name"]);
  const optional = (name: string): string => (columns.includes(name) ? name : `NULL ${name}`);
  return `SELECT run_uuid, CAST(experiment_id AS TEXT) experiment, ${optional("name")}, status, lifecycle_stage,
    start_time, end_time, artifact_uri,
    (SELECT value FROM tags WHERE key = 'mlflow.runName' AND tags.run_uuid = runs.run_uuid) tagged FROM runs`;
}

function toRun(row: Row): Run | Unreadable {
  const runId = textOf(row["run_uuid"]);
  const status = parseStatus(textOf(row["status"]));
  const lifecycle = parseLifecycle(textOf(row["lifecycle_stage"]));
  if (status === undefined || lifecycle === undefined)
    return { kind: "unreadable", id: runId, problem: "unknown-status" };
  return {
    kind: "run",
    runId,
    experimentId: textOf(row["experiment"]),
    name: textOf(row["name"]) || textOf(row["tagged"]),
    status,
    lifecycle,
    startTime: parseTime(row["start_time"]),
    endTime: parseTime(row["end_time"]),
    artifactUri: textOf(row["artifact_uri"]),
    folder: null,
  };
}
