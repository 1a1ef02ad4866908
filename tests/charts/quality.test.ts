import assert from "node:assert/strict";
import { test } from "node:test";
import { contactSheet } from "plr/charts/contact-sheet";
import type { FigureDocument } from "plr/charts/document";
import { toPdf } from "plr/charts/pdf";
import { toPng } from "plr/charts/png";
import { type PublishedFigure, qualityProblems } from "plr/charts/quality";
import { allSamples, drawOf } from "./all-samples.ts";

const sample = allSamples.find(({ doc }) => doc.id === "fig_calibration_smoothed")?.doc;
assert.ok(sample);
const document: FigureDocument = sample;
const svg = await drawOf(document.id)(document);
const good: PublishedFigure = { document, svg, png: await toPng(svg), pdf: toPdf(svg) };

test("a figure as it is published has no problem", () => {
  assert.deepEqual(qualityProblems([good]), []);
});

test("files of another size than declared are named", () => {
  const [png = "", pdf = ""] = qualityProblems([{ ...good, document: { ...document, height_in: 8 } }]);
  assert.match(png, /^fig_calibration_smoothed: PNG of 2100 × \d+ px, not 2100 × 2400$/);
  assert.match(pdf, /PDF page of 504 × /);
});

test("a picture without resolution, one that is empty, and a PDF without its font are named", async () => {
  const empty = svg.replace(/<rect[^>]*\/>/, (ground) => `${ground}</svg>`).replace(/<\/svg>[^]*$/, "</svg>");
  const png = Buffer.from(await toPng(empty));
  png.write("pXXs", png.indexOf("pHYs"), "latin1");
  const problems = qualityProblems([{ ...good, png, pdf: toPdf(empty) }]).join("\n");
  assert.match(problems, /does not say 300 dots per inch/);
  assert.match(problems, /nearly empty/);
  assert.match(problems, /does not embed its font/);
});

test("the grey card of a figure that does not apply is fit to be published, a grey figure is not", async () => {
  const needs = [{ name: "two levels", met: false, detail: "has one" }];
  const card = await drawOf(document.id)({ ...document, needs });
  const grey = { svg: card, png: await toPng(card), pdf: toPdf(card) };
  assert.deepEqual(qualityProblems([{ ...grey, document: { ...document, needs } }]), []);
  assert.match(qualityProblems([{ ...grey, document }]).join("\n"), /% of it is not white/);
});

test("marks that say no row, or one that the sidecar does not have, are named", () => {
  const of = (changed: string): string => qualityProblems([{ ...good, svg: changed }]).join();
  assert.match(of(svg.replaceAll(/ data-rows="[^"]*"/g, "")), /no mark of it says which row/);
  assert.match(of(svg.replace(/data-rows="\d+/, 'data-rows="999999')), /does not have: 999999/);
});

test("upstream published made-up curves, four of them the same: placeholders and pipelines with one curve are named", () => {
  const [first, second] = document.data
    .filter((row) => row["part"] === "pipeline")
    .map((row) => String(row["role"]));
  const kept = document.data.filter((row) => row["role"] !== second || row["part"] === "pipeline");
  const copied = document.data
    .filter((row) => row["role"] === first && row["part"] !== "pipeline")
    .map((row) => ({ ...row, role: second ?? "" }));
  const twins = { ...document, data: [...kept, ...copied], caption: "A mock caption." };
  const problems = qualityProblems([{ ...good, document: twins }]);
  assert.ok(problems.some((problem) => problem.endsWith('its words hold "mock"')));
  assert.ok(problems.some((problem) => problem.endsWith(`${first} and ${second} have the same rows`)));
});

test("the page of all figures has a card for each, also for one that does not apply", () => {
  const unmet = {
    ...document,
    id: "fig_other",
    needs: [{ name: "two levels", met: false, detail: "has one" }],
  };
  const figures = [document, unmet].map((one) => ({
    document: one,
    picture: `${one.id}.svg`,
    page: `${one.id}.html`,
    files: { "drawn without R": `../${one.id}.html` },
  }));
  const page = contactSheet(figures, { study: "Study", facts: ["2 configurations", "1 rejected"] });
  assert.deepEqual(
    [...page.matchAll(/<article id="(\w+)"/g)].map(([, id]) => id),
    ["fig_calibration_smoothed", "fig_other"],
  );
  assert.match(page, /not applicable: needs two levels \(has one\)/);
  assert.match(page, /2 configurations · 1 rejected · 63 test people/);
  assert.match(page, /<a href="fig_other.html">\n<img src="fig_other.svg"/);
  assert.match(page, /<a href="..\/fig_other.html">drawn without R<\/a>/);
});
