import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { makeProject, transcript } from "../support/project.ts";

const PYTHON = spawnSync("python3", ["--version"]).status === 0 ? false : "there is no python3";

test("a new project builds, has nothing to do then, and follows an edit", { skip: PYTHON }, async () => {
  await using project = await makeProject({ files: {} });
  const made = await project.run(["init"]);
  assert.equal(made.exit, 0, made.stderr);
  assert.match(made.stdout, /wrote {2}plrfile\.ts\n/);

  const first = await project.build();
  assert.deepEqual(first.steps, { sorted: "done", summary: "done", report: "done" }, transcript(first));
  assert.equal(project.read("out/report.txt"), "3 measurements, mean 3.17\n");
  assert.deepEqual((await project.build()).steps, {});

  project.write("plrfile.ts", (project.read("plrfile.ts") ?? "").replace("digits: 2", "digits: 1"));
  const second = await project.build();
  assert.deepEqual(second.steps, { summary: "done", report: "done" });
  assert.equal(project.read("out/report.txt"), "3 measurements, mean 3.2\n");
});

test("what is there stays as it is, and is named", async () => {
  await using project = await makeProject({
    files: { "tsconfig.json": "{}\n", ".gitignore": "*.log\n/out", "data/measurements.csv": "mine\n" },
  });
  project.write("package.json", '{ "name": "mine" }\n');
  const { exit, stdout } = await project.run(["init"]);
  assert.equal(exit, 0);
  for (const path of ["package.json", "tsconfig.json", "data/measurements.csv"])
    assert.match(stdout, new RegExp(`left {3}${path}, which was there`));
  assert.equal(project.read("package.json"), '{ "name": "mine" }\n');
  assert.equal(project.read("data/measurements.csv"), "mine\n");
  assert.equal(project.read(".gitignore"), "*.log\n/out\nnode_modules/\n.plr-cache/\n");
  assert.match(stdout, /next: {2}npm pkg set type=module/);
});

test("where there is a plrfile nothing is written", async () => {
  await using project = await makeProject({ files: { "plrfile.js": "// mine\n" } });
  const { exit, stderr } = await project.run(["init"]);
  assert.equal(exit, 2);
  assert.match(stderr, /PLR070.*plrfile\.js/);
  assert.deepEqual(project.list(), ["package.json", "plrfile.js"]);
});

test("a path that cannot be written is named", async () => {
  await using project = await makeProject({ files: { tasks: "a file where the folder would be\n" } });
  const { exit, stderr } = await project.run(["init"]);
  assert.equal(exit, 1);
  assert.match(stderr, /PLR041.*tasks\/summary\.ts/);
});
