import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { test } from "node:test";
import { COMMANDS } from "../../src/cli/command-table.ts";
import { makeProject, plrfile, REPOSITORY, type TestProject } from "../support/project.ts";

const RULES = `
const a = shell({ name: "figures/a", outputs: { o: "out/a b.txt" }, script: ":" });
const b = shell({ name: "figures/b", outputs: { o: "out/b.txt" }, script: ":" });
const all = group("figures", [a, b]);`;

/** What bash offers for the last of some words. */
function offered(project: TestProject, words: readonly string[]): readonly string[] {
  const script = `eval "$(plr completion bash)"; COMP_WORDS=(plr "$@"); COMP_CWORD=$#; _plr; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync("bash", ["--norc", "-c", script, "bash", ...words], {
    cwd: project.root,
    encoding: "utf8",
    env: { PATH: `${project.at("bin")}:${process.env["PATH"] ?? ""}` },
  });
  return said.split("\n").filter((line) => line !== "");
}

test("bash completes commands, options, choices and targets", async () => {
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(["all"], RULES) } });
  project.write("bin/plr", `#!/bin/sh\nexec "${process.execPath}" "${REPOSITORY}/bin/plr.js" "$@"\n`);
  chmodSync(project.at("bin/plr"), 0o755);

  assert.deepEqual(
    offered(project, [""]),
    COMMANDS.map(({ name }) => name),
  );
  assert.deepEqual(offered(project, ["sta"]), ["status"]);
  assert.deepEqual(offered(project, ["build", "--fr"]), ["--from-checkpoint"]);
  assert.deepEqual(offered(project, ["build", "fig"]), ["figures", "figures/a", "figures/b"]);
  assert.deepEqual(offered(project, ["build", "figures/b", "out/a"]), ["out/a\\ b.txt"]);
  assert.deepEqual(offered(project, ["checkpoint", ""]), ["add", "ls"]);
  assert.deepEqual(offered(project, ["checkpoint", "add", "out/b"]), ["out/b.txt"]);
  assert.deepEqual(offered(project, ["doctor", ""]), []);

  project.write("plrfile.ts", "this is no plrfile");
  assert.deepEqual(offered(project, ["build", "fig"]), [], "nothing is printed over the prompt");
});

test("each shell's script names every command and option", async () => {
  await using project = await makeProject({ files: {} });
  for (const shell of ["bash", "zsh", "fish"]) {
    const { exit, stdout } = await project.run(["completion", shell]);
    assert.equal(exit, 0);
    for (const { name, options } of COMMANDS) {
      assert.match(stdout, new RegExp(`\\b${name}\\b`), `${shell}: ${name}`);
      for (const { flags } of options) {
        const long = /--([a-z-]+)/.exec(flags)?.[1] ?? flags;
        assert.match(stdout, new RegExp(`(?:--|-l )${long}\\b`), `${shell}: ${name} --${long}`);
      }
    }
  }
});

test("an unknown shell is an error", async () => {
  await using project = await makeProject({ files: {} });
  const { exit, stderr } = await project.run(["completion", "tcsh"]);
  assert.equal(exit, 2);
  assert.match(stderr, /no completion for "tcsh"\nhint: bash, zsh or fish/);
});
