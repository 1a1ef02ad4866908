import assert from "node:assert/strict";
import { test } from "node:test";
import { readOptions } from "../../bench/options.ts";

test("nothing said means five repetitions of the short works", () => {
  assert.deepEqual(readOptions([]), { runs: 5, only: [], long: false, json: undefined });
});

test("each option is understood, --only as often as given", () => {
  const argv = ["--runs", "3", "--only", "shell", "--only", "figure", "--long", "--json", "rows.json"];
  assert.deepEqual(readOptions(argv), { runs: 3, only: ["shell", "figure"], long: true, json: "rows.json" });
});

test("what cannot be understood is refused", () => {
  for (const argv of [
    ["--runs", "0"],
    ["--runs", "2.5"],
    ["--runs", "x"],
    ["--runs"],
    ["--help"],
    ["word"],
  ]) {
    assert.equal(readOptions(argv), undefined, argv.join(" "));
  }
});
