import assert from "node:assert/strict";
import { test } from "node:test";
import { file } from "../../src/engine/artifact.ts";
import type { RuleNode } from "../../src/engine/rule-node.ts";
import { each, type EachRule } from "../../src/engine/each-rule.ts";
import type { Json } from "../../src/engine/canonical-json.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { type Step, stepOfRule, stepsOfEach } from "../../src/engine/steps.ts";

function nodeOf(more: object = {}): RuleNode {
  const rule = each({
    name: "rows",
    over: [] as readonly { readonly id: string }[],
    key: (item) => item.id,
    params: (item) => ({ id: item.id }),
    outputs: { z: "z/{key}.txt", a: "a/{key}.txt" },
    task: () => import("node:fs"),
    ...more,
  });
  return { rule: rule as unknown as EachRule, index: 0, needs: [], neededBy: [] };
}

function stepsOf(items: Json, more: object = {}): readonly Step[] {
  const steps = stepsOfEach(nodeOf(more), items);
  assert.ok(steps.ok, steps.ok ? "" : JSON.stringify(steps.failure));
  return steps.value;
}

/** The failure's reason, and its problem if it has one. */
function refusal(items: Json, more: object = {}): string {
  const steps = stepsOfEach(nodeOf(more), items);
  assert.ok(!steps.ok, "it was not refused");
  const { failure } = steps;
  return failure.reason === "bad-key" ? `${failure.reason} ${failure.problem}` : failure.reason;
}

test("items become steps in the order of their keys, whatever the order of the list", () => {
  const [one, other] = [stepsOf([{ id: "b" }, { id: "a" }]), stepsOf([{ id: "a" }, { id: "b" }])];
  assert.deepEqual(
    one.map(({ id, recordKey, params, outputs }) => [id, recordKey, params, outputs["z"]?.path]),
    [
      ["rows a", "a/a.txt", { id: "a" }, "z/a.txt"],
      ["rows b", "a/b.txt", { id: "b" }, "z/b.txt"],
    ],
  );
  assert.deepEqual(
    other.map(({ id }) => id),
    one.map(({ id }) => id),
  );
  assert.deepEqual(stepsOf([]), []);
});

test("a key is put into a path as it is", () => {
  const [step] = stepsOf([{ id: "$& $1 {key} é" }]);
  assert.equal(step?.outputs["z"]?.path, "z/$& $1 {key} é.txt");
});

for (const [what, items, expected] of [
  ["the same key twice", [{ id: "a" }, { id: "a" }], "bad-key repeated"],
  ["keys that differ in letter case", [{ id: "Run" }, { id: "rUN" }], "bad-key repeated"],
  ["keys that differ in Unicode form", [{ id: "\u00e9" }, { id: "e\u0301" }], "bad-key repeated"],
  ["a key with a slash", [{ id: "a/b" }], "bad-key unsafe"],
  ["a key with a backslash", [{ id: "a\\b" }], "bad-key unsafe"],
  ["a key that climbs", [{ id: ".." }], "bad-key unsafe"],
  ["a key with a line end", [{ id: "a\nb" }], "bad-key unsafe"],
  ["a key with a zero", [{ id: "a\0b" }], "bad-key unsafe"],
  ["an empty key", [{ id: "" }], "bad-key empty"],
  ["no key", [{ other: 1 }], "bad-key empty"],
  ["a key that is a number", [{ id: 7 }], "bad-key empty"],
  ["an item that is null", [null], "item-failed"],
  ["an object in place of a list", { id: "a" }, "not-a-list"],
  ["nothing", null, "not-a-list"],
] as const satisfies readonly (readonly [string, Json, string])[]) {
  test(`a manifest with ${what} is refused`, () => {
    assert.equal(refusal(items), expected);
  });
}

test("a function of the rule that throws on an item is a failure that shows the item", () => {
  const broken = (): never => {
    throw new Error("no such field");
  };
  for (const more of [{ inputs: broken }, { params: broken }, { key: broken }]) {
    assert.equal(refusal([{ id: "a" }], more), "item-failed");
  }
});

test("what an item reads must lie in the project, unless it is external, and must not leak", () => {
  const reading = (input: unknown): object => ({ inputs: () => ({ input }) });
  assert.equal(refusal([{ id: "a" }], reading("../x")), "outside-project");
  assert.equal(refusal([{ id: "a" }], reading("/etc/passwd")), "outside-project");
  assert.equal(stepsOf([{ id: "a" }], reading(file("/etc/passwd", { external: true }))).length, 1);
  const secret = file("codes", { private: true });
  assert.equal(refusal([{ id: "a" }], reading(secret)), "private-to-public");
  assert.equal(stepsOf([{ id: "a" }], { ...reading(secret), anonymises: true }).length, 1);
});

test("a plain rule is one step, known by the first of its outputs", () => {
  const rule = shell({ name: "r", outputs: { x: "z", y: "b" }, script: "s" });
  const step = stepOfRule({ rule, index: 0, needs: [], neededBy: [] });
  assert.deepEqual([step?.id, step?.recordKey], ["r", "b"]);
});
