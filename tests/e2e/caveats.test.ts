// Outputs that are not what a run made of the present inputs, and how long that is said.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

function shell(name: string, inputs: string, script: string, output = `${name}.txt`): string {
  return `shell({ name: "${name}", inputs: ${inputs}, outputs: { out: "${output}" }, script: ${JSON.stringify(`${counted(name)}; ${script}`)} })`;
}

function members(copy: string): readonly string[] {
  return [
    shell("a", `{ from: "in.txt" }`, copy),
    shell("b", `{ from: "a.txt" }`, "cat {in} > {out}"),
    shell("c", `{ from: "b.txt" }`, "cat {in} > {out}"),
    shell("other", `{ from: "in.txt" }`, "cat {in} > {out}"),
  ];
}

async function newProject(): Promise<TestProject> {
  const files = { "plrfile.ts": plrfile(members("cat {in} > {out}")), "in.txt": "1\n" };
  const project = await makeProject({ files });
  await project.build({ ran: ["a", "b", "c", "other"] });
  return project;
}

interface Shown {
  readonly caveats: readonly {
    readonly kind: string;
    readonly step: string;
    readonly carriedBy: readonly string[];
  }[];
}

async function caveats(project: TestProject, args: readonly string[] = []): Promise<Shown["caveats"]> {
  const { stdout, stderr } = await project.run(["status", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  return (JSON.parse(stdout) as Shown).caveats;
}

describe("caveats", { concurrency: 2 }, () => {
  test("accepted outputs run nothing; everything that rests on them says so until the step really runs", async () => {
    await using project = await newProject();
    project.write("plrfile.ts", plrfile(members("cat < {in} > {out}")));
    assert.equal((await project.run(["status", "--check"])).exit, 1);
    const accepted = await project.run(["accept", "a", "--reason", "same command, typo only"]);
    assert.equal(accepted.exit, 0, accepted.stderr);
    assert.equal(accepted.stdout, "a\n");
    assert.deepEqual(accepted.ran, []);
    const ended = await project.build({ ran: [] });
    const finished = ended.events.findLast((event) => event.type === "run.finished");
    assert.equal(finished?.type === "run.finished" && finished.caveats, 1);
    const [only, ...more] = await caveats(project);
    assert.deepEqual(more, []);
    assert.equal(only?.kind, "accepted");
    assert.deepEqual(only?.carriedBy, ["b", "c"]);
    const words = /a\.txt accepted by .*: "same command, typo only"/;
    for (const carrier of ["a", "b", "c"]) assert.match((await project.run(["why", carrier])).stdout, words);
    assert.doesNotMatch((await project.run(["why", "other"])).stdout, /accepted/);
    const listed = (await project.run(["list"])).stdout
      .split("\n")
      .filter((line) => line.includes("1 caveat"));
    assert.deepEqual(
      listed.map((line) => line.split(" ")[0]),
      ["a", "b", "c"],
    );
    assert.match((await project.run(["status"])).stdout, /b and 1 more rest on it/);
    assert.match((await project.run(["build"])).stderr, /1 caveat {2}\(plr status\)/);
    const forced = await project.build({ ran: ["a"] }, ["--force", "a"]);
    assert.ok(forced.events.some((event) => event.type === "caveat.cleared" && event.step === "a"));
    assert.deepEqual(await caveats(project), []);
    assert.doesNotMatch((await project.run(["why", "c"])).stdout, /accepted/);
  });

  test("a step that fails leaves the caveat of its old outputs; a change of what was accepted runs it", async () => {
    await using project = await newProject();
    project.write("plrfile.ts", plrfile(members("exit 1")));
    await project.run(["accept", "a", "--reason", "r"]);
    await project.build({ exit: 1, ran: ["a"] }, ["--force", "a"]);
    assert.equal((await caveats(project)).length, 1);
    project.write("plrfile.ts", plrfile(members("cat < {in} > {out}")));
    await project.build({ ran: ["a"] });
    assert.deepEqual(await caveats(project), []);
    project.write("plrfile.ts", plrfile(members("cat {in} {in} > {out}")));
    await project.run(["accept", "a", "--reason", "r"]);
    project.write("a.txt", "by hand\n");
    await project.build({ ran: ["a", "b", "c"] });
    assert.equal(project.read("c.txt"), "1\n1\n");
    assert.deepEqual(await caveats(project), []);
  });

  test("outputs made elsewhere are accepted where nothing is recorded; a missing one accepts nothing at all", async () => {
    await using project = await newProject();
    project.remove(".plr-cache");
    project.remove("b.txt");
    const refused = await project.run(["accept", "a", "b", "--reason", "from the cluster"]);
    assert.equal(refused.exit, 1);
    assert.match(refused.stderr, /PLR067.*b\.txt is not there/);
    assert.deepEqual(await caveats(project), []);
    const accepted = await project.run(["accept", "a", "other", "--reason", "from the cluster"]);
    assert.equal(accepted.stdout, "a\nother\n", accepted.stderr);
    await project.build({ ran: ["b", "c"] });
    assert.equal(
      (await project.run(["accept", "a", "--reason", "again"])).stderr,
      "plr: nothing to accept: no step of theirs is stale by itself\n",
    );
  });

  test("one item of a fan-out is accepted by its own name", async () => {
    const each = (suffix: string): string =>
      `each({ name: "item", over: ["x", "y"], key: (key) => key, outputs: { out: "items/{key}.txt" }, params: () => ({ suffix: "${suffix}" }), task: () => import("./item.ts") })`;
    const item = `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => writeFileSync(outputs.out, "same"));
`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([each("1")]), "item.ts": item },
    });
    await project.build();
    project.write("plrfile.ts", plrfile([each("2")]));
    for (const unknown of ["item z", "items/z.txt"]) {
      const refused = await project.run(["accept", unknown, "--reason", "r"]);
      assert.equal(refused.exit, 2, "an item that is not there does not stand for all");
      assert.match(refused.stderr, /PLR002.*no target "item/);
    }
    assert.equal((await project.run(["accept", "items/y.txt", "--reason", "r"])).stdout, "item y\n");
    assert.equal((await project.run(["accept", "item y", "--reason", "r"])).stdout, "");
    const { steps } = await project.build();
    assert.deepEqual(Object.keys(steps), ["item x"]);
    assert.deepEqual(
      (await caveats(project)).map(({ step }) => step),
      ["item y"],
    );
  });

  test("without a target or a reason nothing is accepted", async () => {
    await using project = await newProject();
    for (const args of [
      ["accept", "a"],
      ["accept", "--reason", "r"],
      ["accept", "a", "--reason", " "],
    ]) {
      assert.equal((await project.run(args)).exit, 2, args.join(" "));
    }
  });

  test("what rests on a checkpoint says so until it is built, also when the build is asked for nothing new", async () => {
    await using project = await newProject();
    assert.equal((await project.run(["checkpoint", "add", "a.txt", "--note", "n"])).exit, 0);
    await project.build({ ran: [] }, ["--from-checkpoint"]);
    assert.deepEqual(await caveats(project), [], "what lies there was built here");
    for (const gone of [".plr-cache", "in.txt", "a.txt"]) project.remove(gone);
    await project.build({ ran: ["b", "c"] }, ["--from-checkpoint", "c"]);
    await project.build({ ran: [] }, ["--from-checkpoint", "c"]);
    const [only] = await caveats(project, ["c", "--from-checkpoint"]);
    assert.deepEqual([only?.kind, only?.step, only?.carriedBy], ["checkpoint", "a", ["b", "c"]]);
    project.write("in.txt", "1\n");
    await project.build({ ran: ["a", "other"] });
    assert.deepEqual(await caveats(project), []);
  });
});
