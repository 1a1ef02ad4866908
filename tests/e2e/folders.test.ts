// Folders as outputs and inputs: one digest for all that is in them, replaced as a whole, restored as a whole.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

/** Makes a folder of one file for each word of the source, and an empty one. */
const SPLIT = `shell({ name: "split", inputs: { from: "words.txt" }, outputs: { out: dir("out/words") }, script: ${JSON.stringify(
  `${counted("split")}; mkdir {out} {out}/empty; for w in $(cat {in}); do mkdir -p {out}/$w; echo $w > {out}/$w/text; done`,
)} })`;

const LIST = `shell({ name: "list", inputs: { from: split.outputs.out }, outputs: { out: "list.txt" }, script: "${counted("list")}; ls {in} > {out}" })`;

function words(project: TestProject): readonly string[] {
  return fs.existsSync(project.at("out/words")) ? fs.readdirSync(project.at("out/words")).sort() : [];
}

// Each test has a project of its own, so two run at a time.
describe("folders", { concurrency: 2 }, () => {
  test("a folder is made anew as a whole, its consumers run when something in it changed, and it comes back from the store", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(["split", LIST], `const split = ${SPLIT};`),
        "words.txt": "a b\n",
      },
    });
    await project.build({ ran: ["split", "list"] });
    assert.deepEqual(words(project), ["a", "b", "empty"]);
    await project.build({ ran: [] });
    project.write("words.txt", "b   a\n");
    await project.build({ ran: ["split"] });
    project.write("words.txt", "b c\n");
    await project.build({ ran: ["split", "list"] });
    assert.deepEqual(words(project), ["b", "c", "empty"], "nothing of before stays");
    assert.equal(project.read("list.txt"), "b\nc\nempty\n");
    project.write("words.txt", "a b\n");
    await project.build({ ran: [], restored: ["split", "list"] });
    assert.deepEqual(words(project), ["a", "b", "empty"], "the empty folder too");
    assert.deepEqual(fs.readdirSync(project.at(".plr-cache")).includes("stage"), false);
    await project.build({ ran: [] });
  });

  test("a folder that somebody changed is moved aside and comes back; a link to it is none of it", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile(["split"], `const split = ${SPLIT};`), "words.txt": "a b\n" },
    });
    await project.build({ ran: ["split"] });
    const changes = [
      () => project.write("out/words/a/text", "mine\n"),
      () => project.write("out/words/new", "mine\n"),
      () => project.remove("out/words/b"),
      () => project.remove("out/words/empty"),
      () => {
        project.remove("out/words");
        project.write("out/words", "a file\n");
      },
    ];
    for (const change of changes) {
      change();
      const { events } = await project.build({ ran: [], restored: ["split"] });
      const moved = events.filter((event) => event.type === "output.movedAside");
      assert.equal(moved.length, 1, String(change));
      assert.deepEqual(words(project), ["a", "b", "empty"], String(change));
      assert.equal(project.read("out/words/a/text"), "a\n");
    }
    project.remove("out");
    const { events } = await project.build({ ran: [], restored: ["split"] });
    assert.equal(events.filter((event) => event.type === "output.movedAside").length, 0);
  });

  test("rules read single files of a folder, and globs below it, after it is made", async () => {
    const one = `shell({ name: "one", inputs: { from: "out/words/a/text" }, outputs: { out: "one.txt" }, script: "${counted("one")}; cat {in} > {out}" })`;
    const all = `shell({ name: "all", inputs: { from: glob("out/words/**/text") }, outputs: { out: "all.txt" }, script: "${counted("all")}; cat {in} > {out}" })`;
    const top = `shell({ name: "top", inputs: { from: glob("out/*") }, outputs: { out: "top.txt" }, script: "${counted("top")}; echo {in} > {out}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([one, all, top, SPLIT]), "words.txt": "a b\n" },
    });
    await project.build({ ran: ["split", "one", "all", "top"] });
    assert.equal(project.read("all.txt"), "a\nb\n");
    assert.equal(project.read("top.txt"), "\n", "the folder itself is no file");
    project.write("words.txt", "a c\n");
    await project.build({ ran: ["split", "all"] });
    assert.equal(project.read("all.txt"), "a\nc\n");
    project.write("words.txt", "c\n");
    const { stderr, stdout } = await project.build({ exit: 1, ran: ["split", "all"] }, ["-k"]);
    assert.match(stderr + stdout, /out\/words\/a\/text/);
    const why = await project.run(["why", "one"]);
    assert.match(why.stdout, /PLR008.*out\/words\/a\/text|out\/words\/a\/text.*is not there/s);
  });

  test("a part of a file in a folder is an input: other parts of it and other files do not count", async () => {
    const pair = `shell({ name: "pair", inputs: { from: "in.json" }, outputs: { out: dir("pair") }, script: ${JSON.stringify(
      `${counted("pair")}; mkdir {out}; cp {in} {out}/values.json; date +%N > {out}/noise`,
    )} })`;
    const part = `shell({ name: "part", inputs: { from: json("pair/values.json").at("/a") }, outputs: { out: "part.txt" }, script: "${counted("part")}; cat {in} > {out}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([part, pair]), "in.json": `{ "a": 1, "b": 1 }` },
    });
    await project.build({ ran: ["pair", "part"] });
    await project.build({ ran: [] });
    project.write("in.json", `{ "a": 1, "b": 2 }`);
    await project.build({ ran: ["pair"] });
    project.write("in.json", `{ "b": 2, "a": 2 }`);
    await project.build({ ran: ["pair", "part"] });
    assert.equal(project.read("part.txt"), `{ "b": 2, "a": 2 }`);
    project.write("in.json", `{ "b": 2 }`);
    await project.build({ ran: ["pair", "part"] });
    project.write("in.json", `{ "b": 2, "a": 2 }`);
    await project.build({ ran: [], restored: ["pair", "part"] });
  });

  test("what is no folder, a link in it, and a file beside it are refused; what was there stays", async () => {
    const script = (text: string): string =>
      plrfile([
        `shell({ name: "made", outputs: { out: dir("out") }, script: ${JSON.stringify(`${counted("made")}; ${text}`)} })`,
      ]);
    await using project = await makeProject({
      files: { "plrfile.ts": script("mkdir {out}; echo 1 > {out}/a") },
    });
    await project.build({ ran: ["made"] });
    const wrong = [
      ["true", /PLR012.*out/],
      ["echo 2 > {out}", /PLR075.*out is not a folder/],
      ["mkdir {out}; echo 2 > {out}/a; ln -s a {out}/b", /PLR076.*out\/b is a link/],
      ["mkdir {out}; mkfifo {out}/b", /PLR076.*out\/b is neither a file nor a folder/],
      ["mkdir {out}; echo 2 > {out}.log", /PLR036.*out\.log/],
      ["mkdir {out}; echo 2 > {out}/a; exit 3", /PLR03/],
    ] as const;
    for (const [text, message] of wrong) {
      project.write("plrfile.ts", script(text));
      const { exit, stderr } = await project.run(["build"]);
      assert.equal(exit, 1, text);
      assert.match(stderr, message);
      assert.equal(project.read("out/a"), "1\n", text);
    }
  });

  test("a folder of the project is an input: members, their bytes and empty folders count, times do not", async () => {
    const read = `shell({ name: "read", inputs: { from: dir("raw/") }, outputs: { out: "read.txt" }, script: "${counted("read")}; find {in} | sort > {out}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([read]), "raw/a": "1\n", "raw/deep/b": "2\n" },
    });
    await project.build({ ran: ["read"] });
    fs.utimesSync(project.at("raw/deep/b"), 1, 1);
    fs.utimesSync(project.at("raw"), 1, 1);
    await project.build({ ran: [] });
    project.write("raw/deep/b", "3\n");
    await project.build({ ran: ["read"] });
    fs.mkdirSync(project.at("raw/none"));
    await project.build({ ran: ["read"] });
    project.remove("raw/none");
    await project.build({ ran: [], restored: ["read"] });
    fs.symlinkSync("..", project.at("raw/loop"));
    assert.match((await project.run(["build"])).stderr, /PLR043.*raw\/loop is not a plain file/);
    project.remove("raw");
    project.write("raw", "a file");
    assert.match((await project.run(["build"])).stderr, /PLR043.*raw is not a folder/);
  });

  test("files become a folder, a folder becomes files, and a rule that goes takes its folder with it", async () => {
    const single = `shell({ name: "single", outputs: { a: "out/words/a", b: "out/words/b" }, script: "echo 1 > {out.a}; echo 1 > {out.b}" })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([single]), "words.txt": "a b\n" },
    });
    const aside = (): boolean => project.exists(".plr-cache/aside");
    await project.build({});
    project.write("plrfile.ts", plrfile([SPLIT]));
    await project.build({ ran: ["split"] });
    assert.deepEqual(words(project), ["a", "b", "empty"]);
    await project.build({ ran: [] });
    assert.deepEqual(words(project), ["a", "b", "empty"], "single files of before are no orphans of it");
    project.write("plrfile.ts", plrfile([single]));
    await project.build({});
    assert.deepEqual(words(project), ["a", "b"]);
    project.write("plrfile.ts", plrfile([SPLIT]));
    await project.build({ ran: [], restored: ["split"] });
    project.write(
      "plrfile.ts",
      plrfile([`shell({ name: "file", outputs: { out: "out/words" }, script: "echo > {out}" })`]),
    );
    await project.build({});
    assert.equal(project.read("out/words"), "\n");
    project.write("plrfile.ts", plrfile([SPLIT]));
    await project.build({ ran: [], restored: ["split"] });
    assert.equal(aside(), false, "all of it was ours");
    project.write(
      "plrfile.ts",
      plrfile([`shell({ name: "other", outputs: { out: "other" }, script: "echo > {out}" })`]),
    );
    await project.build({});
    assert.equal(project.exists("out"), false);
  });

  test("clean removes a folder that is ours and leaves one that is not; verify compares what is in it", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([SPLIT]), "words.txt": "a b\n" },
    });
    await project.build({ ran: ["split"] });
    const same = await project.run(["verify"]);
    assert.equal(same.exit, 0, same.stdout + same.stderr);
    project.write("plrfile.ts", plrfile([SPLIT.replace("echo $w >", () => "echo $$ >")]));
    await project.build({});
    const differs = await project.run(["verify"]);
    assert.equal(differs.exit, 1, differs.stdout + differs.stderr);
    assert.match(differs.stdout, /a\/text/);
    project.write("out/words/mine", "1");
    await project.run(["clean"]);
    assert.equal(project.exists("out/words/mine"), true);
    project.remove("out/words/mine");
    await project.run(["clean"]);
    assert.equal(project.exists("out"), false);
  });
});
