import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type TaskContext, TaskError } from "plr";
import assignPseudonyms from "../../../rules/extraction/tasks/assign-pseudonyms.ts";
import decomposeSignals from "../../../rules/extraction/tasks/decompose-signals.ts";
import readSignals from "../../../rules/extraction/tasks/read-signals.ts";
import readTraces from "../../../rules/extraction/tasks/read-traces.ts";
import mergeRuns from "../../../rules/extraction/tasks/merge-runs.ts";
import { extractRun } from "../../../rules/extraction/extract-run.ts";
import { encodeRunFile } from "../../../rules/extraction/run-file.ts";
import { DEMO, expected, lookupOf, QUICK } from "./support/demo.ts";
import { demoPickles } from "./support/trap-study.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-tasks-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

test("key and lookup are made on first use, for their owner's eyes only, and then stay as they are", async () => {
  const inputs = {
    recordings: join(DEMO, "SYNTH_PLR_DEMO.db"),
    key: at("new/pseudonym.key"),
    known: at("new/subject_lookup.yaml"),
  };
  const outputs = { lookup: at("lookup.json"), codes: at("codes.json") };
  await run(assignPseudonyms, { inputs, outputs, params: {} });
  const [key, known, lookup] = [inputs.key, inputs.known, outputs.lookup].map((path) =>
    readFileSync(path, "utf8"),
  );
  for (const path of [inputs.key, inputs.known]) assert.equal(statSync(path).mode & 0o777, 0o600);
  const pseudonyms = new Map(JSON.parse(lookup ?? "") as [string, string][]);
  assert.deepEqual([...pseudonyms.keys()].toSorted(), expected.cohort.codes.toSorted());
  const codes = JSON.parse(readFileSync(outputs.codes, "utf8")) as string[];
  assert.equal(codes.length, 507, "people without a label are forbidden as well");

  await run(assignPseudonyms, { inputs, outputs, params: {} });
  const again = [inputs.key, inputs.known, outputs.lookup].map((path) => readFileSync(path, "utf8"));
  assert.deepEqual(again, [key, known, lookup]);
});

test("a lookup that cannot be read stops everything: nobody changes their pseudonym unnoticed", async () => {
  const inputs = {
    recordings: join(DEMO, "SYNTH_PLR_DEMO.db"),
    key: at("other.key"),
    known: at("torn.yaml"),
  };
  writeFileSync(inputs.known, "lookup: [");
  const outputs = { lookup: at("none.json"), codes: at("none-codes.json") };
  await assert.rejects(run(assignPseudonyms, { inputs, outputs, params: {} }), /torn\.yaml cannot be used/);
  assert(!existsSync(outputs.lookup));
  assert.equal(readFileSync(inputs.known, "utf8"), "lookup: [");
});

const RUN = "a".repeat(32);
const configuration = {
  outlier_method: "LOF",
  imputation_method: "CSDI",
  classifier: "CatBoost",
  featurization: "simple1.0",
};
const { metrics } = await demoPickles("__SYNTHETIC_CATBOOST_eval-auc__simple1.0__pupil-gt__pupil-gt");

async function merge(lookup: ReadonlyMap<string, string>, bytes: Uint8Array = metrics): Promise<string> {
  const name = "CATBOOST_eval-auc__simple1.0__CSDI__LOF";
  const setting = { run_id: RUN, name, configuration, resampling: QUICK };
  const extracted = extractRun({ metrics: () => bytes, baseline: undefined, features: undefined }, setting);
  const paths = [
    "rows",
    "candidates",
    "rejected",
    "lookup",
    "codes",
    "stages",
    "signals",
    "decomposition",
  ].map((file) => at(`merge-${file}`));
  const [rows = "", candidates = "", rejected = "", ofLookup = "", codes = "", stages = "", signals = ""] =
    paths;
  const decomposition = paths.at(-1) ?? "";
  writeFileSync(decomposition, JSON.stringify({ category_responses: [], signal_components: [] }));
  writeFileSync(signals, JSON.stringify({ stimulus_protocol: [], signal_summary: [] }));
  writeFileSync(stages, "[]");
  writeFileSync(rows, encodeRunFile(RUN, extracted));
  writeFileSync(candidates, JSON.stringify([{ run_id: RUN, name, configuration, start_time: 1 }]));
  writeFileSync(
    rejected,
    JSON.stringify([{ run_id: "b", run_name: null, reason: "deleted", detail: "gone" }]),
  );
  writeFileSync(ofLookup, JSON.stringify([...lookup]));
  writeFileSync(codes, JSON.stringify(expected.cohort.codes));
  const registry = fileURLToPath(new URL("../../../configs/registry.yaml", import.meta.url));
  const db = at("merged.db");
  rmSync(db, { force: true });
  await run(mergeRuns, {
    inputs: {
      rows: [rows],
      candidates,
      rejected,
      stages,
      signals,
      decomposition,
      lookup: ofLookup,
      codes,
      registry,
    },
    outputs: { db },
    params: { is_synthetic: true, experiment: "synth_PLR_Classification", resampling: QUICK },
  });
  return db;
}

test("a database without a single run is an error that says why each was left out", async () => {
  const failure = await merge(lookupOf("rising"), Buffer.from("no pickle")).catch((error: unknown) => error);
  assert(failure instanceof TaskError);
  assert.match(failure.message, /no run .* can be used \(deleted: 1, not-a-pickle: 1\)/);
});

test("the gate stops a database that holds a code, and does not say which", async () => {
  assert(existsSync(await merge(lookupOf("rising"))));
  const leaking = new Map(
    [...lookupOf("rising")].map(([code, name]) => [code, name.startsWith("G") ? `G-${code}` : code]),
  );
  const failure = await merge(leaking).catch((error: unknown) => error);
  assert(failure instanceof TaskError, String(failure));
  assert.match(failure.message, /must not be published: .*predictions.*subject-code/);
  assert(!expected.cohort.codes.some((code) => failure.message.includes(code)));
});

function run(
  task: { readonly run: (context: TaskContext) => void | Promise<void> },
  context: Pick<TaskContext, "inputs" | "outputs" | "params">,
): Promise<void> {
  const whole = {
    ...context,
    read: (path: string) => readFileSync(path),
    log: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  return Promise.resolve(task.run(whole as unknown as TaskContext));
}

test("whoever reads a file that a newer DuckDB has written says so, with the way out", async () => {
  // The first block of a file of DuckDB 2.0.0: checksum, magic word, version 999; the rest is zeros.
  const newer = Buffer.alloc(3 * 4096);
  newer.write("dec2eb13960747924455434be703", "hex");
  newer.write("76322e302e30", 0x34, "hex");
  newer.write("6435346362626533646600", 0x54, "hex");
  newer.write("23323c82d445671d7e774babdfdef170", 0x7c, "hex");
  const recordings = at("newer.db");
  writeFileSync(recordings, newer);
  writeFileSync(at("no-lookup.json"), "[]");
  writeFileSync(at("protocol.json"), JSON.stringify({ stimulus_protocol: [{}], signal_summary: [] }));
  const paths = { key: at("newer/key"), known: at("newer/known.yaml"), lookup: at("no-lookup.json") };
  const inputs = { ...paths, recordings, signals: recordings, protocol: at("protocol.json") };
  const outputs = { lookup: at("l.json"), codes: at("c.json"), rows: at("r.json"), traces: at("t.json") };
  for (const reader of [assignPseudonyms, readSignals, readTraces, decomposeSignals]) {
    const failure = await run(reader, { inputs, outputs, params: {} }).catch((error: unknown) => error);
    assert(failure instanceof TaskError, String(failure));
    assert.equal(failure.message, `${recordings} was written by a DuckDB that is newer than the one here`);
    assert.match(failure.hint ?? "", /STORAGE_VERSION/);
  }
});
