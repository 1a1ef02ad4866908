// The power fails after a build: what was written in its last minutes may look as it did and hold zeros, or be empty
// or gone, the journal and the store included. The machine starts anew, and the next build is as a clean one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { glob } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";

const MEMBERS = [
  shell({ name: "gen", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "gen" }),
  shell({ name: "cut", inputs: { a: "out/a" }, outputs: { c: "cut" }, script: "first: letter" }),
  shell({
    name: "fin",
    inputs: { b: "out/b", c: "cut", all: glob("data/*"), old: "old" },
    outputs: { o: "fin" },
    script: "fin",
  }),
];
const SOURCES = ["src", "old", "data/x"];
const BEFORE = { storeBytes: 1e9, bootId: "before" };
const AFTER = { storeBytes: 1e9, bootId: "after" };
const HOUR = 3_600_000_000_000n;

/** Built twice; between the builds an hour went by and a source was edited. */
async function built(): Promise<MemoryFiles> {
  const files = createMemoryFiles({ hasher });
  for (const path of SOURCES) files.edit(path, "one");
  await buildInMemory(files, MEMBERS, BEFORE);
  files.advance(HOUR);
  files.edit("src", "two");
  await buildInMemory(files, MEMBERS, BEFORE);
  return files;
}

async function assertRecovers(files: MemoryFiles, where: string): Promise<void> {
  const clean = createMemoryFiles({ hasher });
  for (const path of SOURCES) clean.edit(path, files.text(path) ?? "");
  await buildInMemory(clean, MEMBERS);
  const { end } = await buildInMemory(files, MEMBERS, AFTER);
  assert.ok(end.ok && end.value.outcome === "done", `${where}: ${JSON.stringify(end)}`);
  const contents = (of: MemoryFiles): readonly unknown[] => of.paths().map((path) => [path, of.text(path)]);
  assert.deepEqual(contents(files), contents(clean), where);
  assert.deepEqual(
    (await buildInMemory(files, MEMBERS, AFTER)).ran,
    [],
    `${where}: the build after the next`,
  );
}

const LOSSES: Readonly<Record<string, (files: MemoryFiles, path: string) => void>> = {
  "full of zeros": (files, path) => files.zero(path, 0),
  "half of zeros": (files, path) => files.zero(path, (files.text(path)?.length ?? 0) >> 1),
  empty: (files, path) => files.edit(path, ""),
  gone: (files, path) => files.delete(path),
};

for (const [what, lose] of Object.entries(LOSSES)) {
  test(`after a loss of power any file, and all at once, ${what}: the next build is as a clean one`, async () => {
    const start = await built();
    const state = start.list(".plr-cache").map((path) => `.plr-cache/${path}`);
    const made = ["out/a", "out/b", "fin"];
    // A source that has never reached the disk is no source. The rest was written an hour ago.
    const losable = [...state, ...made, ...(what === "gone" ? [] : ["src"])];
    assert.ok(state.includes(".plr-cache/journal") && state.length > 1);
    for (const path of losable) {
      const files = start.clone();
      lose(files, path);
      await assertRecovers(files, path);
      for (const kept of state) {
        const rest = start.clone();
        for (const other of losable) if (other !== kept && other !== path) lose(rest, other);
        await assertRecovers(rest, `all but ${kept} and ${path}`);
      }
    }
    const files = start.clone();
    for (const path of losable) lose(files, path);
    await assertRecovers(files, "all");
  });
}

test("a journal of which any last part is zeros is read up to there", async () => {
  const start = await built();
  const size = start.stat(".plr-cache/journal")?.size ?? 0;
  assert.ok(size > 1000);
  for (let from = 0; from < size; from += 97) {
    const files = start.clone();
    files.zero(".plr-cache/journal", from);
    for (const path of ["out/a", "fin"]) files.zero(path, 0);
    await assertRecovers(files, `from ${from}`);
  }
});

test("after a restart what was written shortly before is hashed once more, and nothing else is", async () => {
  const files = await built();
  const hashed: string[] = [];
  files.onOperation = (_, name, path) => void (name === "hash" && hashed.push(path));
  await buildInMemory(files, MEMBERS, AFTER);
  assert.deepEqual(hashed.sort(), ["fin", "out/a", "out/b", "src"]);
  hashed.length = 0;
  await buildInMemory(files, MEMBERS, AFTER);
  await buildInMemory(files, MEMBERS, { ...AFTER, bootId: "" });
  assert.deepEqual(hashed, [], "known again, and where the system does not tell of its starts");
});
