// What past runs recorded, and what is told of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { makeProject, plrfile, type TestProject } from "../support/project.ts";

const MEMBERS = [
  `shell({ name: "a", inputs: { from: "in.txt" }, outputs: { out: "a.txt" }, script: "echo making a; cat {in} > {out}" })`,
  `shell({ name: "b", inputs: { from: "a.txt" }, outputs: { out: "b.txt" }, script: "cat {in} > {out}" })`,
];

async function newProject(): Promise<TestProject> {
  const project = await makeProject({ files: { "plrfile.ts": plrfile(MEMBERS), "in.txt": "1\n" } });
  await project.build();
  return project;
}

interface Listed {
  readonly run: number;
  readonly state: string;
  readonly ran: number;
  readonly targets: readonly string[];
}

async function listed(project: TestProject): Promise<readonly Listed[]> {
  const { stdout } = await project.run(["runs", "ls", "--json"]);
  return (JSON.parse(stdout) as { runs: readonly Listed[] }).runs.map(({ run, state, ran, targets }) => ({
    run,
    state,
    ran,
    targets,
  }));
}

function git(project: TestProject, ...args: readonly string[]): string {
  const author = ["-c", "user.name=ana", "-c", "user.email=ana@example.org"];
  return execFileSync("git", ["-C", project.root, ...author, ...args], { encoding: "utf8" });
}

describe("runs", { concurrency: 2 }, () => {
  test("ls and show tell of runs that ended, failed, and that a kill left without an end", async () => {
    await using project = await newProject();
    const gate = project.gate("gate");
    await project.build({}, ["a"]);
    const broken = `shell({ name: "bad", outputs: { out: "bad.txt" }, script: "echo the reason; exit 3" })`;
    project.write("plrfile.ts", plrfile([...MEMBERS, broken]));
    await project.build({ exit: 1 }, ["bad"]);
    const held = `shell({ name: "held", outputs: { out: "held.txt" }, script: ${JSON.stringify(`echo half; ${gate.sh}`)} })`;
    project.write("plrfile.ts", plrfile([...MEMBERS, held]));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    assert.equal((await listed(project))[0]?.state, "running");
    assert.equal((await project.run(["runs", "rm", "4"])).exit, 1, "a running run is not removed");
    build.kill("SIGKILL");
    await build.ended;
    assert.deepEqual(await listed(project), [
      { run: 4, state: "crashed", ran: 0, targets: [] },
      { run: 3, state: "failed", ran: 1, targets: ["bad"] },
      { run: 2, state: "done", ran: 0, targets: ["a"] },
      { run: 1, state: "done", ran: 2, targets: [] },
    ]);
    const table = (await project.run(["runs"])).stdout;
    assert.match(table, /^run +started +time +outcome +steps +targets +by\n#4 +today \d\d:\d\d /);
    const crashed = (await project.run(["runs", "show"])).stdout;
    assert.match(crashed, /no end was recorded: process \d+ on .* is gone/);
    assert.match(crashed, /in flight held/);
    assert.match(crashed, /next: plr build$/m);
    const failed = (await project.run(["runs", "show", "#3"])).stdout;
    assert.match(failed, /error\[PLR031\]: bad: its command ended with exit code 3/);
    assert.match(failed, /\| the reason/);
    const done = (await project.run(["runs", "show", "1"])).stdout;
    assert.match(done, /built a .* 1 file\n {2}built b /);
    assert.equal((await project.run(["runs", "logs", "1", "a"])).stdout, "making a\n");
    assert.equal((await project.run(["runs", "logs", "1", "bad"])).exit, 1);
    assert.equal((await project.run(["runs", "rm", "4", "1"])).exit, 0);
    assert.deepEqual(
      (await listed(project)).map(({ run }) => run),
      [3, 2],
    );
    assert.equal((await project.run(["runs", "show", "1"])).exit, 2);
    assert.equal((await project.run(["runs", "nonsense"])).exit, 2);
  });

  test("old runs go when all together take too much, never one without an end", async () => {
    await using project = await newProject();
    for (const input of ["2", "3"]) {
      project.write("in.txt", input);
      await project.build();
    }
    fs.writeFileSync(project.at(".plr-cache/runs/1/bytes"), "10");
    fs.writeFileSync(project.at(".plr-cache/runs/2/bytes"), "2000000000");
    fs.rmSync(project.at(".plr-cache/runs/3/bytes"));
    await project.build();
    assert.equal((await listed(project)).length, 4, "a build with nothing to do looks at no other run");
    project.write("in.txt", "4");
    await project.build();
    assert.deepEqual(
      (await listed(project)).map(({ run }) => run),
      [5, 4, 3],
    );
  });

  test("cancel ends a running build as Ctrl-C does, and nothing else", async () => {
    await using project = await newProject();
    const gate = project.gate("gate");
    const held = `shell({ name: "held", outputs: { out: "held.txt" }, script: ${JSON.stringify(gate.sh)} })`;
    project.write("plrfile.ts", plrfile([held]));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    assert.equal((await project.run(["runs", "cancel", "2"])).exit, 0);
    assert.equal((await build.ended).exit, 130);
    assert.equal((await project.run(["runs", "cancel", "2"])).exit, 1);
    // A record that names a process of a later boot or another machine is none that runs here.
    const path = project.at(".plr-cache/runs/2/events.ndjson");
    const first = fs.readFileSync(path, "utf8").split("\n")[0] ?? "";
    const living = { ...(JSON.parse(first) as object), pid: process.pid, pidStart: 1 };
    fs.writeFileSync(path, `${JSON.stringify(living)}\n`);
    assert.equal((await project.run(["runs", "cancel", "2"])).exit, 1);
    assert.equal((await listed(project))[0]?.state, "crashed");
  });

  test("why --run names the reasons of a past run, down to their root, also where the plrfile cannot be read now", async () => {
    await using project = await newProject();
    project.write("in.txt", "2\n");
    await project.build();
    await project.build();
    project.write("plrfile.ts", "this is no TypeScript");
    const past = (await project.run(["why", "b", "--run", "2"])).stdout;
    assert.match(
      past,
      /^b in #2: stale, built after [\d.]+s\n {2}input {2}a\.txt .* -> .*\n {4}from a, stale:\n {6}input {2}in\.txt /,
    );
    assert.match(
      (await project.run(["why", "b.txt", "--run", "#1"])).stdout,
      /^b in #1: .*\n {2}new +never built/,
    );
    assert.match((await project.run(["why", "b", "--run", "3"])).stdout, /b did not run in #3/);
    assert.equal((await project.run(["why", "b", "--run", "9"])).exit, 2);
    const { stdout } = await project.run(["why", "b", "--run", "2", "--json"]);
    assert.equal((JSON.parse(stdout) as { steps: { step: string }[] }).steps[0]?.step, "b");
  });

  test("with git, why names the commit since which a target is stale, or changes that are not committed", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(MEMBERS), "in.txt": "1\n" } });
    project.write(".gitignore", ".plr-cache\nnode_modules\n*.txt\n!in.txt\n");
    git(project, "init", "-q", "-b", "main");
    git(project, "add", "-A");
    git(project, "commit", "-qm", "first");
    await project.build();
    const first = git(project, "rev-parse", "HEAD").trim();
    assert.match((await project.run(["runs", "show"])).stdout, new RegExp(`commit +${first} main`));
    project.write("in.txt", "2\n");
    const uncommitted = (await project.run(["why", "b"])).stdout;
    assert.match(uncommitted, /waits for a/);
    assert.match(
      (await project.run(["why", "a"])).stdout,
      /since {2}changes that are not committed: in\.txt/,
    );
    git(project, "commit", "-qam", "Change the input");
    project.write("unrelated.md", "x");
    git(project, "add", "unrelated.md");
    git(project, "commit", "-qm", "Write a note");
    const commit = git(project, "rev-parse", "--short", "HEAD~1").trim();
    const { stdout } = await project.run(["why", "a"]);
    assert.match(stdout, new RegExp(`since {2}${commit}, ana, .* ago: Change the input`));
  });
});
