import assert from "node:assert/strict";
import { test } from "node:test";
import { drawRanks } from "plr/charts/figures/rank-comparison";
import { rankRow } from "plr/charts/figures/rank-rows";
import { rowMarks } from "plr/charts/row-marks";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

const documents = await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => {
  const of = documentsOf(study, facts);
  const pairwise = await study.analysis.rows<{
    level_1: string;
    level_2: string;
    mean_diff: number;
    p_holm: number;
  }>(
    "SELECT level_1, level_2, mean_diff, p_holm FROM pairwise WHERE factor = 'outlier' AND metric = 'auroc'",
  );
  return {
    outliers: await of.ranksOfOutliers(),
    imputers: await of.ranksOfImputers(),
    classifiers: await of.ranksOfClassifiers(),
    pairwise,
  };
});

test("the published grid gives the mean ranks of its methods, each a mean of the ticks beside it", () => {
  const means = [documents.outliers, documents.imputers].map(({ data }) => {
    const rows = z.array(rankRow).parse(data);
    const [family] = rows.filter((row) => row.part === "family");
    const methods = rows.filter((row) => row.part === "method");
    const blocks = rows.filter((row) => row.part === "block");
    const k = methods.length;
    const total = methods.reduce((sum, { mean_rank }) => sum + mean_rank, 0);
    assert.ok(Math.abs(total - (k * (k + 1)) / 2) < 1e-9);
    for (const { method, mean_rank } of methods) {
      const own = blocks.filter((block) => block.method === method).map(({ rank }) => rank);
      assert.equal(own.length, family?.n_blocks);
      assert.ok(Math.abs(own.reduce((sum, rank) => sum + rank, 0) / own.length - mean_rank) < 1e-9, method);
    }
    return [methods.map(({ mean_rank }) => Number(mean_rank.toFixed(2))), family?.cd.toFixed(2)];
  });
  assert.deepEqual(means, [
    [[1.8, 2.4, 3, 4.8, 5, 6.6, 7.2, 7.6, 8.8, 9.2, 9.6], "6.75"],
    [[2.09, 2.73, 3, 3.09, 4.09], "1.84"],
  ]);
});

test("each pair stands once, as the table has it or turned round, and all of it is drawn", async () => {
  const rows = z.array(rankRow).parse(documents.outliers.data);
  const order = rows.filter((row) => row.part === "method").map(({ method }) => method);
  const pairs = rows.filter((row) => row.part === "pair");
  assert.equal(pairs.length, 55);
  for (const { method, other, diff, p_holm } of pairs) {
    assert.ok(order.indexOf(other) < order.indexOf(method));
    const found = documents.pairwise.find(
      ({ level_1, level_2 }) => [level_1, level_2].toSorted().join() === [method, other].toSorted().join(),
    );
    assert.equal(found?.p_holm, p_holm);
    assert.equal(diff, found?.level_1 === method ? found.mean_diff : -(found?.mean_diff ?? 0));
  }
  const svg = await drawRanks(documents.outliers);
  const drawn = documents.outliers.data.flatMap(({ part }, i) => (part === "family" ? [] : [i]));
  assert.deepEqual(
    [...rowMarks(svg)].toSorted((a, b) => a - b),
    drawn,
  );
  assert.match(svg, /the 5 imputation methods share their people; by ranks no pair can reach p &lt; 0\.05/);
});

test("one classifier has no rank", () => {
  const { data, needs } = documents.classifiers;
  assert.deepEqual([data, needs.map(({ met }) => met)], [[], [false]]);
});
