import assert from "node:assert/strict";
import { test } from "node:test";
import { packageTarget } from "../../src/project/package-exports.ts";

const IMPORT = new Set(["node", "import"]);

test("a map without subpaths is the main entry", () => {
  assert.equal(packageTarget("./a.js", ".", IMPORT), "./a.js");
  assert.equal(packageTarget({ require: "./a.cjs", import: "./a.mjs" }, ".", IMPORT), "./a.mjs");
  assert.equal(packageTarget(["bad:", "./a.js"], ".", IMPORT), "bad:");
  assert.equal(packageTarget("./a.js", "./sub", IMPORT), undefined);
  assert.equal(packageTarget(undefined, ".", IMPORT), undefined);
});

test("the first condition that holds decides, nested ones too", () => {
  const map = {
    ".": { browser: "./b.js", node: { require: "./n.cjs" }, default: "./d.js" },
    "./x": { node: { import: "./x.mjs" }, default: "./x.js" },
    "./no": { import: null, default: "./no.js" },
  };
  assert.equal(packageTarget(map, ".", IMPORT), "./d.js");
  assert.equal(packageTarget(map, "./x", IMPORT), "./x.mjs");
  assert.equal(packageTarget(map, "./no", IMPORT), undefined);
});

test("the most special pattern decides, and null forbids", () => {
  const map = {
    "./*": "./src/*.ts",
    "./a/*": "./lib/*/index.ts",
    "./a/*.js": "./js/*.ts",
    "./a/secret/*": null,
    "./a/b": "./exact.ts",
  };
  assert.equal(packageTarget(map, "./x/y", IMPORT), "./src/x/y.ts");
  assert.equal(packageTarget(map, "./a/z", IMPORT), "./lib/z/index.ts");
  assert.equal(packageTarget(map, "./a/z.js", IMPORT), "./js/z.ts");
  assert.equal(packageTarget(map, "./a/b", IMPORT), "./exact.ts");
  assert.equal(packageTarget(map, "./a/secret/k", IMPORT), undefined);
  assert.equal(packageTarget({ "#db/*": "./db/*.ts" }, "#db/$&", IMPORT), "./db/$&.ts");
});
