import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Digest } from "../../src/engine/digest.ts";
import { openFactsShelf } from "../../src/project/facts-shelf.ts";
import { makeProject, plrfile } from "../support/project.ts";
import { hasher } from "./code-host.ts";

const facts = {
  digest: "0123456789abcdef" as Digest,
  imports: [{ specifier: "./a.ts", kind: "static" as const, line: 3 }],
};

function folderFor(context: TestContext): string {
  const folder = fs.mkdtempSync(join(tmpdir(), "plr-shelf-"));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  return join(folder, "shelf");
}

test("another process finds what was put, under its key alone", (context) => {
  const folder = folderFor(context);
  openFactsShelf(folder, hasher).put("one", facts);
  const other = openFactsShelf(folder, hasher);
  assert.deepEqual(other.get("one"), facts);
  assert.equal(other.get("two"), undefined);
});

test("a file that is damaged, cut, or of another key is as good as none", (context) => {
  const folder = folderFor(context);
  const shelf = openFactsShelf(folder, hasher);
  shelf.put("one", facts);
  const [name = ""] = fs.readdirSync(folder);
  const path = join(folder, name);
  const whole = fs.readFileSync(path, "utf8");
  for (const text of [whole.replace("a.ts", "b.ts"), whole.slice(0, 30), whole.slice(0, 16), ""]) {
    fs.writeFileSync(path, text);
    assert.equal(shelf.get("one"), undefined, JSON.stringify(text));
  }
  fs.writeFileSync(join(folder, hasher.text("two")), whole);
  assert.equal(shelf.get("two"), undefined);
  shelf.put("one", facts);
  assert.deepEqual(shelf.get("one"), facts);
});

test("where there can be no folder, nothing is kept and nothing fails", (context) => {
  const folder = folderFor(context);
  fs.writeFileSync(folder, "a file");
  for (const shelf of [openFactsShelf(folder, hasher), openFactsShelf(undefined, hasher)]) {
    shelf.put("one", facts);
    assert.equal(shelf.get("one"), undefined);
  }
});

const TASK = `import { writeFileSync } from "node:fs";
import { task } from "plr";
export default task((context: { outputs: { out: string } }) => writeFileSync(context.outputs.out, "2026"));
`;

test("the facts of one project's task are those of another's, and an edit has its own", async (context) => {
  const folder = folderFor(context);
  const options = { env: { NODE_COMPILE_CACHE: folder } };
  const files = {
    "plrfile.ts": plrfile([
      'rule({ name: "year", outputs: { out: file("year.txt") }, task: () => import("./year.ts") })',
    ]),
    "year.ts": TASK,
  };
  const kept = (): readonly string[] =>
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.includes("plr-module-facts/"));
  await using first = await makeProject({ files });
  await first.build({}, [], options);
  const before = kept();
  assert.equal(before.length, 1);
  const [path = ""] = before;
  const written = fs.statSync(join(folder, path)).mtimeMs;

  await using second = await makeProject({ files });
  await second.build({}, [], options);
  assert.deepEqual(kept(), before);
  assert.equal(fs.statSync(join(folder, path)).mtimeMs, written, "its module was parsed again");

  second.write("year.ts", TASK.replace("2026", "2027"));
  const { steps } = await second.build({}, [], options);
  assert.deepEqual(steps, { year: "done" });
  assert.equal(second.read("year.txt"), "2027");
  assert.equal(kept().length, 2);
});
