import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS } from "../../src/cli/command-table.ts";
import { makeProject } from "../support/project.ts";

test("each command prints its help, and nothing else", async () => {
  await using project = await makeProject({ files: {} });
  const said = await Promise.all(
    COMMANDS.map(async ({ name }) => [name, await project.run([name, "--help"])] as const),
  );
  for (const [name, { exit, stdout, stderr }] of said) {
    assert.equal(exit, 0, `${name}: ${stderr}`);
    assert.equal(stderr, "");
    assert.match(stdout, new RegExp(`\\$ plr ${name}\\b`));
    assert.doesNotMatch(stdout, /default: true/, `${name}: an option that is not given is no default`);
  }
});

test("help for a word that is no command is an error", async () => {
  await using project = await makeProject({ files: {} });
  const { exit, stderr } = await project.run(["biuld", "--help"]);
  assert.equal(exit, 2);
  assert.match(stderr, /no command "biuld"; did you mean "build"\?/);
});
