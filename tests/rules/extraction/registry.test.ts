import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { parseCombos, readCombos } from "../../../rules/combos.ts";
import { isRegistered, parseRegistry, registryDigest } from "../../../rules/registry.ts";
import { registry } from "./support/demo.ts";

test("the registry holds the study's methods: 11 × 8 × 5, every name once", () => {
  const count = (kind: string): number => registry.filter((entry) => entry.kind === kind).length;
  assert.deepEqual(["outlier", "imputation", "classifier"].map(count), [11, 8, 5]);
  const shortNames = registry.map(({ kind, short_name }) => `${kind} ${short_name}`);
  assert.equal(new Set(shortNames).size, shortNames.length);
});

test("upstream put TimesNet among the foundation models: each category holds its own", () => {
  const counts = (kind: string): Record<string, number> => {
    const own = registry.filter((entry) => entry.kind === kind);
    return Object.fromEntries(
      [...Map.groupBy(own, (entry) => `${entry.category}`)].map(([category, methods]) => [
        category,
        methods.length,
      ]),
    );
  };
  assert.deepEqual(counts("outlier"), {
    "Ground Truth": 1,
    "Foundation Model": 3,
    "Deep Learning": 1,
    Traditional: 4,
    Ensemble: 2,
  });
  assert.deepEqual(counts("imputation"), {
    "Ground Truth": 1,
    "Foundation Model": 2,
    "Deep Learning": 3,
    Ensemble: 2,
  });
});

test("upstream wrote CATBOOST and CatBoost: methods of the wrong kind, in another case, or never valid are not registered", () => {
  assert(isRegistered(registry, "imputation", "TimesNet"));
  assert(!isRegistered(registry, "outlier", "TimesNet"));
  assert(!isRegistered(registry, "classifier", "CATBOOST"));
  for (const method of ["anomaly", "exclude", "MOMENT-orig-finetune", "TimesNet-orig"]) {
    assert(!isRegistered(registry, "outlier", method));
  }
});

test("the registry's digest is of what it says, not of its layout", () => {
  const yaml = (outlier: string): string =>
    `imputation: [{ method: a, display: A, short: A, category: Ensemble }]\nclassifier: [{ method: c, display: C, short: C }]\n` +
    `featurization: [{ method: f, display: F, short: F }]\noutlier:\n${outlier}`;
  const flow = "  - { method: o, display: O, short: O, category: Ensemble }";
  const block = "  # a comment\n  - method: o\n    display: O\n    short: O\n    category: Ensemble";
  assert.equal(registryDigest(parseRegistry(yaml(flow))), registryDigest(parseRegistry(yaml(block))));
  const renamed = flow.replace("display: O", "display: Other");
  assert.notEqual(registryDigest(parseRegistry(yaml(flow))), registryDigest(parseRegistry(yaml(renamed))));
  assert.throws(() => parseRegistry(yaml(`${flow}\n${flow}`)), /outlier o: is there twice/);
  assert.throws(() => parseRegistry(yaml(flow.replace("Ensemble", "Else"))), /category must be one of/);
});

test("the shipped roles are registered pipelines, at most four of them main", () => {
  const combos = readCombos(
    fileURLToPath(new URL("../../../configs/combos.yaml", import.meta.url)),
    registry,
  );
  assert.deepEqual(
    combos.filter(({ panel }) => panel === "main").map(({ role }) => role),
    ["ground_truth", "best_ensemble", "best_single_fm", "traditional"],
  );
});

test("a role with a method that is not registered is an error that names both", () => {
  const yaml = (outlier: string, more = ""): string =>
    `classifier: CatBoost\nfeaturization: simple1.0\nmain:\n  - { role: r, label: R, outlier: ${outlier}, imputation: CSDI }\n${more}`;
  assert.equal(parseCombos(yaml("LOF"), registry).length, 1);
  assert.throws(
    () => parseCombos(yaml("TimesNet-orig"), registry),
    /r: outlier TimesNet-orig is not registered/,
  );
  const again = "  - { role: r, label: R, outlier: LOF, imputation: SAITS }\n";
  assert.throws(() => parseCombos(yaml("LOF", again), registry), /r: is there twice/);
  const five = ["a", "b", "c", "d"].map(
    (role) => `  - { role: ${role}, label: R, outlier: LOF, imputation: SAITS }\n`,
  );
  assert.throws(() => parseCombos(yaml("LOF", five.join("")), registry), /5 roles, at most 4/);
});
