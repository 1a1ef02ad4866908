import assert from "node:assert/strict";
import { test } from "node:test";
import { drawForest } from "plr/charts/figures/forest";
import { rowMarks } from "plr/charts/row-marks";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const cells = ["pupil-gt", "LOF", "SubPCA"].flatMap((outlier) =>
  ["SAITS", "CSDI"].map((imputation) => ({ outlier, imputation })),
);

test("the combined forest holds the rows of both forests on one range, and draws each mark for its own row", async () => {
  await inStudy({ cells, refits: 5 }, async (study, facts) => {
    const of = documentsOf(study, facts);
    const [both, outliers, imputers] = [await of.forests(), await of.outliers(), await of.imputers()];
    assert.deepEqual(both.data, [...outliers.data, ...imputers.data]);
    assert.deepEqual(both.domains["auroc"], outliers.domains["auroc"]);
    const differences = both.data.flatMap((row) => [row["diff_lower"], row["diff_upper"]]);
    const [low = 1, high = -1] = both.domains["diff"] ?? [];
    const limits = differences.filter((value) => typeof value === "number");
    assert.ok(limits.length > 0 && limits.every((value) => value >= low && value <= high));

    const svg = await drawForest(both);
    assert.deepEqual(
      [...rowMarks(svg)].toSorted((a, b) => a - b),
      both.data.map((_, index) => index),
    );
    for (const tag of "ABCD") assert.match(svg, new RegExp(`font-size="9"[^>]*>${tag}`));
  });
});
