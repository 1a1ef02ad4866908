import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { parseRunName } from "../../../rules/extraction/run-name.ts";

const ensemble = "ensemble-LOF-MOMENT-OneClassSVM-PROPHET-SubPCA-TimesNet-UniTS-gt-finetune";

test("names of real runs say classifier, featurization, imputation and outlier method", () => {
  const names = [
    [`CATBOOST_eval-auc__simple1.0__CSDI__${ensemble}`, "CatBoost", "simple1.0", "CSDI", ensemble],
    [
      "XGBOOST_eval-auc__MOMENT-embedding-PCA__pupil-gt__pupil-gt",
      "XGBoost",
      "MOMENT-embedding-PCA",
      "pupil-gt",
      "pupil-gt",
    ],
    ["TabPFN_eval-auc__simple1.0__SAITS__LOF", "TabPFN", "simple1.0", "SAITS", "LOF"],
    ["TabM_eval-auc__simple1.0__SAITS__LOF", "TabM", "simple1.0", "SAITS", "LOF"],
    [
      "LogisticRegression_eval-roc_auc__simple1.0__MOMENT-zeroshot__OneClassSVM",
      "LogisticRegression",
      "simple1.0",
      "MOMENT-zeroshot",
      "OneClassSVM",
    ],
    ["ENSEMBLE-CATBOOST-TABM-TABPFN-XGBOOST_eval-auc__simple1.0__a__b", "Cls-Ens", "simple1.0", "a", "b"],
    ["RandomForest_eval-auc__simple1.0__spline__LOF_v2", "RandomForest", "simple1.0", "spline", "LOF_v2"],
  ] as const;
  for (const [name, classifier, featurization, imputation_method, outlier_method] of names) {
    const value = { classifier, featurization, imputation_method, outlier_method, isSynthetic: false };
    assert.deepEqual(parseRunName(name), { ok: true, value }, name);
  }
});

test("the prefix of synthetic runs, which holds a separator, shifts no field", () => {
  const plain = parseRunName("CATBOOST_eval-auc__simple1.0__CSDI__LOF");
  const marked = parseRunName("__SYNTHETIC_CATBOOST_eval-auc__simple1.0__CSDI__LOF");
  assert(plain.ok && marked.ok);
  assert.deepEqual(marked.value, { ...plain.value, isSynthetic: true });
});

test("names of other kinds are refused, each for its reason, and nothing is filled in", () => {
  const refusals = [
    ["", "run-name-too-few-fields"],
    ["CATBOOST__SAITS", "run-name-too-few-fields"],
    ["CATBOOST_eval-auc__simple1.0__SAITS", "run-name-too-few-fields"],
    ["ensemble-CatBoost-TabM__pupil_gt", "run-name-too-few-fields"],
    ["CATBOOST_eval-auc__simple1.0__SAITS__LOF__x", "run-name-too-many-fields"],
    ["pupil-full__LOF__SAITS__CATBOOST", "run-name-not-of-the-grammar"],
    ["LOF__CSDI__simple1.0__CATBOOST_eval-auc", "run-name-not-of-the-grammar"],
    ["CATBOOST_eval-auc__simple1.0____LOF", "run-name-not-of-the-grammar"],
    ["CATBOOST_eval-auc__simple1.0__SAITS__", "run-name-not-of-the-grammar"],
    ["CATBOOST_eval-auc__simple1.0__SAITS__LOF ", "run-name-not-of-the-grammar"],
    ["Käyrä 👁 ; LOF__CSDI__simple1.0__CATBOOST", "run-name-not-of-the-grammar"],
  ] as const;
  for (const [name, reason] of refusals) {
    const parsed = parseRunName(name);
    assert.equal(parsed.ok ? "accepted" : parsed.failure.reason, reason, name);
  }
});

test("any text is either refused or made of the fields that it is read as", () => {
  const part = fc.stringMatching(/^[A-Za-z0-9_.\- ]{0,12}$/);
  const name = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join("__")),
  );
  fc.assert(
    fc.property(name, (text) => {
      const parsed = parseRunName(text);
      if (!parsed.ok) return;
      const { featurization, imputation_method, outlier_method } = parsed.value;
      assert(text.endsWith(`__${featurization}__${imputation_method}__${outlier_method}`));
    }),
  );
});
