/** The heat map keeps to its page, however many imputers head its columns. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "../../src/charts/check.ts";
import type { FigureDocument } from "../../src/charts/document.ts";
import { drawHeatmap, heatmapHeight } from "../../src/charts/figures/heatmap.ts";
import { cellSize, readGrid } from "../../src/charts/figures/heatmap-grid.ts";
import type { HeatRow } from "../../src/charts/figures/heatmap-rows.ts";
import { svgTexts } from "../../src/charts/svg-texts.ts";
import { textWidth } from "../../src/charts/text-width.ts";
import { baseDocument } from "./samples.ts";
import { imputationMethods, outlierMethods, realStudy } from "./samples-study.ts";
import type { Method } from "./samples-study.ts";

/** Every outlier method with the first `count` imputers, made-up ones after the registered; some outside the block. */
function gridOf(count: number): FigureDocument {
  const imputers = Array.from({ length: count }, (_, i): Method => {
    const made = { method: `imputer-${i + 1}`, display_name: `Imputer ${i + 1}`, short_name: `Imp-${i + 1}` };
    return imputationMethods[i] ?? { ...made, category: "Deep Learning", position: i + 1 };
  });
  const axes = [
    ...outlierMethods.map((method) => ({ ...method, factor: "outlier" as const })),
    ...imputers.map((method) => ({ ...method, factor: "imputation" as const })),
  ];
  const inBlock = (position: number) => position <= Math.ceil(count / 2);
  const data = [
    ...axes.map((axis): HeatRow => ({
      part: "axis",
      ...axis,
      block_mean: axis.factor === "outlier" || inBlock(axis.position) ? 0.8 - axis.position / 100 : null,
    })),
    ...outlierMethods.flatMap((outlier, i) => imputers.map((imputer, j) => cellOf(outlier, imputer, i + j))),
  ];
  const doc = { ...baseDocument(realStudy, "fig05_heatmap_catboost"), data };
  return { ...doc, height_in: heatmapHeight(doc) };
}

function cellOf(outlier: Method, imputer: Method, distance: number): HeatRow {
  const isReference = distance === 0;
  const diff = isReference ? null : -0.29 + distance / 100;
  return {
    part: "cell",
    config_id: null,
    outlier_method: outlier.method,
    imputation_method: imputer.method,
    auroc: 0.86 + (diff ?? 0),
    auroc_s_lower: null,
    auroc_s_upper: null,
    diff,
    diff_lower: null,
    diff_upper: null,
    outside_margin: isReference ? null : distance % 2 === 0,
    is_reference: isReference,
    reason: isReference ? "is the reference" : null,
  };
}

for (let count = 1; count <= 12; count += 1) {
  test(`panels of ${count} columns keep to the page, every number within its cell`, async () => {
    const doc = gridOf(count);
    const svg = await drawHeatmap(doc);
    assert.deepEqual(checkFigure(svg, doc), []);
    const numbers = svgTexts(svg).filter(({ content }) => /^\u2212?0\.\d{3}$/.test(content));
    assert.equal(numbers.length, 2 * 11 * count - 1);
    const { cellWidth } = readGrid(doc);
    assert.ok(numbers.every(({ content }) => textWidth(content, 7) < cellWidth - 2));
    assert.ok(cellWidth <= cellSize.widest);
  });
}

test("eight columns stand side by side, twelve one panel below the other", async () => {
  const tagsOf = async (count: number) =>
    svgTexts(await drawHeatmap(gridOf(count))).filter(({ content }) => /^[AB]$/.test(content));
  const [a, b] = await tagsOf(8);
  assert.ok(a && b && a.top === b.top && b.left > a.right);
  const [above, below] = await tagsOf(12);
  assert.ok(above && below && above.left === below.left && below.top > above.bottom + 11 * cellSize.height);
});

test("a panel pushed over the right edge is found, by the figure's name", async () => {
  const doc = gridOf(8);
  const svg = await drawHeatmap(doc);
  const second = readGrid(doc).lefts[1] ?? 0;
  const pushed = svg.replaceAll(`translate(${second + 4},`, `translate(${second + 24},`);
  assert.notEqual(pushed, svg);
  assert.match(
    checkFigure(pushed, doc).join("\n"),
    /fig05_heatmap_catboost: \d+ marks reach beyond the page, farthest a (?:path|line) at x [\d.]+ to 5\d\d/,
  );
});
