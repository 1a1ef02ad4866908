import assert from "node:assert/strict";
import { test } from "node:test";
import { type Artifact, file, json } from "../../src/engine/artifact.ts";
import { canonicalJson } from "../../src/engine/canonical-json.ts";
import type { Digest } from "../../src/engine/digest.ts";
import { type Facts, hashEntries, walkFingerprint } from "../../src/engine/fingerprint.ts";
import { artifactsIn } from "../../src/engine/graph.ts";
import type { Entry } from "../../src/engine/journal-records.ts";
import { glob, type Input, type Rule, tool } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { stepOfRule } from "../../src/engine/steps.ts";
import { hasher } from "../support/memory-world.ts";

/** A world in which a file's digest is its path, and a glob has these members. */
function factsWith(more: Partial<Facts> = {}, members: readonly string[] = []): Facts {
  return {
    viewOf: ({ path, view }) => `${path} ${view}` as Digest,
    members: (input: Input): readonly Artifact[] =>
      typeof input === "object" && "kind" in input && input.kind === "glob"
        ? members.map((path) => file(path))
        : artifactsIn(input),
    probeValue: () => "1",
    codeDigest: () => undefined,
    env: {},
    hasher,
    ...more,
  };
}

function entriesOf(rule: Rule, facts = factsWith()): readonly Entry[] {
  const step = stepOfRule({ rule, index: 0, needs: [], neededBy: [] });
  assert.ok(step);
  return walkFingerprint(step, facts);
}

function fingerprint(rule: Rule, facts = factsWith()): string {
  return hashEntries(entriesOf(rule, facts), hasher);
}

function reading(inputs: Readonly<Record<string, Input>>): Rule {
  return shell({ name: "r", inputs, outputs: { o: "o" }, script: "x" });
}

test("entries are told apart wherever a text might end", () => {
  const digest = (...entries: readonly Entry[]): string => hashEntries(entries, hasher);
  const all = [
    digest(["param", "ab", "c"]),
    digest(["param", "a", "bc"]),
    digest(["para", "mab", "c"]),
    digest(["param", "ab", "c"], ["param", "d", "e"]),
    digest(["param", "ab", "cparamde"]),
    digest(["param", "ab", "c5:param1:d1:e"]),
    digest(["param", "ab", ""], ["param", "c", ""]),
    digest(["param", "", "ab"], ["param", "", "c"]),
    digest(["param", "1:", ""]),
    digest(["param", "", "1:"]),
    digest(),
  ];
  assert.equal(new Set(all).size, all.length);
});

test("the grouping, the names and the order of inputs count", () => {
  const all = [
    reading({ a: ["x", "y"], b: ["z"] }),
    reading({ a: ["x"], b: ["y", "z"] }),
    reading({ a: ["y", "x"], b: ["z"] }),
    reading({ a: ["x", "y", "z"] }),
    reading({ a: "x", b: "y", c: "z" }),
    reading({ a: "y", b: "x", c: "z" }),
    reading({ left: "x" }),
    reading({ right: "x" }),
    reading({ left: ["x"] }),
    reading({ left: ["x", "x"] }),
    reading({ left: [] }),
    reading({}),
    reading({ a: json("x").at("/p") }),
    reading({ a: json("x").at("/q") }),
    reading({ a: "x" }),
  ].map((rule) => fingerprint(rule));
  assert.equal(new Set(all).size, all.length);
});

test("the order in which inputs, params and outputs are written down does not count", () => {
  const one = shell({
    name: "r",
    inputs: { a: "x", b: "y" },
    outputs: { p: "p", q: "q" },
    params: { m: { u: 1, v: 2 }, n: 2 },
    env: ["A", "B"],
    script: "s",
  });
  const other = shell({
    name: "renamed",
    inputs: { b: "y", a: "x" },
    outputs: { q: "q", p: "p" },
    params: { n: 2, m: { v: 2, u: 1 } },
    env: ["B", "A"],
    script: "s",
  });
  assert.equal(fingerprint(one), fingerprint(other));
});

test("a script is told from a program, and one argument from two", () => {
  const run = (...args: readonly string[]): Rule => shell({ name: "r", outputs: { o: "o" }, run: args });
  const all = [
    run("a", "b"),
    run("a b"),
    run("a", "b", ""),
    shell({ name: "r", outputs: { o: "o" }, script: '["a","b"]' }),
    shell({ name: "r", outputs: { o: "o" }, script: "a b" }),
  ].map((rule) => fingerprint(rule));
  // A script and a program may share a text but never a meaning.
  assert.equal(new Set(all).size, all.length);
});

test("output paths, their names and their privacy count", () => {
  const all = [
    shell({ name: "r", outputs: { o: "o" }, script: "s" }),
    shell({ name: "r", outputs: { o: "p" }, script: "s" }),
    shell({ name: "r", outputs: { p: "o" }, script: "s" }),
    shell({ name: "r", outputs: { o: file("o", { private: true }) }, script: "s" }),
    shell({ name: "r", outputs: { o: "o", p: "p" }, script: "s" }),
  ].map((rule) => fingerprint(rule));
  assert.equal(new Set(all).size, all.length);
});

test("a variable that is not set, empty, or another value; and one that is not declared", () => {
  const rule = shell({ name: "r", outputs: { o: "o" }, env: ["A"], script: "s" });
  const all = [{}, { A: "" }, { A: "1" }, { A: "(not set)" }].map((env) =>
    fingerprint(rule, factsWith({ env })),
  );
  assert.equal(new Set(all).size, all.length);
  assert.equal(fingerprint(rule, factsWith({ env: { B: "1" } })), all[0]);
  const shown = JSON.stringify(entriesOf(rule, factsWith({ env: { A: "s3cret" } })));
  assert.equal(shown.includes("s3cret"), false);
});

test("members of a glob count by path and number; a tool by what it says; an external file by its content", () => {
  const globbed = reading({ all: glob("*") });
  const all = [[], ["x"], ["y"], ["x", "y"]].map((members) => fingerprint(globbed, factsWith({}, members)));
  assert.equal(new Set(all).size, all.length);
  const tooled = shell({ name: "r", outputs: { o: "o" }, tools: [tool("cc")], script: "s" });
  assert.notEqual(
    fingerprint(tooled, factsWith({ probeValue: () => `"1.0"` })),
    fingerprint(tooled, factsWith({ probeValue: () => `"1.1"` })),
  );
  const far = (path: string): Rule => reading({ far: file(path, { external: true }) });
  const same = factsWith({ viewOf: () => "d" as Digest });
  assert.equal(fingerprint(far("/a/x"), same), fingerprint(far("/b/x"), same));
  assert.notEqual(fingerprint(far("/a/x")), fingerprint(far("/b/x")));
});

test("canonical JSON: one text for one value", () => {
  assert.equal(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined }), `{"b":[1,{"c":"x","d":null}]}`);
  assert.equal(
    canonicalJson({ "\u00e9": 1, z: 2, Z: 3, "10": 4, "9": 5 }),
    `{"10":4,"9":5,"Z":3,"z":2,"\u00e9":1}`,
  );
  assert.notEqual(canonicalJson({}), canonicalJson([]));
  assert.notEqual(canonicalJson("1"), canonicalJson(1));
  assert.notEqual(canonicalJson(null), canonicalJson(undefined));
  assert.notEqual(canonicalJson("null"), canonicalJson(null));
});
