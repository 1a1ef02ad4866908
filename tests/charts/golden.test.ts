/** What a reader must find in the figures of the published study: its grid is the golden one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnRun } from "../../src/charts/figures/retention-panels.ts";
import type { FigureDocument } from "../../src/charts/index.ts";
import type { RetentionPoint } from "../../src/charts/figures/retention-rows.ts";
import { svgTexts } from "../../src/charts/svg-texts.ts";
import type { SvgText } from "../../src/charts/svg-texts.ts";
import { drawOf } from "./all-samples.ts";
import { decisionDocument } from "./samples-roles.ts";
import { forestDocument, heatmapDocument, specificationDocument } from "./samples.ts";
import { demoStudy, realStudy, tinyStudy } from "./samples-study.ts";

async function drawn(doc: FigureDocument): Promise<{ svg: string; texts: SvgText[] }> {
  const svg = await drawOf(doc.id)(doc);
  return { svg, texts: svgTexts(svg) };
}

/** Texts that begin left of `x`, from top to bottom. */
function column(texts: readonly SvgText[], x: number): string[] {
  return texts
    .filter((text) => text.left < x)
    .toSorted((a, b) => a.top - b.top)
    .map((text) => text.content);
}

test("the forest of outlier methods stands in the published order, ground truth second", async () => {
  const { texts } = await drawn(forestDocument(realStudy, "outlier"));
  assert.deepEqual(column(texts, 5).slice(1, 12), [
    "Ensemble (Thresholded)",
    "Ground Truth",
    "Ensemble (Full)",
    "MOMENT Fine-tuned",
    "UniTS",
    "TimesNet",
    "MOMENT Zero-shot",
    "Prophet",
    "LOF",
    "One-Class SVM",
    "Subspace PCA",
  ]);
  const means = texts
    .filter((text) => /^0\.\d{3}$/.test(text.content) && text.left < 260)
    .map((t) => t.content);
  assert.deepEqual(means, [
    "0.908",
    "0.906",
    "0.905",
    "0.892",
    "0.888",
    "0.887",
    "0.875",
    "0.874",
    "0.854",
    "0.850",
    "0.847",
  ]);
  assert.equal(texts.filter((text) => text.content === "reference").length, 1);
});

test("imputers run on ground-truth outliers only stand below the rule, unranked", async () => {
  const { texts } = await drawn(forestDocument(realStudy, "imputation"));
  const names = column(texts, 5).filter((name) => !/^A$|AUROC|people/.test(name));
  assert.deepEqual(names, [
    "MOM-zs",
    "TN",
    "SAITS",
    "CSDI",
    "MOM-ft",
    "only with ground-truth outliers; difference from GT × GT; not ranked",
    "GT",
    "Ens-3",
  ]);
});

test("chance is named where the axis holds it, configurations where they are more than the mean", async () => {
  const keyOf = async (doc: FigureDocument) => (await drawn(doc)).texts.map((text) => text.content);
  const real = forestDocument(realStudy, "outlier");
  assert.ok(!(await keyOf(real)).includes("chance"));
  assert.ok((await keyOf({ ...real, domains: { auroc: [0.5, 1] } })).includes("chance"));
  assert.ok((await keyOf(real)).includes("configuration"));
  const single = real.data.map((row) => (row["part"] === "method" ? { ...row, n_cells: 1 } : row));
  const { svg, texts } = await drawn({ ...real, data: single });
  assert.ok(!texts.some((text) => text.content === "configuration"));
  assert.ok(!svg.includes("#A3A3A3"), "no tick stands under a mean");
});

test("more rows than a forest can hold are refused with the figure to draw instead", async () => {
  const doc = forestDocument(realStudy, "outlier");
  const [row] = doc.data;
  const data = Array.from({ length: 46 }, (_, i) => ({ ...row, method: `m${i}`, position: i + 1 }));
  await assert.rejects(async () => drawn({ ...doc, data }), /more than 45 rows.*SPEC/);
});

test("the heat map numbers 57 cells and 56 differences, and hatches the rest", async () => {
  const { svg, texts } = await drawn(heatmapDocument(realStudy));
  const cells = texts.filter((text) => /^0\.\d{3}$/.test(text.content) && text.left < 300);
  assert.equal(cells.length, 57);
  const values = cells.map((text) => Number(text.content));
  assert.deepEqual([Math.min(...values), Math.max(...values)], [0.825, 0.913]);
  const differences = texts.filter((text) => /^\u2212?0\.\d{3}$/.test(text.content) && text.left > 300);
  assert.equal(differences.length, 56);
  const strokes = svg.match(/stroke="#BBBBBB"/g) ?? [];
  const inKey = svg.slice(svg.indexOf(">highest<"), svg.indexOf(">not run<")).match(/#BBBBBB/g) ?? [];
  const hatching = strokes.length - inKey.length;
  assert.ok(inKey.length > 0);
  assert.ok(hatching > 0 && hatching % (2 * (77 - 57)) === 0, `${hatching} strokes of hatching`);
});

test("SubPCA × CSDI, the least, stands in the last row of the block", async () => {
  const { texts } = await drawn(heatmapDocument(realStudy));
  const least = texts.find((text) => text.content === "0.825");
  const name = texts.find((text) => text.content === "Subspace PCA");
  const head = texts.find((text) => text.content === "CSDI");
  assert.ok(least && name && head);
  assert.ok(Math.abs(least.top - name.top) < 1);
  assert.ok(Math.abs(least.left + least.right - head.left - head.right) < 1);
});

test("the specification curve ticks each factor once per rank and counts what lies above GT × GT", async () => {
  const { svg, texts } = await drawn(specificationDocument(realStudy));
  const words = texts.map((text) => text.content);
  assert.ok(words.some((line) => line.includes("57 configurations · 1,000 refits · 4 above GT × GT")));
  assert.ok(words.includes("median 0.888"));
  assert.ok(words.includes("GT × GT 0.911"));
  const ticks = svg.slice(svg.indexOf("Choices at each rank")).match(/<path [^>]*d="M[^"]*h2v6h-2Z"/g) ?? [];
  assert.equal(ticks.length, 2 * 57);
});

test("a few configurations are named under their ranks, and take the whole width", async () => {
  const { texts } = await drawn(specificationDocument(tinyStudy));
  const names = texts.filter((text) => text.content.startsWith("LOF × "));
  assert.equal(names.length, 5);
  const [first, second] = names.map((text) => (text.left + text.right) / 2);
  assert.ok(first !== undefined && second !== undefined && second - first > 70, `${first} ${second}`);
});

test("choices stand in the order of the medians that are printed beside them", async () => {
  for (const study of [realStudy, demoStudy, tinyStudy]) {
    const doc = specificationDocument(study, true);
    // Of an even number of ranks the median rank can stand in another order than the median AUROC.
    const data = doc.data.map((row) => (row["part"] === "choice" ? { ...row, median_rank: null } : row));
    const { texts } = await drawn({ ...doc, data });
    const heads = ["Outlier method", "Imputation method", "Classifier"].map(
      (head) => texts.find((text) => text.content === head)?.top ?? Infinity,
    );
    const medians = texts.filter((text) => /^0\.\d{3}$/.test(text.content) && text.left > 460);
    const groups = heads.map((top, i) =>
      medians.filter((text) => text.top > top && text.top < (heads[i + 1] ?? Infinity)),
    );
    for (const group of groups) {
      const printed = group.toSorted((a, b) => a.top - b.top).map((text) => Number(text.content));
      assert.ok(printed.length > 0);
      assert.deepEqual(
        printed,
        printed.toSorted((a, b) => b - a),
      );
    }
  }
});

test("decision curves say where treating all stops to pay, and number the table's thresholds", async () => {
  const { texts } = await drawn(decisionDocument(realStudy));
  const words = texts.map((text) => text.content);
  assert.ok(words.includes("treat all reaches 0 at the prevalence, 27.0%"));
  assert.equal(words.filter((word) => /^\d+ \(\d+%\)$/.test(word)).length, 4 * 5);
});

test("retention ends before the first share with too few people of either class", () => {
  const point = (retention_rate: number, n_retained: number, n_events_retained: number): RetentionPoint => ({
    part: "retention",
    role: "a",
    metric_name: "auroc",
    retention_rate,
    metric_value: 0.9,
    default_value: null,
    n_retained,
    n_events_retained,
    reason: null,
  });
  const rates = (points: RetentionPoint[]) => drawnRun(points).map((each) => each.retention_rate);
  assert.deepEqual(rates([point(1, 40, 9), point(0.5, 20, 6), point(0.45, 19, 6)]), [0.5, 1]);
  assert.deepEqual(rates([point(1, 40, 9), point(0.5, 20, 4), point(0.45, 25, 6)]), [1]);
  assert.deepEqual(rates([point(1, 40, 9), point(0.5, 24, 20)]), [1]);
  assert.deepEqual(rates([{ ...point(1, 40, 9), metric_value: null }]), []);
});
