import assert from "node:assert/strict";
import { test } from "node:test";
import { drawRain } from "plr/charts/figures/raincloud";
import { rainRow } from "plr/charts/figures/raincloud-rows";
import { rowMarks } from "plr/charts/row-marks";
import { z } from "zod";
import type { CategoryDensity, CategorySpread } from "../../../rules/schema/stages.ts";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

const shared = await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => ({
  rain: await documentsOf(study, facts).rain(),
  spreads: await study.analysis.rows<CategorySpread>("FROM category_spread ORDER BY ALL"),
  densities: await study.analysis.rows<CategoryDensity>(
    "FROM category_density ORDER BY category, metric, place",
  ),
}));

test("a category has quartiles from eight configurations and a density from twenty, cut at its extremes", () => {
  const { spreads, densities } = shared;
  const aurocs = spreads.filter(({ metric }) => metric === "auroc");
  assert.deepEqual(
    aurocs.map(({ category, n, q25 }) => [category, n, q25 !== null]),
    [
      ["Deep Learning", 5, false],
      ["Ensemble", 10, true],
      ["Foundation Model", 15, true],
      ["Ground Truth", 7, false],
      ["Traditional", 20, true],
    ],
  );
  // Of LOF, one-class SVM, Prophet and SubPCA as published: the tenth and eleventh of twenty.
  assert.equal(aurocs.at(-1)?.median.toFixed(4), "0.8514");
  assert.deepEqual([...new Set(densities.map(({ category }) => category))], ["Traditional"]);
  const ratios = densities.filter(({ metric }) => metric === "o_e_ratio");
  const spread = spreads.find(({ category, metric }) => category === "Traditional" && metric === "o_e_ratio");
  assert.deepEqual(
    [ratios.at(0)?.x, ratios.at(-1)?.x].map((x) => x?.toFixed(9)),
    [spread?.min, spread?.max].map((x) => x?.toFixed(9)),
  );
  assert.equal(ratios.length, 65);
});

test("configurations that treat everybody at 10 % are open and counted, and each configuration is drawn", async () => {
  const { rain } = shared;
  const rows = z.array(rainRow).parse(rain.data);
  const configurations = rows.filter((row) => row.part === "configuration");
  const equal = configurations.filter(
    ({ net_benefit_10pct: own, net_benefit_all_10pct: all }) => Math.abs(own - all) < 1e-9,
  );
  assert.ok(equal.length > 0 && equal.length < configurations.length);
  assert.ok(configurations.every((row) => row.equals_default === equal.includes(row)));
  assert.ok(configurations.every((row) => Math.abs(row.net_benefit_all_10pct - 0.188712522046) < 1e-9));
  assert.match(rain.alt, new RegExp(`; ${equal.length} of 57 configurations equal treating all`));

  const svg = await drawRain(rain);
  assert.match(svg, new RegExp(`${equal.length} of 57 equal treating all`));
  assert.match(svg, /treat all: 0\.189/);
  const marks = [...rowMarks(svg)].toSorted((a, b) => a - b);
  assert.deepEqual(
    marks,
    rain.data.map((_, i) => i),
  );
  const open = [...svg.matchAll(/fill="#FFFFFF"[^>]*data-rows|data-rows="\d+"[^>]*fill="#FFFFFF"/g)];
  assert.equal(open.length, equal.length);
});
