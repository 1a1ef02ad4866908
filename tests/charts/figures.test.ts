import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure, parseFigureDocument, serialiseFigure } from "../../src/charts/index.ts";
import { allSamples, drawOf } from "./all-samples.ts";

for (const { name, doc } of allSamples) {
  test(`${name}: passes check C0`, async () => {
    assert.deepEqual(checkFigure(await drawOf(doc.id)(doc), doc), []);
  });
}

test("the same document gives the same bytes, drawn with others between", async () => {
  const real = allSamples.filter(({ name }) => name.endsWith("real study"));
  const first = await Promise.all(real.map(({ doc }) => drawOf(doc.id)(doc)));
  const again = await Promise.all(real.map(({ doc }) => drawOf(doc.id)(structuredClone(doc))));
  assert.deepEqual(again, first);
});

test("figures of the grid order their rows themselves: the order of the document's moves no mark", async () => {
  const ids = ["fig02_forest_outlier", "fig05_heatmap_catboost", "fig06_specification_curve"];
  for (const { doc } of allSamples.filter(
    ({ doc, name }) => ids.includes(doc.id) && name.endsWith("real study"),
  )) {
    const [svg, other] = [
      await drawOf(doc.id)(doc),
      await drawOf(doc.id)({ ...doc, data: doc.data.toReversed() }),
    ];
    assert.deepEqual(pieces(other), pieces(svg), doc.id);
  }
});

/** Texts and shapes of an SVG without their order: which of two marks is on top, and a row's place, may differ. */
function pieces(svg: string): string[] {
  return svg
    .replaceAll(/ data-rows="[^"]*"/g, "")
    .split(/(?=<)/)
    .map((piece) => piece.trim())
    .sort();
}

test("sample sidecars are valid, and are the same after a round trip", () => {
  for (const { doc } of allSamples) {
    const parsed = parseFigureDocument(JSON.parse(serialiseFigure(doc)));
    assert.ok(parsed.ok, doc.id);
    assert.equal(serialiseFigure(parsed.value), serialiseFigure(doc));
  }
});

test("no rows is an error that lists what was left after each filter", async () => {
  for (const { doc } of allSamples.slice(0, 9)) {
    const draw = drawOf(doc.id);
    await assert.rejects(
      async () => draw({ ...doc, data: [] }),
      /no rows to draw \(featurization simple1.0: \d+ left\)/,
    );
  }
});

test("an unmet need gives a card that names it, with the synthetic band where it belongs", async () => {
  const need = { name: "at least 20 test people", met: false, detail: "the study has 16" };
  for (const { doc } of allSamples) {
    const card = { ...doc, data: [], needs: [need] };
    const svg = await drawOf(doc.id)(card);
    assert.match(svg, /Not applicable to this study/);
    assert.match(svg, /Needs at least 20 test people: the study has 16/);
    assert.deepEqual(checkFigure(svg, card), []);
  }
});

test("a domain that would cut a mark is refused", async () => {
  for (const { doc } of allSamples.filter(({ name }) =>
    /forest_outlier|specification_curve, real/.test(name),
  )) {
    const cut = { ...doc, domains: { auroc: [0.82, 0.92] as [number, number] } };
    await assert.rejects(async () => drawOf(doc.id)(cut), /lies outside its axis/);
  }
});
