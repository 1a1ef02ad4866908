import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { Result, Run, Tracking, TrackingFailure, Unreadable } from "../../src/mlflow/index.ts";
import { openTracking } from "../../src/mlflow/index.ts";
import type { Study } from "../support/mlflow-store.ts";
import { runId } from "../support/mlflow-store.ts";

export const EXPERIMENT = "253031330985650090";

/** One study with what real ones hold: odd names, deleted runs, histories out of order, NaN and infinities. */
export const study: Study = {
  experiments: [
    { id: "0", name: "Default" },
    {
      id: EXPERIMENT,
      name: "PLR_Classification",
      runs: [
        {
          id: runId(1),
          name: "CATBOOST_eval-auc__simple1.0__CSDI__LOF",
          params: {
            model_name: "CATBOOST",
            "a/b": "line\nbreak",
            empty: "",
            none: "None",
            crlf: "a\r\nb\n",
            ä: "ö",
            "a b": "1",
            "a:b": "2",
          },
          tags: { is_synthetic: "true", "mlflow.parentRunId": runId(2) },
          metrics: {
            "test/AUROC": [{ value: 0.91 }],
            "out of order": [
              { value: 1, step: 5 },
              { value: 3, step: 7 },
              { value: 2, step: 6 },
            ],
            "same step": [
              { value: 2, timestamp: 20 },
              { value: 1, timestamp: 10 },
            ],
            "same time": [{ value: -1 }, { value: -2 }],
            "nan/lo": [{ value: 1 }, { value: Number.NaN, step: 1 }],
            inf: [{ value: Infinity }],
            "-inf": [{ value: -Infinity }],
            tiny: [{ value: 1e-300 }],
          },
          artifacts: {
            "metrics/metrics.pickle": "pickle",
            "metrics/empty.pickle": "",
            "top.txt": "text",
            "config/deep/er.yaml": "x",
          },
        },
        {
          id: runId(2),
          name: "Käyrä 👁 ; 'q' \"dq\": # x",
          status: "RUNNING",
          endTime: null,
          artifacts: { "Käyrä 👁 ; x.txt": "ä" },
        },
        { id: runId(3), name: "1e5", status: "FAILED", lifecycle: "deleted", startTime: 1_750_000_000_000 },
        { id: runId(4), name: "without its tag", status: "KILLED", tags: { "mlflow.runName": "" } },
        { id: runId(5), name: " lead: x", status: "SCHEDULED" },
      ],
    },
    {
      id: "7",
      name: "PLR_Classification",
      lifecycle: "deleted",
      runs: [{ id: runId(6), name: "old", lifecycle: "deleted" }],
    },
    { id: "12", name: "null" },
  ],
};

/** A folder that is gone when the test ends. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "plr-mlflow-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function opened(t: TestContext, uri: string): Promise<Tracking> {
  const tracking = valueOf(await openTracking(uri, {}));
  t.after(() => tracking.close());
  return tracking;
}

export function valueOf<T>(result: Result<T>): T {
  assert(result.ok, result.ok ? "" : JSON.stringify(result.failure));
  return result.value;
}

export function failureOf(result: Result<unknown>): TrackingFailure {
  assert(!result.ok, "it should have failed");
  return result.failure;
}

/** The readable runs of a listing, by their ids. */
export function byId(listing: readonly (Run | Unreadable)[]): Map<string, Run> {
  return new Map(listing.filter((entry) => entry.kind === "run").map((run) => [run.runId, run]));
}
