import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { serveStudy } from "../../support/mlflow-server.ts";
import { writeFileStore, writeSqliteStore } from "../../support/mlflow-store.ts";
import type { Merged } from "../../../rules/extraction/merge-runs.ts";
import { lookupOf } from "./support/demo.ts";
import { extractStudy } from "./support/extract-study.ts";
import { EXPERIMENT, MARKER, trapStudy } from "./support/trap-study.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-traps-"));
after(() => rmSync(folder, { recursive: true }));
rmSync(MARKER, { force: true });

const { study, accepted, rejected } = await trapStudy();
const server = await serveStudy(study);
after(() => server[Symbol.asyncDispose]());

const extract = (uri: string): Promise<Merged> =>
  extractStudy({ uri, experimentName: EXPERIMENT, isSynthetic: false, lookup: lookupOf("rising") });
const ofFiles = await extract(writeFileStore(join(folder, "mlruns"), study));

test("good runs are accepted, whatever stands beside them", () => {
  assert.deepEqual(ofFiles.accepted.map(({ run_id }) => run_id).toSorted(), accepted.toSorted());
});

test("upstream said 'No metrics found' of all of them: every other run of the experiment is rejected for the first filter that it fails", () => {
  const reasons = new Map(ofFiles.rejected.map(({ run_id, reason }) => [run_id, reason]));
  assert.deepEqual(reasons, rejected);
});

test("nothing in a pickle is executed", () => {
  assert(!existsSync(MARKER));
});

test("a baseline that cannot be used costs its own rows only", () => {
  const references = ofFiles.accepted.map(({ tables }) =>
    [...(tables["instability"]?.["reference"] ?? [])].join(" "),
  );
  const without = references.filter((list) => list === "mean_of_models").length;
  assert.equal(without, 2, "the run with a torn baseline and the one without");
  assert.equal(references.filter((list) => list === "full_model mean_of_models").length, accepted.length - 2);
});

test("training features that cannot be used cost their own rows only", () => {
  const rows = ofFiles.accepted.map(({ tables }) => tables["feature_vif"]?.["vif"]?.length);
  assert.equal(rows.filter((length) => length === 0).length, 1, "the run with torn features");
  assert.equal(rows.filter((length) => length === 16).length, accepted.length - 1);
});

test("the same study gives the same rows from a database", async () => {
  assert.deepEqual(await extract(writeSqliteStore(join(folder, "sqlite"), study)), ofFiles);
});

test("the same study gives the same rows from a server", async () => {
  assert.deepEqual(await extract(server.uri), ofFiles);
});
