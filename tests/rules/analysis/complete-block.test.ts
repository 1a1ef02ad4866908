import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cell, completeBlock } from "../../../rules/analysis/statistics/complete-block.ts";

function grid(text: string): Cell[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((row) => {
      const [method = "", partners = ""] = row.split(":");
      return partners.split(",").map((partner) => ({ method, partner }));
    });
}

test("a method run with one partner does not shrink the block of the others", () => {
  const cells = grid("a:1,2,3 b:1,2,3 gt:9,1,2,3 ens:9");
  assert.deepEqual(completeBlock(cells, ["gt", "a", "b", "ens"]), {
    methods: ["gt", "a", "b"],
    partners: ["1", "2", "3"],
  });
});

test("a gap costs either the partner or the method, whichever leaves more configurations", () => {
  const partner = grid("a:1,2,3 b:1,2,3 c:1,2");
  assert.deepEqual(completeBlock(partner, ["a", "b", "c"]).methods, ["a", "b", "c"]);
  const method = grid("a:1,2,3,4 b:1,2,3,4 c:1");
  assert.deepEqual(completeBlock(method, ["a", "b", "c"]).partners, ["1", "2", "3", "4"]);
});

test("of blocks of one size the one with the reference is taken", () => {
  const cells = grid("a:1,2 b:1,2 c:8,9 gt:8,9");
  assert.deepEqual(completeBlock(cells, ["a", "b", "c", "gt"], "gt").methods, ["c", "gt"]);
  assert.deepEqual(completeBlock(cells, ["a", "b", "c", "gt"]).methods, ["a", "b"]);
});

test("methods without a common partner give a block of one method", () => {
  const cells = grid("a:1 b:2,3");
  assert.deepEqual(completeBlock(cells, ["a", "b"]), { methods: ["b"], partners: ["2", "3"] });
});

test("one method is compared with nothing, over all of its partners", () => {
  assert.deepEqual(completeBlock(grid("a:1,2"), ["x", "a"]), { methods: ["a"], partners: ["1", "2"] });
});

test("no cells give an empty block", () => {
  assert.deepEqual(completeBlock([], ["a"]), { methods: [], partners: [] });
});

test("a cell that is there twice counts once", () => {
  const cells = [...grid("a:1,2 b:1,2"), ...grid("a:1 c:1 b:1")];
  assert.deepEqual(completeBlock(cells, ["a", "b", "c"]).partners, ["1", "2"]);
});
