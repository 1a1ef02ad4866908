import assert from "node:assert/strict";
import { test } from "node:test";
import { collinearityRow } from "plr/charts/figures/collinearity";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const cells = ["pupil-gt", "LOF", "SubPCA"].map((outlier) => ({ outlier, imputation: "SAITS" }));
const others = [
  { outlier: "LOF", imputation: "SAITS", classifier: "XGBoost" },
  { outlier: "LOF", imputation: "SAITS", featurization: "MOMENT-embedding" },
];

test("a tick per configuration of the main classifier and features, and medians over exactly these", async () => {
  const document = await inStudy({ cells: [...cells, ...others], curves: true, refits: 5 }, (study, facts) =>
    documentsOf(study, facts).collinearity(),
  );
  const rows = z.array(collinearityRow).parse(document.data);
  const features = rows.filter((row) => row.part === "feature");
  assert.deepEqual(
    features.map(({ display_name, light }) => `${display_name}, ${light}`),
    ["blue", "red"].flatMap((light) =>
      ["Phasic", "Maximal constriction", "Sustained", "PIPR area"].map((name) => `${name}, ${light}`),
    ),
  );
  for (const { feature, n_configs, median_vif, min_vif, max_vif } of features) {
    const own = rows
      .filter((row) => row.part === "configuration")
      .filter((row) => row.feature === feature)
      .map(({ vif }) => vif ?? 0)
      .toSorted((a, b) => a - b);
    assert.equal(n_configs, 3);
    assert.deepEqual(own, [min_vif, median_vif, max_vif]);
    assert.ok(own.every((vif) => vif >= 1));
  }
  assert.equal(rows.filter((row) => row.part === "pair").length, 28);
});

test("a study whose runs have no training features has a card that says so", async () => {
  const document = await inStudy({ cells, refits: 5 }, (study, facts) =>
    documentsOf(study, facts).collinearity(),
  );
  assert.deepEqual(
    document.needs.map(({ met }) => met),
    [false],
  );
  assert.deepEqual(document.data, []);
});
