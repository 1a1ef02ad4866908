// Accepted outputs: whatever happens, they are flagged as long as they are what lies there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import { acceptInMemory, buildInMemory, caveatsInMemory, hasher } from "../support/memory-world.ts";

const OLD = [
  shell({ name: "one", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "old" }),
];
const NEW = [
  shell({ name: "one", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "new" }),
];

/** A project whose command changed after it was built. */
async function built(): Promise<MemoryFiles> {
  const files = createMemoryFiles({ hasher });
  files.edit("src", "x");
  await buildInMemory(files, OLD);
  return files;
}

async function operationsOf(
  start: MemoryFiles,
  act: (files: MemoryFiles) => Promise<unknown>,
): Promise<number> {
  let operations = 0;
  const counting = start.clone();
  counting.onOperation = (count) => void (operations = count);
  await act(counting);
  return operations;
}

async function killedAt(
  start: MemoryFiles,
  at: number,
  act: (files: MemoryFiles) => Promise<unknown>,
): Promise<MemoryFiles> {
  const killed = start.clone();
  killed.onOperation = (count) => {
    if (count >= at) throw new Killed();
  };
  await assert.rejects(act(killed), Killed);
  return killed.clone();
}

test("killed before any operation of an acceptance, outputs are accepted and flagged, or neither", async () => {
  const accept = (files: MemoryFiles): Promise<unknown> => acceptInMemory(files, NEW, ["one"]);
  const start = await built();
  const operations = await operationsOf(start, accept);
  const seen = new Set<string>();
  for (let at = 1; at <= operations; at++) {
    const files = await killedAt(start, at, accept);
    const flagged = caveatsInMemory(files, NEW);
    const { ran } = await buildInMemory(files, NEW);
    assert.deepEqual(ran, flagged.length === 1 ? [] : ["one"], `killed at ${at}`);
    seen.add(flagged.join());
  }
  assert.ok(seen.has(""));
  const whole = start.clone();
  await accept(whole);
  assert.deepEqual((await buildInMemory(whole, NEW)).ran, []);
  assert.deepEqual(caveatsInMemory(whole, NEW), ["one"]);
});

test("killed before any operation of the run that would prove it, an accepted output keeps its flag until it is replaced", async () => {
  const start = await built();
  await acceptInMemory(start, NEW, ["one"]);
  const prove = (files: MemoryFiles): Promise<unknown> => buildInMemory(files, NEW, { forced: ["one"] });
  const operations = await operationsOf(start, prove);
  for (let at = 1; at <= operations; at++) {
    const files = await killedAt(start, at, prove);
    const isFlagged = caveatsInMemory(files, NEW).length > 0;
    const isProven = ["out/a", "out/b"].every((path) => files.text(path)?.startsWith("new"));
    assert.ok(isFlagged || isProven, `killed at ${at}`);
    await buildInMemory(files, NEW);
    const isStillFlagged = caveatsInMemory(files, NEW).length > 0;
    for (const path of ["out/a", "out/b"]) {
      assert.equal(
        files.text(path)?.startsWith(isStillFlagged ? "old" : "new"),
        true,
        `killed at ${at}: ${path}`,
      );
    }
  }
});

test("what follows from accepted outputs is built, and an upstream step that comes out different runs the accepted one", async () => {
  const members = (up: string, down: string) => [
    shell({ name: "up", inputs: { s: "src" }, outputs: { o: "up" }, script: up }),
    shell({ name: "down", inputs: { u: "up" }, outputs: { o: "down" }, script: down }),
    shell({ name: "last", inputs: { d: "down" }, outputs: { o: "last" }, script: "last" }),
  ];
  const files = createMemoryFiles({ hasher });
  files.edit("src", "x");
  await buildInMemory(files, members("first: a", "down"));
  assert.deepEqual(await acceptInMemory(files, members("first: b", "down 2"), ["down"]), ["down"]);
  assert.deepEqual(
    (await buildInMemory(files, members("first: b", "down 2"))).ran,
    ["up"],
    "it came out the same",
  );
  assert.deepEqual(caveatsInMemory(files, members("first: b", "down 2")), ["down"]);
  files.edit("src", "y");
  assert.deepEqual((await buildInMemory(files, members("first: b", "down 2"))).ran, ["up", "down", "last"]);
  assert.deepEqual(caveatsInMemory(files, members("first: b", "down 2")), []);
});

test("outputs that come from the store are what their step makes: the caveat of what lay there goes", async () => {
  const files = await built();
  const kept = { storeBytes: 1e6 };
  await buildInMemory(files, NEW, kept);
  await buildInMemory(files, OLD, kept);
  files.edit("out/a", "by hand");
  await acceptInMemory(files, NEW, ["one"]);
  assert.deepEqual(caveatsInMemory(files, NEW), ["one"]);
  files.delete("out/b");
  const { ran, events } = await buildInMemory(files, NEW, kept);
  assert.deepEqual(ran, [], "restored");
  assert.deepEqual(caveatsInMemory(files, NEW), []);
  assert.ok(events.some(({ type }) => type === "caveat.cleared"));
});
