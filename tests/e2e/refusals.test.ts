// What is refused before anything runs, in words that name the rules: two owners, cycles, unknown inputs, leaks.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
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

for (const [what, first, second] of [
  ["the same path", "out/a.txt", "out/a.txt"],
  ["a path that differs in letter case", "out/a.txt", "OUT/A.txt"],
  ["a path through ..", "out/a.txt", "out/deep/../a.txt"],
  ["a path with a dot", "out/a.txt", "./out/a.txt"],
  ["another Unicode form", "out/\u00e9.txt", "out/e\u0301.txt"],
  ["a path through a linked folder", "out/a.txt", "link/a.txt"],
  ["a path within the other's output", "out/a", "out/a/b.txt"],
] as const) {
  test(`two rules that claim ${what} are refused by name`, async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([maker("first", first), maker("second", second)]), "out/keep": "" },
    });
    fs.symlinkSync("out", project.at("link"));
    const ended = await project.build({ exit: 2, ran: [] });
    assertRefused(ended, /second/);
    if (!second.includes("./")) assertRefused(ended, /first/);
  });
}

test("an each rule that could write another rule's output is refused by name", async () => {
  const fan = `each({ name: "fan", over: ["a"], key: (key) => key, outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") })`;
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([maker("plain", "rows/total.txt"), fan]),
      "row.ts": `import { task } from "plr";\nexport default task(() => {});\n`,
    },
  });
  assertRefused(await project.build({ exit: 2, ran: [] }), /fan/, /plain/);
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

test("a rule that reads its own output is a cycle", async () => {
  await using project = await makeProject({
    files: { "plrfile.ts": plrfile([maker("self", "a.txt", `inputs: { from: "a.txt" }`)]), "a.txt": "" },
  });
  assertRefused(await project.build({ exit: 2, ran: [] }), /self -> self/);
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
  assertRefused(await project.build({ exit: 2, ran: [] }, ["figures/forrest"]), /forrest/, /figures\/forest/);
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

test("two rules of one name are refused", async () => {
  await using project = await makeProject({
    files: { "plrfile.ts": plrfile([maker("twin", "a.txt"), maker("twin", "b.txt")]) },
  });
  assertRefused(await project.build({ exit: 2, ran: [] }), /twin/);
});

const SECRET = `const secret = shell({ name: "secret", outputs: { out: file("private/codes.json", { private: true }) }, script: "echo {} > {out}" });`;
for (const [what, inputs, before] of [
  ["declared so", `{ from: file("codes.csv", { private: true }) }`, ""],
  ["made by another rule", `{ from: secret.outputs.out }`, SECRET],
  ["named by its path", `{ from: "private/codes.json" }`, SECRET],
  ["found by a glob", `{ from: glob("private/*.json") }`, SECRET],
  ["found by a private glob", `{ from: glob("*.csv", { private: true }) }`, ""],
  [
    "made for each item",
    `{ from: fan.outputs.out }`,
    `const fan = each({ name: "fan", over: ["a"], key: (key) => key, outputs: { out: file("private/{key}.txt", { private: true }) }, task: () => import("./row.ts") });`,
  ],
  [
    "made for each item and named by its path",
    `{ from: "private/a.txt" }`,
    `const fan = each({ name: "fan", over: ["a"], key: (key) => key, outputs: { out: file("private/{key}.txt", { private: true }) }, task: () => import("./row.ts") });`,
  ],
] as const) {
  test(`private data ${what} cannot become public, but by a rule that anonymises`, async () => {
    const member = [
      ...(before.includes("secret =") ? ["secret"] : []),
      ...(before.includes("fan =") ? ["fan"] : []),
    ];
    const files = {
      "plrfile.ts": plrfile([...member, maker("leak", "public.txt", `inputs: ${inputs}`)], before),
      "codes.csv": "",
      "row.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => writeFileSync(outputs["out"] ?? "", ""));
`,
    };
    await using project = await makeProject({ files });
    assertRefused(await project.build({ exit: 2, ran: [] }), /leak/, /public\.txt/);
    project.write(
      "plrfile.ts",
      plrfile([...member, maker("leak", "public.txt", `inputs: ${inputs}, anonymises: true`)], before),
    );
    await project.build({ ran: ["leak"] });
  });
}

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
