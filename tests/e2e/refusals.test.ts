// What is refused before anything runs, in words that name the rules: two owners, cycles, unknown inputs, leaks.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, type Ended, makeProject, plrfile, transcript } from "../support/project.ts";

function maker(name: string, out: string, more = ""): string {
  return `shell({ name: "${name}", outputs: { out: ${JSON.stringify(out)} }, script: "${counted(name)}; echo ${name} > {out}", ${more} })`;
}

/** Refused with exit 2, nothing run, and these words on stderr. */
function assertRefused(ended: Ended, ...words: readonly RegExp[]): void {
  for (const word of words) assert.match(ended.stderr, word);
  assert.doesNotMatch(ended.stderr, /\n\s+at .*\(file:/, "a refusal is no stack trace");
  assert.equal(
    ended.events.some(({ type }) => type === "step.started"),
    false,
  );
}

// Each test has a project of its own, so two run at a time.
describe("refusals", { concurrency: 2 }, () => {
  // Every kind of overlap, cycle and leak is in tests/engine/graph.test.ts; here are those that the disk has a part in.
  test("two rules that claim one path through a linked folder are refused by name", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([maker("first", "out/a.txt"), maker("second", "link/a.txt")]),
        "out/keep": "",
      },
    });
    fs.symlinkSync("out", project.at("link"));
    assertRefused(await project.build({ exit: 2, ran: [] }), /first/, /second/);
  });

  test("a cycle is printed as a path", async () => {
    const link = (name: string, from: string): string =>
      maker(name, `${name}.txt`, `inputs: { from: "${from}.txt" }`);
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([link("a", "c"), link("b", "a"), link("c", "b"), maker("apart", "d.txt")]),
      },
    });
    assertRefused(
      await project.build({ exit: 2, ran: [] }),
      /a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c/,
    );
  });

  test("an unknown input is refused, with the rule's place in the plrfile", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          maker("good", "good.txt"),
          maker("bad", "bad.txt", `inputs: { from: "nowhere.txt" }`),
        ]),
      },
    });
    assertRefused(await project.build({ exit: 2, ran: [] }), /nowhere\.txt/, /bad/);
    await project.build({ ran: ["good"] }, ["good"]);
  });

  for (const path of ["folder", "loop.txt", "file.txt/below.txt"]) {
    test(`an input that is no file and cannot be one (${path}) is refused in words`, async () => {
      await using project = await makeProject({ files: { "folder/a.txt": "", "file.txt": "" } });
      fs.symlinkSync("loop.txt", project.at("loop.txt"));
      project.write("plrfile.ts", plrfile([maker("bad", "bad.txt", `inputs: { from: "${path}" }`)]));
      const ended = await project.run(["build"]);
      assert.ok(ended.exit === 1 || ended.exit === 2, transcript(ended));
      assert.deepEqual(ended.ran, []);
      assertRefused(
        { ...ended, stderr: ended.stdout + ended.stderr },
        new RegExp(path.replace(".", "\\.")),
        /bad/,
      );
    });
  }

  test("paths outside of the project are refused unless they are declared external", async () => {
    await using project = await makeProject({ files: { "../far.txt": "far\n" } });
    project.write("plrfile.ts", plrfile([maker("bad", "bad.txt", `inputs: { from: "../far.txt" }`)]));
    assertRefused(await project.build({ exit: 2, ran: [] }), /\.\.\/far\.txt/, /bad/);
    project.write("plrfile.ts", plrfile([maker("bad", "../bad.txt")]));
    assertRefused(await project.build({ exit: 2, ran: [] }), /\.\.\/bad\.txt/);
    project.write("plrfile.ts", plrfile([maker("bad", "/tmp/plr-bad.txt")]));
    assertRefused(await project.build({ exit: 2, ran: [] }), /plr-bad\.txt/);
    project.write(
      "plrfile.ts",
      plrfile([maker("good", "good.txt", `inputs: { from: file("../far.txt", { external: true }) }`)]),
    );
    await project.build({ ran: ["good"] });
  });

  test("an output in plr's own folder is refused", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([maker("bad", ".plr-cache/journal")]) },
    });
    assertRefused(await project.build({ exit: 2, ran: [] }), /\.plr-cache/);
  });

  test("an unknown target is an error that names the near one", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([maker("figures/forest", "a.txt")]) },
    });
    assertRefused(
      await project.build({ exit: 2, ran: [] }, ["figures/forrest"]),
      /forrest/,
      /figures\/forest/,
    );
  });

  test("an error in the plrfile names its file and line; a project that is none is said to be", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": `export default 1;\n` } });
    assertRefused(await project.build({ exit: 2 }), /plrfile\.ts/);
    project.write("plrfile.ts", plrfile([], "\nthrow new Error('not today');"));
    assertRefused(await project.build({ exit: 2 }), /plrfile\.ts:\d+/, /not today/);
    project.write("plrfile.ts", `import { defineProject } from "plr";\nexport default defineProject({;\n`);
    assertRefused(await project.build({ exit: 2 }), /plrfile\.ts/);
    project.write("plrfile.ts", `import "./rules/gone.ts";\n`);
    assertRefused(await project.build({ exit: 2 }), /gone\.ts/);
    project.remove("plrfile.ts");
    assertRefused(await project.build({ exit: 2 }), /plrfile/);
  });

  test("a refusal names the file and the line of each rule", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([maker("first", "a.txt"), maker("second", "a.txt")]) },
    });
    assertRefused(
      await project.build({ exit: 2, ran: [] }),
      /first.*plrfile\.ts:\d+/s,
      /second.*plrfile\.ts:\d+/s,
    );
  });

  test("private data that a glob finds cannot become public, but by a rule that anonymises", async () => {
    const secret = `shell({ name: "secret", outputs: { out: file("private/codes.json", { private: true }) }, script: "echo {} > {out}" })`;
    const leak = (more: string): string =>
      plrfile([secret, maker("leak", "public.txt", `inputs: { from: glob("private/*.json") }, ${more}`)]);
    await using project = await makeProject({ files: { "plrfile.ts": leak("") } });
    assertRefused(await project.build({ exit: 2, ran: [] }), /leak/, /public\.txt/);
    project.write("plrfile.ts", leak("anonymises: true"));
    await project.build({ ran: ["leak"] });
  });

  test("a task that loads the plrfile, or a module that is not named in the source, is refused", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "r", outputs: { out: "a.txt" }, task: () => import("./task.ts") })`,
        ]),
        "task.ts": `import project from "./plrfile.ts";\nvoid project;\n`,
      },
    });
    assertRefused(await project.build({ exit: 2 }), /task\.ts/, /plrfile\.ts/);
    project.write("task.ts", `\nconst name = "./other.ts";\nawait import(name);\n`);
    assertRefused(await project.build({ exit: 2 }), /task\.ts:3/);
  });
});
