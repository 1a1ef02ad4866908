// How the command line is read.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { makeProject, plrfile, REPOSITORY } from "../support/project.ts";

test("an option without a value takes no target for one, and a number may stand right behind its letter", async () => {
  const members = ["a", "b"].map(
    (name) =>
      `shell({ name: "${name}", outputs: { out: "${name}.txt" }, script: "echo ${name} >> ../runs.log; echo > {out}" })`,
  );
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(members) } });
  const jobs = async (args: readonly string[]): Promise<unknown> => {
    const { events } = await project.build({ ran: [] }, args);
    const started = events.find((event) => event.type === "run.started");
    return started?.type === "run.started" && [started.jobs, started.targets];
  };
  await project.build({ ran: ["a"] }, ["--keep-going", "a"]);
  await project.build({ ran: ["b"] }, ["--from-checkpoint", "b", "--no-wait", "a"]);
  await project.build({ ran: ["a"] }, ["--force", "a"]);
  assert.deepEqual(await jobs(["-j7", "a"]), [7, ["a"]]);
  assert.deepEqual(await jobs(["-kj3", "b"]), [3, ["b"]]);
  assert.deepEqual(await jobs(["-j", "5"]), [5, []]);
  assert.deepEqual(await jobs(["--jobs=4", "b", "a"]), [4, ["b", "a"]]);
  assert.equal((await project.run(["build", "--keep-gong", "a"])).exit, 2);
});

test("a target may be typed as a path from the folder one is in, or from the root of the disk", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([
        `shell({ name: "a", outputs: { out: "out/a.txt" }, script: "echo a >> ../runs.log; echo > {out}" })`,
        `shell({ name: "b", outputs: { out: "out/sub/out/a.txt" }, script: "echo b >> ../runs.log; echo > {out}" })`,
      ]),
      "out/sub/keep": "",
    },
  });
  const within = { in: "out/sub" };
  await project.build({ ran: ["a"] }, ["../a.txt"], within);
  await project.build({ ran: ["b"] }, [project.at("out/sub/out/a.txt")], within);
  await project.build({ ran: ["a"] }, ["--force", "out/a.txt"], within);
  await project.build({ ran: ["b"] }, ["--force", "./out/a.txt"], within);
  const why = await project.run(["why", "../a.txt"], within);
  assert.match(why.stdout, /^a: fresh/);
  const missing = await project.run(["build", "../nothing.txt"], within);
  assert.equal(missing.exit, 2);
  assert.match(missing.stderr, /no target "\.\.\/nothing\.txt"/);
});

test("-C works in another folder, wherever it stands", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([
        `shell({ name: "a", outputs: { out: "a.txt" }, script: "echo a >> ../runs.log; echo > {out}" })`,
      ]),
      "other/plrfile.ts": plrfile([
        `shell({ name: "b", outputs: { out: "b.txt" }, script: "echo b >> ../../runs.log; echo > {out}" })`,
      ]),
    },
  });
  assert.deepEqual((await project.run(["-C", "other", "build"])).ran, ["b"]);
  assert.deepEqual((await project.run(["build", "--force", "-C", "..", "a"], { in: "other" })).ran, ["a"]);
  const nowhere = await project.run(["-C", "nowhere", "build"]);
  assert.equal(nowhere.exit, 2);
  assert.match(nowhere.stderr, /PLR001\]: -C nowhere: ENOENT/);
});

test("a log is asked for by a run that there is, and that the step ran in", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([
        `shell({ name: "a", outputs: { out: "a.txt" }, script: "echo hi; echo > {out}" })`,
      ]),
    },
  });
  await project.build();
  await project.build();
  assert.equal((await project.run(["log", "a", "--run", "1"])).stdout, "hi\n");
  const idle = await project.run(["log", "a", "--run", "2"]);
  assert.deepEqual([idle.exit, idle.stderr], [1, "plr: a did not run in #2\n"]);
  const absent = await project.run(["log", "a", "--run", "77"]);
  assert.equal(absent.exit, 2);
  assert.match(absent.stderr, /no run "77" is recorded/);
});

test("a build goes on when nobody reads what it says", async () => {
  const members = ["a", "b", "c"].map(
    (name, at) =>
      `shell({ name: "${name}", inputs: { before: ${at === 0 ? "[]" : `"${"abc"[at - 1]}.txt"`} }, outputs: { out: "${name}.txt" }, script: "until test -e gone; do :; done; echo > {out}" })`,
  );
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(members) } });
  const { status } = spawnSync(
    "bash",
    [
      "-c",
      'set -o pipefail; "$0" "$1" build 2>&1 | { head -1; exec <&-; touch gone; }',
      process.execPath,
      `${REPOSITORY}/bin/plr.js`,
    ],
    {
      cwd: project.root,
    },
  );
  assert.equal(status, 0);
  assert.equal(project.exists("c.txt"), true);
  await project.build({ ran: [] });
});

test(
  "an answer that cannot be written is a failure",
  { skip: !existsSync("/dev/full") && "no /dev/full" },
  async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([]) } });
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", '"$0" "$1" list --json > /dev/full', process.execPath, `${REPOSITORY}/bin/plr.js`],
      {
        cwd: project.root,
        encoding: "utf8",
      },
    );
    assert.deepEqual([status, stderr], [1, "plr: the answer cannot be written (ENOSPC)\n"]);
  },
);

test("the log of an item is that of the item alone, by its name or its output; a group has those of all its rules", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile(
        [`group("both", [items, spaced])`],
        `
const items = each({ name: "items", over: ["x", "y"], key: (key) => key, outputs: { out: "items/{key}.txt" }, params: (key) => ({ key }), task: () => import("./item.ts") });
const spaced = shell({ name: "a name", outputs: { out: "a.txt" }, script: "echo spaced; echo > {out}" });`,
      ),
      "item.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs, params, log }) => { log("of " + String(params["key"])); writeFileSync(outputs["out"] ?? "", ""); });
`,
    },
  });
  await project.build();
  const said = async (target: string): Promise<readonly string[]> =>
    (await project.run(["log", target])).stdout.trim().split("\n").toSorted();
  assert.deepEqual(await said("items y"), ["of y"]);
  assert.deepEqual(await said("items/x.txt"), ["of x"]);
  assert.deepEqual(await said("both"), ["of x", "of y", "spaced"]);
});
