// What a dead build had announced: finished where all is as announced, left alone where it is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { file } from "../../src/engine/artifact.ts";
import { recoverIntents } from "../../src/engine/commit.ts";
import type { Digest } from "../../src/engine/digest.ts";
import { type Journal, openJournal } from "../../src/engine/journal.ts";
import type { Move, StepRecord } from "../../src/engine/journal-records.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";

const RECORD: StepRecord = {
  fingerprint: "f".repeat(16) as Digest,
  entries: [],
  outputs: [],
  durMs: 1,
  run: 1,
  at: 0,
  log: undefined,
  stale: false,
};

function digestOf(text: string): Digest {
  return hasher.bytes(new TextEncoder().encode(text));
}

/** Old outputs `a` and `b` of ours in place, new ones announced and in the private folder. */
function announced(): { readonly files: MemoryFiles; readonly journal: Journal } {
  const files = createMemoryFiles({ hasher });
  const journal = openJournal(".plr-cache/journal", files, hasher);
  const moves = ["a", "b"].map((name): Move => {
    files.edit(`out/${name}`, `old ${name}`);
    files.edit(`.plr-cache/stage/${name}`, `new ${name}`);
    journal.put("owner", `out/${name}`, { digest: digestOf(`old ${name}`), variant: "v", precious: false });
    return {
      from: `.plr-cache/stage/${name}`,
      to: `out/${name}`,
      digest: digestOf(`new ${name}`),
      variant: "v",
      precious: false,
    };
  });
  journal.put("intent", "out/a", { record: RECORD, moves });
  return { files, journal };
}

function outputs(files: MemoryFiles): readonly (string | undefined)[] {
  return [files.text("out/a"), files.text("out/b")];
}

function assertFinished({ files, journal }: ReturnType<typeof announced>): void {
  assert.deepEqual(outputs(files), ["new a", "new b"]);
  assert.deepEqual(journal.get("step", "out/a"), RECORD);
  assert.equal(journal.get("owner", "out/b")?.digest, digestOf("new b"));
  assert.deepEqual([...journal.keys("intent")], []);
}

function assertLeft(
  { files, journal }: ReturnType<typeof announced>,
  ...texts: readonly (string | undefined)[]
): void {
  assert.deepEqual(outputs(files), texts);
  assert.equal(journal.get("step", "out/a"), undefined);
  assert.deepEqual([...journal.keys("intent")], []);
}

test("before any move, between two and after all, the rest is done", () => {
  for (const moved of [[], ["a"], ["b"], ["a", "b"]]) {
    const world = announced();
    for (const name of moved) world.files.rename(`.plr-cache/stage/${name}`, `out/${name}`);
    recoverIntents(world.journal, { files: world.files, hasher });
    assertFinished(world);
  }
});

test("outputs that are gone since are no hindrance", () => {
  const world = announced();
  world.files.delete("out");
  recoverIntents(world.journal, { files: world.files, hasher });
  assertFinished(world);
});

test("a private file that is not as announced, or gone: nothing is moved", () => {
  for (const spoil of [
    (files: MemoryFiles) => files.edit(".plr-cache/stage/b", "torn"),
    (files: MemoryFiles) => files.delete(".plr-cache/stage/b"),
    (files: MemoryFiles) => files.delete(".plr-cache/stage"),
  ]) {
    const world = announced();
    spoil(world.files);
    recoverIntents(world.journal, { files: world.files, hasher });
    assertLeft(world, "old a", "old b");
  }
});

test("an output that somebody has edited since is not overwritten", () => {
  const world = announced();
  world.files.edit("out/b", "by hand");
  recoverIntents(world.journal, { files: world.files, hasher });
  assertLeft(world, "old a", "by hand");
  assert.notEqual(world.journal.get("owner", "out/b")?.digest, digestOf("by hand"));
});

test("a folder in an output's place is not taken for an absent file", () => {
  const world = announced();
  world.files.delete("out/b");
  world.files.edit("out/b/mine", "mine");
  recoverIntents(world.journal, { files: world.files, hasher });
  assertLeft(world, "old a", undefined);
  assert.equal(world.files.text("out/b/mine"), "mine");
});

test("what was moved before the rest was spoilt is ours all the same", () => {
  const world = announced();
  world.files.rename(".plr-cache/stage/a", "out/a");
  world.files.delete(".plr-cache/stage");
  recoverIntents(world.journal, { files: world.files, hasher });
  assertLeft(world, "new a", "old b");
  assert.equal(world.journal.get("owner", "out/a")?.digest, digestOf("new a"));
});

test("a precious file in the place of an output's folder is moved aside, not removed", async () => {
  const files = createMemoryFiles({ hasher });
  const made = shell({ name: "made", outputs: { o: file("results", { precious: true }) }, script: "made" });
  await buildInMemory(files, [made]);
  assert.equal(files.text("results"), "made o()");
  await buildInMemory(files, [shell({ name: "made", outputs: { o: "results/a" }, script: "made" })]);
  assert.equal(files.text("results/a"), "made o()");
  assert.equal(files.text(".plr-cache/aside/1/results"), "made o()");
});

test("what a loss of power has left of a new output is in the ledger, so that no glob takes it for a source", () => {
  const { files, journal } = announced();
  journal.drop("owner", "out/a");
  files.rename(".plr-cache/stage/a", "out/a");
  files.zero("out/a", 0);
  files.delete(".plr-cache/stage");
  recoverIntents(journal, { files, hasher });
  assert.equal(journal.get("owner", "out/a")?.digest, digestOf("new a"));
  assert.equal(journal.get("owner", "out/b")?.digest, digestOf("old b"));
});
