import assert from "node:assert/strict";
import { test } from "node:test";

import { readMeta } from "../../src/mlflow/meta-yaml.ts";

/** Run names and how MLflow 3.17 wrote them to meta.yaml through PyYAML. */
const NAMES: readonly (readonly [name: string | null, line: string])[] = [
  ["CATBOOST_eval-auc__simple1.0__CSDI__LOF", "CATBOOST_eval-auc__simple1.0__CSDI__LOF"],
  ["yes", "'yes'"],
  ["12", "'12'"],
  ["1e5", "1e5"],
  ["0x1F", "'0x1F'"],
  ["1_000", "'1_000'"],
  ["2020-01-01", "'2020-01-01'"],
  ["null", "'null'"],
  [null, "null"],
  [null, ""],
  ["~", "'~'"],
  ["true", "'true'"],
  ["_", "_"],
  ["a: b", "'a: b'"],
  ["- x", "'- x'"],
  ["'x", "'''x'"],
  ["x #y", "'x #y'"],
  [" lead", "' lead'"],
  ["tab\tx", '"tab\\tx"'],
  ["x\u0085y", '"x\\Ny"'],
  ["C:\\x", "C:\\x"],
  ["{a}", "'{a}'"],
  ["[x", "'[x'"],
  ["Käyrä \u{1F441} ; 'q' \"dq\": # x", '"K\u00e4yr\u00e4 \\U0001F441 ; \'q\' \\"dq\\": # x"'],
  [
    "multi word: name, with ünïcode and a length well above the eighty columns that yaml folds at, mind",
    "'multi word: name, with ünïcode and a length well above the eighty columns\n  that yaml folds at, mind'",
  ],
  [
    "plain words, longer than the eighty columns at which the writer folds its lines to the next one",
    "plain words, longer than the eighty columns at which the writer folds its lines\n  to the next one",
  ],
];

test("run names are read as MLflow wrote them, whatever YAML would make of them", async () => {
  for (const [name, line] of NAMES) {
    const meta = await readMeta(
      `lifecycle_stage: active\nrun_name: ${line}\nstart_time: 1795501646787\ntags: []\n`,
    );
    assert.equal(meta?.get("run_name"), name, line);
    assert.equal(meta?.get("start_time"), "1795501646787");
  }
});

test("what is no such file is none, and one cut short lacks its last fields", async () => {
  for (const text of [
    "",
    "\n",
    "run",
    "run_id",
    "\u0000\u0001",
    "- a\n- b\n",
    "run_name: 'abc",
    'run_name: "abc\\',
  ])
    assert.equal(await readMeta(text), undefined, JSON.stringify(text));
  const cut = await readMeta("artifact_uri: file:///a\nend_time: 17955");
  assert.deepEqual([...(cut?.keys() ?? [])], ["artifact_uri", "end_time"]);
});

test("Windows line ends are no part of a value", async () => {
  assert.equal((await readMeta("run_id: abc\r\nstatus: 3\r\n"))?.get("run_id"), "abc");
});
