import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { listArtifacts, locateArtifact } from "./local-artifacts.ts";
import { readArtifact } from "./read-artifact.ts";
import { detailsOf, experimentsOf, runOf, runsOf, taggedRunsOf } from "./sqlite-rows.ts";
import type { Result, Tracking, TrackingFailure } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** How long to wait for a writer that holds the whole database, in ms. */
const PATIENCE = 5000;

/** Opens the database of an MLflow server or client (2.x, 3.x). `path` is an existing file; it is never written. */
export function openSqliteStore(path: string, uri: string): Result<Tracking> {
  const opened = attempt(uri, () => {
    const database = openReadOnly(path);
    database.prepare("SELECT run_uuid FROM runs LIMIT 1").get();
    return database;
  });
  return opened.ok ? ok(trackingOf(opened.value, path, uri)) : opened;
}

function trackingOf(database: DatabaseSync, path: string, uri: string): Tracking {
  const folder = dirname(path);
  // Where clients and servers put artifacts by default.
  const store = { root: folder, below: [folder, join(folder, "mlruns"), join(folder, "mlartifacts")] };
  return {
    kind: "sqlite",
    uri,
    experiments: async () => attempt(uri, () => experimentsOf(database)),
    listRuns: async (experimentId) =>
      found(
        attempt(uri, () => runsOf(database, experimentId)),
        { reason: "experiment-not-found", experimentId },
      ),
    run: async (experimentId, runId) =>
      found(
        attempt(uri, () => runOf(database, experimentId, runId)),
        { reason: "run-not-found", runId },
      ),
    details: async (run) => attempt(uri, () => detailsOf(database, run.runId)),
    taggedRuns: async (experimentId, names) =>
      found(
        attempt(uri, () => taggedRunsOf(database, experimentId, names)),
        { reason: "experiment-not-found", experimentId },
      ),
    artifacts: async (run, folder) => listArtifacts(run, folder, store),
    locate: async (run, path) => locateArtifact(run, path, store),
    read: (location) => readArtifact(location),
    close: () => database.close(),
  };
}

function found<T>(result: Result<T | undefined>, otherwise: TrackingFailure): Result<T> {
  if (!result.ok) return result;
  return result.value === undefined ? failed(otherwise) : ok(result.value);
}

/** SQLite tells of damage, of locks and of missing tables by exceptions. */
function attempt<T>(uri: string, ask: () => T): Result<T> {
  try {
    return ok(ask());
  } catch (error) {
    return failed({ reason: "store-unreadable", uri, detail: (error as Error).message });
  }
}

/**
 * Even a reader leaves `-wal` and `-shm` files beside a database in write-ahead mode that nobody else has open.
 * Such a database is opened as one that does not change, which touches nothing.
 */
function openReadOnly(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  if (isWriteAhead(path) && !existsSync(`${path}-wal`)) url.searchParams.set("immutable", "1");
  return new DatabaseSync(url, { readOnly: true, timeout: PATIENCE });
}

/** By the file's header (https://www.sqlite.org/fileformat.html): read version 2 is write-ahead. */
function isWriteAhead(path: string): boolean {
  const header = new Uint8Array(20);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header[19] === 2;
}
