import assert from "node:assert/strict";
import { test } from "node:test";
import { layers } from "../../src/report/graph-layout.ts";
import { graphSvg } from "../../src/report/graph-svg.ts";

const edge = (from: string, to: string): { from: string; to: string } => ({ from, to });

test("each box stands in the column after the last one that it needs", () => {
  const graph = {
    names: ["a", "b", "c", "d"],
    edges: [edge("a", "b"), edge("b", "c"), edge("a", "c"), edge("a", "d")],
  };
  assert.deepEqual(
    layers(graph).map((column) => column.toSorted()),
    [["a"], ["b", "d"], ["c"]],
  );
});

test("boxes are ordered so that edges do not cross where they need not", () => {
  const graph = {
    names: ["a", "b", "c", "c2", "b2", "a2"],
    edges: [edge("a", "a2"), edge("b", "b2"), edge("c", "c2")],
  };
  const [first = [], second = []] = layers(graph);
  assert.deepEqual(
    second,
    first.map((name) => `${name}2`),
  );
});

test("the picture has a box with its state for each step, and a line for each edge, within its frame", () => {
  const svg = graphSvg({
    steps: [
      { name: "a<&b", rule: "a", state: "stale" },
      { name: "c\n", rule: "c", state: "possible" },
    ],
    edges: [edge("a<&b", "c\n"), edge("elsewhere", "c\n")],
  });
  assert.deepEqual(
    Array.from(svg.matchAll(/<title>(.*?)<\/title>/g), ([, title]) => title),
    ["a&lt;&amp;b: stale", "c : possible"],
  );
  assert.equal(svg.match(/<path /g)?.length, 1);
  assert.equal(svg.match(/stroke-dasharray/g)?.length, 1);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const boxes = Array.from(
    svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)"/g),
    (found) => found.slice(1).map(Number),
  );
  assert.equal(boxes.length, 2);
  for (const [x = 0, y = 0, wide = 0, high = 0] of boxes) {
    assert.ok(x + wide <= Number(width), "within the width");
    assert.ok(y >= 0 && y + high <= Number(height), "within the height");
  }
});

test("nothing to draw is an empty picture", () => {
  assert.match(graphSvg({ steps: [], edges: [] }), /^<svg [^>]*width="24" height="24"/);
});
