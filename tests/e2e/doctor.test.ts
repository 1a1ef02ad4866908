import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { test } from "node:test";
import { makeProject, plrfile } from "../support/project.ts";

interface Judged {
  readonly verdict: string;
  readonly text: string;
  readonly hint?: string;
}

const STEP = 'const a = shell({ name: "a", outputs: { o: "out/deep/o" }, script: "echo > {out}" });';

test("a sound project is sound, and is left as it was", async () => {
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(["a"], STEP) } });
  const { exit, stdout } = await project.run(["doctor"]);
  assert.equal(exit, 0, stdout);
  for (const said of [
    /ok +Node \d/,
    /1 rule\b/,
    /\.plr-cache can be written/,
    /locks hold/,
    /1 folder of outputs/,
  ])
    assert.match(stdout, said);
  assert.doesNotMatch(stdout, /BROKEN|imports/);
  assert.ok(!project.exists(".plr-cache"), "nothing is left behind");
});

test("programs, tools and plrfiles that do not work are named with the rules that need them", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile(
        ["a", "b", "c"],
        `const c = shell({ name: "c", outputs: { o: "c" }, run: ["no-such-optional", "{out}"], tools: [tool("no-such-optional", [], { optional: true })] });
         const a = shell({ name: "a", outputs: { o: "a" }, run: ["no-such-program", "{out}"] });
         const b = shell({ name: "b", outputs: { o: "b" }, script: ":", tools: [tool("no-such-tool"), tool("node")] });`,
      ),
    },
  });
  const { exit, stdout } = await project.run(["doctor", "--json"]);
  assert.equal(exit, 1);
  const found = (JSON.parse(stdout) as readonly Judged[]).filter(({ text }) => text.includes("no-such"));
  assert.deepEqual(found.map(({ verdict, text, hint }) => `${verdict}: ${text}; ${hint}`).sort(), [
    "broken: no-such-program is not found; needed by a",
    "broken: no-such-tool --version gives no answer; needed by b",
    "warn: no-such-optional gives no answer; without it builds leave out c",
  ]);

  project.write("plrfile.ts", "nowhere();\n");
  const failed = await project.run(["doctor"]);
  assert.equal(failed.exit, 1);
  assert.match(failed.stdout, /BROKEN +PLR003 plrfile\.ts:1:1 cannot be loaded/);
});

test("another plr than the one that runs is named", async () => {
  await using project = await makeProject({ files: { "plrfile.js": "export default 0;\n" } });
  project.remove("node_modules/plr");
  const none = await project.run(["doctor"]);
  assert.match(none.stdout, /PLR004/, "a plrfile without a project is found out first");
  project.write(
    "plrfile.js",
    'export default { kind: "project", name: "p", variant: "", rules: [], groups: [], pools: {} };\n',
  );
  assert.match((await project.run(["doctor"])).stdout, /BROKEN +"plr" is not installed here/);
  project.write("node_modules/plr/package.json", '{ "name": "plr" }\n');
  const other = await project.run(["doctor"]);
  assert.equal(other.exit, 0, other.stdout);
  assert.match(other.stdout, /warn +this is .*; the plrfile imports node_modules\/plr/);
});

const NOT_ROOT = 65_534;
const CANNOT_DROP = process.getuid?.() === 0 ? false : "only root can become somebody who may not write";

test("folders that cannot be written are named", { skip: CANNOT_DROP }, async () => {
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(["a"], STEP), "out/x": "" } });
  chmodSync(project.at(".."), 0o755);
  chmodSync(project.at(""), 0o755);
  const { exit, stdout } = await project.run(["doctor"], { user: NOT_ROOT });
  assert.equal(exit, 1, stdout);
  assert.match(stdout, /BROKEN +\.plr-cache cannot be written \(EACCES\)/);
  assert.match(stdout, /BROKEN +out cannot be written\n +needed by a/);
});

test("a folder without a project is looked at too", async () => {
  await using project = await makeProject({ files: {} });
  const { exit, stdout } = await project.run(["doctor"]);
  assert.equal(exit, 0);
  assert.match(stdout, /warn +PLR023 no plrfile\.ts/);
  assert.match(stdout, /locks hold/);
});
