// The system refuses any one file operation of a build, or all from one on: the build ends with a failure or
// without, and the next one is as a clean one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FileError } from "../../src/engine/host.ts";
import { glob } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";

const MEMBERS = [
  shell({ name: "gen", inputs: { s: "src" }, outputs: { a: "out/a", b: "out/b" }, script: "gen" }),
  shell({ name: "fin", inputs: { b: "out/b", all: glob("data/*") }, outputs: { o: "fin" }, script: "fin" }),
];
const WRITES = [
  "append",
  "write",
  "replace",
  "truncate",
  "rename",
  "copy",
  "makeFolder",
  "remove",
  "removeEmptyFolder",
  "setMode",
];
const STORE = { storeBytes: 1e6 };

async function start(): Promise<MemoryFiles> {
  const files = createMemoryFiles({ hasher });
  files.edit("src", "one");
  files.edit("data/x", "x");
  await buildInMemory(files, MEMBERS, STORE);
  files.advance(10n ** 10n);
  files.edit("src", "two");
  return files;
}

for (const [code, fails] of [
  ["ENOSPC", (name: string) => ["append", "write", "replace", "copy", "makeFolder"].includes(name)],
  ["EIO", () => true],
  ["EMFILE", (name: string) => !["rename", "remove"].includes(name)],
  ["EACCES", () => true],
  ["EROFS", (name: string) => WRITES.includes(name)],
] as const) {
  for (const lasting of [false, true]) {
    test(`${code} at any operation${lasting ? " and from then on" : ""}: the next build is right`, async () => {
      const first = await start();
      const expected = first.clone();
      await buildInMemory(expected, MEMBERS, STORE);
      let operations = 0;
      const counting = first.clone();
      counting.onOperation = (count) => void (operations = count);
      await buildInMemory(counting, MEMBERS, STORE);
      for (let at = 1; at <= operations; at++) {
        const files = first.clone();
        files.onOperation = (count, name, path) => {
          // The clock says by itself that it cannot be read.
          const isHit = lasting ? count >= at : count === at;
          if (!isHit || name === "clock" || !fails(name)) return;
          throw new FileError(WRITES.includes(name) ? "write" : "read", path, code);
        };
        const where = `${code} at ${at} of ${operations}`;
        try {
          await buildInMemory(files, MEMBERS, STORE);
        } catch (error) {
          // The world in memory makes its graph and opens its journal where the command line has its own care.
          assert.ok(error instanceof FileError, `${where}: ${String(error)}`);
        }
        const after = files.clone();
        const { end } = await buildInMemory(after, MEMBERS, STORE);
        assert.ok(end.ok && end.value.outcome === "done", `${where}: ${JSON.stringify(end)}`);
        assert.deepEqual(
          after.paths().map((path) => [path, after.text(path)]),
          expected.paths().map((path) => [path, expected.text(path)]),
          where,
        );
        assert.deepEqual((await buildInMemory(after, MEMBERS, STORE)).ran, [], where);
      }
    });
  }
}
