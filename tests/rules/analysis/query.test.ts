import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { TaskError } from "plr";
import { DuckDBInstance } from "@duckdb/node-api";
import { withDatabase } from "../../../rules/analysis/database.ts";
import { selectConfigurations } from "../../../rules/analysis/query.ts";
import { selectRows } from "../../../rules/analysis/select-rows.ts";
import { configId, writeResults } from "./support/results-database.ts";
import { inStudy, mainScope, withFolder, writeStatistics } from "./support/studies.ts";

const groundTruth = { outlier: "pupil-gt", imputation: "pupil-gt" };
const mixed = [
  groundTruth,
  { ...groundTruth, featurization: "MOMENT-embedding" },
  { ...groundTruth, classifier: "XGBoost" },
  { outlier: "LOF", imputation: "SAITS" },
];

test("upstream pooled featurizations (its ground-truth cell says .8217): they are never pooled, nor classifiers", async () => {
  await inStudy({ cells: mixed, refits: 5 }, async (study) => {
    const { configurations, filters } = await selectConfigurations(study, mainScope);
    assert.deepEqual(
      configurations.map(({ config_id }) => config_id),
      [configId(groundTruth), configId({ outlier: "LOF", imputation: "SAITS" })].toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      filters.map(({ name, rows_left }) => [name, rows_left]),
      [
        ["classifier", 3],
        ["featurization", 2],
        ["methods", 2],
        ["is_synthetic", 2],
      ],
    );
    const all = await selectConfigurations(study, { ...mainScope, classifier: "all" });
    assert.equal(all.configurations.length, 3);
  });
});

test("statistics of one featurization do not know of the other", async () => {
  const numbers = async (cells: typeof mixed): Promise<unknown> =>
    inStudy({ cells, refits: 5 }, ({ analysis }) =>
      analysis.rows(
        `SELECT factor, method, mean, diff, ci_lower FROM method_contrasts
         WHERE featurization = 'simple1.0' AND classifier = 'CatBoost' AND factor <> 'classifier'
         ORDER BY ALL`,
      ),
    );
  assert.deepEqual(
    await numbers(mixed),
    await numbers([mixed[0], mixed[3]].filter((cell) => cell !== undefined)),
  );
});

test("upstream showed methods that were never registered: they are left out", async () => {
  const cells = [groundTruth, { outlier: "anomaly", imputation: "SAITS" }];
  await inStudy({ cells, refits: 5 }, async (study) => {
    const { configurations } = await selectConfigurations(study, mainScope);
    assert.deepEqual(
      configurations.map(({ outlier_method }) => outlier_method),
      ["pupil-gt"],
    );
  });
});

test("upstream drew blank figures: zero rows is an error that lists each filter with the rows left after it", async () => {
  await inStudy({ cells: mixed, refits: 5 }, async (study) => {
    await assert.rejects(
      selectConfigurations(study, { ...mainScope, classifier: "TabM" }),
      (error) =>
        error instanceof TaskError &&
        error.message ===
          "no configuration is left: essential_metrics: 4, classifier TabM: 0, featurization simple1.0: 0, " +
            "methods in the registry: 0, is_synthetic false: 0",
    );
  });
});

test("made-up rows never pass for a real study", async () => {
  await inStudy({ cells: mixed, isSynthetic: true, refits: 5 }, async (study) => {
    await assert.rejects(selectConfigurations(study, mainScope), /is_synthetic false: 0/);
    const { configurations } = await selectConfigurations(study, { ...mainScope, isSynthetic: true });
    assert.equal(configurations.length, 2);
  });
  await withFolder(async (folder) => {
    const results = await writeResults(join(folder, "r.db"), { cells: mixed, isSynthetic: true, refits: 5 });
    const paths = { results, analysis: join(folder, "a.db") };
    await assert.rejects(writeStatistics(paths, false), /of a synthetic study/);
  });
});

test("the databases are opened for reading only", async () => {
  await withFolder(async (folder) => {
    const path = await writeResults(join(folder, "r.db"), { cells: [groundTruth], refits: 5 });
    await withDatabase(path, async ({ rows }) => {
      await assert.rejects(rows("DELETE FROM predictions"), /read-only/);
    });
  });
});

test("a database is closed again when its use throws", async () => {
  await withFolder(async (folder) => {
    const path = await writeResults(join(folder, "r.db"), { cells: [groundTruth], refits: 5 });
    await assert.rejects(
      withDatabase(path, () => Promise.reject(new Error("stop"))),
      /stop/,
    );
    const instance = await DuckDBInstance.create(path);
    instance.closeSync();
  });
});

test("rows of other tables are those of the selected configurations, all of them and in order", async () => {
  await inStudy({ cells: mixed, refits: 5 }, async (study) => {
    const { configurations } = await selectConfigurations(study, mainScope);
    const people = await selectRows<{ config_id: number; y_prob: number }>(study.results, {
      table: "predictions",
      columns: ["config_id", "y_prob"],
      configurations,
      order: "config_id, y_prob",
    });
    assert.equal(people.length, 2 * 63);
    assert.deepEqual(
      people,
      people.toSorted((a, b) => a.config_id - b.config_id || a.y_prob - b.y_prob),
    );
    assert.deepEqual(
      await selectRows(study.results, {
        table: "predictions",
        columns: ["config_id"],
        configurations: [],
        order: "1",
      } as never),
      [],
    );
  });
});

test("configurations of other people cannot be paired, and the error names both", async () => {
  await withFolder(async (folder) => {
    const first = join(folder, "one.db");
    const path = await writeResults(first, { cells: [groundTruth, { outlier: "LOF", imputation: "SAITS" }] });
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    const id = configId({ outlier: "LOF", imputation: "SAITS" });
    for (const table of ["predictions", "auroc_kernels"]) {
      await connection.run(
        `UPDATE ${table} SET subject_code = 'H001' WHERE config_id = ${id} AND subject_code = 'H900'`,
      );
    }
    connection.closeSync();
    instance.closeSync();
    const paths = { results: path, analysis: join(folder, "a.db") };
    await assert.rejects(writeStatistics(paths, false), /LOF × SAITS.*pupil-gt/);
  });
});
