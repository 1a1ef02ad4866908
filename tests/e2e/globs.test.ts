// Globs, and things that are not there: both are inputs like any other.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

function listing(glob: string, more: readonly string[] = []): string {
  return plrfile([
    `shell({ name: "list", inputs: { all: ${glob} }, outputs: { out: "list.txt" }, script: ${JSON.stringify(`${counted("list")}; for f in {in.all}; do echo "$f"; done > {out}`)} })`,
    ...more,
  ]);
}

// Each test has a project of its own, so two run at a time.
describe("globs", { concurrency: 2 }, () => {
  test("members that come, go, change or are renamed count; a file beside them does not", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": listing(`glob("data/**/*.csv")`),
        "data/a.csv": "a\n",
        "data/deep/b.csv": "b\n",
      },
    });
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "data/a.csv\ndata/deep/b.csv\n");
    project.write("data/readme.md", "no member\n");
    await project.build({ ran: [] });
    project.write("data/deep/c.csv", "c\n");
    const { events } = await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "data/a.csv\ndata/deep/b.csv\ndata/deep/c.csv\n");
    const stale = events.find((event) => event.type === "step.stale");
    assert.deepEqual(
      stale?.type === "step.stale" && stale.reasons.map(({ kind, what }) => [kind, what]),
      [["input-added", "data/deep/c.csv"]],
      "the reason names the new member",
    );
    project.remove("data/a.csv");
    await project.build({ ran: ["list"] });
    project.write("data/deep/b.csv", "changed\n");
    await project.build({ ran: ["list"] });
    project.remove("data/deep");
    project.write("data/elsewhere/b.csv", "changed\n");
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "data/elsewhere/b.csv\n");
    await project.build({ ran: [] });
  });

  test("an empty glob, also of a folder that is not there, is a dependency", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": listing(`glob("none/*.csv")`) } });
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "");
    await project.build({ ran: [] });
    project.write("none/a.txt", "");
    await project.build({ ran: [] });
    project.write("none/a.csv", "");
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "none/a.csv\n");
  });

  test("a pattern without a star sees its file come and go", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": listing(`glob(["extra.csv", "in/{a,b}.csv"])`), "in/a.csv": "a\n" },
    });
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "in/a.csv\n");
    project.write("extra.csv", "");
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "extra.csv\nin/a.csv\n");
    project.write("in/b.csv", "");
    await project.build({ ran: ["list"] });
    project.remove("in/a.csv");
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "extra.csv\nin/b.csv\n");
  });

  test("patterns that begin with ! take members out, and the cache is no place to look", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": listing(`glob(["**/*.csv", "!skip/**"])`),
        "a.csv": "",
        "skip/b.csv": "",
        ".plr-cache/c.csv": "",
        "node_modules/d/d.csv": "",
      },
    });
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "a.csv\n");
  });

  test("outputs of the present plan are members and are built first, before they exist and after", async () => {
    const maker = (name: string): string =>
      `shell({ name: "${name}", outputs: { out: "out/${name}.csv" }, script: "${counted(name)}; echo ${name} > {out}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": listing(`glob("out/*.csv")`, [maker("a"), maker("b")]), "out/hand.csv": "" },
    });
    await project.build({ ran: ["a", "b", "list"] });
    assert.equal(project.read("list.txt"), "out/a.csv\nout/b.csv\nout/hand.csv\n");
    await project.build({ ran: [] });
    project.write("plrfile.ts", listing(`glob("out/*.csv")`, [maker("a")]));
    await project.build({ ran: ["list"] }, ["list"]);
    assert.equal(
      project.read("list.txt"),
      "out/a.csv\nout/hand.csv\n",
      "an orphan is not seen, even on disk",
    );
    assert.equal(project.exists("out/b.csv"), true, "a build of a target removes nothing");
    await project.build({ ran: [] });
    assert.equal(project.exists("out/b.csv"), false);
  });

  test("outputs of an each rule are members of a glob", async () => {
    const fan = (keys: string): string =>
      `each({ name: "fan", over: ${keys}, key: (key) => key, outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": listing(`glob("rows/*.txt")`, [fan(`["a", "b"]`)]),
        "row.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => writeFileSync(outputs["out"] ?? "", "row\\n"));
`,
      },
    });
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "rows/a.txt\nrows/b.txt\n");
    await project.build({ ran: [] });
    project.write("plrfile.ts", listing(`glob("rows/*.txt")`, [fan(`["a", "c"]`)]));
    await project.build({ ran: ["list"] });
    assert.equal(project.read("list.txt"), "rows/a.txt\nrows/c.txt\n");
  });

  test("an optional input counts when it comes, changes and goes", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `shell({ name: "read", inputs: { maybe: file("maybe.txt", { optional: true }) }, outputs: { out: "out.txt" }, script: "${counted("read")}; cat maybe.txt > {out} 2>/dev/null || echo none > {out}" })`,
        ]),
      },
    });
    await project.build({ ran: ["read"] });
    assert.equal(project.read("out.txt"), "none\n");
    await project.build({ ran: [] });
    project.write("maybe.txt", "there\n");
    await project.build({ ran: ["read"] });
    assert.equal(project.read("out.txt"), "there\n");
    project.write("maybe.txt", "");
    await project.build({ ran: ["read"] });
    assert.equal(project.read("out.txt"), "", "empty is not absent");
    project.remove("maybe.txt");
    await project.build({ ran: [], restored: ["read"] });
    assert.equal(project.read("out.txt"), "none\n");
  });
});
