import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import type { Run, Tracking } from "../../src/mlflow/index.ts";
import { runId, writeFileStore } from "../support/mlflow-store.ts";
import { failureOf, opened, temporaryFolder, valueOf } from "./study.ts";

const ID = runId(1);

async function store(
  t: TestContext,
  artifactUri: string,
): Promise<{ folder: string; root: string; tracking: Tracking; run: Run }> {
  const folder = temporaryFolder(t);
  const root = join(folder, "mlruns");
  const uri = writeFileStore(root, {
    experiments: [
      { id: "1", name: "one", runs: [{ id: ID, name: "run", artifactUri, artifacts: { "own.txt": "own" } }] },
    ],
  });
  const tracking = await opened(t, uri);
  return { folder, root, tracking, run: valueOf(await tracking.run("1", ID)) };
}

function put(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function text(tracking: Tracking, run: Run, path: string): Promise<string> {
  return Buffer.from(valueOf(await tracking.read(valueOf(await tracking.locate(run, path))))).toString();
}

test("the run's own folder comes before its URI, and the URI before the rest of the store", async (t) => {
  const outside = join(temporaryFolder(t), "out side", ID, "artifacts");
  const { root, tracking, run } = await store(t, pathToFileURL(outside).href);
  for (const name of ["own.txt", "there.txt"]) put(outside, name, "outside");
  for (const name of ["own.txt", "there.txt", "moved.txt"])
    put(join(root, "out side", ID, "artifacts"), name, "moved");
  assert.equal(await text(tracking, run, "own.txt"), "own");
  assert.equal(await text(tracking, run, "there.txt"), "outside");
  assert.equal(await text(tracking, run, "moved.txt"), "moved");
});

test("the longest suffix of a stale URI's path is taken", async (t) => {
  const { root, tracking, run } = await store(t, `file:///home/somebody/mlruns/253/${ID}/artifacts`);
  put(join(root, "mlruns", "253", ID, "artifacts"), "x.txt", "long");
  put(join(root, "253", ID, "artifacts"), "x.txt", "short");
  assert.equal(await text(tracking, run, "x.txt"), "long");
  rmSync(join(root, "mlruns"), { recursive: true });
  assert.equal(await text(tracking, run, "x.txt"), "short");
});

test("a folder that does not name the run is never taken for it", async (t) => {
  const { root, tracking, run } = await store(t, `file:///home/somebody/${ID}/artifacts`);
  put(join(root, "artifacts"), "x.txt", "of another run");
  assert.deepEqual(failureOf(await tracking.locate(run, "x.txt")), {
    reason: "artifact-missing",
    path: "x.txt",
  });
});

test("artifacts on s3 are unreachable, unless they were copied into the run's folder", async (t) => {
  for (const uri of [
    `s3://bucket/1/${ID}/artifacts`,
    "gs://b/x",
    "dbfs:/x",
    "wasbs://c@a/x",
    `mlflow-artifacts:/1/${ID}/artifacts`,
  ]) {
    const { tracking, run } = await store(t, uri);
    assert.equal(await text(tracking, run, "own.txt"), "own");
    assert.deepEqual(failureOf(await tracking.locate(run, "x.txt")), {
      reason: "artifact-unreachable",
      path: "x.txt",
      uri,
    });
  }
});

test("plain and relative paths are URIs as well", async (t) => {
  const elsewhere = join(temporaryFolder(t), ID);
  put(elsewhere, "x.txt", "plain");
  const plain = await store(t, elsewhere);
  assert.equal(await text(plain.tracking, plain.run, "x.txt"), "plain");
  const relative = await store(t, `./other/${ID}`);
  put(join(relative.root, "other", ID), "x.txt", "relative");
  assert.equal(await text(relative.tracking, relative.run, "x.txt"), "relative");
});

test("no artifact's name leads out of the run", async (t) => {
  const { root, tracking, run } = await store(t, "");
  put(root, "secret.txt", "secret");
  for (const path of ["../../../secret.txt", "a/../../../../secret.txt", "own.txt\0", "x".repeat(300)])
    assert.deepEqual(failureOf(await tracking.locate(run, path)), { reason: "artifact-missing", path });
});

test("an artifact that is gone when it is read is missing", async (t) => {
  const { tracking, run } = await store(t, "");
  const location = valueOf(await tracking.locate(run, "own.txt"));
  assert(location.kind === "file");
  rmSync(location.path);
  assert.equal(failureOf(await tracking.read(location)).reason, "artifact-missing");
});
