// The published CatBoost grid: what figures of the real study must show, to ± .0005.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FigureDocument, parseFigureDocument, serialiseFigure } from "plr/charts/document";
import { forestRow } from "plr/charts/figures/forest-rows";
import { heatRow } from "plr/charts/figures/heatmap-rows";
import { specRow } from "plr/charts/figures/specification-rows";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy } from "./support/studies.ts";

const documents = await inStudy({ cells: goldenCells, refits: 5 }, async (study, facts) => {
  const of = documentsOf(study, facts);
  return {
    outliers: await of.outliers(),
    imputers: await of.imputers(),
    classifiers: await of.classifiers(),
    heatmap: await of.heatmap(),
    specification: await of.specification(),
  };
});

function methodRows(document: FigureDocument) {
  return z
    .array(forestRow)
    .parse(document.data)
    .filter((row) => row.part === "method");
}

function means(document: FigureDocument): string[] {
  return methodRows(document)
    .filter(({ block }) => block === "complete")
    .map(({ short_name, mean }) => `${short_name} ${mean?.toFixed(3)}`);
}

test("FOREST 02: means over the complete block of 5 imputers", () => {
  assert.deepEqual(means(documents.outliers), [
    "Ens-Thresh 0.908",
    "GT 0.906",
    "Ens-Full 0.905",
    "MOM-ft 0.892",
    "UniTS 0.888",
    "TN 0.887",
    "MOM-zs 0.875",
    "Prophet 0.874",
    "LOF 0.854",
    "OCSVM 0.850",
    "SubPCA 0.847",
  ]);
  const rows = methodRows(documents.outliers);
  assert.ok(rows.every(({ n_cells, n_partners }) => n_cells === 5 && n_partners === 5));
  assert.deepEqual(
    rows.filter(({ is_reference }) => is_reference).map(({ short_name, diff }) => [short_name, diff]),
    [["GT", null]],
  );
});

test("FOREST 03: five imputers over 11 outlier methods; ground truth and Ens-3 stand apart", () => {
  assert.deepEqual(means(documents.imputers), [
    "MOM-zs 0.887",
    "TN 0.886",
    "SAITS 0.882",
    "CSDI 0.875",
    "MOM-ft 0.873",
  ]);
  const apart = methodRows(documents.imputers).filter(({ block }) => block === "ground-truth-only");
  assert.deepEqual(
    apart.map(({ short_name, n_cells }) => [short_name, n_cells]),
    [
      ["GT", 1],
      ["Ens-3", 1],
    ],
  );
  assert.equal(apart[0]?.reason, "is GT × GT itself");
  assert.ok(Math.abs(apart[1]?.diff ?? 1) < 0.0005, "Ens-3 on ground truth is at GT × GT");
});

test("the three forests share their range, which holds every limit", () => {
  const [own, ...others] = [documents.outliers, documents.imputers, documents.classifiers].map(
    ({ domains }) => domains["auroc"],
  );
  for (const other of others) assert.deepEqual(other, own);
  const [low, high] = own ?? [1, 0];
  const rows = [documents.outliers, documents.imputers, documents.classifiers].flatMap(methodRows);
  assert.ok(rows.every(({ ci_lower, ci_upper }) => (ci_lower ?? low) >= low && (ci_upper ?? high) <= high));
});

test("HEAT: 57 cells, from SubPCA × CSDI to Ens-Full × CSDI; pairs not run say so", () => {
  const cells = z
    .array(heatRow)
    .parse(documents.heatmap.data)
    .filter((row) => row.part === "cell");
  const shown = cells
    .filter(({ auroc }) => auroc !== null)
    .toSorted((a, b) => (a.auroc ?? 0) - (b.auroc ?? 0));
  assert.equal(shown.length, 57);
  assert.equal(cells.length, 11 * 7);
  assert.deepEqual(
    [shown.at(0), shown.at(-1)].map((cell) => [cell?.imputation_method, cell?.auroc?.toFixed(3)]),
    [
      ["CSDI", "0.825"],
      ["CSDI", "0.913"],
    ],
  );
  assert.match(shown.at(0)?.outlier_method ?? "", /SubPCA/);
  assert.match(shown.at(-1)?.outlier_method ?? "", /^ensemble-LOF/);
  assert.ok(cells.every(({ auroc, reason }) => (auroc === null) === (reason === "not run")));
  const reference = cells.filter(({ is_reference }) => is_reference);
  assert.deepEqual(
    reference.map(({ auroc, diff, reason }) => [auroc?.toFixed(3), diff, reason]),
    [["0.911", null, "is the reference"]],
  );
});

test("SPEC: gapless ranks, falling estimates, 4 of 57 above ground truth, median .888", () => {
  const rows = z.array(specRow).parse(documents.specification.data);
  const ranked = rows.filter((row) => row.part === "configuration");
  assert.deepEqual(
    ranked.map(({ rank }) => rank),
    Array.from({ length: 57 }, (_, i) => i + 1),
  );
  assert.ok(ranked.every(({ auroc }, i) => i === 0 || auroc <= (ranked[i - 1]?.auroc ?? 0)));
  const reference = ranked.find(({ is_reference }) => is_reference);
  assert.equal(ranked.filter(({ auroc }) => auroc > (reference?.auroc ?? 1)).length, 4);
  const median = documents.specification.reference_lines.find(({ name }) => name === "median");
  assert.equal(median?.value.toFixed(3), "0.888");
  const choices = rows.filter((row) => row.part === "choice");
  for (const factor of ["outlier", "imputation"] as const) {
    const total = choices.filter((row) => row.factor === factor).reduce((sum, { n }) => sum + n, 0);
    assert.equal(total, 57, `every configuration made one choice of ${factor}`);
  }
});

test("upstream's sidecars held bare NaN: every one is strict JSON of plr.figure/1, and says which runs it shows", () => {
  for (const document of Object.values(documents)) {
    const parsed = parseFigureDocument(JSON.parse(serialiseFigure(document)));
    assert.ok(parsed.ok, document.id);
    assert.equal(document.provenance.run_ids.length, 57);
    assert.equal(document.counts.configs, 57);
    assert.ok(document.alt.length <= 300, document.id);
    assert.doesNotMatch(document.caption + document.alt, /undefined|NaN|null|pupil-gt|_/u);
  }
});
