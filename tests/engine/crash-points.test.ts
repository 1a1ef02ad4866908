// A build that dies before any one of its file operations, and files that are edited before any one of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dir, file } from "../../src/engine/artifact.ts";
import { glob, rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";
import { writtenTo } from "../support/recipes.ts";

const MEMBERS = [
  shell({ name: "gen", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "gen" }),
  shell({ name: "cut", inputs: { a: "out/a" }, outputs: { c: "cut" }, script: "first: letter" }),
  shell({
    name: "fin",
    inputs: { b: "out/b", c: "cut", all: glob("data/*"), maybe: file("maybe", { optional: true }) },
    outputs: { o: "fin" },
    script: "fin",
  }),
  shell({
    name: "many",
    inputs: { s: "src" },
    outputs: { d: dir("many"), e: dir("more") },
    script: "folder:",
  }),
  shell({
    name: "all",
    inputs: { d: dir("many"), g: glob("many/**"), one: "many/one" },
    outputs: { o: "all" },
    script: "all",
  }),
  shell({ name: "fixed", inputs: { s: "src" }, outputs: { o: "fixed/o" }, inPlace: true, script: "fixed" }),
  shell({ name: "apart", inputs: { x: "data/x" }, outputs: { o: "deep/er/apart" }, script: "apart" }),
];

async function built(tickNs: bigint): Promise<MemoryFiles> {
  const files = createMemoryFiles({ hasher, tickNs });
  files.edit("src", "one");
  files.edit("data/x", "x");
  files.advance(10n ** 10n);
  await buildInMemory(files, MEMBERS);
  files.advance(10n ** 10n);
  return files;
}

/** All but the sources of a project built from nothing out of the same sources. */
async function cleanResult(files: MemoryFiles): Promise<string> {
  const clean = createMemoryFiles({ hasher });
  for (const path of ["src", "maybe", "data/x", "data/y"]) {
    const text = files.text(path);
    if (text !== undefined) clean.edit(path, text);
  }
  await buildInMemory(clean, MEMBERS);
  return contents(clean);
}

function contents(files: MemoryFiles): string {
  return files
    .paths()
    .map((path) => `${path}: ${files.text(path)}`)
    .join("\n");
}

/** How many file operations a build takes. */
async function operationsOf(files: MemoryFiles): Promise<number> {
  let operations = 0;
  const copy = files.clone();
  copy.onOperation = (count) => void (operations = count);
  await buildInMemory(copy, MEMBERS);
  return operations;
}

const EDITS: Readonly<Record<string, (files: MemoryFiles) => void>> = {
  "a new source": (files) => files.edit("src", "two"),
  "a new member": (files) => files.edit("data/y", "y"),
  "an output edited by hand": (files) => files.edit("out/b", "by hand"),
  "a file of a folder deleted": (files) => files.delete("many/one"),
  "a file added to a folder": (files) => files.edit("many/more", "by hand"),
  "an output deleted": (files) => files.delete("fin"),
  "an absent input that came": (files) => files.edit("maybe", "there"),
};

for (const [what, edit] of Object.entries(EDITS)) {
  test(`killed before any operation of a build after ${what}, the next one is as a clean one`, async () => {
    const start = await built(1n);
    edit(start);
    const operations = await operationsOf(start);
    assert.ok(operations > 40);
    const expected = await cleanResult(start);
    for (let at = 1; at <= operations; at++) {
      const files = start.clone();
      files.onOperation = (count) => {
        if (count >= at) throw new Killed();
      };
      await assert.rejects(buildInMemory(files, MEMBERS), Killed);
      const after = files.clone();
      const next = await buildInMemory(after, MEMBERS);
      assert.ok(
        next.end.ok && next.end.value.outcome === "done",
        `killed at ${at}: ${JSON.stringify(next.end)}`,
      );
      assert.equal(contents(after), expected, `killed at ${at}`);
      assert.ok(next.ran.length === new Set(next.ran).size, `killed at ${at}: each step once`);
      const idle = await buildInMemory(after.clone(), MEMBERS);
      assert.deepEqual(idle.ran, [], `killed at ${at}: the build after the next`);
    }
  });
}

test("a write to the journal that is torn anywhere costs time only", async () => {
  const start = await built(1n);
  start.edit("src", "two");
  const expected = await cleanResult(start);
  const appends: number[] = [];
  const watched = start.clone();
  watched.onOperation = (count, name) => void (name === "append" && appends.push(count));
  await buildInMemory(watched, MEMBERS);
  assert.ok(appends.length > 5);
  for (const at of appends) {
    for (const tear of [0, 1, 8, 30, 200]) {
      const files = start.clone();
      files.onOperation = (count) => {
        if (count === at) files.tear = tear;
        if (count > at) throw new Killed();
      };
      await assert.rejects(buildInMemory(files, MEMBERS), Killed);
      const after = files.clone();
      const { end } = await buildInMemory(after, MEMBERS);
      assert.ok(end.ok && end.value.outcome === "done");
      assert.equal(contents(after), expected, `torn at ${at} after ${tear} bytes`);
      assert.deepEqual((await buildInMemory(after, MEMBERS)).ran, []);
    }
  }
});

test("killed again and again, a build comes to its end and is right", async () => {
  const files = await built(1n);
  files.edit("src", "two");
  files.edit("data/y", "y");
  const expected = await cleanResult(files);
  let world = files;
  for (let at = 5; ; at += 7) {
    world = world.clone();
    const limit = at;
    world.onOperation = (count) => {
      if (count >= limit) throw new Killed();
    };
    try {
      await buildInMemory(world, MEMBERS);
      break;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  assert.equal(contents(world), expected);
});

const TICKS = { "exact stamps": 1n, "4 ms": 4_000_000n, "1 s": 10n ** 9n, "2 s": 2n * 10n ** 9n };

test("killed before any operation, a step that never makes the same twice leaves outputs of one run, and nothing aside", async () => {
  const members = [
    shell({ name: "noisy", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "noisy: n" }),
    shell({ name: "last", inputs: { a: "out/a", b: "out/b" }, outputs: { o: "last" }, script: "last" }),
  ];
  const runOf = (text: string | undefined): string => text?.replace(/^.*#/, "") ?? "none";
  const start = createMemoryFiles({ hasher });
  start.edit("src", "one");
  await buildInMemory(start, members);
  start.edit("src", "two");
  let operations = 0;
  const counting = start.clone();
  counting.onOperation = (count) => void (operations = count);
  await buildInMemory(counting, members);
  for (let at = 1; at <= operations; at++) {
    const killed = start.clone();
    killed.onOperation = (count) => {
      if (count >= at) throw new Killed();
    };
    await assert.rejects(buildInMemory(killed, members), Killed);
    const files = killed.clone();
    const { ran, events } = await buildInMemory(files, members);
    assert.equal(runOf(files.text("out/a")), runOf(files.text("out/b")), `killed at ${at}`);
    assert.ok(files.text("out/a")?.includes("two"), `killed at ${at}`);
    assert.equal(files.text("last"), `last o(a=${files.text("out/a")};b=${files.text("out/b")})`);
    assert.deepEqual(
      events.filter(({ type }) => type === "output.movedAside"),
      [],
      `killed at ${at}: what is ours is known as ours`,
    );
    assert.deepEqual((await buildInMemory(files, members)).ran, [], `killed at ${at}, after ${ran.join()}`);
  }
});

test("a step that failed has no record left that a later build could trust", async () => {
  const members = [shell({ name: "one", inputs: { s: "src" }, outputs: { o: "out" }, script: "one" })];
  const files = createMemoryFiles({ hasher });
  files.edit("src", "a");
  await buildInMemory(files, members);
  const failing = new Set(["one"]);
  assert.deepEqual((await buildInMemory(files, members, { forced: ["one"], failing })).ran, ["one"]);
  assert.deepEqual((await buildInMemory(files, members)).ran, ["one"]);
  assert.deepEqual((await buildInMemory(files, members)).ran, []);
});

test("a large input, whose digest a task may take, edited before any operation: the next build is right", async () => {
  const large = (fill: string): string => fill.repeat(1_000_100);
  const members = [
    rule({ name: "task", inputs: { large: "large" }, outputs: { o: "out" }, task: () => import("node:fs") }),
  ];
  const made = (fill: string): string => writtenTo("o", "task", [`large=${large(fill)}`]);
  const start = createMemoryFiles({ hasher });
  start.edit("large", large("a"));
  start.advance(10n ** 10n);
  let operations = 0;
  const counting = start.clone();
  counting.onOperation = (count) => void (operations = count);
  await buildInMemory(counting, members);
  for (let at = 1; at <= operations; at++) {
    const files = start.clone();
    files.onOperation = (count) => void (count === at && files.edit("large", large("b")));
    await buildInMemory(files, members);
    const after = files.clone();
    await buildInMemory(after, members);
    assert.ok(after.text("out") === made("b"), `edited at ${at} of ${operations}`);
  }
});

for (const [ticks, tickNs] of Object.entries(TICKS)) {
  test(`files edited before any operation of a build, of the same size, by ${ticks}: the next build is right`, async () => {
    const start = await built(tickNs);
    start.edit("src", "two");
    const operations = await operationsOf(start);
    for (let at = 1; at <= operations; at++) {
      const files = start.clone();
      files.onOperation = (count) => {
        if (count !== at) return;
        files.edit("src", "six");
        files.edit("data/x", "X");
      };
      await buildInMemory(files, MEMBERS);
      // Whatever came of it, the clock goes on and the next build sees what is there.
      const after = files.clone();
      after.advance(10n ** 10n);
      await buildInMemory(after, MEMBERS);
      assert.equal(contents(after), await cleanResult(after), `edited at ${at}`);
      assert.deepEqual(
        (await buildInMemory(after, MEMBERS)).ran,
        [],
        `edited at ${at}: then nothing is left to do`,
      );
    }
  });

  test(`a file edited before any operation of a build and back after it, by ${ticks}: the next build is right`, async () => {
    const start = await built(tickNs);
    start.edit("src", "two");
    const operations = await operationsOf(start);
    const expected = await cleanResult(start);
    for (let at = 1; at <= operations; at++) {
      const files = start.clone();
      files.onOperation = (count) => void (count === at && files.edit("src", "six"));
      await buildInMemory(files, MEMBERS);
      const after = files.clone();
      after.edit("src", "two");
      await buildInMemory(after, MEMBERS);
      assert.equal(contents(after), expected, `edited at ${at}`);
    }
  });

  test(`files edited right after a build, of the same size, by ${ticks}: the next build is right`, async () => {
    const files = await built(tickNs);
    for (const text of ["two", "six", "ten", "two"]) {
      files.edit("src", text);
      await buildInMemory(files, MEMBERS);
      assert.equal(contents(files), await cleanResult(files), text);
      files.edit("out/a", files.text("out/a")?.replace(text, "bad") ?? "");
      await buildInMemory(files, MEMBERS);
      assert.equal(contents(files), await cleanResult(files), `${text}, tampered with`);
    }
  });
}

test("a file that two steps read at once, edited before any operation within one tick: the next build is right", async () => {
  const members = [
    shell({ name: "one", inputs: { s: "src" }, outputs: { o: "one" }, script: "one" }),
    shell({ name: "two", inputs: { s: "src" }, outputs: { x: "x", y: "y" }, script: "two" }),
  ];
  const request = { jobs: 2, storeBytes: 1e9 };
  const start = createMemoryFiles({ hasher, tickNs: TICKS["2 s"] });
  start.edit("src", "1");
  await buildInMemory(start, members, request);
  // The store alone knows what was made.
  start.delete(".plr-cache/journal");
  let operations = 0;
  const counting = start.clone();
  counting.onOperation = (count) => void (operations = count);
  await buildInMemory(counting, members, request);
  for (let at = 1; at <= operations; at++) {
    const files = start.clone();
    files.onOperation = (count) => void (count === at && files.edit("src", "2"));
    await buildInMemory(files, members, request);
    const after = files.clone();
    await buildInMemory(after, members, request);
    assert.deepEqual(
      ["one", "x", "y"].map((path) => after.text(path)),
      ["one o(s=2)", "two x(s=2)", "two y(s=2)"],
      `edited at ${at} of ${operations}`,
    );
  }
});
