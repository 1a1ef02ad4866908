import assert from "node:assert/strict";
import { test } from "node:test";
import { file, type Artifact } from "../../src/engine/artifact.ts";
import type { Inputs, Rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher, type MemoryRequest } from "../support/memory-world.ts";

/** A world with these files, and a build of it that gives the steps that ran. */
function world(texts: Readonly<Record<string, string>>): {
  readonly files: MemoryFiles;
  readonly ran: (rules: readonly Rule[], request?: MemoryRequest) => Promise<readonly string[]>;
} {
  const files = createMemoryFiles({ hasher });
  for (const [path, text] of Object.entries(texts)) files.edit(path, text);
  return {
    files,
    ran: async (rules, request) => {
      const { end, ran } = await buildInMemory(files, rules, request);
      assert.ok(end.ok && end.value.outcome === "done", JSON.stringify(end));
      return ran;
    },
  };
}

function finds(name: string, list: string | Artifact, more: Inputs = {}): Rule {
  return shell({
    name,
    inputs: { list, ...more },
    outputs: { out: `out/${name}` },
    script: "finds: {depfile}",
  });
}

function makes(name: string, input: string): Rule {
  return shell({ name, inputs: { input }, outputs: { out: `out/${name}` }, script: "plain" });
}

test("a step runs again when a file that it discovered changes, goes or comes, and for nothing else", async () => {
  const { files, ran } = world({ list: "in/a in/b", "in/a": "1", "in/c": "1" });
  const rules = [finds("read", "list")];
  assert.deepEqual(await ran(rules), ["read"]);
  assert.deepEqual(await ran(rules), []);
  files.edit("in/c", "2");
  assert.deepEqual(await ran(rules), []);
  files.edit("in/a", "1");
  assert.deepEqual(await ran(rules), [], "touched");
  files.edit("in/a", "2");
  assert.deepEqual(await ran(rules), ["read"]);
  files.edit("in/b", "1");
  assert.deepEqual(await ran(rules), ["read"], "it had looked for it in vain");
  files.delete("in/b");
  assert.deepEqual(await ran(rules), ["read"]);
  files.edit("list", "in/c");
  assert.deepEqual(await ran(rules), ["read"]);
  files.edit("in/a", "3");
  assert.deepEqual(await ran(rules), [], "it does not read it any more");
});

test("what another rule makes of a discovered input is made first, and the step runs again", async () => {
  const { files, ran } = world({ list: "out/made", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source"), makes("after", "out/read")];
  assert.deepEqual(await ran(rules), ["read", "made", "read", "after"]);
  assert.match(files.text("out/read") ?? "", /out\/made=plain/);
  assert.deepEqual(await ran(rules), []);
  files.edit("source", "2");
  assert.deepEqual(
    await ran(rules, { targets: ["after"] }),
    ["made", "read", "after"],
    "an edge of the graph",
  );
});

test("a step that waited for what it discovered is compared with what was recorded of it before", async () => {
  const { files, ran } = world({ list: "in/a", "in/a": "1", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  await ran(rules, { targets: ["read"] });
  files.edit("list", "out/made");
  const { events, ...build } = await buildInMemory(files, rules, { targets: ["read"] });
  assert.deepEqual(build.ran, ["read", "made", "read"]);
  const reasons = events.flatMap((event) =>
    event.type === "step.stale" && event.step === "read" ? [event.reasons.map(({ what }) => what)] : [],
  );
  assert.deepEqual(reasons, [["list"], ["list"]], "not as one that was never built");
});

test("what a step waited for in vain leaves its record: once all is as it was, nothing runs", async () => {
  const { files, ran } = world({ list: "in/a", "in/a": "1", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  await ran(rules, { targets: ["read"] });
  files.edit("list", "out/made");
  const failed = await buildInMemory(files, rules, { targets: ["read"], failing: new Set(["made"]) });
  assert.deepEqual(failed.ran, ["read", "made"]);
  files.edit("list", "in/a");
  await ran(rules, { targets: ["made"] });
  assert.deepEqual(await ran(rules, { targets: ["read"] }), []);
});

test("a maker that was not asked for is made too, or left alone where it is fresh", async () => {
  const { files, ran } = world({ list: "out/made", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  assert.deepEqual(await ran(rules, { targets: ["read"] }), ["read", "made", "read"]);
  const fresh = world({ list: "out/made", source: "1" });
  assert.deepEqual(await fresh.ran(rules, { targets: ["made"] }), ["made"]);
  assert.deepEqual(await fresh.ran(rules, { targets: ["read"] }), ["read"]);
  assert.equal(fresh.files.text("out/read"), files.text("out/read"));
});

test("a failed step keeps its edges, so that what it reads is made first", async () => {
  const { files, ran } = world({ list: "out/made", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  await ran(rules);
  files.edit("list", "out/made ");
  const failed = await buildInMemory(files, rules, { failing: new Set(["read"]) });
  assert.deepEqual(failed.ran, ["read"]);
  files.edit("source", "2");
  assert.deepEqual(await ran(rules), ["made", "read"]);
});

test("a step that fails for want of what another makes runs again after it", async () => {
  const { files } = world({ list: "out/made", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  const { end, ran } = await buildInMemory(files, rules, { lacking: true });
  assert.ok(end.ok && end.value.outcome === "done");
  assert.deepEqual(ran, ["read", "made", "read"]);
});

test("a discovered input that is made from the step's own output is an error that names the cycle", async () => {
  const { files } = world({ list: "out/c" });
  const rules = [finds("a", "list"), makes("b", "out/a"), makes("c", "out/b")];
  const { end, events } = await buildInMemory(files, rules);
  assert.ok(end.ok && end.value.outcome === "failed");
  const failures = events.flatMap((event) =>
    event.type === "step.finished" && event.failure ? [event.failure] : [],
  );
  assert.deepEqual(failures, [{ reason: "discovered-cycle", path: "out/c", cycle: ["a", "c", "b", "a"] }]);
});

test("an edge that a new rule turns into a cycle is found again by running", async () => {
  const { files, ran } = world({ list: "out/b" });
  files.edit("out/b", "by hand");
  await ran([finds("a", "list")]);
  const rules = [finds("a", "list"), makes("b", "out/a")];
  const { events } = await buildInMemory(files, rules);
  assert.ok(
    events.some((event) => event.type === "step.finished" && event.failure?.reason === "discovered-cycle"),
  );
  files.edit("list", "in/x");
  assert.deepEqual(await ran(rules), ["a", "b"], "it does not read it any more");
});

test("own outputs, declared inputs, what lies outside and in the cache are not discovered", async () => {
  const { files, ran } = world({
    list: "list out/read /etc/hosts ../x .plr-cache/journal ./in//a in/b/../a",
  });
  files.edit("in/a", "1");
  const rules = [finds("read", "list")];
  await ran(rules);
  assert.deepEqual(await ran(rules), []);
  files.edit("in/a", "2");
  const { events } = await buildInMemory(files, rules);
  const reasons = events.flatMap((event) => (event.type === "step.stale" ? event.reasons : []));
  assert.deepEqual(
    reasons.map(({ kind, what }) => [kind, what]),
    [["input-changed", "in/a"]],
  );
});

test("a discovered input that changes while the step runs makes it run again", async () => {
  const { files, ran } = world({ list: "in/x in/a", "in/x": "1", "in/a": "1" });
  const rules = [finds("read", "list")];
  let edits = 0;
  const request = { onDescribe: (): void => void (edits++ === 0 && files.edit("in/a", "2")) };
  assert.deepEqual(await ran(rules, request), ["read", "read"]);
  assert.match(files.text("out/read") ?? "", /in\/a=2/);
  assert.deepEqual(await ran(rules), []);
});

test("private data that a step discovers reach no public output", async () => {
  const { files } = world({ list: "in/secret", "in/secret": "1" });
  const other = shell({
    name: "other",
    inputs: { secret: file("in/secret", { private: true }) },
    outputs: { out: file("out/other", { private: true }) },
    script: "plain",
  });
  const { events } = await buildInMemory(files, [finds("read", "list"), other]);
  assert.ok(
    events.some((event) => event.type === "step.finished" && event.failure?.reason === "private-to-public"),
  );
});

test("results come back from the store where discovered inputs are as they were, and not otherwise", async () => {
  const { files, ran } = world({ list: "in/a", "in/a": "1" });
  const rules = [finds("read", "list")];
  const kept = { storeBytes: 1e6 };
  await ran(rules, kept);
  const first = files.text("out/read");
  files.edit("in/a", "2");
  assert.deepEqual(await ran(rules, kept), ["read"]);
  files.edit("in/a", "1");
  assert.deepEqual(await ran(rules, kept), [], "restored");
  assert.equal(files.text("out/read"), first);
  files.edit("in/a", "2");
  assert.deepEqual(await ran(rules, kept), [], "restored");
  files.edit("in/a", "3");
  assert.deepEqual(await ran(rules, kept), ["read"], "restored results keep their discovered inputs");
  files.delete("in/a");
  assert.deepEqual(await ran(rules, kept), ["read"]);
});

test("a result is not restored before what it discovered has been made", async () => {
  const { files, ran } = world({ list: "out/made", source: "1" });
  const rules = [finds("read", "list"), makes("made", "source")];
  const kept = { storeBytes: 1e6 };
  await ran(rules, kept);
  files.delete(".plr-cache/journal");
  files.edit("source", "2");
  assert.deepEqual(
    await ran(rules, kept),
    ["made", "read"],
    "known from what is stored, without a run in vain",
  );
  assert.match(files.text("out/read") ?? "", /input=2/);
});
