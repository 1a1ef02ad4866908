import assert from "node:assert/strict";
import { test } from "node:test";
import { type Configuration, configId } from "../../../rules/extraction/config-id.ts";
import { type MergeCandidate, mergeRuns } from "../../../rules/extraction/merge-runs.ts";
import type { RunFile } from "../../../rules/extraction/run-file.ts";

const lof = {
  outlier_method: "LOF",
  imputation_method: "CSDI",
  classifier: "CatBoost",
  featurization: "simple1.0",
};

function candidate(
  run_id: string,
  start_time: number | null,
  configuration: Configuration = lof,
): MergeCandidate {
  return { run_id, name: `name of ${run_id}`, configuration, start_time };
}

function merge(candidates: readonly MergeCandidate[], broken: readonly string[] = []) {
  const files = candidates.map(({ run_id }): RunFile => ({
    run_id,
    rejected: broken.includes(run_id) ? { reason: "pickle-truncated", detail: "words" } : null,
    tables: {},
  }));
  const { accepted, rejected } = mergeRuns({ candidates, rejected: [], files });
  return {
    accepted: accepted.map(({ run_id }) => run_id),
    rejected: rejected.map(({ run_id, reason }) => `${run_id} ${reason}`),
  };
}

test("upstream kept the first folder or the best AUROC: of several runs of one configuration the one that started last is taken, then the greatest id", () => {
  const later = [candidate("a", 5), candidate("b", 9), candidate("c", 7)];
  assert.deepEqual(merge(later), { accepted: ["b"], rejected: ["a duplicate", "c duplicate"] });
  assert.deepEqual(merge([candidate("a", 5), candidate("c", 5), candidate("b", 5)]).accepted, ["c"]);
  assert.deepEqual(merge([candidate("b", null), candidate("a", 1)]).accepted, ["a"]);
});

test("a later run that is broken does not evict a good one", () => {
  const outcome = merge([candidate("a", 5), candidate("b", 9)], ["b"]);
  assert.deepEqual(outcome, { accepted: ["a"], rejected: ["b pickle-truncated"] });
});

test("the order of the listing has no say", () => {
  const candidates = ["SAITS", "TimesNet", "CSDI", "pupil-gt"].map((imputation_method, index) =>
    candidate(String(index), index, { ...lof, imputation_method }),
  );
  const twice = [...candidates, candidate("9", 0)];
  assert.deepEqual(merge(twice.toReversed()), merge(twice));
  const ids = merge(candidates).accepted.map((id) => configId(candidates[Number(id)]?.configuration ?? lof));
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
});

test("upstream numbered configurations as they came: config_id is the first 31 bits of a hash that the configuration alone decides", () => {
  // python3 -c 'import hashlib; print(int.from_bytes(hashlib.sha256(b"LOF\0CSDI\0CatBoost\0simple1.0").digest()[:4], "big") >> 1)'
  assert.equal(configId(lof), 1_390_242_287);
  assert.notEqual(configId({ ...lof, outlier_method: "LOFC", imputation_method: "SDI" }), configId(lof));
});

test("two configurations with one config_id are an error, not a lost run", () => {
  const [one, other] = ["method-39969", "method-45187"].map((imputation_method) => ({
    ...lof,
    imputation_method,
  }));
  assert(one !== undefined && other !== undefined);
  assert.equal(configId(one), configId(other), "the example collides");
  assert.throws(() => merge([candidate("a", 1, one), candidate("b", 2, other)]), /share the config_id/);
});
