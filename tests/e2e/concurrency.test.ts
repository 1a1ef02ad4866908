// Several builds, and edits while one runs.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

// Each test has a project of its own, so two run at a time.
describe("builds side by side", { concurrency: 2 }, () => {
  test("three builds at once: each step once, the waiting ones say for whom and find all fresh", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const after = (name: string): string =>
      `shell({ name: "${name}", inputs: { a: "a.txt" }, outputs: { out: "${name}.txt" }, script: "${counted(name)}; cat {in} > {out}" })`;
    project.write(
      "plrfile.ts",
      plrfile([
        `shell({ name: "a", outputs: { out: "a.txt" }, script: ${JSON.stringify(`${counted("a")}; ${gate.sh}; echo a > {out}`)} })`,
        ...["b", "c", "d"].map(after),
      ]),
    );
    const first = project.start(["build", "--json"]);
    await gate.reached();
    const others = [project.start(["build", "--json"]), project.start(["build", "--json", "d"])];
    for (const other of others) {
      const waiting = await other.event("run.waiting");
      assert.equal(waiting.for?.pid, first.pid);
    }
    const status = await project.run(["status"]);
    assert.ok(status.exit === 0, "a look disturbs nobody and waits for nobody");
    await gate.open();
    const ends = await Promise.all([first, ...others].map(({ ended }) => ended));
    assert.deepEqual(
      ends.map(({ exit }) => exit),
      [0, 0, 0],
    );
    const all = fs.readFileSync(`${project.root}/../runs.log`, "utf8").trim().split("\n").sort();
    assert.deepEqual(all, ["a", "b", "c", "d"]);
  });

  test("with --no-wait a build ends at once, says who has the project, and needs no lock to find all fresh", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const after = `shell({ name: "after", inputs: { a: "a.txt" }, outputs: { out: "b.txt" }, script: "cat {in} > {out}" })`;
    const held = `shell({ name: "a", outputs: { out: "a.txt" }, script: ${JSON.stringify(`${counted("a")}; ${gate.sh}; echo a > {out}`)} })`;
    const quick = `shell({ name: "quick", outputs: { out: "quick.txt" }, script: "echo > {out}" })`;
    project.write("plrfile.ts", plrfile([held, after, quick]));
    await project.build({}, ["quick"]);
    const first = project.start(["build", "--json"]);
    await gate.reached();
    const second = await project.run(["build", "--no-wait", "after"]);
    assert.equal(second.exit, 1);
    assert.match(second.stderr, /PLR066.*build #2 is running/);
    assert.match(second.stderr, new RegExp(`process +${first.pid} on `));
    assert.equal((await project.run(["build", "--no-wait", "quick"])).exit, 0);
    await gate.open();
    assert.equal((await first.ended).exit, 0);
  });

  test("a killed owner holds nobody up", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const plan = (script: string): string =>
      plrfile([`shell({ name: "a", outputs: { out: "a.txt" }, script: ${JSON.stringify(script)} })`]);
    project.write("plrfile.ts", plan(`echo half > {out}; ${gate.sh}`));
    const first = project.start(["build", "--json"]);
    await gate.reached();
    project.write("plrfile.ts", plan("echo whole > {out}"));
    const second = project.start(["build", "--json"]);
    await second.event("run.waiting");
    first.kill("SIGKILL");
    assert.equal((await second.ended).exit, 0);
    assert.equal(project.read("a.txt"), "whole\n");
  });

  test("an input that keeps changing under its step: the result is kept as stale, and the next build is right", async () => {
    await using project = await makeProject({ files: { "src.txt": "0\n" } });
    const gate = project.gate("gate");
    const plan = (more: string): string =>
      plrfile([
        `shell({ name: "copy", inputs: { from: "src.txt" }, outputs: { out: "copy.txt" }, script: ${JSON.stringify(`${counted("copy")}; cat {in} > {out}; ${more}`)} })`,
        `shell({ name: "last", inputs: { from: "copy.txt" }, outputs: { out: "last.txt" }, script: "${counted("last")}; cat {in} > {out}" })`,
      ]);
    project.write("plrfile.ts", plan(gate.sh));
    const build = project.start(["build", "--json"]);
    for (let attempt = 1; attempt <= 3; attempt++) {
      await gate.reached();
      project.write("src.txt", `${attempt}\n`);
      await gate.open();
    }
    const ended = await build.ended;
    assert.equal(ended.exit, 1, ended.stderr);
    assert.deepEqual(ended.ran, ["copy", "copy", "copy"]);
    assert.equal(project.read("copy.txt"), "2\n");
    const status = await project.run(["status"]);
    assert.match(
      status.stdout,
      /copy\.txt {2}made while an input changed; kept, and counts as stale; last rests on it/,
    );
    const next = project.start(["build", "--json"]);
    await gate.reached();
    await gate.open();
    assert.deepEqual((await next.ended).ran, ["copy", "last"]);
    assert.equal(project.read("last.txt"), "3\n");
    assert.doesNotMatch((await project.run(["status"])).stdout, /made while/);
    await project.build({ ran: [] });
  });

  test("an input that is edited while another step runs is seen by the step that reads it later", async () => {
    await using project = await makeProject({ files: { "src.txt": "old\n" } });
    const gate = project.gate("gate");
    project.write(
      "plrfile.ts",
      plrfile([
        `shell({ name: "held", outputs: { out: "held.txt" }, script: ${JSON.stringify(`${gate.sh}; echo held > {out}`)} })`,
        `shell({ name: "late", inputs: { held: "held.txt", from: "src.txt" }, outputs: { out: "late.txt" }, script: "${counted("late")}; cat {in} > {out}" })`,
      ]),
    );
    const build = project.start(["build", "--json"]);
    await gate.reached();
    project.write("src.txt", "new\n");
    await gate.open();
    assert.equal((await build.ended).exit, 0);
    assert.equal(project.read("late.txt"), "held\nnew\n");
    await project.build({ ran: [] });
    project.write("src.txt", "old\n");
    await project.build({ ran: ["late"] });
    assert.equal(project.read("late.txt"), "held\nold\n");
  });

  test("two inputs that come out the same after an edit and its undoing cost nothing", async () => {
    await using project = await makeProject({
      files: {
        "src.txt": "old\n",
        "plrfile.ts": plrfile([
          `shell({ name: "a", inputs: { from: "src.txt" }, outputs: { out: "a.txt" }, script: "${counted("a")}; cat {in} > {out}" })`,
        ]),
      },
    });
    await project.build({ ran: ["a"] });
    project.write("src.txt", "new\n");
    project.write("src.txt", "old\n");
    await project.build({ ran: [] });
  });

  test("when .plr-cache goes under a running build, two builders do not mix, and the next build is right", async () => {
    await using project = await makeProject({ files: { "src.txt": "one\n" } });
    const gate = project.gate("gate");
    const plan = (more: string): string =>
      plrfile([
        `shell({ name: "a", inputs: { from: "src.txt" }, outputs: { out: "a.txt" }, script: ${JSON.stringify(`${more}; cat {in} > {out} || true`)} })`,
      ]);
    project.write("plrfile.ts", plan(gate.sh));
    const first = project.start(["build", "--json"]);
    await gate.reached();
    project.remove(".plr-cache");
    project.write("plrfile.ts", plan("true"));
    await project.build();
    await gate.open();
    const ended = await first.ended;
    assert.equal(ended.exit, 1, "its private folder and its lock are gone");
    await project.build();
    assert.equal(project.read("a.txt"), "one\n");
    await project.build({ ran: [] });
  });

  test("a task whose code is edited while it runs is run again with the new code, as are those that share a helper", async () => {
    await using project = await makeProject({
      files: { "helper.ts": `export const text: string = "old";\n` },
    });
    const gate = project.gate("gate");
    const task = (work: string): string => `import { task } from "plr";
import { writeFileSync } from "node:fs";
import { text } from "./helper.ts";
export default task(async ({ outputs }) => {
  ${work};
  writeFileSync(outputs["out"] ?? "", text);
});
`;
    const member = (name: string, inputs: string): string =>
      `rule({ name: "${name}", inputs: ${inputs}, outputs: { out: "${name}.txt" }, task: () => import("./${name}.ts") })`;
    project.write("plrfile.ts", plrfile([member("held", "{}"), member("next", `{ held: "held.txt" }`)]));
    project.write("held.ts", task(gate.ts));
    project.write("next.ts", task(""));
    const build = project.start(["build", "--json", "-j", "1"]);
    await gate.reached();
    project.write("helper.ts", `export const text: string = "new";\n`);
    await gate.open();
    await gate.reached();
    await gate.open();
    assert.equal((await build.ended).exit, 0);
    assert.deepEqual([project.read("held.txt"), project.read("next.txt")], ["new", "new"]);
    await project.build({ ran: [] });
  });

  test("a build whose lock is another's now publishes nothing", async () => {
    await using project = await makeProject({ files: { "src.txt": "one\n" } });
    const gate = project.gate("gate");
    const plan = (before: string): string =>
      plrfile([
        `shell({ name: "a", inputs: { from: "src.txt" }, outputs: { out: "a.txt" }, script: ${JSON.stringify(`${before}; mkdir -p $(dirname {out}); echo TEXT > {out}`.replace("TEXT", before === "true" ? "second" : "first"))} })`,
      ]);
    project.write("plrfile.ts", plan(gate.sh));
    const first = project.start(["build", "--json"]);
    await gate.reached();
    project.remove(".plr-cache/lock");
    project.write("plrfile.ts", plan("true"));
    await project.build();
    assert.equal(project.read("a.txt"), "second\n");
    await gate.open();
    const { exit, stdout, stderr } = await first.ended;
    assert.equal(exit, 1, stderr);
    assert.match(stdout, /lock-lost/);
    assert.equal(project.read("a.txt"), "second\n");
    await project.build({});
    assert.equal(project.read("a.txt"), "second\n");
  });
});
