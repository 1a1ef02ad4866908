import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { scanPublic } from "plr/privacy";
import type { Merged } from "../../../rules/extraction/merge-runs.ts";
import { resultsContents } from "../../../rules/extraction/results-contents.ts";
import { writeResults } from "../../../rules/extraction/write-results.ts";
import { resultsTables } from "../../../rules/schema/results.ts";
import { DEMO_URI, expected, lookupOf, registry } from "./support/demo.ts";
import { extractStudy } from "./support/extract-study.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-results-"));
after(() => rmSync(folder, { recursive: true }));

const codes = expected.cohort.codes;
const signals = { stimulus_protocol: [], signal_summary: [], category_responses: [], signal_components: [] };
const facts = {
  experiment: "synth_PLR_Classification",
  isSynthetic: true,
  resampling: { seed: 42, resamples: 2000, curve_resamples: 500 },
  registry,
  codes,
  quality: [],
  signals,
};
const merged = await extractStudy({
  uri: DEMO_URI,
  experimentName: facts.experiment,
  isSynthetic: true,
  lookup: lookupOf("rising"),
});
const query = await opened(await written("results.db", merged));

test("the file has the tables and columns of the schema, with their types", async () => {
  const found = await query(`SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()
     WHERE NOT internal ORDER BY table_name, column_index`);
  const declared = resultsTables
    .flatMap(({ name, columns }) =>
      Object.entries(columns).map(([column_name, { type, nullable }]) => ({
        table_name: name,
        column_name,
        data_type: type,
        is_nullable: nullable,
      })),
    )
    .toSorted((a, b) => (a.table_name < b.table_name ? -1 : Number(a.table_name > b.table_name)));
  assert.deepEqual(found, declared);
});

test("no table holds a key twice, and all are stored in the order of their keys", async () => {
  for (const { name, key, unique } of resultsTables) {
    for (const columns of [key, ...unique]) {
      const list = columns.join(", ");
      const [counts] = await query(`SELECT count(*) AS rows, count(DISTINCT (${list})) AS keys FROM ${name}`);
      assert.equal(counts?.["rows"], counts?.["keys"], `${name}: ${list}`);
    }
    const stored = await query(`FROM ${name}`);
    assert.deepEqual(stored, await query(`FROM ${name} ORDER BY ${key.join(", ")}`), name);
  }
});

test("what goes together agrees", async () => {
  const checks = {
    "the mean of kernels over cases is the mean AUROC": `SELECT config_id FROM essential_metrics JOIN
      (SELECT config_id, avg(placement) AS a FROM auroc_kernels WHERE y_true = 1 GROUP BY ALL) USING (config_id) WHERE abs(a - auroc) > 1e-9`,
    "so it is over controls": `SELECT config_id FROM essential_metrics JOIN
      (SELECT config_id, avg(placement) AS a FROM auroc_kernels WHERE y_true = 0 GROUP BY ALL) USING (config_id) WHERE abs(a - auroc) > 1e-9`,
    "limits lie about their values": `SELECT config_id FROM essential_metrics WHERE NOT (
      auroc BETWEEN auroc_s_lower AND auroc_s_upper AND auroc BETWEEN auroc_ci_lower AND auroc_ci_upper
      AND auroc_mean_pred BETWEEN auroc_mean_pred_ci_lower AND auroc_mean_pred_ci_upper
      AND scaled_brier BETWEEN scaled_brier_ci_lower AND scaled_brier_ci_upper
      AND net_benefit_10pct BETWEEN net_benefit_10pct_ci_lower AND net_benefit_10pct_ci_upper)`,
    "bins and groups hold everybody": `SELECT config_id FROM essential_metrics JOIN
      (SELECT config_id, sum(n_samples) AS n FROM calibration_curves GROUP BY ALL) USING (config_id) JOIN
      (SELECT config_id, sum(n) AS g FROM calibration_groups GROUP BY ALL) USING (config_id) WHERE n <> n_test OR g <> n_test`,
    "retaining everybody is the whole sample": `SELECT config_id FROM essential_metrics JOIN retention_metrics USING (config_id)
      WHERE retention_rate = 1 AND metric_name = 'auroc' AND metric_value <> auroc_mean_pred`,
    "the curve's last risk is the error rate, and its mean aurc": `SELECT config_id FROM essential_metrics JOIN
      (SELECT config_id, avg(risk) AS a FROM risk_coverage GROUP BY ALL) USING (config_id) WHERE abs(a - aurc) > 1e-12`,
    "net benefits are those of the decision curve": `SELECT config_id FROM essential_metrics e JOIN dca_curves d USING (config_id)
      WHERE d.prevalence = e.prevalence AND threshold = 0.15 AND net_benefit_model <> net_benefit_15pct`,
  };
  for (const [what, sql] of Object.entries(checks)) assert.deepEqual(await query(sql), [], what);
});

test("the same runs make the same rows again", async () => {
  const again = await opened(await written("again.db", merged));
  for (const { name } of resultsTables) {
    assert.deepEqual(await again(`FROM ${name}`), await query(`FROM ${name}`), name);
  }
});

test("nothing that must not be public is in the decoded file", async () => {
  const forbidden = { codes: expected.forbidden };
  assert.deepEqual(await scanPublic({ root: folder, files: ["results.db"], forbidden }), []);
});

test("names and details from outside that hold a code or a path are not shown", async () => {
  const [code = ""] = codes;
  const rejected = [
    { run_id: "1", run_name: `debug of ${code}`, reason: "run-name-too-few-fields", detail: "1 of 4" },
    { run_id: "2", run_name: "/home/somebody/runs", reason: "run-name-too-few-fields", detail: "1 of 4" },
    { run_id: "3", run_name: "harmless", reason: "pickle-forbidden-class", detail: `a class: ${code}.Boom` },
  ];
  const names = await opened(await written("names.db", { accepted: merged.accepted.slice(0, 1), rejected }));
  const rows = await names("SELECT run_name, detail FROM rejected_runs ORDER BY run_id");
  assert.deepEqual(rows, [
    { run_name: null, detail: "1 of 4" },
    { run_name: null, detail: "1 of 4" },
    {
      run_name: "harmless",
      detail: "its metrics pickle names a class that is not allowed; nothing was executed",
    },
  ]);
});

test("upstream stamped its database with the time: it says what it is, and nothing of when, where and how", async () => {
  const rows = await query("FROM extraction_metadata");
  const entries = Object.fromEntries(rows.map(({ key, value }) => [String(key), value]));
  assert.deepEqual(Object.keys(entries), [
    "curve_resamples",
    "experiment",
    "is_synthetic",
    "n_runs_accepted",
    "n_runs_rejected",
    "registry_digest",
    "resamples",
    "same_test_people",
    "schema_version",
    "seed",
  ]);
  assert.deepEqual([entries["curve_resamples"], entries["seed"]], ["500", "42"]);
  const { is_synthetic, n_runs_accepted, same_test_people } = entries;
  assert.deepEqual([is_synthetic, n_runs_accepted, same_test_people], ["true", "24", "true"]);
});

async function written(name: string, contents: Merged): Promise<string> {
  const file = join(folder, name);
  await writeResults(file, () => resultsContents(contents, facts));
  return file;
}

async function opened(file: string): Promise<(sql: string) => Promise<Record<string, unknown>[]>> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY", threads: "1" });
  const connection = await instance.connect();
  after(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
}
