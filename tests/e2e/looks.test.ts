// What commands that only look say of a build to come, and that they change nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

// Each test has a project of its own, so two run at a time.
describe("looks", { concurrency: 2 }, () => {
  test("why and a dry run say what would come from the store, and build does as they said", async () => {
    const copy = (name: string): string =>
      `shell({ name: "${name}", inputs: { from: "src.txt" }, outputs: { out: "${name}.txt" }, script: "${counted(name)}; cat {in} > {out}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([copy("a"), copy("b")]), "src.txt": "1" },
    });
    await project.build({ ran: ["a", "b"] });
    project.write("src.txt", "2");
    await project.build({ ran: ["a"] }, ["a"]);
    assert.match((await project.run(["why", "a"])).stdout, /^a: fresh/);
    project.write("src.txt", "1");
    const index = project.at(".plr-cache/objects/index");
    const before = readFileSync(index);
    const dry = await project.run(["build", "--dry-run"]);
    assert.equal(dry.stdout, "a   (restored from the store)\n");
    assert.match(dry.stderr, /nothing would run, 1 step would be restored/);
    assert.match((await project.run(["why", "a"])).stdout, /^a: stale, would be restored from the store\n/);
    const forced = await project.run(["build", "--dry-run", "--force", "a"]);
    assert.equal(forced.stdout, "a\n");
    assert.equal((await project.run(["build", "--dry-run", "--no-cache"])).stdout, "a\n");
    assert.deepEqual(readFileSync(index), before, "looking writes nothing to the store");
    await project.build({ ran: [], restored: ["a"] });
    project.write("src.txt", "3");
    assert.match((await project.run(["why", "a"])).stdout, /^a: stale, would run/);
  });

  test("status names the rules that are left out, with the tool that they lack", async () => {
    const lacking = `shell({ name: "drawn", tools: [tool("no-such-tool", ["--version"], { optional: true })], outputs: { out: "a.txt" }, script: "echo > {out}" })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          lacking,
          `shell({ name: "bound", inputs: { from: "a.txt" }, outputs: { out: "b.txt" }, script: "echo > {out}" })`,
          `shell({ name: "plain", outputs: { out: "c.txt" }, script: "echo > {out}" })`,
        ]),
      },
    });
    const { stdout } = await project.run(["status"]);
    assert.match(stdout, /^- drawn and 1 more left out: no-such-tool is not installed$/m);
    const json = JSON.parse((await project.run(["status", "--json"])).stdout) as { leftOut: unknown };
    assert.deepEqual(json.leftOut, [{ tool: "no-such-tool", rules: ["drawn", "bound"] }]);
  });

  test("a dry run names as sure what is forced, and as possible what only follows", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `shell({ name: "a", outputs: { out: "a.txt" }, script: "echo > {out}" })`,
          `shell({ name: "b", inputs: { a: "a.txt" }, outputs: { out: "b.txt" }, script: "cat {in} > {out}" })`,
        ]),
      },
    });
    await project.build();
    const all = await project.run(["build", "--dry-run", "--force"]);
    assert.deepEqual([all.stdout, all.stderr], ["a\nb\n", "plr: 2 steps would run\n"]);
    const one = await project.run(["build", "--dry-run", "--force", "b"]);
    assert.equal(one.stdout, "b\n");
    project.remove(".plr-cache");
    const fresh = await project.run(["build", "--dry-run"]);
    assert.equal(fresh.stdout, "a\nb   (if what it reads changes)\n");
  });
});
