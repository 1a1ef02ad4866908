import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { load } from "js-yaml";
import type { Json } from "plr";
import { decideStudy, type Study } from "../../../rules/study.ts";

const shipped = load(readFileSync(new URL("../../../configs/defaults.yaml", import.meta.url), "utf8")) as {
  readonly EXTRACTION: { readonly [key: string]: number };
};

function decide(
  variables: Readonly<Record<string, string>>,
  changes: { readonly [key: string]: Json } = {},
): Study {
  return decideStudy({ ...shipped, ...changes }, (name) => variables[name] || undefined);
}

test("where nothing is configured, the demo study is built, as what it is", () => {
  const study = decide({});
  assert.equal(study.isDemo, true);
  assert.equal(study.variant, "synthetic");
  assert.equal(study.trackingUri, "sqlite:///data/demo/mlflow.db");
  assert.equal(study.experimentName, "synth_PLR_Classification");
  assert.deepEqual(study.roots, {
    data: "data/synthetic",
    figures: "figures/synthetic",
    latex: "outputs/synthetic/latex",
    private: "data/private/synthetic",
  });
});

test("a study from the environment is real, and keeps out of the synthetic folders", () => {
  const study = decide({ MLRUNS_DIR: "/runs", SERI_DB_PATH: "/data/SERI_PLR_GLAUCOMA.db" });
  const { isDemo, variant, trackingUri, recordings, experimentName } = study;
  assert.deepEqual(
    { isDemo, variant, trackingUri, recordings, experimentName },
    {
      isDemo: false,
      variant: "real",
      trackingUri: "/runs",
      recordings: "/data/SERI_PLR_GLAUCOMA.db",
      experimentName: "PLR_Classification",
    },
  );
  assert(Object.values(study.roots).every((root) => !root.includes("synthetic")));
});

test("the environment holds over the file, and MLFLOW_TRACKING_URI over MLRUNS_DIR", () => {
  const file = { MLFLOW: { tracking_uri: "/file" } };
  assert.equal(decide({}, file).trackingUri, "/file");
  assert.equal(decide({ MLRUNS_DIR: "/folder" }, file).trackingUri, "/folder");
  const both = { MLRUNS_DIR: "/folder", MLFLOW_TRACKING_URI: "http://127.0.0.1:5000" };
  assert.equal(decide(both, file).trackingUri, "http://127.0.0.1:5000");
  assert.equal(decide({ MLRUNS_DIR: "~/mlruns" }).trackingUri, `${homedir()}/mlruns`);
});

test("one half of a study from the environment never takes the other from the demo", () => {
  assert.equal(decide({ MLRUNS_DIR: "/runs" }).recordings, "data/private/SERI_PLR_GLAUCOMA.db");
  assert.equal(decide({ SERI_DB_PATH: "/data/x.db" }).trackingUri, `${homedir()}/mlruns`);
});

test("the recordings are known with the setting that names them", () => {
  const file = { DATA: { recordings: "/file.db" } };
  assert.match(decide({ SERI_DB_PATH: "/variable.db" }, file).recordingsFrom, /SERI_DB_PATH/);
  assert.match(decide({}, file).recordingsFrom, /DATA\.recordings in configs\/defaults\.yaml/);
  assert.doesNotMatch(decide({ MLRUNS_DIR: "/runs" }).recordingsFrom, /SERI_DB_PATH|DATA/);
});

test("every mark of synthetic data makes the study synthetic", () => {
  const real = { MLRUNS_DIR: "/runs", SERI_DB_PATH: "/data/x.db" };
  const marked = [
    decide({ ...real, FOUNDATION_PLR_SYNTHETIC: "YES" }),
    decide({ ...real, SERI_DB_PATH: "/data/SYNTH_PLR_DEMO.db" }),
    decide({ ...real, SERI_DB_PATH: "/data/synthetic/x.db" }),
    decide(real, { EXPERIMENT: { is_synthetic: true } }),
    decide(real, { EXPERIMENT: { experiment_prefix: "synth_" } }),
  ];
  for (const study of marked) {
    assert.equal(study.variant, "synthetic");
    assert.equal(study.experimentName, "synth_PLR_Classification");
  }
  assert.equal(decide({ ...real, FOUNDATION_PLR_SYNTHETIC: "0" }).variant, "real");
});

test("an experiment id keeps its eighteen digits, or is refused", () => {
  assert.equal(decide({ CLASSIFICATION_EXP_ID: "253031330985650090" }).experimentId, "253031330985650090");
  const quoted = { MLFLOW: { classification_experiment_id: "253031330985650090" } };
  assert.equal(decide({}, quoted).experimentId, "253031330985650090");
  assert.throws(
    () => decide({}, { MLFLOW: { classification_experiment_id: Number("253031330985650090") } }),
    /must stand in quotes/,
  );
});

test("a wrong setting is named", () => {
  assert.throws(() => decide({}, { MLFLOW: { tracking_uri: 7 } }), /MLFLOW\.tracking_uri must be a text/);
  assert.throws(() => decide({}, { EXTRACTION: { ...shipped.EXTRACTION, seed: "x" } }), /EXTRACTION\.seed/);
});
