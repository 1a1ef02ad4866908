// Odd names of files, in the project and of the project.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

const NAMES = [
  "with space.txt",
  "quote'\"s.txt",
  "new\nline.txt",
  "\u{1F980} crab.txt",
  "-leading-dash.txt",
  "$HOME `id`;true.txt",
  "{in}.txt",
  "back\\slash.txt",
  "caf\u00e9.txt",
  `${"n".repeat(240)}.txt`,
];

// Each test has a project of its own, so two run at a time.
describe("names", { concurrency: 2 }, () => {
  test("files of any name are inputs and outputs of programs, scripts and tasks", async () => {
    const members = NAMES.flatMap((name, index) => {
      const [source, out, second] = [`in/${name}`, `out/${name}`, `tasks/${name}`].map((path) =>
        JSON.stringify(path),
      );
      return [
        `shell({ name: "script${index}", inputs: { from: ${source} }, outputs: { out: ${out} }, script: "${counted("script")}; cat {in.from} > {out.out}" })`,
        `rule({ name: "task${index}", inputs: { from: ${out} }, outputs: { out: ${second} }, task: () => import("./copy.ts") })`,
      ];
    });
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(members),
        "copy.ts": `import { task } from "plr";
import { copyFileSync } from "node:fs";
export default task(({ inputs, outputs }) => copyFileSync(String(inputs["from"]), outputs["out"] ?? ""));
`,
        ...Object.fromEntries(NAMES.map((name) => [`in/${name}`, `${name}\n`])),
      },
    });
    await project.build({ ran: NAMES.map(() => "script") });
    for (const name of NAMES) assert.equal(project.read(`tasks/${name}`), `${name}\n`);
    await project.build({ ran: [] });
    project.write("in/new\nline.txt", "changed\n");
    await project.build({ ran: ["script"] });
    assert.equal(project.read("tasks/new\nline.txt"), "changed\n");
    const { stdout } = await project.run(["clean", "--dry-run"]);
    assert.equal(stdout.includes("crab"), true);
    await project.run(["clean"]);
    assert.equal(project.exists("out"), false);
  });

  test("names at the project's root that look like options are passed as files", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `shell({ name: "text", inputs: { from: "-n" }, outputs: { out: "-o" }, script: "cat -- {in} > {out}" })`,
          `shell({ name: "list", inputs: { all: glob("-*") }, outputs: { out: "list.txt" }, run: ["sh", "-c", "printf '%s,' \\"$@\\" > {out}", "sh", "{in.all}"] })`,
        ]),
        "-n": "dash\n",
      },
    });
    await project.build();
    assert.equal(project.read("-o"), "dash\n");
    assert.equal(project.read("list.txt"), "-n,-o,");
  });

  test("a project whose folder has an odd name builds, from a folder below it too", async () => {
    await using project = await makeProject({ files: {} });
    const odd = "my 'study' #1 \u{1F9EA} 100%";
    project.write(
      `${odd}/plrfile.ts`,
      plrfile([
        `rule({ name: "made", inputs: { from: "src.txt" }, outputs: { out: "out.txt" }, task: () => import("./made.ts") })`,
        `shell({ name: "copy", inputs: { from: "out.txt" }, outputs: { out: "copy.txt" }, script: "cat {in} > {out}" })`,
      ]),
    );
    project.write(
      `${odd}/made.ts`,
      `import { task } from "plr";
import { text } from "./text.ts";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => writeFileSync(outputs["out"] ?? "", text));
`,
    );
    project.write(`${odd}/text.ts`, `export const text: string = "made\\n";\n`);
    project.write(`${odd}/src.txt`, "");
    project.write(`${odd}/below/keep`, "");
    await project.build({}, [], { in: `${odd}/below` });
    assert.equal(project.read(`${odd}/copy.txt`), "made\n");
    project.write(`${odd}/text.ts`, `export const text: string = "changed\\n";\n`);
    const { steps } = await project.build({}, [], { in: odd });
    assert.deepEqual(steps, { made: "done", copy: "done" });
  });

  test("arguments of a program reach it as they are, a list as many", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `shell({ name: "args", inputs: { all: ["a b.txt", "c.txt"] }, outputs: { out: "out.json" }, params: { text: "it's $HOME", list: ["x", "y z"], n: 1.5 },
          run: ["node", "-e", "require('fs').writeFileSync(process.argv[1], JSON.stringify(process.argv.slice(2)))", "{out}", "{in.all}", "--first={in.all}", "{params.text}", "{params.list}", "{params.n}", "{other}", ""] })`,
        ]),
        "a b.txt": "",
        "c.txt": "",
      },
    });
    await project.build();
    assert.deepEqual(JSON.parse(project.read("out.json") ?? ""), [
      "a b.txt",
      "c.txt",
      "--first=a b.txt c.txt",
      "it's $HOME",
      "x",
      "y z",
      "1.5",
      "{other}",
      "",
    ]);
  });
});
