// Many small outputs that come from the store together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FileError } from "../../src/engine/host.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher, type MemoryBuild } from "../support/memory-world.ts";

const STEPS = 300;
const FEW = 8;
const members = Array.from({ length: STEPS }, (_, at) =>
  shell({ name: `s${at}`, inputs: { source: "source" }, outputs: { out: `out/${at}` }, script: `s${at}` }),
);

async function built(sources: readonly string[], steps = STEPS): Promise<MemoryFiles> {
  const files = createMemoryFiles({ hasher });
  for (const [at, source] of sources.entries()) {
    files.advance(10n ** 9n);
    files.edit("source", source);
    files.advance(10n ** 9n);
    await build(files, at + 1, steps);
  }
  return files;
}

function build(files: MemoryFiles, run: number, steps = STEPS): Promise<MemoryBuild> {
  return buildInMemory(files, members.slice(0, steps), { storeBytes: 1e9, run });
}

function countOf({ events }: MemoryBuild, outcome: string): number {
  return events.filter((event) => event.type === "step.finished" && event.outcome === outcome).length;
}

function texts(files: MemoryFiles): readonly (string | undefined)[] {
  return members.map((_, at) => files.text(`out/${at}`));
}

/** How often each operation was called. */
function counting(files: MemoryFiles): Map<string, number> {
  const counts = new Map<string, number>();
  files.onOperation = (_, name) => void counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

test("lost outputs come back with one rename each and hardly a write to the journal", async () => {
  const files = await built(["A"]);
  const before = texts(files);
  files.delete("out");
  const counts = counting(files);
  const end = await build(files, 2);
  assert.deepEqual(end.ran, []);
  assert.equal(countOf(end, "restored"), STEPS);
  assert.deepEqual(texts(files), before);
  assert.equal(counts.get("rename"), STEPS);
  assert.ok((counts.get("append") ?? 0) <= 8, `${counts.get("append")} appends`);
  assert.ok((counts.get("slice") ?? 0) <= 4, `${counts.get("slice")} reads of the pack`);
  files.onOperation = () => {};
  assert.equal(countOf(await build(files, 3), "restored"), 0);
});

test("results of before are announced, moved and recorded together", async () => {
  const files = await built(["A"]);
  const before = texts(files);
  await edited(files, "B", 2);
  files.edit("source", "A");
  files.advance(10n ** 9n);
  const counts = counting(files);
  const end = await build(files, 3);
  assert.deepEqual(end.ran, []);
  assert.equal(countOf(end, "restored"), STEPS);
  assert.deepEqual(texts(files), before);
  assert.ok((counts.get("append") ?? 0) <= 10, `${counts.get("append")} appends`);
  assert.equal(countOf(await build(files, 4), "restored"), 0);
});

async function edited(files: MemoryFiles, source: string, run: number): Promise<void> {
  files.advance(10n ** 9n);
  files.edit("source", source);
  files.advance(10n ** 9n);
  await build(files, run);
  files.advance(10n ** 9n);
}

test("a move that the system refuses costs the others nothing, and is tried once more by itself", async () => {
  const files = await built(["A"]);
  files.delete("out");
  files.onOperation = (_, name, path) => {
    if (name === "rename" && path === ".plr-cache/stage/2-stored/7")
      throw new FileError("write", path, "EIO");
  };
  const end = await build(files, 2);
  assert.deepEqual(end.ran, []);
  assert.equal(countOf(end, "restored"), STEPS);
  assert.ok(texts(files).every((text) => text !== undefined));
});

test("killed at any moment while several are restored, the next build puts the rest back", async () => {
  for (const sources of [["A"], ["A", "B"]]) {
    const start = await built(sources, FEW);
    start.advance(10n ** 9n);
    if (sources.length === 1) start.delete("out");
    else start.edit("source", "A");
    start.advance(10n ** 9n);
    const whole = start.clone();
    let operations = 0;
    whole.onOperation = (count) => void (operations = count);
    await build(whole, 8, FEW);
    for (let at = 1; at < operations; at++) {
      const files = start.clone();
      files.onOperation = (count) => {
        if (count >= at) throw new Killed();
      };
      await assert.rejects(build(files, 8, FEW), Killed);
      const after = files.clone();
      const next = await build(after, 9, FEW);
      assert.deepEqual(next.ran, [], `killed at ${at}`);
      assert.deepEqual(texts(after).slice(0, FEW), texts(whole).slice(0, FEW), `killed at ${at}`);
    }
  }
});
