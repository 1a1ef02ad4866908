// What was found of a task's code is kept; whatever changes, it must be what would be found anew.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import type { CodeSource, TaskCode } from "../../src/engine/code.ts";
import type { Result } from "../../src/engine/failure.ts";
import { createFileTable } from "../../src/engine/file-table.ts";
import { type Journal, openJournal } from "../../src/engine/journal.ts";
import { defineProject } from "../../src/engine/project.ts";
import { rule } from "../../src/engine/rule.ts";
import { createFiles } from "../../src/host/files.ts";
import { createHash } from "../../src/host/hash.ts";
import { codeOpener } from "../../src/project/task-code.ts";

const hasher = await createHash();
const root = realpathSync(mkdtempSync(join(tmpdir(), "plr-known-code-")));
const files = createFiles(root, ".plr-cache", hasher);
const open = codeOpener(root, join(root, "plrfile.ts"), hasher);
const project = defineProject({ name: "known", members: [] });

const TASK: CodeSource = {
  // The text of the function is what is looked at: it is never called.
  load: Object.assign(async () => ({}), { toString: () => '() => import("./tasks/task.ts")' }),
  declaredIn: `file://${root}/plrfile.ts:1`,
};
const PLACE = { name: "task", at: TASK.declaredIn };

const START: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "known", "type": "module", "imports": { "#alias": "./lib/one.ts" } }',
  "plrfile.ts": "",
  "tasks/task.ts": `import { a } from "../lib/helper.ts";
import "#alias";
import "dep";
import "./linked.ts";
export const text = new URL("./note.txt", import.meta.url);
export const maybe = async () => { try { return await import("maybe"); } catch { return a; } };
`,
  "tasks/note.txt": "a note\n",
  "lib/helper.ts": "export const a = 1;\n",
  "lib/one.ts": "export const one = 1;\n",
  "lib/two.ts": "export const two = 2;\n",
  "node_modules/dep/package.json": '{ "name": "dep", "version": "1.0.0", "main": "index.js" }',
  "node_modules/dep/index.js": "",
};

after(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  for (const folder of ["tasks", "lib", "node_modules", ".plr-cache"])
    rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of Object.entries(START)) write(path, text);
  symlinkSync("../lib/one.ts", join(root, "tasks/linked.ts"));
});

describe("code that was kept", () => {
  test("is found without a look at a module's imports", () => {
    const journal = journalNow();
    const found = read(journal);
    const asked: string[] = [];
    const get: Journal["get"] = (kind, key) => (asked.push(kind), journal.get(kind, key));
    assert.deepEqual(read({ ...journal, get }), found);
    assert.ok(!asked.includes("module"), asked.join(" "));
  });

  const edits: Readonly<Record<string, () => void>> = {
    "a module's number": () => write("lib/helper.ts", "export const a = 2;\n"),
    "a module's imports": () => write("lib/helper.ts", 'import "./two.ts";\nexport const a = 1;\n'),
    "an asset": () => write("tasks/note.txt", "b note\n"),
    "an asset that is gone": () => rmSync(join(root, "tasks/note.txt")),
    "where an alias leads": () =>
      write("package.json", '{ "name": "known", "type": "module", "imports": { "#alias": "./lib/two.ts" } }'),
    "a nearer package.json": () =>
      write("tasks/package.json", '{ "type": "module", "imports": { "#alias": "../lib/two.ts" } }'),
    "a package's version": () =>
      write("node_modules/dep/package.json", '{ "name": "dep", "version": "1.0.1" }'),
    "a nearer package": () =>
      write("tasks/node_modules/dep/package.json", '{ "name": "dep", "version": "2.0.0" }'),
    "the hash of a package in npm's list": () =>
      write(
        "node_modules/.package-lock.json",
        '{ "packages": {\n"node_modules/dep": {\n"integrity": "sha512-x" } } }',
      ),
    "a package that was not there": () =>
      write("node_modules/maybe/package.json", '{ "name": "maybe", "version": "1.0.0" }'),
    "where a link leads": () => {
      rmSync(join(root, "tasks/linked.ts"));
      symlinkSync("../lib/two.ts", join(root, "tasks/linked.ts"));
    },
    "an import that leads nowhere": () => rmSync(join(root, "lib/helper.ts")),
  };
  for (const [what, edit] of Object.entries(edits))
    test(`is found anew after a change of ${what}`, () => {
      const journal = journalNow();
      const before = read(journal);
      assert.ok(before.ok);
      edit();
      const now = read(journal);
      assert.deepEqual(now, readAfresh());
      assert.ok(!now.ok || now.value.digest !== before.value.digest);
      assert.deepEqual(read(journal), now, "and is kept as it is now");
    });

  test("is refused once one of its modules declares rules", () => {
    const journal = journalNow();
    assert.ok(read(journal).ok);
    const declared = rule({
      name: "declared",
      inputs: {},
      outputs: { out: "out.txt" },
      task: TASK.load,
    });
    const declaredIn = `file://${root}/lib/helper.ts:1`;
    const moved = { ...declared, action: { ...declared.action, declaredIn } };
    const found = open({ ...project, rules: [moved] }, createFileTable(files, journal, hasher), journal).read(
      TASK,
      PLACE,
    );
    assert.ok(!found.ok && found.failure.reason === "task-imports-rules", JSON.stringify(found));
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function journalNow(): Journal {
  return openJournal(join(root, ".plr-cache/journal"), files, hasher);
}

function read(journal: Journal): Result<TaskCode> {
  const reader = open(project, createFileTable(files, journal, hasher), journal);
  const found = reader.read(TASK, PLACE);
  reader.keep();
  return found.ok ? { ...found, value: { ...found.value, files: found.value.files.toSorted() } } : found;
}

function readAfresh(): Result<TaskCode> {
  return read(openJournal(join(root, ".plr-cache/another"), files, hasher));
}
