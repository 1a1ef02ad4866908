import assert from "node:assert/strict";
import { test } from "node:test";
import { drawVariance } from "plr/charts/figures/variance-decomposition";
import { varianceRow } from "plr/charts/figures/variance-rows";
import { rowMarks } from "plr/charts/row-marks";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

test("the shares of the published grid, the rest among them, sum to one, and each cell of the block stands once", async () => {
  await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => {
    const document = await documentsOf(study, facts).variance();
    const rows = z.array(varianceRow).parse(document.data);
    const terms = rows.filter((row) => row.part === "term").filter(({ model }) => model === "CatBoost");
    const golden: readonly [string, number, number | null][] = [
      ["outlier", 0.676, 0.604],
      ["imputation", 0.051, 0.024],
      ["residual", 0.273, null],
    ];
    assert.deepEqual(
      terms.map(({ term, eta_sq, omega_sq }) => [
        term,
        Number(eta_sq.toFixed(3)),
        omega_sq === null ? null : Number(omega_sq.toFixed(3)),
      ]),
      golden,
    );
    assert.ok(Math.abs(terms.reduce((sum, { eta_sq }) => sum + eta_sq, 0) - 1) < 1e-12);

    const cells = rows.filter((row) => row.part === "residual");
    assert.equal(
      new Set(cells.map(({ outlier_method, imputation_method }) => `${outlier_method} ${imputation_method}`))
        .size,
      55,
    );
    assert.ok(cells.every(({ auroc, fitted, residual }) => Math.abs(auroc - fitted - residual) < 1e-12));

    const shown = rowMarks(await drawVariance(document));
    const drawn = document.data.flatMap(({ part }, i) => (part === "term" || part === "residual" ? [i] : []));
    assert.deepEqual(
      [...shown].toSorted((a, b) => a - b),
      drawn,
    );
  });
});

test("a study with one imputation method has no second factor, and the figure says so", async () => {
  const cells = ["pupil-gt", "LOF"].map((outlier) => ({ outlier, imputation: "SAITS" }));
  await inStudy({ cells, refits: 5 }, async (study, facts) => {
    const { needs, data } = await documentsOf(study, facts).variance();
    assert.deepEqual([data, needs.map(({ met }) => met)], [[], [false]]);
  });
});
