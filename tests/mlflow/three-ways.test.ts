import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";

import type { Tracking } from "../../src/mlflow/index.ts";
import { serveStudy } from "../support/mlflow-server.ts";
import { runId, writeFileStore, writeSqliteStore } from "../support/mlflow-store.ts";
import { EXPERIMENT, byId, failureOf, opened, study, temporaryFolder, valueOf } from "./study.ts";

type Open = (t: TestContext) => Promise<Tracking>;

const ways: Readonly<Record<Tracking["kind"], Open>> = {
  file: (t) => opened(t, writeFileStore(join(temporaryFolder(t), "mlruns"), study)),
  sqlite: (t) => opened(t, writeSqliteStore(temporaryFolder(t), study)),
  async server(t) {
    const server = await serveStudy(study);
    t.after(() => server[Symbol.asyncDispose]());
    return opened(t, server.uri);
  },
};

for (const [kind, open] of Object.entries(ways)) {
  test(`${kind}: experiments come by their ids, deleted ones among them`, async (t) => {
    const tracking = await open(t);
    assert.equal(tracking.kind, kind);
    assert.deepEqual(valueOf(await tracking.experiments()), [
      { kind: "experiment", experimentId: "0", name: "Default", lifecycle: "active" },
      { kind: "experiment", experimentId: "7", name: "PLR_Classification", lifecycle: "deleted" },
      { kind: "experiment", experimentId: "12", name: "null", lifecycle: "active" },
      { kind: "experiment", experimentId: EXPERIMENT, name: "PLR_Classification", lifecycle: "active" },
    ]);
  });

  test(`${kind}: runs are listed with name, status, lifecycle and times`, async (t) => {
    const tracking = await open(t);
    const listing = valueOf(await tracking.listRuns(EXPERIMENT));
    const told = listing.map((run) =>
      run.kind === "run" ? [run.runId, run.name, run.status, run.lifecycle, run.startTime, run.endTime] : run,
    );
    assert.deepEqual(told, [
      [
        runId(1),
        "CATBOOST_eval-auc__simple1.0__CSDI__LOF",
        "FINISHED",
        "active",
        1_700_000_000_000,
        1_700_000_000_500,
      ],
      [runId(2), "Käyrä 👁 ; 'q' \"dq\": # x", "RUNNING", "active", 1_700_000_000_000, null],
      [runId(3), "1e5", "FAILED", "deleted", 1_750_000_000_000, 1_750_000_000_500],
      [runId(4), "without its tag", "KILLED", "active", 1_700_000_000_000, 1_700_000_000_500],
      [runId(5), " lead: x", "SCHEDULED", "active", 1_700_000_000_000, 1_700_000_000_500],
    ]);
    assert.equal(valueOf(await tracking.listRuns("7")).length, 1, "runs of a deleted experiment");
    assert.deepEqual(valueOf(await tracking.listRuns("12")), [], "an experiment without runs");
    assert.deepEqual(failureOf(await tracking.listRuns("99")), {
      reason: "experiment-not-found",
      experimentId: "99",
    });
  });

  test(`${kind}: params, tags and the latest metrics of a run`, async (t) => {
    const tracking = await open(t);
    const run = valueOf(await tracking.run(EXPERIMENT, runId(1)));
    const details = valueOf(await tracking.details(run));
    const params = {
      "a b": "1",
      "a/b": "line\nbreak",
      "a:b": "2",
      crlf: "a\r\nb\n",
      empty: "",
      model_name: "CATBOOST",
      none: "None",
      ä: "ö",
    };
    assert.deepEqual(Object.fromEntries(details.params), params);
    assert.deepEqual(Object.fromEntries(details.tags), {
      is_synthetic: "true",
      "mlflow.parentRunId": runId(2),
      "mlflow.runName": "CATBOOST_eval-auc__simple1.0__CSDI__LOF",
    });
    const metrics = {
      "-inf": -Infinity,
      inf: Infinity,
      "nan/lo": Number.NaN,
      "out of order": 3,
      "same step": 2,
      "same time": -1,
      "test/AUROC": 0.91,
      tiny: 1e-300,
    };
    assert.deepEqual(Object.fromEntries(details.metrics), metrics);
    const [tagged] = valueOf(await tracking.taggedRuns(EXPERIMENT, ["mlflow.parentRunId", "no such tag"]));
    const tags = new Map([["mlflow.parentRunId", runId(2)]]);
    assert.deepEqual(tagged, { ...run, tags }, "no other tag is told");
    assert.deepEqual(failureOf(await tracking.run(EXPERIMENT, runId(99))), {
      reason: "run-not-found",
      runId: runId(99),
    });
    assert.deepEqual(failureOf(await tracking.run("12", runId(1))), {
      reason: "run-not-found",
      runId: runId(1),
    });
  });

  test(`${kind}: artifacts are listed, found and read`, async (t) => {
    const tracking = await open(t);
    const runs = byId(valueOf(await tracking.listRuns(EXPERIMENT)));
    const [first, second, third] = [runs.get(runId(1)), runs.get(runId(2)), runs.get(runId(3))];
    assert(first && second && third);
    assert.deepEqual(valueOf(await tracking.artifacts(first, "")), [
      { path: "config", isFolder: true, size: null },
      { path: "metrics", isFolder: true, size: null },
      { path: "top.txt", isFolder: false, size: 4 },
    ]);
    assert.deepEqual(valueOf(await tracking.artifacts(first, "metrics")), [
      { path: "metrics/empty.pickle", isFolder: false, size: 0 },
      { path: "metrics/metrics.pickle", isFolder: false, size: 6 },
    ]);
    assert.deepEqual(valueOf(await tracking.artifacts(third, "")), []);
    for (const [run, path, text] of [
      [first, "metrics/metrics.pickle", "pickle"],
      [first, "metrics/empty.pickle", ""],
      [second, "Käyrä 👁 ; x.txt", "ä"],
    ] as const) {
      const location = valueOf(await tracking.locate(run, path));
      assert.equal(location.size, Buffer.byteLength(text));
      assert.equal(Buffer.from(valueOf(await tracking.read(location))).toString(), text);
    }
    for (const path of ["metrics", "metrics/other.pickle", "nowhere/x", "../../meta.yaml", ""])
      assert.deepEqual(failureOf(await tracking.locate(first, path)), { reason: "artifact-missing", path });
  });
}
