import assert from "node:assert/strict";
import { test } from "node:test";
import { toHtml } from "plr/charts/html";
import { allSamples, drawOf } from "./all-samples.ts";

const [sample] = allSamples.filter(({ doc }) => doc.id === "fig02_forest_outlier");
const doc = sample?.doc;
assert.ok(doc);
const svg = await drawOf(doc.id)(doc);

test("each mark of the forest says the row whose value it is drawn at", () => {
  const drawn = new Set([...svg.matchAll(/data-rows="(\d+)"/g)].map(([, row]) => Number(row)));
  const shown = doc.data.flatMap((row, index) => (row["mean"] === null ? [] : [index]));
  assert.deepEqual(
    [...drawn].toSorted((a, b) => a - b),
    shown,
  );
});

test("the corners of a line are as many as the rows that it names", async () => {
  const curves = allSamples.filter(({ doc }) => doc.id === "fig_dca_curves");
  for (const { doc: curve } of curves) {
    const lines = [
      ...(await drawOf(curve.id)(curve)).matchAll(/<path data-rows="([^"]*)"[^>]*? d="([^"]*)"/g),
    ];
    assert.ok(lines.length > 0);
    for (const [, rows = "", d = ""] of lines) {
      assert.equal(rows.split(" ").length, d.split(/[ML]/).length - 1, rows);
    }
  }
});

test("the page holds every row once under the place that marks name, and asks nothing of a network", () => {
  const page = toHtml(svg, doc);
  const ids = [...page.matchAll(/<tr id="row-(\d+)"/g)].map(([, id]) => Number(id));
  assert.deepEqual(
    ids.toSorted((a, b) => a - b),
    [...doc.data.keys()],
  );
  assert.doesNotMatch(page.replaceAll("http://www.w3.org/2000/svg", ""), /https?:|src="|href="/);
  assert.match(page, /default-src 'none'/);
});

test("text of a document cannot become markup of the page", () => {
  const page = toHtml(svg, { ...doc, caption: "<script>alert(1)</script>" });
  assert.doesNotMatch(page, /<script>alert/);
});
