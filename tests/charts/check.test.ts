import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "../../src/charts/check.ts";
import type { FigureDocument } from "../../src/charts/document.ts";
import { text } from "../../src/charts/svg.ts";
import { baseDocument } from "./samples.ts";
import { demoStudy, realStudy } from "./samples-study.ts";

const doc: FigureDocument = {
  ...baseDocument(realStudy, "x"),
  width_in: 3.5,
  height_in: 1,
  data: [{ part: "row" }],
};

function page(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="252pt" height="72pt" viewBox="0 0 252 72">${content}</svg>`;
}

test("a page with legible text apart from other text passes", () => {
  assert.deepEqual(checkFigure(page(text(10, 20, "AUROC") + text(10, 29, "0.911")), doc), []);
});

const faulty: Record<string, [string, RegExp]> = {
  "two texts on one another": [text(10, 20, "AUROC") + text(20, 22, "0.911"), /"AUROC" and "0.911" meet/],
  "a rotated text across another": [
    text(10, 20, "AUROC") + text(20, 40, "Sensitivity", { rotate: -90 }),
    /meet/,
  ],
  "text moved into another by its groups": [
    `<g transform="translate(100,0)"><g transform="translate(-100,1)">${text(10, 20, "A")}</g></g>${text(10, 20, "B")}`,
    /"A" and "B" meet/,
  ],
  "text over the right edge": [text(240, 20, "Sensitivity"), /reaches beyond the page/],
  "text of 6 pt": [text(10, 20, "small", { size: 6 }), /6 pt, below 7/],
  "a raw identifier": [text(10, 20, "MOMENT_gt"), /matches _/],
  "cut text": [text(10, 20, "Ensembl…"), /matches …/],
  "a value that went wrong": [text(10, 20, "AUROC NaN"), /NaN/],
  "a subject code": [text(10, 20, "PLR4012"), /PLR/],
  "another font": [text(10, 20, "a").replace("Source Sans 3", "Arial"), /set in "Arial"/],
  "a glyph that the font lacks": [text(10, 20, "\u2605 best"), /lacks/],
  "a foreign colour": [text(10, 20, "a", { fill: "#FF0000" }), /#FF0000 is no colour of the theme/],
  "a bitmap": ['<image href="x.png"/>', /an image/],
};

for (const [fault, [content, expected]] of Object.entries(faulty)) {
  test(`refuses ${fault}`, () => {
    const problems = checkFigure(page(content), doc);
    assert.equal(problems.length, 1, problems.join("; "));
    assert.match(problems[0] ?? "", expected);
  });
}

test("refuses a page of another size than declared", () => {
  assert.match(
    checkFigure(page(""), { ...doc, height_in: 1.1 })[0] ?? "",
    /252 × 72 pt, declared 3.5 × 1.1 in/,
  );
});

test("refuses a figure without rows, unless it says that it does not apply", () => {
  const empty = { ...doc, data: [] };
  assert.deepEqual(checkFigure(page(""), empty), ["it has no rows"]);
  const need = { name: "two classifiers", met: false, detail: "the study has one" };
  assert.deepEqual(checkFigure(page(""), { ...empty, needs: [need] }), []);
});

test("wants the synthetic band on synthetic data, and on no other", () => {
  const band = page(text(10, 20, "SYNTHETIC DATA · not from patients"));
  const synthetic = { ...doc, provenance: baseDocument(demoStudy, "x").provenance };
  assert.deepEqual(checkFigure(band, synthetic), []);
  assert.match(checkFigure(page(""), synthetic)[0] ?? "", /does not say/);
  assert.match(checkFigure(band, doc)[0] ?? "", /calls real data synthetic/);
});
