import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { test } from "node:test";

import { openTracking } from "../../src/mlflow/index.ts";
import { serveStudy } from "../support/mlflow-server.ts";
import { runId, writeFileStore, writeSqliteStore } from "../support/mlflow-store.ts";
import { EXPERIMENT, failureOf, opened, study, temporaryFolder, valueOf } from "./study.ts";

test("a file store opens by folder, relative folder and file URI, with spaces and percent signs", async (t) => {
  const root = join(temporaryFolder(t), "my 100% runs");
  const uri = writeFileStore(root, study);
  for (const form of [
    root,
    relative(process.cwd(), root),
    uri,
    `file://${root}`,
    `file:${root}`,
    `${root}/`,
  ]) {
    const tracking = await opened(t, form);
    assert.equal(valueOf(await tracking.experiments()).length, 4, form);
  }
});

test("a database opens by SQLAlchemy's forms", async (t) => {
  const folder = temporaryFolder(t);
  writeSqliteStore(folder, study);
  const file = join(folder, "mlflow.db");
  for (const form of [
    `sqlite:///${file}`,
    `sqlite:///${relative(process.cwd(), file)}`,
    `sqlite:///${file}?timeout=5`,
  ])
    assert.equal(valueOf(await (await opened(t, form)).experiments()).length, 4, form);
});

test("a URI that leads nowhere is named, with what to set and without its password", async (t) => {
  const nowhere = join(temporaryFolder(t), "nowhere");
  writeFileSync(nowhere, "a file is no folder");
  for (const uri of [
    nowhere,
    `file://${nowhere}/x`,
    `sqlite:///${nowhere}.db`,
    "",
    "http://127.0.0.1:9",
    "http://",
  ]) {
    const failure = failureOf(await openTracking(uri));
    assert(failure.reason === "tracking-uri-not-found", `${uri}: ${failure.reason}`);
    assert.equal(failure.uri, uri);
    assert.match(failure.remedy, /MLFLOW_TRACKING_URI.*MLRUNS_DIR/);
  }
  const failure = failureOf(await openTracking("http://someone:secret@127.0.0.1:9/"));
  assert(failure.reason === "tracking-uri-not-found");
  assert.equal(failure.uri, "http://127.0.0.1:9/");
});

test("other kinds of stores are not supported", async () => {
  for (const uri of ["postgresql://user:pw@host/db", "databricks://x", "s3://bucket/mlruns"])
    assert.equal(failureOf(await openTracking(uri)).reason, "tracking-uri-unsupported");
});

test("a server that is none of MLflow's, or that refuses, says so", async (t) => {
  const server = createServer((request, response) => {
    const denied = request.headers.authorization !== undefined;
    response.writeHead(denied ? 401 : 200).end("<html>hello</html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  assert.equal(failureOf(await openTracking(uri, {})).reason, "request-failed");
  const refused = failureOf(await openTracking(uri, { MLFLOW_TRACKING_TOKEN: "wrong" }));
  assert(refused.reason === "request-failed");
  assert.equal(refused.status, 401);
  server.closeAllConnections();
});

test("credentials come from the URI, else from the environment, and go with every request", async (t) => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;
  const cases = [
    ["someone:p%40ss@", {}, basic("someone:p@ss")],
    ["", { MLFLOW_TRACKING_USERNAME: "a", MLFLOW_TRACKING_PASSWORD: "b" }, basic("a:b")],
    ["", { MLFLOW_TRACKING_TOKEN: "t" }, "Bearer t"],
    ["", {}, undefined],
  ] as const;
  for (const [user, env, expected] of cases) {
    await using server = await serveStudy(study);
    const tracking = valueOf(await openTracking(server.uri.replace("//", `//${user}`), env));
    assert.equal(tracking.uri, server.uri);
    const run = valueOf(await tracking.run(EXPERIMENT, runId(1)));
    valueOf(await tracking.read(valueOf(await tracking.locate(run, "top.txt"))));
    assert.equal(server.authorizations.length, 4);
    assert.deepEqual(new Set(server.authorizations), new Set([expected]));
  }
  t.diagnostic("four requests: open, run, list, read");
});
