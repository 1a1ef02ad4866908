import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import { test } from "node:test";

import { openTracking } from "../../src/mlflow/index.ts";
import { runId, writeSqliteStore } from "../support/mlflow-store.ts";
import { byId, failureOf, opened, temporaryFolder, valueOf } from "./study.ts";

const LARGE_ID = "996740926475477194";

function makeStore(t: TestContext): { folder: string; file: string; uri: string } {
  const folder = temporaryFolder(t);
  const runs = [{ id: runId(1), name: "one", artifacts: { "x.txt": "1" } }];
  const uri = writeSqliteStore(folder, { experiments: [{ id: LARGE_ID, name: "large", runs }] });
  return { folder, file: join(folder, "mlflow.db"), uri };
}

test("ids beyond 2^53 are exact", async (t) => {
  const tracking = await opened(t, makeStore(t).uri);
  assert.deepEqual(
    valueOf(await tracking.experiments()).map((each) => each.kind === "experiment" && each.experimentId),
    [LARGE_ID],
  );
  assert.equal(valueOf(await tracking.run(LARGE_ID, runId(1))).experimentId, LARGE_ID);
  // 996740926475477194 and …195 are one double.
  assert.equal(failureOf(await tracking.listRuns("996740926475477195")).reason, "experiment-not-found");
});

test("reading changes no byte and leaves no file behind, in write-ahead mode too", async (t) => {
  const { folder, file, uri } = makeStore(t);
  const writer = new DatabaseSync(file);
  writer.exec("PRAGMA journal_mode = wal");
  writer.close();
  const before = readFileSync(file);
  const names = readdirSync(folder);
  const tracking = valueOf(await openTracking(uri));
  assert.equal(valueOf(await tracking.listRuns(LARGE_ID)).length, 1);
  tracking.close();
  assert.deepEqual(readdirSync(folder), names);
  assert.deepEqual(readFileSync(file), before);
});

test("a live database is read with what its log holds, and goes on being written", async (t) => {
  const { file, uri } = makeStore(t);
  const writer = new DatabaseSync(file);
  t.after(() => writer.close());
  writer.exec("PRAGMA journal_mode = wal; UPDATE runs SET name = 'in the log'");
  const tracking = await opened(t, uri);
  assert.equal(valueOf(await tracking.run(LARGE_ID, runId(1))).name, "in the log");
  writer.exec("UPDATE runs SET name = 'later'");
  assert.equal(valueOf(await tracking.run(LARGE_ID, runId(1))).name, "later");
});

test("a database of another version is read without the columns it lacks", async (t) => {
  const { file, uri } = makeStore(t);
  const writer = new DatabaseSync(file);
  writer.exec("ALTER TABLE experiments DROP COLUMN workspace; ALTER TABLE runs DROP COLUMN name");
  writer.close();
  const tracking = await opened(t, uri);
  assert.equal(valueOf(await tracking.run(LARGE_ID, runId(1))).name, "one", "from the tag mlflow.runName");
});

test("a run without the tag keeps its name, one of an unknown status is told of", async (t) => {
  const { file, uri } = makeStore(t);
  const writer = new DatabaseSync(file);
  writer.exec("DELETE FROM tags");
  const tracking = await opened(t, uri);
  assert.equal(valueOf(await tracking.run(LARGE_ID, runId(1))).name, "one");
  writer.exec("UPDATE runs SET status = 'LOST'");
  writer.close();
  assert.deepEqual(valueOf(await tracking.listRuns(LARGE_ID)), [
    { kind: "unreadable", id: runId(1), problem: "unknown-status" },
  ]);
});

test("what is no MLflow database says so", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, "text.db"),
    "this is no database, though it is long enough to have a header of one",
  );
  writeFileSync(join(folder, "empty.db"), "");
  new DatabaseSync(join(folder, "other.db")).exec("CREATE TABLE t (a)");
  for (const name of ["text.db", "empty.db", "other.db"])
    assert.equal(
      failureOf(await openTracking(`sqlite:///${join(folder, name)}`)).reason,
      "store-unreadable",
      name,
    );
  assert.deepEqual(readFileSync(join(folder, "empty.db")).length, 0);
});

test("a moved database finds its artifacts in the mlruns folder beside it", async (t) => {
  const { file, uri } = makeStore(t);
  const writer = new DatabaseSync(file);
  const stale = `file:///study/mlruns/${LARGE_ID}/${runId(1)}/artifacts`;
  writer.prepare("UPDATE runs SET artifact_uri = ?").run(stale);
  writer.close();
  const tracking = await opened(t, uri);
  const run = byId(valueOf(await tracking.listRuns(LARGE_ID))).get(runId(1));
  assert(run !== undefined);
  assert.equal(run.artifactUri, stale);
  const location = valueOf(await tracking.locate(run, "x.txt"));
  assert.equal(Buffer.from(valueOf(await tracking.read(location))).toString(), "1");
});
