// Artifacts that are taken as given, in place of what they are made from.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

const MEMBERS = [
  `shell({ name: "base", inputs: { from: "raw.txt" }, outputs: { out: json("a/base.json") }, script: "${counted("base")}; cat {in} > {out}" })`,
  `shell({ name: "other", inputs: { from: "raw.txt" }, outputs: { out: json("b/base.json") }, script: "${counted("other")}; echo 2 > {out}" })`,
  `shell({ name: "figure", inputs: { base: "a/base.json", other: "b/base.json" }, outputs: { out: "figure.txt" }, script: "${counted("figure")}; cat {in} > {out}" })`,
];

async function withCheckpoints(): Promise<TestProject> {
  const project = await makeProject({ files: { "plrfile.ts": plrfile(MEMBERS), "raw.txt": `{"n": 1}\n` } });
  await project.build({ ran: ["base", "figure", "other"] });
  const added = await project.run([
    "checkpoint",
    "add",
    "a/base.json",
    "b/base.json",
    "--note",
    "as submitted",
  ]);
  assert.equal(added.exit, 0, added.stderr);
  return project;
}

// Each test has a project of its own, so two run at a time.
describe("checkpoints", { concurrency: 2 }, () => {
  test("from a checkpoint the rest is built without what it was made from; without the flag it is an error that says so", async () => {
    await using project = await withCheckpoints();
    const listed = await project.run(["checkpoint", "ls"]);
    assert.match(listed.stdout, /a\/base\.json.*as submitted/);
    for (const gone of ["raw.txt", "a", "b", "figure.txt", ".plr-cache"]) project.remove(gone);
    const refused = await project.run(["build"]);
    assert.equal(refused.exit, 2);
    assert.match(refused.stderr, /raw\.txt/);
    assert.match(refused.stderr, /--from-checkpoint/);
    const stray = `shell({ name: "stray", inputs: { from: "none.txt" }, outputs: { out: "stray.txt" }, script: "cat {in} > {out}" })`;
    const complete = project.read("plrfile.ts") ?? "";
    project.write("plrfile.ts", complete.replace("members: [", `members: [${stray}, `));
    const lacking = await project.run(["build", "stray"]);
    assert.match(lacking.stderr, /none\.txt is not there/);
    assert.doesNotMatch(lacking.stderr, /--from-checkpoint/, "which would not help");
    project.write("plrfile.ts", complete);
    const { events } = await project.build({ ran: ["figure"] }, ["--from-checkpoint"]);
    assert.equal(project.read("figure.txt"), `{"n": 1}\n2\n`);
    const caveats = events.flatMap((event) => (event.type === "caveat.added" ? [event.step] : []));
    assert.deepEqual([...caveats].filter((step) => step === "base" || step === "other").sort(), [
      "base",
      "other",
    ]);
    await project.build({ ran: [] }, ["--from-checkpoint"]);
    project.write("raw.txt", `{"n": 3}\n`);
    await project.build({ ran: ["base", "other", "figure"] });
    assert.equal(project.read("figure.txt"), `{"n": 3}\n2\n`);
  });

  test("an artifact that is not the checkpoint's is refused by name; one that differs in bytes alone is not", async () => {
    await using project = await withCheckpoints();
    project.remove("raw.txt");
    project.write("a/base.json", `{ "n" : 1 }`);
    await project.build({}, ["--from-checkpoint"]);
    project.write("a/base.json", `{"n": 999}\n`);
    const { stderr } = await project.build({ exit: 2, ran: [] }, ["--from-checkpoint"]);
    assert.match(stderr, /a\/base\.json/);
    assert.equal(project.read("a/base.json"), `{"n": 999}\n`, "and it is left alone");
  });

  test("a damaged or missing copy, or list, is refused in words", async () => {
    await using project = await withCheckpoints();
    project.remove("a");
    for (const { copy } of copies(project)) project.write(copy, "damaged");
    const damaged = await project.build({ exit: 2, ran: [] }, ["--from-checkpoint"]);
    assert.match(damaged.stderr, /a\/base\.json/);
    assert.equal(project.exists("a/base.json"), false, "it is not put in place");
    for (const { copy } of copies(project)) project.remove(copy);
    const missing = await project.build({ exit: 2, ran: [] }, ["--from-checkpoint"]);
    assert.match(missing.stderr, /a\/base\.json/);
    for (const text of ["{", "{}", "[]"]) {
      project.write("checkpoints.json", text);
      const broken = await project.run(["build", "--from-checkpoint"]);
      assert.equal(broken.exit, 2, broken.stderr);
      assert.match(broken.stderr, /checkpoints\.json/);
    }
  });

  test("a private output cannot become a checkpoint, for its copy is meant to be published", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `shell({ name: "secret", outputs: { out: file("private/codes.txt", { private: true }) }, script: "echo 1 > {out}" })`,
        ]),
      },
    });
    await project.build();
    const { exit, stderr } = await project.run(["checkpoint", "add", "private/codes.txt"]);
    assert.equal(exit, 2, stderr);
    assert.equal(fs.existsSync(project.at("checkpoints")), false);
    const unknown = await project.run(["checkpoint", "add", "nothing.txt"]);
    assert.equal(unknown.exit, 2);
    assert.match(unknown.stderr, /nothing\.txt/);
  });

  function copies(project: TestProject): readonly { readonly copy: string }[] {
    const listed = JSON.parse(project.read("checkpoints.json") ?? "") as {
      readonly checkpoints: readonly { readonly copy: string }[];
    };
    return listed.checkpoints;
  }
});
