import assert from "node:assert/strict";
import { test } from "node:test";
import type { Digest } from "../../src/engine/digest.ts";
import { type Journal, openJournal } from "../../src/engine/journal.ts";
import type { StepRecord } from "../../src/engine/journal-records.ts";
import { FileError } from "../../src/engine/host.ts";
import { frameEnds } from "../support/journal-bytes.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { hasher } from "../support/memory-world.ts";

const PATH = ".plr-cache/journal";

function withFolder(): MemoryFiles {
  const files = createMemoryFiles({ hasher });
  files.edit(".plr-cache/keep", "");
  return files;
}

function open(files: MemoryFiles): Journal {
  return openJournal(PATH, files, hasher);
}

function view(journal: Journal, key: string, digest: string): void {
  journal.put("view", key, digest as Digest);
}

function bytesOf(files: MemoryFiles): Uint8Array {
  return files.read(PATH);
}

function put(files: MemoryFiles, bytes: Uint8Array): void {
  files.replace(PATH, bytes);
}

test("what was flushed is there in another process; the last record of a key wins; a drop is one", () => {
  const files = withFolder();
  const journal = open(files);
  view(journal, "a", "1");
  view(journal, "b", "1");
  journal.put("owner", "path/\u{1F980} \n", { digest: "d" as Digest, variant: "v", precious: true });
  journal.flush();
  view(journal, "a", "2");
  journal.drop("view", "b");
  journal.drop("view", "never there");
  view(journal, "not flushed", "1");
  assert.equal(journal.get("view", "a"), "2", "at once in this process");
  const before = open(files);
  assert.equal(before.get("view", "a"), "1", "only when flushed in another");
  journal.flush();
  const after = open(files);
  assert.deepEqual([...after.keys("view")].sort(), ["a", "not flushed"]);
  assert.equal(after.get("view", "a"), "2");
  assert.deepEqual(after.get("owner", "path/\u{1F980} \n"), { digest: "d", variant: "v", precious: true });
  assert.equal(after.get("step", "a"), undefined, "kinds are apart");
});

test("cut anywhere, what stands before the cut is read, and the next writer goes on from there", () => {
  const files = withFolder();
  const journal = open(files);
  for (let index = 0; index < 5; index++) {
    view(journal, `key${index}`, `value${index}`);
    journal.flush();
  }
  const whole = bytesOf(files);
  const ends = frameEnds(whole);
  for (let cut = 0; cut <= whole.length; cut++) {
    put(files, whole.slice(0, cut));
    const read = open(files);
    const expected = Math.max(0, ends.filter((end) => end <= cut).length - 1);
    assert.equal([...read.keys("view")].length, expected, `cut at ${cut}`);
    view(read, "next", "one");
    read.flush();
    const again = open(files);
    assert.equal([...again.keys("view")].length, expected + 1, `written after a cut at ${cut}`);
    assert.equal(again.get("view", "next"), "one");
  }
});

test("a damaged byte ends the reading there and spoils nothing before it", () => {
  const files = withFolder();
  const journal = open(files);
  for (let index = 0; index < 4; index++) {
    view(journal, `key${index}`, `value${index}`);
    journal.flush();
  }
  const whole = bytesOf(files);
  const ends = frameEnds(whole);
  for (let at = 0; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    put(files, damaged);
    const read = [...open(files).keys("view")];
    const sound = ends.filter((end) => end <= at).length - 1;
    assert.deepEqual(
      read,
      Array.from({ length: Math.max(0, sound) }, (_, index) => `key${index}`),
      `byte ${at}`,
    );
  }
});

test("a length that leads past the end of the file is no record", () => {
  const files = withFolder();
  view(open(files), "a", "1");
  const journal = open(files);
  view(journal, "a", "1");
  journal.flush();
  const bytes = bytesOf(files);
  put(
    files,
    Buffer.concat([
      bytes,
      Buffer.from([0xff, 0xff, 0xff, 0xff, 3, 0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(64),
    ]),
  );
  assert.deepEqual([...open(files).keys("view")], ["a"]);
});

test("a file of another kind or version is taken for empty and replaced at the next write", () => {
  for (const text of ["", "hello", "plr journal 1\nrest", "\0\0\0\0"]) {
    const files = withFolder();
    files.edit(PATH, text);
    const journal = open(files);
    assert.deepEqual([...journal.keys("view")], []);
    view(journal, "a", "1");
    journal.flush();
    assert.equal(open(files).get("view", "a"), "1");
  }
});

test("a journal knows when another process has written", () => {
  const files = withFolder();
  const mine = open(files);
  assert.equal(mine.overtaken(), false);
  const other = open(files);
  view(other, "a", "1");
  other.flush();
  assert.equal(mine.overtaken(), true);
  assert.equal(other.overtaken(), false);
});

test("an offer is taken only if nobody else has written, and a refused write is no failure", () => {
  const files = withFolder();
  const [mine, other] = [open(files), open(files)];
  view(other, "a", "1");
  other.flush();
  view(mine, "b", "1");
  mine.offer();
  assert.deepEqual([...open(files).keys("view")], ["a"]);
  const late = open(files);
  view(late, "c", "1");
  late.offer();
  assert.deepEqual([...open(files).keys("view")], ["a", "c"]);
  const refused = open(files);
  view(refused, "d", "1");
  files.onOperation = (_count, name) => {
    if (name === "append") throw new FileError("write", PATH, "EROFS");
  };
  refused.offer();
});

test("an append that the disk refused half-way leaves a tail that the next flush cuts", () => {
  const files = withFolder();
  const journal = open(files);
  view(journal, "a", "1");
  journal.flush();
  view(journal, "b", "1");
  let isFull = true;
  const whole = bytesOf(files);
  files.onOperation = (_count, name) => {
    if (name !== "append" || !isFull) return;
    isFull = false;
    files.edit(PATH, new TextDecoder("latin1").decode(whole) + "torn");
    throw new FileError("write", PATH, "ENOSPC");
  };
  files.edit(PATH, ""); // replaced below; keeps the inode of the journal
  put(files, whole);
  assert.throws(() => journal.flush(), FileError);
  put(files, Buffer.concat([whole, Buffer.from("torn")]));
  view(journal, "c", "1");
  journal.flush();
  assert.deepEqual([...open(files).keys("view")], ["a", "b", "c"]);
});

test("compaction keeps what holds and nothing else, and the file becomes smaller", () => {
  const files = withFolder();
  const journal = open(files);
  for (let round = 0; round < 1500; round++) view(journal, `key${round % 10}`, String(round));
  journal.drop("view", "key3");
  journal.flush();
  const before = bytesOf(files).length;
  const again = open(files);
  view(again, "pending", "1");
  again.compact();
  assert.ok(bytesOf(files).length < before / 20);
  view(again, "later", "1");
  again.flush();
  const read = open(files);
  assert.deepEqual([...read.keys("view")].sort(), [
    "key0",
    "key1",
    "key2",
    "key4",
    "key5",
    "key6",
    "key7",
    "key8",
    "key9",
    "later",
    "pending",
  ]);
  assert.equal(read.get("view", "key9"), "1499");
});

test("a short journal is not compacted", () => {
  const files = withFolder();
  const journal = open(files);
  for (let round = 0; round < 50; round++) view(journal, "key", String(round));
  journal.flush();
  const before = bytesOf(files).length;
  journal.compact();
  assert.equal(bytesOf(files).length, before);
});

test("every record reads as it was written, whatever form it is kept in", () => {
  const files = withFolder();
  const journal = open(files);
  const hex = (digit: string): Digest => digit.repeat(16) as Digest;
  const fileRecords = {
    usual: { tuple: "12 1764000000123456789 1764000000123456790 77 66306", digest: hex("a"), settled: true },
    young: { tuple: "0 0 0 0 0", digest: hex("0"), settled: false },
    before1970: { tuple: "5 -1000000001 -7 18446744073709551615 9", digest: hex("f"), settled: true },
    odd: { tuple: "young", digest: "absent" as Digest, settled: true },
  };
  const step: StepRecord = {
    fingerprint: hex("1"),
    entries: [
      ["engine", "", "1"],
      ["input", "a\tä/\u{1F980}", hex("2")],
    ],
    outputs: [
      { path: "ö.txt", digest: hex("3"), size: 2 ** 40, meaning: hex("4") },
      { path: "b", digest: hex("5"), size: 0, meaning: hex("5") },
    ],
    durMs: 12.5,
    run: 3,
    at: 1_764_000_000_123,
    log: undefined,
    stale: true,
  };
  const steps = {
    usual: step,
    logged: { ...step, log: ".plr-cache/runs/1/ä.log", stale: false },
    empty: { ...step, entries: [], outputs: [] },
    extended: { ...step, later: { known: ["to", "a", "newer", "plr"] } },
  };
  const owners = {
    usual: { digest: hex("6"), variant: "däfault", precious: false },
    odd: { digest: "d" as Digest, variant: "", precious: true },
  };
  for (const [key, body] of Object.entries(fileRecords)) journal.put("file", key, body);
  for (const [key, body] of Object.entries(steps)) journal.put("step", key, body);
  for (const [key, body] of Object.entries(owners)) journal.put("owner", key, body);
  journal.flush();
  for (const reader of [journal, open(files)]) {
    for (const [key, body] of Object.entries(fileRecords)) assert.deepEqual(reader.get("file", key), body);
    for (const [key, body] of Object.entries(steps)) assert.deepEqual({ ...reader.get("step", key) }, body);
    for (const [key, body] of Object.entries(owners)) assert.deepEqual(reader.get("owner", key), body);
  }
});
