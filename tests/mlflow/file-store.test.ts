import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";

import type { Tracking } from "../../src/mlflow/index.ts";
import { runId, writeFileStore, writeRunFolder } from "../support/mlflow-store.ts";
import { byId, failureOf, opened, temporaryFolder, valueOf } from "./study.ts";

interface Store {
  readonly root: string;
  readonly experiment: string;
  readonly tracking: Tracking;
}

/** A store of one experiment, `1`, with runs 1 and 2, each with an artifact `x.txt` that holds its number. */
async function store(t: TestContext): Promise<Store> {
  const root = join(temporaryFolder(t), "mlruns");
  const runs = [1, 2].map((n) => ({ id: runId(n), name: `run ${n}`, artifacts: { "x.txt": String(n) } }));
  const uri = writeFileStore(root, {
    experiments: [
      { id: "1", name: "one", runs },
      { id: "2", name: "two" },
    ],
  });
  return { root, experiment: join(root, "1"), tracking: await opened(t, uri) };
}

test("what editors and other tools leave behind is no run and no experiment", async (t) => {
  const { root, experiment, tracking } = await store(t);
  for (const folder of ["models/m-1", ".ipynb_checkpoints", "stray", "tags", "traces/tr-1", "datasets"]) {
    mkdirSync(join(experiment, folder), { recursive: true });
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(experiment, "models/m-1/meta.yaml"), "model_id: m-1\n");
  for (const file of [".DS_Store", "notes.txt", runId(9)]) writeFileSync(join(experiment, file), "");
  writeFileSync(join(root, ".DS_Store"), "");
  assert.deepEqual(
    valueOf(await tracking.experiments()).map((each) => each.kind === "experiment" && each.experimentId),
    ["1", "2"],
  );
  assert.deepEqual([...byId(valueOf(await tracking.listRuns("1"))).keys()], [runId(1), runId(2)]);
  assert.equal(valueOf(await tracking.listRuns("1")).length, 2);
});

test("a broken meta.yaml is told of, and the other runs are listed all the same", async (t) => {
  const { experiment, tracking } = await store(t);
  const whole = readFileSync(join(experiment, runId(1), "meta.yaml"), "utf8");
  const cases: readonly (readonly [text: string | null, problem: string])[] = [
    [null, "meta-missing"],
    ["", "meta-torn"],
    [whole.slice(0, whole.indexOf("start_time") + 18), "meta-torn"],
    [whole.slice(0, 30), "meta-torn"],
    [whole.replace("status: 3", "status: 9"), "meta-torn"],
    [whole.replace("experiment_id: '1'", "experiment_id: '2'"), "meta-of-another-experiment"],
  ];
  for (const [k, [text]] of cases.entries()) {
    mkdirSync(join(experiment, runId(100 + k)));
    if (text !== null) writeFileSync(join(experiment, runId(100 + k), "meta.yaml"), text);
  }
  const listing = valueOf(await tracking.listRuns("1"));
  assert.deepEqual([...byId(listing).keys()], [runId(1), runId(2)]);
  const broken = listing.filter((entry) => entry.kind === "unreadable");
  assert.deepEqual(
    broken,
    cases.map(([, problem], k) => ({ kind: "unreadable", id: runId(100 + k), problem })),
  );
});

test("an experiment whose meta.yaml is missing or torn is told of", async (t) => {
  const { root, tracking } = await store(t);
  mkdirSync(join(root, "33"));
  mkdirSync(join(root, "44"));
  writeFileSync(join(root, "44/meta.yaml"), "artifact_location: file:///x\nexperiment_id: '44'\n");
  const broken = valueOf(await tracking.experiments()).filter((each) => each.kind === "unreadable");
  assert.deepEqual(broken, [
    { kind: "unreadable", id: "33", problem: "meta-missing" },
    { kind: "unreadable", id: "44", problem: "meta-torn" },
  ]);
});

test("the same run id under two experiments is two runs, each with its own artifacts", async (t) => {
  const { root, tracking } = await store(t);
  writeRunFolder(join(root, "2", runId(1)), "2", {
    id: runId(1),
    name: "other",
    artifacts: { "x.txt": "other" },
    artifactUri: "file:///gone",
  });
  for (const [experiment, text] of [
    ["1", "1"],
    ["2", "other"],
  ] as const) {
    const run = valueOf(await tracking.run(experiment, runId(1)));
    const bytes = valueOf(await tracking.read(valueOf(await tracking.locate(run, "x.txt"))));
    assert.equal(Buffer.from(bytes).toString(), text);
  }
});

test("a run folder that was renamed by hand is still its run, and a copy beside it is told of", async (t) => {
  const { experiment, tracking } = await store(t);
  renameSync(join(experiment, runId(1)), join(experiment, "best run"));
  cpSync(join(experiment, runId(2)), join(experiment, "0 copy"), { recursive: true });
  const listing = valueOf(await tracking.listRuns("1"));
  assert.deepEqual(
    listing.filter((entry) => entry.kind === "unreadable"),
    [{ kind: "unreadable", id: "0 copy", problem: "copy-of-another-run" }],
  );
  const run = valueOf(await tracking.run("1", runId(1)));
  assert.equal(run.folder, join("1", "best run"));
  assert.equal(
    Buffer.from(valueOf(await tracking.read(valueOf(await tracking.locate(run, "x.txt"))))).toString(),
    "1",
  );
  assert.equal(valueOf(await tracking.run("1", runId(2))).folder, join("1", runId(2)));
  assert.equal(valueOf(await tracking.details(run)).tags.get("mlflow.runName"), "run 1");
});

test("symbolic links to runs are followed; one that leads nowhere is told of", async (t) => {
  const { root, experiment, tracking } = await store(t);
  renameSync(join(experiment, runId(1)), join(root, "..", "elsewhere"));
  symlinkSync(join(root, "..", "elsewhere"), join(experiment, runId(1)));
  symlinkSync(join(root, "..", "nowhere"), join(experiment, runId(3)));
  const listing = valueOf(await tracking.listRuns("1"));
  assert.deepEqual([...byId(listing).keys()], [runId(1), runId(2)]);
  assert.deepEqual(listing.at(-1), { kind: "unreadable", id: runId(3), problem: "meta-missing" });
});

test("a run of before MLflow 2 has its name in a tag, and its id as run_uuid", async (t) => {
  const { experiment, tracking } = await store(t);
  const path = join(experiment, runId(1), "meta.yaml");
  writeFileSync(
    path,
    readFileSync(path, "utf8")
      .replace(/run_name: .*/, "name: ''")
      .replace("run_id:", "run_uuid:"),
  );
  assert.equal(valueOf(await tracking.run("1", runId(1))).name, "run 1");
});

test("ids that would lead out of the store are not found", async (t) => {
  const { tracking } = await store(t);
  for (const id of ["..", "../mlruns/1", "", ".trash", "1/.."]) {
    assert.deepEqual(failureOf(await tracking.listRuns(id)), {
      reason: "experiment-not-found",
      experimentId: id,
    });
    assert.deepEqual(failureOf(await tracking.run("1", id)), { reason: "run-not-found", runId: id });
  }
});
