import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import readListing from "../../../rules/extraction/probes/list-runs.ts";
import { runId, type Study, writeFileStore } from "../../support/mlflow-store.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-listing-"));
after(() => rmSync(folder, { recursive: true }));

const NAME = "PLR_Classification";
const name = "CATBOOST_eval-auc__simple1.0__CSDI__LOF";
const metrics = { [`metrics/metrics_${name}.pickle`]: "x" };
const params = { codes_test: "['PLR1001']", model_name: "CATBOOST" };
const run = { id: runId(1), name, artifacts: metrics, params, tags: { note: "PLR1002" } };

function store(label: string, study: Study): string {
  return writeFileStore(join(folder, label), study);
}

function ask(trackingUri: string, experimentId: string | null = null): ReturnType<typeof readListing> {
  return readListing({ trackingUri, experimentId, experimentName: NAME });
}

test("the listing holds no param, and no tag", async () => {
  const listing = await ask(store("plain", { experiments: [{ id: "1", name: NAME, runs: [run] }] }));
  assert.deepEqual(listing.experiment, { id: "1", name: NAME });
  assert.equal(listing.runs.length, 1);
  assert(!JSON.stringify(listing).includes("PLR10"));
});

test("a renamed run keeps its pickles", async () => {
  const renamed = { ...run, name: name.replace("CSDI", "SAITS") };
  const listing = await ask(store("renamed", { experiments: [{ id: "1", name: NAME, runs: [renamed] }] }));
  const [only] = listing.runs;
  assert(only !== undefined && "metrics" in only && typeof only.metrics === "object");
  assert(only.metrics.kind === "file" && only.metrics.path.endsWith(`metrics_${name}.pickle`));
});

test("a torn run is listed with its problem; one that is just being created is not", async () => {
  const uri = store("torn", { experiments: [{ id: "1", name: NAME, runs: [run] }] });
  const [torn, half] = [runId(2), runId(3)].map((id) => join(folder, "torn", "1", id));
  for (const path of [torn, half]) mkdirSync(join(path ?? "", "artifacts"), { recursive: true });
  writeFileSync(join(torn ?? "", "meta.yaml"), "run_id: [");
  const { runs } = await ask(uri);
  assert.deepEqual(
    runs.map((one) => [one.run_id, "problem" in one]),
    [
      [runId(1), false],
      [runId(2), true],
    ],
  );
});

test("a store or experiment that is not there is an error with the way out", async () => {
  const hinted = (message: RegExp, hint: RegExp) => (error: Error & { hint?: string }) =>
    message.test(error.message) && hint.test(error.hint ?? "");
  const nowhere = join(folder, "nowhere");
  await assert.rejects(ask(nowhere), hinted(/no MLflow store at .*nowhere/, /Set MLFLOW_TRACKING_URI/));
  await assert.rejects(ask("s3://bucket/mlruns"), hinted(/s3:/, /MLFLOW_TRACKING_URI/));
  const synthetic = store("synthetic", { experiments: [{ id: "1", name: `synth_${NAME}`, runs: [run] }] });
  await assert.rejects(ask(synthetic), hinted(/no active experiment named/, /FOUNDATION_PLR_SYNTHETIC=1/));
  await assert.rejects(ask(synthetic, "77"), hinted(/no experiment with the id 77/, /CLASSIFICATION_EXP_ID/));
  const twice = store("twice", {
    experiments: [
      { id: "1", name: NAME },
      { id: "2", name: NAME },
    ],
  });
  await assert.rejects(ask(twice), hinted(/2 active experiment/, /CLASSIFICATION_EXP_ID/));
  assert.equal((await ask(twice, "2")).experiment.id, "2");
});

test("a deleted experiment of the same name is no candidate", async () => {
  const experiments = [
    { id: "1", name: NAME, lifecycle: "deleted" as const, runs: [run] },
    { id: "2", name: NAME, runs: [] },
  ];
  assert.deepEqual(await ask(store("deleted", { experiments })), {
    experiment: { id: "2", name: NAME },
    runs: [],
  });
});
