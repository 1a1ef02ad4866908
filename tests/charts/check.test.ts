import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "../../src/charts/check.ts";
import type { FigureDocument } from "../../src/charts/document.ts";
import { line, moved, path, rect, text } from "../../src/charts/svg.ts";
import { symbol } from "../../src/charts/symbol.ts";
import { categories, ink } from "../../src/charts/theme.ts";
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

test("a number may stand on its cell, on a ground that covers a line, and beside a line", () => {
  const cell = rect({ x: 5, y: 8, width: 40, height: 18 }, ink.margin);
  const covered = line([0, 17], [90, 17]) + cell + text(10, 20, "0.911");
  assert.deepEqual(checkFigure(page(covered + line([31, 5], [31, 40])), doc), []);
});

test("what only defines a mark is no mark, and marks without ink are none", () => {
  const defined = `<clipPath id="c">${rect({ x: 0, y: 0, width: 900, height: 9 }, ink.white)}</clipPath>`;
  const empty = path("M0,0h900v90h-900Z", "none");
  assert.deepEqual(checkFigure(page(defined + empty), doc), []);
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
  "a cell over the right edge": [rect({ x: 230, y: 20, width: 24, height: 15 }, ink.margin), /beyond/],
  "a line whose stroke alone reaches over the top": [
    line([10, 0.2], [90, 0.2], { width: 2.2 }),
    /a mark reaches beyond the page, farthest a line at x 10\.0 to 90\.0, y 0\.2 to 0\.2/,
  ],
  "a symbol over the left edge": [symbol([2, 20], categories["Foundation Model"]), /farthest a path/],
  "a mark that its groups move over the bottom": [
    moved(0, 60, moved(0, 20, rect({ x: 5, y: -9, width: 9, height: 6 }, ink.margin))),
    /y 71\.0 to 77\.0/,
  ],
  "several marks over an edge, in one sentence": [
    [250, 260].map((x) => line([240, 20], [x + 5, 20])).join(""),
    /^x: 2 marks reach beyond the page, farthest a line at x 240\.0 to 265\.0/,
  ],
  "a line through a text": [
    text(10, 20, "AUROC") + line([0, 17], [90, 18]),
    /"AUROC" is run through by a line/,
  ],
  "a curve through a text": [path("M0,2L20,30L40,2", "none", {}) + text(10, 20, "AUROC"), /by a path/],
  "a band's edge through a text": [
    rect({ x: 20, y: 0, width: 90, height: 60 }, ink.margin) + text(10, 20, "AUROC"),
    /"AUROC" is run through by a rect/,
  ],
  "a symbol within a text": [
    text(10, 20, "median AUROC") + symbol([30, 17.5], categories.Traditional, { scale: 0.3 }),
    /run through/,
  ],
  "a cell over its number": [
    text(10, 20, "0.911") + rect({ x: 5, y: 5, width: 40, height: 25 }, ink.margin),
    /"0\.911" is hidden by a rect/,
  ],
  "a grid line that shines through a pale ground": [
    line([0, 17], [90, 17]) +
      rect({ x: 5, y: 5, width: 40, height: 25 }, ink.white).replace("/>", ' opacity="0.16"/>') +
      text(10, 20, "0.911"),
    /run through by a line/,
  ],
  "a bitmap": ['<image href="x.png"/>', /an image/],
};

for (const [fault, [content, expected]] of Object.entries(faulty)) {
  test(`refuses ${fault}`, () => {
    const problems = checkFigure(page(content), doc);
    assert.equal(problems.length, 1, problems.join("; "));
    assert.match(problems[0] ?? "", /^x: /);
    assert.match(problems[0] ?? "", expected);
  });
}

test("refuses a page of another size than declared", () => {
  assert.match(
    checkFigure(page(""), { ...doc, height_in: 1.1 })[0] ?? "",
    /252 × 72 pt, declared 3.5 × 1.1 in/,
  );
});

test("upstream published white figures: one without rows is refused, unless it says that it does not apply", () => {
  const empty = { ...doc, data: [] };
  assert.deepEqual(checkFigure(page(""), empty), ["x: it has no rows"]);
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
