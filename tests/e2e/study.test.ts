// The demo study itself, as far as two figures' rows and the numbers of the text: no pictures are drawn.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { makeProject, REPOSITORY, type TestProject } from "../support/project.ts";

const FOREST = "figures/fig02_forest_outlier/data";
const QUALITY = "figures/fig_preprocessing_quality/data";
const TARGETS = [FOREST, QUALITY, "tables/numbers"];
const PACKAGES = ["js-yaml", "@duckdb/node-api"];
const options = { limitMs: 240_000 };

test("one row of the database changed: what its numbers reach is built anew, and why names the tables on the way", async () => {
  await using project = await makeProject({ files: {}, packages: PACKAGES });
  for (const part of ["plrfile.ts", "rules", "configs", "paper", "data/demo"]) {
    cpSync(join(REPOSITORY, part), project.at(part), { recursive: true });
  }
  await project.build({}, TARGETS, options);
  setQuality(project, 0.2);
  await project.build({}, TARGETS, options);

  // Again, by so little that no number of the text moves.
  setQuality(project, 0.2000000001);
  const { steps } = await project.build({}, TARGETS, options);
  const ran = Object.entries(steps).filter(([, outcome]) => outcome !== "fresh");
  assert.deepEqual(Object.fromEntries(ran), {
    "extraction/stages": "done",
    "extraction/database": "done",
    "statistics/stages": "done",
    "analysis/statistics": "done",
    [QUALITY]: "done",
    "tables/numbers": "same",
  });

  const why = await project.run(["why", QUALITY, "--run", "3"]);
  assert.match(why.stdout, /foundation_plr_analysis\.db : stage_quality \w+ -> \w+/);
  assert.match(why.stdout, /foundation_plr_results\.db : preprocessing_quality \w+ -> \w+/);
  assert.doesNotMatch(why.stdout, /essential_metrics|predictions/);
  const other = await project.run(["why", FOREST, "--run", "3"]);
  assert.match(other.stdout, /did not run/);
});

/** Writes another F1 of one outlier method into the tracking store, as a repeated evaluation does. */
function setQuality(project: TestProject, value: number): void {
  const store = new DatabaseSync(project.at("data/demo/mlflow.db"));
  const one = "(SELECT run_uuid FROM runs WHERE name = '__SYNTHETIC_LOF')";
  const { changes } = store
    .prepare(`UPDATE latest_metrics SET value = ? WHERE key = 'outlier_test/f1' AND run_uuid IN ${one}`)
    .run(value);
  assert.equal(changes, 1);
  store.exec(`UPDATE runs SET end_time = end_time + 1 WHERE run_uuid IN ${one}`);
  store.close();
}
