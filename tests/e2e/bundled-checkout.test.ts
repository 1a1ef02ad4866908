// A checkout runs its bundle while that is made of the sources as they are, and the sources from then on.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { REPOSITORY } from "../support/project.ts";

const TABLE = "src/cli/command-table.ts";

describe("a checkout after npm ci", () => {
  const root = mkdtempSync(join(tmpdir(), "plr-checkout-"));
  const at = (path: string): string => join(root, path);
  const node = (...argv: readonly string[]): string =>
    execFileSync(process.execPath, argv, { cwd: root, encoding: "utf8" });

  before(() => {
    for (const path of ["bin", "src", "scripts", "package.json"])
      cpSync(join(REPOSITORY, path), at(path), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules"), at("node_modules"));
  });

  after(() => rmSync(root, { recursive: true }));

  beforeEach(() => {
    node("scripts/prepare.ts");
    appendFileSync(at("dist/cli/main.js"), "\nconsole.log('from the bundle');\n");
  });

  test("runs the bundle", () => assert.match(node("bin/plr.js", "--help"), /from the bundle/));

  test("runs the sources once one was edited, though it is as long as before", () => {
    const before = readFileSync(at(TABLE), "utf8");
    writeFileSync(at(TABLE), before.replace("Build", "BUILD"));
    const help = node("bin/plr.js", "--help");
    assert.match(help, /BUILD/);
    assert.doesNotMatch(help, /from the bundle/);
  });

  test("runs the sources once one is gone", () => {
    rmSync(at("src/report/paint.ts"));
    assert.throws(() => node("bin/plr.js", "build"), /paint\.ts/);
    cpSync(join(REPOSITORY, "src/report/paint.ts"), at("src/report/paint.ts"));
  });

  test("runs the sources where nothing was bundled", () => {
    rmSync(at("dist"), { recursive: true });
    assert.match(node("bin/plr.js", "--help"), /Usage/);
  });
});
