// Programs that write their outputs in their own places: what was there is out of their way, and comes back if they fail.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

/** A program that appends to two fixed paths, whatever it is told. */
function appending(more = ""): string {
  const script = `${counted("app")}; test {out.a} = out/a.txt; cat src.txt >> out/a.txt; mkdir out/d; echo 1 > out/d/x; ${more}`;
  return plrfile([
    `shell({ name: "app", inputs: { from: "src.txt" }, outputs: { a: "out/a.txt", d: dir("out/d") }, inPlace: true, script: ${JSON.stringify(script)} })`,
  ]);
}

// Each test has a project of its own, so two run at a time.
describe("outputs in place", { concurrency: 2 }, () => {
  test("they begin from nothing, are restored as others are, and stay as they were when the step fails", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": appending(), "src.txt": "1\n" } });
    await project.build({ ran: ["app"] });
    await project.build({ ran: [] });
    project.write("src.txt", "2\n");
    await project.build({ ran: ["app"] });
    assert.equal(project.read("out/a.txt"), "2\n", "nothing of before was there to append to");
    project.write("src.txt", "1\n");
    await project.build({ ran: [], restored: ["app"] });
    assert.equal(project.read("out/a.txt"), "1\n");
    project.write("src.txt", "3\n");
    project.write("plrfile.ts", appending("exit 3"));
    await project.build({ exit: 1, ran: ["app"] });
    assert.deepEqual([project.read("out/a.txt"), project.read("out/d/x")], ["1\n", "1\n"]);
    project.write("plrfile.ts", appending("rm out/a.txt"));
    const { stderr } = await project.run(["build"]);
    assert.match(stderr, /PLR012.*out\/a\.txt/);
    assert.equal(project.read("out/a.txt"), "1\n");
    project.write("out/a.txt", "by hand\n");
    project.write("plrfile.ts", appending());
    await project.build({ ran: ["app"] });
    assert.equal(project.read("out/a.txt"), "3\n");
    assert.equal(project.read(".plr-cache/aside/7/out/a.txt"), "by hand\n");
    assert.deepEqual(
      project.list().filter((path) => path.startsWith("out/")),
      ["out/a.txt", "out/d/x"],
    );
    const verified = await project.run(["verify"]);
    assert.match(verified.stderr, /app left out: what writes in place/);
    assert.equal(project.read("out/a.txt"), "3\n");
  });

  test("killed half-way, the next build clears what is there and runs the step, and moves nothing aside", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": appending(), "src.txt": "1\n" } });
    await project.build({ ran: ["app"] });
    const gate = project.gate("half");
    project.write("src.txt", "2\n");
    project.write("plrfile.ts", appending(gate.sh));
    const running = project.start(["build", "--json"]);
    await gate.reached();
    assert.equal(project.read("out/a.txt"), "2\n");
    running.kill("SIGKILL");
    await running.ended;
    project.write("plrfile.ts", appending());
    await project.build({ ran: ["app"] });
    assert.equal(project.read("out/a.txt"), "2\n");
    assert.equal(project.exists(".plr-cache/aside"), false);
    await project.build({ ran: [] });
  });

  test("killed half-way, and then restored from the store, or a folder where it was writing: nothing is moved aside", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": appending(), "src.txt": "1\n" } });
    await project.build({ ran: ["app"] });
    const killHalfWay = async (name: string): Promise<void> => {
      const gate = project.gate(name);
      project.write("src.txt", `${name}\n`);
      project.write("plrfile.ts", appending(gate.sh));
      const running = project.start(["build", "--json"]);
      await gate.reached();
      running.kill("SIGKILL");
      await running.ended;
      assert.equal(project.read("out/a.txt"), `${name}\n`);
    };
    await killHalfWay("first");
    project.write("src.txt", "1\n");
    project.write("plrfile.ts", appending());
    await project.build({ ran: [], restored: ["app"] });
    assert.deepEqual([project.read("out/a.txt"), project.read("out/d/x")], ["1\n", "1\n"]);
    assert.equal(project.exists(".plr-cache/aside"), false);
    await killHalfWay("second");
    const below = `shell({ name: "below", outputs: { o: "out/a.txt/o" }, script: "${counted("below")}; echo > {out}" })`;
    project.write("plrfile.ts", plrfile([below]));
    await project.build({ ran: ["below"] });
    assert.equal(project.exists(".plr-cache/aside"), false);
  });

  test("killed half-way, and then without its rule, what it left goes; clean removes it too", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": appending(), "src.txt": "1\n" } });
    const killHalfWay = async (name: string): Promise<void> => {
      const gate = project.gate(name);
      project.write("plrfile.ts", appending(gate.sh));
      const running = project.start(["build", "--json"]);
      await gate.reached();
      running.kill("SIGKILL");
      await running.ended;
      assert.deepEqual([project.exists("out/a.txt"), project.exists("out/d/x")], [true, true]);
    };
    await killHalfWay("first");
    project.write("plrfile.ts", plrfile([]));
    await project.build({ ran: [] });
    assert.equal(project.exists("out"), false);
    await killHalfWay("second");
    assert.equal((await project.run(["clean"])).exit, 0);
    assert.equal(project.exists("out"), false);
  });
});
