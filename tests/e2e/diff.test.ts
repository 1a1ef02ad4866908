// Outputs after one run and after another.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { makeProject, plrfile, type TestProject } from "../support/project.ts";

function shell(name: string, output: string, script: string): string {
  return `shell({ name: "${name}", inputs: { from: "in.txt" }, outputs: { out: ${output} }, script: ${JSON.stringify(script)} })`;
}

const STEADY = shell("steady", `"steady.txt"`, "echo steady {in} > {out}");
const JSON_STEP = shell(
  "numbers",
  `json("numbers.json")`,
  `printf '{"auroc": %s, "n": 63}' $(cat {in}) > {out}`,
);
const GOING = shell("going", `"going.txt"`, "cat {in} > {out}");
const COMING = shell("coming", `"coming.txt"`, "cat {in} > {out}");

async function newProject(): Promise<TestProject> {
  const members = plrfile([STEADY, JSON_STEP, GOING]);
  const project = await makeProject({ files: { "plrfile.ts": members, "in.txt": "0.9\n" } });
  await project.build();
  return project;
}

describe("diff", { concurrency: 2 }, () => {
  test("names what changed, came, went and stayed between two runs, by default in the newest that made something", async () => {
    await using project = await newProject();
    project.write("plrfile.ts", plrfile([STEADY, JSON_STEP, COMING]));
    project.write("in.txt", "0.91\n");
    await project.build();
    await project.build();
    const { stdout, exit } = await project.run(["diff"]);
    assert.equal(exit, 0);
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines[0], "#1 -> #2  1 changed, 1 new, 1 gone, 1 the same");
    assert.match(lines[1] ?? "", /^\+ coming\.txt {2}5 bytes {2}by coming in #2$/);
    assert.equal(lines[2], "- going.txt");
    assert.match(
      lines[3] ?? "",
      /^~ numbers\.json {2}[0-9a-f]{8} -> [0-9a-f]{8} {2}23 -> 24 bytes {2}by numbers in #2$/,
    );
    assert.equal(lines[4], "    /auroc  0.9 -> 0.91", "the old version is in the store");
    assert.equal(lines.length, 5);
    assert.equal((await project.run(["diff", "1", "3"])).stdout, stdout.replace("#1 -> #2", "#1 -> #3"));
    assert.equal((await project.run(["diff", "#2", "3"])).stdout, "#2 -> #3  3 the same\n");
    const back = (await project.run(["diff", "2", "1", "--json"])).stdout;
    const { changed } = JSON.parse(back) as { changed: { path: string; old: unknown; new: unknown }[] };
    assert.deepEqual(
      changed.map(({ path, old, new: now }) => [path, old !== undefined, now !== undefined]),
      [
        ["coming.txt", true, false],
        ["going.txt", false, true],
        ["numbers.json", true, true],
      ],
    );
    assert.equal((await project.run(["diff", "7"])).exit, 2);
  });

  test("says in what an output differs where both versions are kept, as that of a checkpoint is", async () => {
    await using project = await newProject();
    await project.run(["checkpoint", "add", "numbers.json"]);
    project.write("in.txt", "0.91\n");
    await project.build();
    const { stdout } = await project.run(["diff", "1"]);
    assert.match(stdout, /^~ numbers\.json .*\n {4}\/auroc {2}0\.9 -> 0\.91$/m);
    assert.match(stdout, /^#1 -> #2 {2}2 changed, 1 the same$/m);
  });

  test("without a run in which something was made there is nothing to compare", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([]) } });
    assert.equal((await project.run(["diff"])).exit, 1);
  });
});
