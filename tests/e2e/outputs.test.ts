// Outputs: all that was declared and nothing else, ours or moved aside, removed only where we wrote them.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { COUNT_IN_TASK, counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

function rule(name: string, parts: string): string {
  return `shell({ name: "${name}", ${parts} })`;
}

function echo(name: string, out: string, text = name): string {
  return rule(name, `outputs: { out: ${out} }, script: "${counted(name)}; echo ${text} > {out}"`);
}

/** Name and content of every file below the cache's `aside/`. */
function aside(project: TestProject): readonly string[] {
  const folder = project.at(".plr-cache/aside");
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}: ${fs.readFileSync(`${entry.parentPath}/${entry.name}`, "utf8")}`)
    .sort();
}

function stages(project: TestProject): readonly string[] {
  const work = project.at(".plr-cache/stage");
  return fs.existsSync(work) ? fs.readdirSync(work) : [];
}

// Each test has a project of its own, so two run at a time.
describe("outputs", { concurrency: 2 }, () => {
  test("a step that leaves an output unwritten fails, and publishes none of the others", async () => {
    const both = `outputs: { a: "a.txt", b: "b.txt" }, script: "${counted("two")}; echo TEXT > {out.a}; REST"`;
    const good = both.replace("TEXT", "1").replace("REST", "echo 1 > {out.b}");
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([rule("two", good)]) } });
    await project.build({ ran: ["two"] });
    project.write("plrfile.ts", plrfile([rule("two", both.replace("TEXT", "2").replace("REST", "true"))]));
    const { stderr, stdout } = await project.build({ exit: 1, ran: ["two"] });
    assert.match(stderr + stdout, /b\.txt/);
    assert.deepEqual([project.read("a.txt"), project.read("b.txt")], ["1\n", "1\n"]);
    assert.deepEqual(stages(project), []);
    await project.build({ exit: 1, ran: ["two"] });
  });

  test("a step that writes beside its outputs in its private folder fails by the file's name", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          rule(
            "extra",
            `outputs: { a: "out/a.txt" }, script: "echo 1 > {out}; echo 1 > $(dirname {out})/extra.log"`,
          ),
        ]),
      },
    });
    const { stderr, stdout } = await project.build({ exit: 1 });
    assert.match(stderr + stdout, /extra\.log/);
    assert.equal(project.exists("out"), false);
    assert.deepEqual(stages(project), []);
  });

  test("scratch in TMPDIR is free to use and gone afterwards", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          rule(
            "scratch",
            `outputs: { a: "a.txt" }, script: "echo 1 > $TMPDIR/x; echo $TMPDIR > ../where; cat $TMPDIR/x > {out}"`,
          ),
        ]),
      },
    });
    await project.build();
    assert.equal(fs.existsSync((project.read("../where") ?? "").trim()), false);
    assert.deepEqual(stages(project), []);
  });

  test("an output that came out as a folder, or as a link, is not taken", async () => {
    await using project = await makeProject({ files: { "src.txt": "1\n" } });
    for (const make of ["mkdir {out}", "ln -s $PWD/src.txt {out}", "ln -s nowhere {out}"]) {
      project.write("plrfile.ts", plrfile([rule("odd", `outputs: { a: "a.txt" }, script: "${make}"`)]));
      const { stderr, stdout } = await project.build({ exit: 1 });
      assert.match(stderr + stdout, /a\.txt/);
      assert.equal(project.exists("a.txt"), false);
    }
  });

  test("a private output has mode 600, also when it is made again", async () => {
    const secret = (text: string): string =>
      plrfile([echo("secret", `file("private/s.txt", { private: true })`, text)]);
    await using project = await makeProject({ files: { "plrfile.ts": secret("one") } });
    await project.build();
    assert.equal(fs.statSync(project.at("private/s.txt")).mode & 0o777, 0o600);
    project.write("plrfile.ts", secret("two"));
    await project.build();
    assert.equal(fs.statSync(project.at("private/s.txt")).mode & 0o777, 0o600);
  });

  test("a hand-edited output is moved aside before it is made again, every time", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("made", `"made.txt"`)]) },
    });
    await project.build({ ran: ["made"] });
    project.write("made.txt", "edited once\n");
    const { events } = await project.build({ ran: [], restored: ["made"] });
    const moved = events.find((event) => event.type === "output.movedAside");
    assert.equal(moved?.type === "output.movedAside" && moved.path, "made.txt");
    assert.equal(project.read((moved?.type === "output.movedAside" && moved.to) || ""), "edited once\n");
    assert.equal(project.read("made.txt"), "made\n");
    // The record of builds goes, and with it the count of runs; what was moved aside stays.
    await project.run(["clean", "--cache"]);
    await project.build();
    project.write("made.txt", "edited twice\n");
    await project.build({ ran: [], restored: ["made"] });
    assert.deepEqual(
      new Set(aside(project).map((text) => text.replace(/^.*: /, ""))),
      new Set(["edited once\n", "edited twice\n"]),
    );
  });

  test("clean with a target that there is not removes nothing, nor the record of builds", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("made", `"made.txt"`)]) },
    });
    await project.build({ ran: ["made"] });
    const { exit } = await project.run(["clean", "maed", "--cache"]);
    assert.equal(exit, 2);
    assert.equal(project.exists(".plr-cache/journal"), true);
  });

  test("a file that was there before its rule is moved aside; an equal one is not", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([echo("a", `"a.txt"`), echo("b", `"b.txt"`)]),
        "a.txt": "not from here\n",
        "b.txt": "b\n",
      },
    });
    await project.build({ ran: ["a", "b"] });
    assert.deepEqual(aside(project), ["a.txt: not from here\n"]);
  });

  test("a folder in an output's place is moved aside with all that is in it", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("a", `"a"`)]), "a/mine.txt": "mine\n" },
    });
    await project.build({ ran: ["a"] });
    assert.equal(project.read("a"), "a\n");
    assert.deepEqual(aside(project), ["mine.txt: mine\n"]);
  });

  test("when one output cannot be put in place, none is", async () => {
    const two = (text: string): string =>
      plrfile([
        rule(
          "two",
          `outputs: { a: "a/a.txt", b: "b/b.txt" }, script: "echo ${text} > {out.a}; echo ${text} > {out.b}"`,
        ),
      ]);
    await using project = await makeProject({ files: { "plrfile.ts": two("one") } });
    await project.build();
    project.remove("b");
    project.write("b", "a file where a folder should be\n");
    project.write("plrfile.ts", two("two"));
    const { stderr, stdout } = await project.build({ exit: 1 });
    assert.match(stderr + stdout, /b\/b\.txt|"b"/);
    assert.equal(project.read("a/a.txt"), "one\n");
    project.remove("b");
    await project.build();
    assert.deepEqual([project.read("a/a.txt"), project.read("b/b.txt")], ["two\n", "two\n"]);
  });

  test("orphans go with a build of everything only, unless they were edited, precious or another variant's", async () => {
    const all = (...names: readonly string[]): string =>
      plrfile(
        names.map((name) =>
          echo(name, name === "kept" ? `file("kept.txt", { precious: true })` : `"${name}.txt"`),
        ),
      );
    await using project = await makeProject({ files: { "plrfile.ts": all("stay", "go", "edited", "kept") } });
    await project.build();
    project.write("edited.txt", "mine now\n");
    project.write("plrfile.ts", all("stay"));
    await project.build({ ran: [] }, ["stay"]);
    await project.build({ ran: ["stay"] }, ["--force", "stay"]);
    assert.equal(project.exists("go.txt"), true);
    project.write("plrfile.ts", plrfile([echo("stay", `"stay.txt"`)], "", `variant: "other",`));
    await project.build({});
    assert.equal(project.exists("go.txt"), true, "files of another variant are no orphans");
    project.write("plrfile.ts", all("stay"));
    const { events } = await project.build({});
    assert.deepEqual(
      ["stay", "go", "edited", "kept"].map((name) => project.exists(`${name}.txt`)),
      [true, false, true, true],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.type === "outputs.removed" ? event.paths : [])),
      ["go.txt"],
    );
    const found = events.find((event) => event.type === "orphans.found");
    assert.deepEqual(found?.type === "orphans.found" && found.paths.includes("edited.txt"), true);
  });

  test("a failed build of everything removes no orphan", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("good", `"good.txt"`), echo("old", `"old.txt"`)]) },
    });
    await project.build();
    project.write("plrfile.ts", plrfile([rule("good", `outputs: { out: "good.txt" }, script: "exit 1"`)]));
    await project.build({ exit: 1 });
    assert.deepEqual([project.exists("good.txt"), project.exists("old.txt")], [true, true]);
  });

  test("clean removes what plr wrote, also of each rules, and leaves sources, edits and precious files", async () => {
    const fan = `each({ name: "fan", over: ["a", "b"], key: (key) => key, outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          echo("plain", `"out/plain.txt"`),
          echo("edited", `"out/edited.txt"`),
          echo("kept", `file("kept.txt", { precious: true })`),
          fan,
        ]),
        "row.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ outputs }) => { count("row"); writeFileSync(outputs["out"] ?? "", "row\\n"); });
`,
        "out/mine.txt": "mine\n",
      },
    });
    await project.build({ ran: ["plain", "edited", "kept", "row", "row"] });
    project.write("out/edited.txt", "by hand\n");
    const orphans = await project.run(["clean", "--orphans"]);
    assert.equal(orphans.exit, 0, orphans.stderr);
    assert.deepEqual(
      [project.exists("rows/a.txt"), project.exists("rows/b.txt")],
      [true, true],
      "no orphans",
    );
    const dry = await project.run(["clean", "--dry-run"]);
    assert.deepEqual(dry.stdout.trim().split("\n").sort(), [
      "out/edited.txt",
      "out/plain.txt",
      "rows/a.txt",
      "rows/b.txt",
    ]);
    assert.equal(project.exists("out/plain.txt"), true);
    await project.run(["clean", "fan"]);
    assert.deepEqual([project.exists("rows"), project.exists("out/plain.txt")], [false, true]);
    await project.run(["clean"]);
    assert.deepEqual(project.list(), [
      "kept.txt",
      "out/edited.txt",
      "out/mine.txt",
      "package.json",
      "plrfile.ts",
      "row.ts",
    ]);
    await project.build({ ran: [], restored: ["plain", "edited", "fan a", "fan b"] });
    await project.build({ ran: [] });
  });

  test("force runs the named targets alone, whatever is recorded, and what came out the same stops there", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          echo("first", `"first.txt"`),
          rule(
            "second",
            `inputs: { a: "first.txt" }, outputs: { out: "second.txt" }, script: "${counted("second")}; cat {in} > {out}"`,
          ),
          rule(
            "third",
            `inputs: { a: "second.txt" }, outputs: { out: "third.txt" }, script: "${counted("third")}; cat {in} > {out}"`,
          ),
        ]),
      },
    });
    await project.build({ ran: ["first", "second", "third"] });
    const { events } = await project.build({ ran: ["second"] }, ["--force", "second"]);
    const stale = events.find((event) => event.type === "step.stale");
    assert.deepEqual(stale?.type === "step.stale" && stale.reasons.map(({ kind }) => kind), ["forced"]);
    await project.build({ ran: ["third"] }, ["--force", "third.txt"]);
    await project.build({ ran: ["first", "second", "third"] }, ["--force"]);
    await project.build({ ran: [] });
  });

  test("an output that becomes a folder of outputs, and a folder that becomes an output, need no help", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("made", `"results"`)]) },
    });
    await project.build({ ran: ["made"] });
    project.write("plrfile.ts", plrfile([echo("made", `"results/a.txt"`)]));
    await project.build({ ran: ["made"] });
    assert.equal(project.read("results/a.txt"), "made\n");
    await project.build({ ran: [] });
    project.write("plrfile.ts", plrfile([echo("made", `"results"`)]));
    await project.build({ ran: [], restored: ["made"] });
    assert.equal(project.read("results"), "made\n");
    await project.build({ ran: [] });
  });

  test("an output whose rule is gone and whose place a folder has taken holds nothing up", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([echo("stay", `"stay.txt"`), echo("go", `"results"`)]) },
    });
    await project.build();
    project.remove("results");
    project.write("results/mine.txt", "mine\n");
    project.write("plrfile.ts", plrfile([echo("stay", `"stay.txt"`)]));
    await project.build({ ran: [] });
    assert.equal(project.read("results/mine.txt"), "mine\n");
    await project.build({ ran: [] });
    const { exit, stderr } = await project.run(["clean"]);
    assert.equal(exit, 0, stderr);
    assert.equal(project.read("results/mine.txt"), "mine\n");
  });

  test("what is precious stays: an item of a list, and what no rule makes any more", async () => {
    const members = [
      `shell({ name: "kept", outputs: { out: file("kept.txt", { precious: true }) }, script: "echo > {out}" })`,
      `each({ name: "items", over: ["x"], key: (key) => key, outputs: { out: file("i/{key}.txt", { precious: true }) }, task: () => import("./item.ts") })`,
      `shell({ name: "plain", outputs: { out: "plain.txt" }, script: "echo > {out}" })`,
    ];
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(members),
        "item.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => writeFileSync(outputs["out"] ?? "", ""));
`,
      },
    });
    await project.build();
    assert.equal((await project.run(["clean", "--dry-run"])).stdout, "plain.txt\n");
    project.write("plrfile.ts", plrfile(members.slice(2)));
    assert.equal((await project.run(["clean", "--orphans", "--dry-run"])).stdout, "");
    await project.build();
    await project.run(["clean", "--orphans"]);
    assert.deepEqual([project.exists("kept.txt"), project.exists("i/x.txt")], [true, true]);
  });
});
