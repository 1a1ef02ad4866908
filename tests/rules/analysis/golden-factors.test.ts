// The published CatBoost grid: what its factors and ranks must be (figures.md, VAR and CD).
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockRank, Friedman, Rank } from "../../../rules/schema/ranks.ts";
import type { FactorResidual, VarianceTerm } from "../../../rules/schema/variance.ts";
import type { Method } from "../../../rules/analysis/select-rows.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

const tables = await inStudy({ cells: goldenCells, refits: 5 }, async ({ analysis, results }) => ({
  variance: await analysis.rows<VarianceTerm>("FROM variance_decomposition"),
  residuals: await analysis.rows<FactorResidual>("FROM factor_residuals"),
  friedman: await analysis.rows<Friedman>("FROM friedman"),
  ranks: await analysis.rows<Rank>("FROM ranks ORDER BY mean_rank, method"),
  blocks: await analysis.rows<BlockRank>("FROM block_ranks"),
  methods: await results.rows<Method>("FROM methods"),
}));

function terms(cells: string, type: string): Map<string, VarianceTerm> {
  const own = tables.variance.filter(
    (row) => row.model === "CatBoost" && row.cells === cells && row.ss_type === type,
  );
  return new Map(own.map((row) => [row.term, row]));
}

test("VAR: shares of the complete block of 55 cells; every type of sums of squares agrees on it", () => {
  for (const type of ["I", "II", "III"]) {
    const rows = terms("complete", type);
    const near = (value: number | null | undefined, expected: number): void =>
      assert.ok(Math.abs((value ?? 9) - expected) < 0.002, `${type}: ${value} is not ${expected}`);
    near(rows.get("outlier")?.eta_sq, 0.676);
    near(rows.get("imputation")?.eta_sq, 0.051);
    near(rows.get("residual")?.eta_sq, 0.273);
    near(rows.get("outlier")?.omega_sq, 0.604);
    near(rows.get("imputation")?.omega_sq, 0.024);
    assert.ok(Math.abs((rows.get("outlier")?.f ?? 0) - 9.92) < 0.05);
    assert.ok(Math.abs((rows.get("imputation")?.f ?? 0) - 1.88) < 0.02);
    assert.deepEqual([...rows].map(([term, { df, n }]) => `${term} ${df} ${n}`).toSorted(), [
      "imputation 4 55",
      "outlier 10 55",
      "residual 40 55",
    ]);
    const total = [...rows.values()].reduce((sum, { eta_sq }) => sum + eta_sq, 0);
    assert.ok(Math.abs(total - 1) < 1e-12);
  }
});

test("upstream's sequential sums on unbalanced cells: the order of factors decides there, so types are told apart", () => {
  const [first, last] = [terms("all", "I"), terms("all", "III")];
  assert.equal(first.get("outlier")?.n, 57);
  assert.ok(Math.abs((first.get("outlier")?.ss ?? 0) - (last.get("outlier")?.ss ?? 0)) > 1e-5);
  assert.equal(first.get("imputation")?.ss, last.get("imputation")?.ss, "the last term of type I");
});

test("shares carry intervals over people that hold them in order", () => {
  for (const row of terms("complete", "III").values()) {
    assert.ok(row.eta_sq_ci_lower !== null && row.eta_sq_ci_upper !== null);
    assert.ok(row.eta_sq_ci_lower < row.eta_sq_ci_upper, row.term);
    assert.equal(row.omega_sq_ci_lower === null, row.term === "residual");
  }
});

test("residuals are of every cell of the block once, and sum to 0", () => {
  assert.equal(new Set(tables.residuals.map(({ config_id }) => config_id)).size, 55);
  const total = tables.residuals.reduce((sum, { residual }) => sum + residual, 0);
  assert.ok(Math.abs(total) < 1e-10);
});

test("CD: mean ranks of outlier methods over 5 imputers, χ² 35.2, CD 6.75", () => {
  const short = new Map(tables.methods.map(({ method, short_name }) => [method, short_name]));
  const own = tables.ranks.filter(({ family }) => family === "outlier");
  assert.deepEqual(
    own.map(({ mean_rank }) => mean_rank.toFixed(1)),
    ["1.8", "2.4", "3.0", "4.8", "5.0", "6.6", "7.2", "7.6", "8.8", "9.2", "9.6"],
  );
  assert.deepEqual(
    [own.at(0), own.at(-1)].map((row) => short.get(row?.method ?? "")),
    ["Ens-Thresh", "SubPCA"],
  );
  const test = tables.friedman.find(({ family }) => family === "outlier");
  assert.equal(test?.statistic.toFixed(1), "35.2");
  assert.equal(test?.cd.toFixed(2), "6.75");
  assert.deepEqual([test?.k, test?.n_blocks, test?.least_p], [11, 5, 0.0625]);
  for (const { clique, mean_rank } of own) assert.equal(clique, mean_rank - 1.8 < 6.75 ? 1 : null);
});

test("CD: mean ranks of imputers over 11 outlier methods, CD 1.84", () => {
  const own = tables.ranks.filter(({ family }) => family === "imputation");
  assert.deepEqual(
    own.map(({ method, mean_rank }) => `${method} ${mean_rank.toFixed(2)}`),
    ["TimesNet 2.09", "MOMENT-zeroshot 2.73", "CSDI 3.00", "SAITS 3.09", "MOMENT-finetune 4.09"],
  );
  assert.equal(tables.friedman.find(({ family }) => family === "imputation")?.cd.toFixed(2), "1.84");
});

test("ranks of a block sum to k(k + 1)/2, chances of being best to 1, and the interval holds ranks", () => {
  for (const [, rows] of Map.groupBy(tables.blocks, ({ family, block }) => `${family} ${block}`)) {
    const k = rows.length;
    assert.equal(
      rows.reduce((sum, { rank }) => sum + rank, 0),
      (k * (k + 1)) / 2,
    );
  }
  for (const [, rows] of Map.groupBy(tables.ranks, ({ family }) => family)) {
    assert.ok(Math.abs(rows.reduce((sum, { p_best }) => sum + p_best, 0) - 1) < 1e-9);
    for (const { ci_lower, ci_upper } of rows) {
      assert.ok(1 <= ci_lower && ci_lower <= ci_upper && ci_upper <= rows.length);
    }
  }
});

test("upstream's 1,000 refits as blocks are not there: blocks are partners, and the test says what it is", () => {
  assert.ok(tables.friedman.every(({ n_blocks }) => n_blocks <= 11));
  assert.ok(tables.friedman.every(({ note }) => note.startsWith("description")));
});
