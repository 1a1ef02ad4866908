import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredAt } from "../../src/project/declared-at.ts";

test("a place is a path and a line", () => {
  assert.deepEqual(declaredAt("file:///p/rules/r.ts:12"), { file: "/p/rules/r.ts", line: 12 });
  assert.deepEqual(declaredAt("file:///p/my%20rules/r.ts:3"), { file: "/p/my rules/r.ts", line: 3 });
  assert.deepEqual(declaredAt("/p/rules/r.js:4"), { file: "/p/rules/r.js", line: 4 });
  assert.deepEqual(declaredAt("/p/a:b/r.js:4"), { file: "/p/a:b/r.js", line: 4 });
});

test("a place without a line has line 0", () => {
  assert.deepEqual(declaredAt("file:///p/r.ts"), { file: "/p/r.ts", line: 0 });
  assert.deepEqual(declaredAt("unknown:0"), { file: "unknown", line: 0 });
  assert.deepEqual(declaredAt("/p/r.ts:"), { file: "/p/r.ts:", line: 0 });
});
