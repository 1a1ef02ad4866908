// A thread that looks at files while the plrfile is evaluated.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createFileTable } from "../../src/engine/file-table.ts";
import { openJournal } from "../../src/engine/journal.ts";
import { createFiles } from "../../src/host/files.ts";
import { createHash } from "../../src/host/hash.ts";
import { lookAhead } from "../../src/host/look-ahead.ts";

const JOURNAL = ".plr-cache/journal";
const FILES = 8000;

test("files that look as recorded are known without a look; what changed, went or came is not", async (t) => {
  const root = fs.mkdtempSync(join(tmpdir(), "plr-ahead-"));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  const hasher = await createHash();
  const files = createFiles(root, ".plr-cache", hasher);
  const names = Array.from({ length: FILES }, (_, index) => `file ${index}`);
  for (const name of names) fs.writeFileSync(join(root, name), name);
  const first = openJournal(join(root, JOURNAL), files, hasher);
  const table = createFileTable(files, first, hasher);
  const digests = new Map(names.map((name) => [name, table.digest(name)]));
  table.settle();
  first.flush();
  fs.writeFileSync(join(root, "file 1"), "changed");
  fs.rmSync(join(root, "file 2"));
  fs.rmSync(join(root, "file 3"));
  fs.mkdirSync(join(root, "file 3"));
  const take = lookAhead(root, join(root, JOURNAL));
  const ahead = take();
  assert.ok(ahead);
  assert.equal(take(), undefined, "once");
  const journal = openJournal(join(root, JOURNAL), files, hasher, ahead);
  const statAhead = journal.takeAhead();
  // The thread says nothing when it is done: the last file is the last that it looks at.
  while (statAhead(names.at(-1) ?? "") === undefined) await new Promise(setImmediate);
  const unseen = names.filter((name) => statAhead(name) === undefined);
  assert.deepEqual(unseen, ["file 1", "file 2", "file 3"]);
  for (const name of ["file 0", "file 7999"])
    assert.equal(journal.get("file", name)?.digest, digests.get(name));
});

test("a journal that was written to since is read anew, and a short one starts no thread", async (t) => {
  const root = fs.mkdtempSync(join(tmpdir(), "plr-ahead-"));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  const path = join(root, "journal");
  assert.equal(lookAhead(root, path)(), undefined);
  fs.writeFileSync(path, "plr journal 2\n");
  assert.equal(lookAhead(root, path)(), undefined);
  fs.writeFileSync(path, Buffer.alloc(1_000_000));
  const take = lookAhead(root, path);
  fs.appendFileSync(path, "more");
  assert.equal(take(), undefined);
});
