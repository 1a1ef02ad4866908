import assert from "node:assert/strict";
import { test } from "node:test";
import type { ListedRun, UnreadableRun } from "../../../rules/extraction/listing.ts";
import { siftListing } from "../../../rules/extraction/sift-listing.ts";
import { registry } from "./support/demo.ts";

const good: ListedRun = {
  run_id: "a",
  name: "CATBOOST_eval-auc__simple1.0__CSDI__LOF",
  status: "FINISHED",
  lifecycle: "active",
  start_time: 1,
  end_time: 2,
  is_synthetic: false,
  metrics: { kind: "file", path: "metrics.pickle" },
  baseline: null,
  features: null,
};

function reasonOf(run: ListedRun | UnreadableRun, isSynthetic = false): string {
  const { candidates, rejected } = siftListing([run], { registry, isSynthetic });
  assert.equal(candidates.length + rejected.length, 1);
  return rejected[0]?.reason ?? "candidate";
}

test("a run that fails several filters is told the first of them", () => {
  const all = {
    ...good,
    lifecycle: "deleted",
    status: "FAILED",
    name: "x",
    is_synthetic: true,
    metrics: "missing",
  } as const;
  assert.equal(reasonOf({ run_id: "a", problem: "meta-torn" }), "meta-unreadable");
  assert.equal(reasonOf(all), "deleted");
  assert.equal(reasonOf({ ...all, lifecycle: "active" }), "status-not-finished");
  const finished = { ...all, lifecycle: "active", status: "FINISHED" };
  assert.equal(reasonOf(finished), "run-name-too-few-fields");
  assert.equal(
    reasonOf({ ...finished, name: good.name.replace("LOF", "anomaly") }),
    "outlier-not-registered",
  );
  assert.equal(reasonOf({ ...finished, name: good.name }), "synthetic-run");
  assert.equal(reasonOf({ ...finished, name: good.name, is_synthetic: false }), "metrics-missing");
  assert.equal(reasonOf({ ...good, metrics: "unreachable" }), "metrics-unreachable");
  assert.equal(reasonOf(good), "candidate");
});

test("a synthetic study takes synthetic runs alone", () => {
  assert.equal(reasonOf(good, true), "not-a-synthetic-run");
  assert.equal(reasonOf({ ...good, is_synthetic: true }, true), "candidate");
});

test("a candidate carries what the name says, not what params say", () => {
  const [candidate] = siftListing([good], { registry, isSynthetic: false }).candidates;
  assert.deepEqual(candidate?.configuration, {
    outlier_method: "LOF",
    imputation_method: "CSDI",
    classifier: "CatBoost",
    featurization: "simple1.0",
  });
});
