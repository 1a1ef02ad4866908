import assert from "node:assert/strict";
import { test } from "node:test";
import { file } from "../../src/engine/artifact.ts";
import type { Failure } from "../../src/engine/failure.ts";
import { buildGraph, type Graph } from "../../src/engine/graph.ts";
import { defineProject, flow, group } from "../../src/engine/project.ts";
import { each } from "../../src/engine/each-rule.ts";
import { glob, type Inputs, type Rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { coneOf, resolveTarget, resolveTargets } from "../../src/engine/targets.ts";
import { createMemoryFiles } from "../support/memory-files.ts";
import { hasher } from "../support/memory-world.ts";

type Members = Parameters<typeof defineProject>[0]["members"];

function make(name: string, out: string, inputs: Inputs = {}): Rule {
  return shell({ name, inputs, outputs: { out }, script: name });
}

function fan(
  name: string,
  template: string,
  more: object = {},
): ReturnType<typeof each<string, { out: string }>> {
  return each({
    name,
    over: ["k"],
    key: (key: string) => key,
    outputs: { out: template },
    task: () => import("node:fs"),
    ...more,
  });
}

/** `link` is a link to `out`. */
function join(...members: Members): ReturnType<typeof buildGraph> {
  const files = createMemoryFiles({ hasher });
  const realPath = (path: string): string => files.realPath(path.replace(/^link(?=\/|$)/, "out"));
  return buildGraph(defineProject({ name: "t", members }), { ...files, realPath });
}

function graphOf(...members: Members): Graph {
  const graph = join(...members);
  assert.ok(graph.ok, graph.ok ? "" : JSON.stringify(graph.failure));
  return graph.value;
}

function failureOf(...members: Members): Failure {
  const graph = join(...members);
  assert.ok(!graph.ok, "it was not refused");
  return graph.failure;
}

function names(nodes: readonly { readonly rule: { readonly name: string } }[]): readonly string[] {
  return nodes.map(({ rule: { name } }) => name);
}

test("rules are joined by paths, collections, globs and each templates, and come after what they need", () => {
  const rows = fan("rows", "rows/{key}.json", { over: file("manifest.json") });
  const graph = graphOf(
    make("last", "last", { all: glob("mid/*"), rows: rows.outputs.out, one: "rows/k.json" }),
    rows,
    make("b", "mid/b", { from: "mid/a" }),
    make("a", "mid/a", { from: "source" }),
    make("manifest", "manifest.json"),
    make("apart", "apart"),
  );
  const order = names(graph.nodes);
  const isBefore = (one: string, other: string): boolean => order.indexOf(one) < order.indexOf(other);
  assert.ok(
    isBefore("a", "b") && isBefore("b", "last") && isBefore("rows", "last") && isBefore("manifest", "rows"),
  );
  const last = graph.byName.get("last");
  assert.deepEqual(names(last?.needs ?? []).toSorted(), ["a", "b", "rows"]);
  assert.deepEqual(
    names(
      coneOf(
        graph.nodes.filter(({ rule: { name } }) => name === "b"),
        graph,
        new Set(),
      ),
    ),
    ["a", "b"],
  );
});

test("the same project gives the same order", () => {
  const members = (): Members => [
    make("c", "c", { x: "b" }),
    make("b", "b", { x: "a" }),
    make("a", "a"),
    make("d", "d"),
  ];
  assert.deepEqual(names(graphOf(...members()).nodes), names(graphOf(...members()).nodes));
});

for (const [what, first, second] of [
  ["the same path", "out/a", "out/a"],
  ["another letter case", "out/a", "Out/A"],
  ["another Unicode form", "out/\u00e9", "out/e\u0301"],
  ["a linked folder", "out/a", "link/a"],
] as const) {
  test(`two owners by ${what}`, () => {
    const failure = failureOf(make("first", first), make("second", second));
    assert.equal(failure.reason, "two-owners");
    assert.deepEqual(failure.reason === "two-owners" && failure.rules.map(({ name }) => name), [
      "first",
      "second",
    ]);
  });
}

test("one rule cannot name a path twice", () => {
  const failure = failureOf(shell({ name: "r", outputs: { a: "x", b: "x" }, script: "x" }));
  assert.equal(failure.reason, "two-owners");
});

for (const [first, second] of [
  ["out", "out/a"],
  ["out/a/b/c", "out/a"],
  ["OUT/A", "out/a/b"],
] as const) {
  test(`an output within another: ${first} and ${second}`, () => {
    assert.equal(failureOf(make("first", first), make("second", second)).reason, "output-within-output");
  });
}

test("an each rule's outputs cannot lie within a file", () => {
  const failure = failureOf(make("plain", "rows"), fan("fan", "rows/{key}.txt"));
  assert.equal(failure.reason, "output-within-output");
});

for (const path of ["../a", "a/../b", "./a", "/tmp/a", "a//b", "", "a/", ".plr-cache/a"]) {
  test(`an output must be a plain path in the project, not ${JSON.stringify(path)}`, () => {
    assert.equal(failureOf(make("r", path)).reason, "outside-project");
  });
}

test("two each rules that could make one path, or an each rule and another's path, are refused", () => {
  assert.equal(failureOf(fan("a", "x/{key}.txt"), fan("b", "x/{key}.txt")).reason, "template-collision");
  assert.equal(failureOf(fan("a", "x/{key}.txt"), fan("b", "x/run-{key}.txt")).reason, "template-collision");
  assert.equal(failureOf(fan("a", "x/{key}.txt"), make("b", "x/total.txt")).reason, "template-collision");
  assert.equal(failureOf(fan("a", "x/{key}.txt"), make("b", "X/Total.TXT")).reason, "template-collision");
  assert.equal(failureOf(fan("a", "x/fixed.txt")).reason, "template-without-key");
  assert.equal(failureOf(fan("a", "{key}/{key}.txt")).reason, "template-without-key");
});

test("a key holds no slash, so what lies deeper is not an each rule's", () => {
  const graph = graphOf(
    fan("runs", "runs/{key}.json"),
    fan("details", "runs/{key}/detail.json"),
    make("total", "runs/all/total.json"),
    make("reader", "read", { notes: "runs/all/notes.json" }),
  );
  assert.equal(graph.ownerOf("runs/a.json")?.rule.name, "runs");
  assert.equal(graph.ownerOf("runs/a/detail.json")?.rule.name, "details");
  assert.equal(graph.ownerOf("runs/all/total.json")?.rule.name, "total");
  assert.equal(graph.ownerOf("runs/all/notes.json"), undefined);
  assert.deepEqual(graph.byName.get("reader")?.needs, []);
});

test("the owner of a path: exact outputs, each outputs, nobody", () => {
  const graph = graphOf(make("plain", "out/a.txt"), fan("rows", "rows/{key}.txt"));
  assert.equal(graph.ownerOf("out/a.txt")?.rule.name, "plain");
  assert.equal(graph.ownerOf("rows/x y.txt")?.rule.name, "rows");
  assert.equal(graph.ownerOf("rows/.txt"), undefined, "a key is not empty");
  assert.equal(graph.ownerOf("rows/x.csv"), undefined);
});

test("a cycle is told as a path that closes, without the rules that only hang on it", () => {
  const failure = failureOf(
    make("a", "a", { x: "c" }),
    make("b", "b", { x: "a" }),
    make("c", "c", { x: "b" }),
    make("hanger", "h", { x: "a" }),
    make("root", "r"),
  );
  assert.ok(failure.reason === "cycle");
  assert.equal(failure.path.length, 4);
  assert.equal(failure.path[0], failure.path.at(-1));
  assert.deepEqual(failure.path.slice(1).toSorted(), ["a", "b", "c"]);
  // Each needs the one before it.
  const needs: Readonly<Record<string, string>> = { a: "c", b: "a", c: "b" };
  for (const [index, name] of failure.path.entries()) {
    if (index > 0) assert.equal(needs[name], failure.path[index - 1]);
  }
});

test("cycles through globs, through each items and through a manifest are cycles", () => {
  assert.deepEqual(failureOf(make("self", "x/a", { all: glob("x/*") })), {
    reason: "cycle",
    path: ["self", "self"],
  });
  const items = fan("fan", "rows/{key}", { inputs: () => ({ total: "total" }) });
  assert.equal(failureOf(items, make("total", "total", { rows: items.outputs.out })).reason, "cycle");
  const over = fan("fan", "rows/{key}", { over: file("list") });
  assert.equal(failureOf(over, make("list", "list", { one: "rows/k" })).reason, "cycle");
});

test("a collection of a rule that is not in the project is refused", () => {
  const stray = fan("stray", "rows/{key}");
  const failure = failureOf(make("r", "r", { rows: stray.outputs.out }));
  assert.ok(failure.reason === "unknown-input");
  assert.equal(failure.path, "stray");
});

test("two rules of one name are refused; one rule named by two groups is one rule", () => {
  assert.equal(failureOf(make("twin", "a"), make("twin", "b")).reason, "two-rules-of-one-name");
  const one = make("one", "a");
  assert.deepEqual(names(graphOf(group("x", [one]), group("y", [one]), one).nodes), ["one"]);
});

const SECRET = shell({
  name: "secret",
  outputs: { out: file("private/codes.json", { private: true }) },
  script: "s",
});
const SECRETS = fan("secrets", "unused/{key}", {
  outputs: { out: file("private/{key}.txt", { private: true }) },
});

for (const [what, inputs, more] of [
  ["declared so", { from: file("codes", { private: true }) }, []],
  ["in a list", { from: ["plain", file("codes", { private: true })] }, []],
  ["made by another rule", { from: SECRET.outputs.out }, [SECRET]],
  ["named by its path", { from: "private/codes.json" }, [SECRET]],
  ["found by a glob", { from: glob("private/*.json") }, [SECRET]],
  ["found by a private glob", { from: glob("*.csv", { private: true }) }, []],
  ["made for each item", { from: SECRETS.outputs.out }, [SECRETS]],
  ["made for each item, by its path", { from: "private/a.txt" }, [SECRETS]],
] as const satisfies readonly (readonly [string, Inputs, Members])[]) {
  test(`private data ${what} does not become public but by a rule that anonymises`, () => {
    const options = { name: "leak", inputs: inputs as Inputs, outputs: { out: "public" }, script: "s" };
    const failure = failureOf(...more, shell(options));
    assert.ok(failure.reason === "private-to-public");
    assert.deepEqual([failure.rule.name, failure.output], ["leak", "public"]);
    graphOf(...more, shell({ ...options, anonymises: true }));
    graphOf(...more, shell({ ...options, outputs: { out: file("public", { private: true }) } }));
    const both = { out: file("kept", { private: true }), open: "public" };
    assert.equal(failureOf(...more, shell({ ...options, outputs: both })).reason, "private-to-public");
  });
}

test("private data does not become public through the items of an each rule", () => {
  const leak = fan("leak", "public/{key}", { inputs: () => ({ from: SECRET.outputs.out }) });
  assert.equal(failureOf(SECRET, leak).reason, "private-to-public");
});

test("private data does not become public through the list of an each rule", () => {
  const leak = fan("leak", "public/{key}", { over: file("people", { private: true }) });
  assert.equal(failureOf(leak).reason, "private-to-public");
  const made = fan("leak", "public/{key}", { over: SECRET.outputs.out });
  assert.equal(failureOf(SECRET, made).reason, "private-to-public");
});

test("a file that one rule declares private is private for every rule", () => {
  const failure = failureOf(
    shell({
      name: "knows",
      inputs: { from: file("raw.csv", { private: true }) },
      outputs: { out: file("private/x", { private: true }) },
      script: "s",
    }),
    make("leak", "public", { from: "raw.csv" }),
  );
  assert.equal(failure.reason, "private-to-public");
});

test("targets: rules, groups, flows, paths, patterns of names, items", () => {
  const [a, b, c] = [make("figures/a", "out/a"), make("figures/b", "out/b"), make("table", "out/c")];
  const rows = fan("rows", "rows/{key}.txt");
  const absent = [{ name: "figures/map", reason: "the study has no places" }];
  const graph = graphOf(flow("analysis", [group("figures", [a, b], { absent }), c]), rows);
  const found = (target: string): readonly string[] => {
    const nodes = resolveTarget(target, graph);
    return nodes.ok ? names(nodes.value).toSorted() : [nodes.failure.reason];
  };
  assert.deepEqual(found("table"), ["table"]);
  assert.deepEqual(found("figures"), ["figures/a", "figures/b"]);
  assert.deepEqual(found("analysis"), ["figures/a", "figures/b", "table"]);
  assert.deepEqual(found("out/b"), ["figures/b"]);
  assert.deepEqual(found("./out/b"), ["figures/b"]);
  assert.deepEqual(found("figures/*"), ["figures/a", "figures/b"]);
  assert.deepEqual(found("rows"), ["rows"]);
  assert.deepEqual(found("rows/k.txt"), ["rows"]);
  assert.deepEqual(found("rows k"), ["rows"]);
  assert.deepEqual(found("nothing"), ["unknown-target"]);
  assert.deepEqual(found("figures/map"), ["absent-target"]);
  assert.deepEqual(found("nothing*"), ["unknown-target"]);
  const unknown = resolveTargets(["table", "tabel"], graph);
  assert.ok(!unknown.ok && unknown.failure.reason === "unknown-target");
  assert.equal(unknown.failure.target, "tabel");
  assert.ok(unknown.failure.known.includes("table") && unknown.failure.known.includes("analysis"));
  const all = resolveTargets([], graph);
  assert.equal(all.ok && all.value.length, 4);
  const twice = resolveTargets(["table", "out/c"], graph);
  assert.deepEqual(twice.ok && names(twice.value), ["table"]);
});

test("a name that belongs to a rule is that rule, even if a path is called the same", () => {
  const graph = graphOf(make("a", "b"), make("b", "a"));
  const node = resolveTarget("a", graph);
  assert.deepEqual(node.ok && names(node.value), ["a"]);
});

test("a cut rule is kept without what it needs", () => {
  const graph = graphOf(make("a", "a"), make("b", "b", { x: "a" }), make("c", "c", { x: "b" }));
  const cut = new Set(graph.nodes.filter(({ rule: { name } }) => name === "b"));
  assert.deepEqual(
    names(
      coneOf(
        graph.nodes.filter(({ rule: { name } }) => name === "c"),
        graph,
        cut,
      ),
    ),
    ["b", "c"],
  );
});
