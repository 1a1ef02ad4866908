// What file systems hold beside plain files in plain folders: links, loops, other devices.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

const copy = (name: string, from: string, out: string, more = ""): string =>
  `shell({ name: "${name}", inputs: { from: ${from} }, outputs: { out: ${JSON.stringify(out)} }, script: "${counted(name)}; cat {in} > {out}", ${more} })`;

/** A file system in memory, if temporary files are on another one. */
const MEMORY = "/dev/shm";

function isOtherDevice(): boolean {
  return fs.existsSync(MEMORY) && fs.statSync(MEMORY).dev !== fs.statSync(tmpdir()).dev;
}

const noOther = isOtherDevice() ? false : "there is no /dev/shm, or /tmp is on it";

// Each test has a project of its own, so two run at a time.
describe("file systems", { concurrency: 2 }, () => {
  test("links that lead round in a circle are followed by nobody for ever", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          copy("all", `glob("data/**/*.txt")`, "all.txt"),
          copy("one", `"data/up/data/a.txt"`, "one.txt"),
        ]),
        "data/a.txt": "a\n",
        "data/deep/b.txt": "b\n",
      },
    });
    fs.symlinkSync("..", project.at("data/up"));
    fs.symlinkSync("self", project.at("data/self"));
    fs.symlinkSync("self", project.at("data/self.txt"));
    await project.build({ ran: ["all", "one"] });
    assert.equal(project.read("one.txt"), "a\n");
    assert.equal(project.read("all.txt"), "a\nb\n");
    await project.build({ ran: [] });
    project.write("data/deep/c.txt", "c\n");
    await project.build({ ran: ["all"] });
    await project.build({ ran: [] });
  });

  test("an input that is a link to itself, and an output below one, are failures that name the path", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([copy("one", `"self"`, "one.txt")]), "a.txt": "a\n" },
    });
    fs.symlinkSync("self", project.at("self"));
    const input = await project.run(["build"]);
    assert.notEqual(input.exit, 0);
    assert.match(input.stderr, /self/);
    project.write("plrfile.ts", plrfile([copy("one", `"a.txt"`, "self/one.txt")]));
    const output = await project.run(["build"]);
    assert.notEqual(output.exit, 0);
    assert.match(output.stderr, /self/);
    assert.doesNotMatch(output.stderr + input.stderr, /at .*\.ts:\d+:\d+\)/, "no stack");
  });

  test("an output folder that is a link stays one", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          copy("one", `"a.txt"`, "out/one.txt"),
          copy("two", `"out/one.txt"`, "out/deep/two.txt"),
        ]),
        "a.txt": "a\n",
        "real/kept": "",
      },
    });
    fs.symlinkSync("real", project.at("out"));
    await project.build({ ran: ["one", "two"] });
    assert.equal(project.read("real/deep/two.txt"), "a\n");
    await project.build({ ran: [] });
    project.write("real/one.txt", "by hand\n");
    await project.build({ ran: [], restored: ["one"] });
    assert.equal(project.read("out/one.txt"), "a\n");
    await project.run(["clean"]);
    assert.equal(project.exists("real/one.txt"), false);
    assert.equal(fs.lstatSync(project.at("out")).isSymbolicLink(), true);
    assert.equal(project.exists("real/kept"), true);
  });

  test("a folder where a source was, and a source where a folder was", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          copy("all", `glob("data/**")`, "all.txt"),
          copy("maybe", `file("data/a", { optional: true })`, "maybe.txt"),
        ]),
        "data/a": "a\n",
      },
    });
    await project.build({ ran: ["all", "maybe"] });
    project.remove("data/a");
    project.write("data/a/b", "b\n");
    const refused = await project.build({ exit: 2, ran: [] });
    assert.match(refused.stderr, /data\/a is not a plain file/);
    await project.build({ ran: ["all"] }, ["all"]);
    assert.equal(project.read("all.txt"), "b\n");
    project.remove("data/a");
    project.write("data/a", "again\n");
    await project.build({ ran: ["all", "maybe"] });
    assert.equal(project.read("all.txt"), "again\n");
    assert.equal(project.read("maybe.txt"), "again\n");
  });

  test("an output whose name changes its letter case alone", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([copy("one", `"a.txt"`, "Out.txt")]), "a.txt": "a\n" },
    });
    await project.build({ ran: ["one"] });
    project.write("plrfile.ts", plrfile([copy("one", `"a.txt"`, "out.txt")]));
    await project.build();
    assert.deepEqual(
      project.list().filter((path) => /^out\.txt$/i.test(path)),
      ["out.txt"],
    );
    await project.build({ ran: [] });
  });

  for (const [what, link] of [
    ["the cache", ".plr-cache"],
    ["the folder of outputs", "out"],
  ] as const) {
    test(`${what} on another device`, { skip: noOther }, async (t) => {
      const other = fs.mkdtempSync(`${MEMORY}/plr-test-`);
      t.after(() => fs.rmSync(other, { recursive: true }));
      const name = `${"n".repeat(251)}.txt`;
      await using project = await makeProject({
        files: {
          "plrfile.ts": plrfile([
            copy("one", `"a.txt"`, `out/${name}`),
            copy("two", JSON.stringify(`out/${name}`), "out/two.txt"),
          ]),
          "a.txt": "a\n",
        },
      });
      fs.symlinkSync(other, project.at(link));
      await project.build({ ran: ["one", "two"] });
      assert.equal(project.read("out/two.txt"), "a\n");
      await project.build({ ran: [] });
      project.write("a.txt", "b\n");
      await project.build({ ran: ["one", "two"] });
      project.write("a.txt", "a\n");
      await project.build({ ran: [], restored: ["one", "two"] });
      assert.equal(project.read("out/two.txt"), "a\n");
      project.write("out/two.txt", "by hand\n");
      await project.build({ ran: [], restored: ["two"] });
      assert.deepEqual(fs.readdirSync(project.at("out")).sort(), [name, "two.txt"], "nothing is left beside");
    });
  }

  for (const [where, skip] of [
    ["beside the cache", false],
    ["on another device", noOther],
  ] as const) {
    test(
      `outputs whose names take 255 bytes, ${where}: moved aside, replaced, parked`,
      { skip },
      async (t) => {
        const name = (letter: string): string => `out/${letter.repeat(255)}`;
        const file = name("f");
        const folder = name("d");
        const inPlace = name("p");
        const fill = `${counted("folder")}; mkdir {out} && cp {in} {out}/x`;
        const write = `${counted("place")}; cat {in} > {out}`;
        await using project = await makeProject({
          files: {
            "plrfile.ts": plrfile([
              copy("file", `"a.txt"`, file),
              `shell({ name: "folder", inputs: { from: "a.txt" }, outputs: { out: dir("${folder}") }, script: ${JSON.stringify(fill)} })`,
              `shell({ name: "place", inPlace: true, inputs: { from: "a.txt" }, outputs: { out: "${inPlace}" }, script: ${JSON.stringify(write)} })`,
            ]),
            "a.txt": "a\n",
          },
        });
        if (where === "on another device") {
          const other = fs.mkdtempSync(`${MEMORY}/plr-test-`);
          t.after(() => fs.rmSync(other, { recursive: true }));
          fs.symlinkSync(other, project.at("out"));
        }
        const all = [file, `${folder}/x`, inPlace];
        const texts = (): readonly unknown[] => all.map((path) => project.read(path));
        await project.build({ ran: ["file", "folder", "place"] });
        project.write("a.txt", "b\n");
        await project.build({ ran: ["file", "folder", "place"] });
        assert.deepEqual(texts(), ["b\n", "b\n", "b\n"]);
        for (const path of all) project.write(path, "by hand\n");
        const { events } = await project.build({ ran: [], restored: ["file", "folder", "place"] });
        assert.deepEqual(texts(), ["b\n", "b\n", "b\n"]);
        const aside = events.flatMap((event) => (event.type === "output.movedAside" ? [event] : []));
        assert.deepEqual(aside.map(({ path }) => path).sort(), [folder, file, inPlace].sort());
        for (const { path, to } of aside)
          assert.equal(project.read(path === folder ? `${to}/x` : to), "by hand\n", path);
        for (const path of all) project.write(path, "again\n");
        project.write("a.txt", "c\n");
        await project.build({ ran: ["file", "folder", "place"] });
        assert.deepEqual(texts(), ["c\n", "c\n", "c\n"]);
        assert.equal(fs.readdirSync(project.at("out")).length, 3, "nothing is left beside");
      },
    );
  }
});
