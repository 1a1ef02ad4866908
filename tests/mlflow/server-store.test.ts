import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";

import { openTracking } from "../../src/mlflow/index.ts";
import { serveStudy } from "../support/mlflow-server.ts";
import { runId } from "../support/mlflow-store.ts";
import { failureOf, valueOf } from "./study.ts";

test("only artifacts that the server stores have an address of their own", async () => {
  const artifactUri = `file:///data/mlruns/1/${runId(1)}/artifacts`;
  const artifacts = { "metrics/a b#?.txt": "x" };
  const runs = [
    { id: runId(1), name: "on the server's disk", artifactUri, artifacts },
    { id: runId(2), name: "in the server's store", artifacts },
  ];
  await using server = await serveStudy({ experiments: [{ id: "1", name: "one", runs }] });
  const tracking = valueOf(await openTracking(server.uri, {}));
  const urls: string[] = [];
  for (const { id } of runs) {
    const run = valueOf(await tracking.run("1", id));
    const location = valueOf(await tracking.locate(run, "metrics/a b#?.txt"));
    assert(location.kind === "http");
    urls.push(location.url.slice(server.uri.length));
    assert.equal(Buffer.from(valueOf(await tracking.read(location))).toString(), "x");
  }
  assert.deepEqual(urls, [
    `/get-artifact?run_uuid=${runId(1)}&path=metrics%2Fa+b%23%3F.txt`,
    `/api/2.0/mlflow-artifacts/artifacts/1/${runId(2)}/artifacts/metrics/a%20b%23%3F.txt`,
  ]);
});

test("artifacts that the server itself cannot reach are unreachable", async (t) => {
  const info = {
    run_id: runId(1),
    experiment_id: "1",
    status: "FINISHED",
    lifecycle_stage: "active",
    artifact_uri: "s3://bucket/x",
  };
  const server = createServer((request, response) => {
    const failing = request.url?.includes("artifacts/list") === true;
    response
      .writeHead(failing ? 500 : 200)
      .end(JSON.stringify(failing ? { error_code: "INTERNAL_ERROR" } : { run: { info } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const tracking = valueOf(
    await openTracking(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {}),
  );
  const run = valueOf(await tracking.run("1", runId(1)));
  const unreachable = { reason: "artifact-unreachable", path: "metrics/x", uri: "s3://bucket/x" };
  assert.deepEqual(failureOf(await tracking.locate(run, "metrics/x")), unreachable);
});

test("a server that goes away fails the request, not the program", async () => {
  const server = await serveStudy({ experiments: [{ id: "1", name: "one" }] });
  const tracking = valueOf(await openTracking(server.uri, {}));
  await server[Symbol.asyncDispose]();
  for (const outcome of [
    await tracking.experiments(),
    await tracking.listRuns("1"),
    await tracking.run("1", runId(1)),
  ])
    assert.equal(failureOf(outcome).reason, "request-failed");
});
