// Files beyond 4 GiB, sparse. Not among the fast tests: each look at them reads every byte.
import assert from "node:assert/strict";
import { closeSync, openSync, truncateSync, writeSync } from "node:fs";
import { test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

const SIZE = 4 * 2 ** 30 + 4096;
const limitMs = 300_000;

test("a byte beyond 4 GiB is seen in an input and in an output, though size stays the same", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([
        `shell({ name: "copy", inputs: { from: "large.bin" }, outputs: { out: "copy.bin" }, cache: false,
          script: "${counted("copy")}; cp --sparse=always {in} {out}" })`,
        `shell({ name: "end", inputs: { from: "copy.bin" }, outputs: { out: "end.txt" }, script: "${counted("end")}; tail -c 1 {in} > {out}" })`,
      ]),
      "large.bin": "",
    },
  });
  const setLast = (path: string, letter: string): void => {
    const file = openSync(project.at(path), "r+");
    writeSync(file, letter, SIZE - 1);
    closeSync(file);
  };
  const ran = async (): Promise<readonly string[]> => {
    const ended = await project.run(["build", "--json"], { limitMs });
    assert.equal(ended.exit, 0, ended.stderr);
    return ended.ran;
  };
  truncateSync(project.at("large.bin"), SIZE);
  setLast("large.bin", "a");
  assert.deepEqual(await ran(), ["copy", "end"]);
  assert.deepEqual(await ran(), []);
  setLast("large.bin", "b");
  assert.deepEqual(await ran(), ["copy", "end"]);
  assert.equal(project.read("end.txt"), "b");
  setLast("copy.bin", "x");
  assert.deepEqual(await ran(), ["copy"]);
});
