import assert from "node:assert/strict";
import { test } from "node:test";
import { ABSENT, type Digest } from "../../src/engine/digest.ts";
import { createFileTable, type FileTable } from "../../src/engine/file-table.ts";
import { FileError } from "../../src/engine/host.ts";
import { type Journal, openJournal } from "../../src/engine/journal.ts";
import { keyAt } from "../../src/engine/journal-frames.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { hasher } from "../support/memory-world.ts";

const PATH = ".plr-cache/journal";

/** What a process that starts now knows: the journal as it is on the disk, and a new table. */
function start(files: MemoryFiles): { readonly table: FileTable; readonly journal: Journal } {
  const journal = openJournal(PATH, files, hasher);
  return { journal, table: createFileTable(files, journal, hasher) };
}

function hashesOf(files: MemoryFiles): string[] {
  const hashed: string[] = [];
  files.onOperation = (_count, name, path) => void (name === "hash" && hashed.push(path));
  return hashed;
}

function digestOf(text: string): Digest {
  return hasher.bytes(new TextEncoder().encode(text));
}

for (const [ticks, tickNs] of [
  ["4 ms", 4_000_000n],
  ["1 s", 10n ** 9n],
  ["2 s", 2n * 10n ** 9n],
] as const) {
  test(`with stamps of ${ticks}, a file that changes in the tick of its hashing is hashed again`, () => {
    const files = createMemoryFiles({ hasher, tickNs });
    files.edit("a", "one");
    const first = start(files);
    assert.equal(first.table.digest("a"), digestOf("one"));
    const before = files.stat("a")?.tuple;
    files.edit("a", "two");
    assert.equal(files.stat("a")?.tuple, before, "the case is what it is meant to be");
    first.table.settle();
    first.journal.flush();
    const second = start(files);
    assert.equal(second.table.digest("a"), digestOf("two"));
  });

  test(`with stamps of ${ticks}, a file that was old when it was hashed is never hashed again`, () => {
    const files = createMemoryFiles({ hasher, tickNs });
    files.edit("a", "one");
    files.advance(3n * tickNs);
    const first = start(files);
    first.table.digest("a");
    first.table.settle();
    first.journal.flush();
    const hashed = hashesOf(files);
    const second = start(files);
    assert.equal(second.table.digest("a"), digestOf("one"));
    assert.deepEqual(hashed, []);
    files.edit("a", "two");
    assert.equal(start(files).table.digest("a"), digestOf("two"));
  });

  test(`with stamps of ${ticks}, what was young is settled once the clock has moved on`, () => {
    const files = createMemoryFiles({ hasher, tickNs });
    files.edit("a", "one");
    const first = start(files);
    first.table.digest("a");
    files.advance(3n * tickNs);
    first.table.settle();
    first.journal.flush();
    const hashed = hashesOf(files);
    assert.equal(start(files).table.digest("a"), digestOf("one"));
    assert.deepEqual(hashed, []);
  });

  test(`with stamps of ${ticks}, a young file that changed before it was settled gets its new digest`, () => {
    const files = createMemoryFiles({ hasher, tickNs });
    files.edit("a", "one");
    const first = start(files);
    first.table.digest("a");
    files.edit("a", "two");
    files.advance(3n * tickNs);
    first.table.settle();
    first.journal.flush();
    assert.equal(start(files).table.digest("a"), digestOf("two"));
  });
}

test("each path is looked at once, and each content hashed once, in one build", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  files.advance(1000n);
  const { table } = start(files);
  const seen: string[] = [];
  files.onOperation = (_count, name, path) => void seen.push(`${name} ${path}`);
  for (let round = 0; round < 3; round++) {
    table.stat("a");
    table.digest("a");
  }
  assert.deepEqual(
    seen.filter((operation) => operation === "hash a"),
    ["hash a"],
  );
});

test("forgotten, a path is looked at again", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  const { table } = start(files);
  assert.equal(table.digest("a"), digestOf("one"));
  files.edit("a", "longer");
  table.forget("a");
  assert.equal(table.digest("a"), digestOf("longer"));
});

test("a file that changes while it is hashed has no digest that lasts", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  files.advance(1000n);
  const { table } = start(files);
  files.onOperation = (_count, name) => {
    if (name !== "hash") return;
    files.onOperation = () => {};
    files.edit("a", "changed");
  };
  table.digest("a");
  assert.equal(table.knownDigest("a"), undefined);
  assert.equal(table.digest("a"), digestOf("changed"));
});

test("a digest that somebody else took is taken only if the file still looks as it did", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  const tuple = files.stat("a")?.tuple ?? "";
  const { table } = start(files);
  files.edit("a", "changed");
  assert.equal(table.adopt("a", digestOf("one"), tuple), false);
  assert.equal(table.digest("a"), digestOf("changed"));
  assert.equal(table.adopt("a", digestOf("changed"), files.stat("a")?.tuple ?? ""), true);
});

test("an absent file has a digest of its own, that of no content", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("empty", "");
  const { table } = start(files);
  assert.equal(table.digest("nothing"), ABSENT);
  assert.notEqual(table.digest("empty"), ABSENT);
  assert.equal(table.viewDigest("nothing", "table:x"), ABSENT);
});

test("a view is known by content, in every place", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  files.edit("b", "one");
  const { table } = start(files);
  assert.equal(table.viewDigest("a", "json"), undefined);
  table.rememberView(digestOf("one"), "json", "j" as Digest);
  assert.equal(table.viewDigest("b", "json"), "j");
  assert.equal(table.viewDigest("b", "table:x"), undefined);
  assert.equal(table.viewDigest("b", "bytes"), digestOf("one"));
  files.edit("b", "two");
  table.forget("b");
  assert.equal(table.viewDigest("b", "json"), undefined);
});

test("where the clock cannot be read nothing is settled, and all is right", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  files.advance(10n ** 12n);
  const blind: MemoryFiles = Object.assign(files, { clock: () => undefined });
  const first = start(blind);
  first.table.digest("a");
  first.table.settle();
  first.journal.flush();
  const hashed = hashesOf(blind);
  assert.equal(start(blind).table.digest("a"), digestOf("one"));
  assert.deepEqual(hashed, ["a"]);
});

test("a file that cannot be read is an error, not an unchanged file", () => {
  const files = createMemoryFiles({ hasher });
  files.edit("a", "one");
  const { table } = start(files);
  files.onOperation = (_count, name, path) => {
    if (name === "hash") throw new FileError("read", path, "EACCES");
  };
  assert.throws(() => table.digest("a"), FileError);
});

test("what was seen ahead saves a look, but never where somebody asked to look again, and never twice", () => {
  const files = createMemoryFiles({ hasher });
  for (const name of ["a", "b", "c"]) files.edit(name, "one");
  files.advance(10n ** 9n);
  const first = start(files);
  for (const name of ["a", "b", "c"]) first.table.digest(name);
  first.journal.flush();
  const bytes = Buffer.from(files.read(PATH));
  // Whoever looked ahead saw a and b as they are recorded, and nothing else.
  const seen = (record: number): boolean => keyAt(bytes, record) !== "c";
  files.edit("b", "changed");
  files.edit("c", "changed");
  const looked: string[] = [];
  files.onOperation = (_count, name, path) => void (name === "stat" && looked.push(path));
  const journal = openJournal(PATH, files, hasher, { bytes, looksAsRecorded: seen, end: () => {} });
  const table = createFileTable(files, journal, hasher);
  const real = files.stat("a");
  looked.length = 0;
  assert.equal(table.digest("a"), digestOf("one"));
  const { kind, size, tuple, changedNs, device } = table.stat("a") ?? {};
  assert.deepEqual({ kind, size, tuple, changedNs, device }, real);
  assert.equal(table.seenDigest("a"), digestOf("one"));
  assert.deepEqual(looked, [], "no look of its own");
  assert.equal(table.seenDigest("c"), undefined, "it was seen to look otherwise");
  assert.equal(table.digest("c"), digestOf("changed"));
  table.stat("b");
  table.forget("b");
  assert.equal(table.seenDigest("b"), undefined, "what was seen of it is too old");
  assert.equal(table.digest("b"), digestOf("changed"));
  files.edit("a", "changed");
  assert.equal(
    createFileTable(files, journal, hasher).digest("a"),
    digestOf("changed"),
    "for the first table only",
  );
});
