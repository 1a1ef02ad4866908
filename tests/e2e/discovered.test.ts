import assert from "node:assert/strict";
import { test } from "node:test";
import { lacks } from "../support/lacks.ts";
import { COUNT_IN_TASK, counted, makeProject, plrfile, transcript } from "../support/project.ts";

const READER = `${COUNT_IN_TASK}import { task } from "plr";
import { readFileSync, writeFileSync } from "node:fs";
export default task<never>(async (context) => {
  const { inputs, outputs, discover } = context as any;
  count("read");
  const names = readFileSync(inputs.list, "utf8").split("\\n").filter((name) => name !== "");
  const texts = names.map((name) => (discover(name) ? readFileSync(name, "utf8") : "(absent)"));
  writeFileSync(outputs.all, texts.join(""));
});
`;
const READ = `rule({
  name: "read", inputs: { list: "list" }, outputs: { all: "all.txt" }, task: () => import("./read.ts"),
})`;

test("a task discovers inputs: their change, coming and going count from then on", async () => {
  await using project = await makeProject({
    files: { "plrfile.ts": plrfile([READ]), "read.ts": READER, list: "in/a\nin/b\n", "in/a": "1\n" },
  });
  await project.build({ ran: ["read"] });
  assert.equal(project.read("all.txt"), "1\n(absent)");
  await project.build({ ran: [] });
  project.write("in/a", "2\n");
  const why = await project.run(["why", "read"]);
  assert.match(why.stdout, /in\/a/, transcript(why));
  await project.build({ ran: ["read"] });
  project.write("in/b", "3\n");
  await project.build({ ran: ["read"] });
  assert.equal(project.read("all.txt"), "2\n3\n");
  project.remove("in/a");
  await project.build({ ran: ["read"] });
  assert.equal(project.read("all.txt"), "(absent)3\n");
  await project.build({ ran: [] });
});

test("a discovered output of another rule is made first, and the step runs again", async () => {
  const make = `shell({ name: "make", inputs: { s: "source" }, outputs: { o: "made.txt" },
    script: "${counted("make")}; cat {in} > {out}" })`;
  const after = `shell({ name: "after", inputs: { s: "all.txt" }, outputs: { o: "after.txt" },
    script: "${counted("after")}; cat {in} > {out}" })`;
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([READ, make, after]),
      "read.ts": READER,
      list: "made.txt\n",
      source: "1\n",
    },
  });
  const first = await project.build({ ran: ["after", "make", "read", "read"] }, ["after"]);
  assert.deepEqual(first.steps, { make: "done", read: "done", after: "done" });
  assert.equal(project.read("after.txt"), "1\n");
  await project.build({ ran: [] });
  project.write("source", "2\n");
  await project.build({ ran: ["after", "make", "read"] }, ["after"]);
  assert.equal(project.read("after.txt"), "2\n");
});

test("a task that discovers what lies outside of the project fails and says what to do", async () => {
  await using project = await makeProject({
    files: { "plrfile.ts": plrfile([READ]), "read.ts": READER, list: "../elsewhere\n" },
  });
  const ended = await project.build({ exit: 1 });
  assert.match(ended.stderr + ended.stdout, /\.\.\/elsewhere is no file of the project/);
});

/** A program that lists what it read as compilers do: the words of its first file are further files. */
const LISTING = `${counted("list")}; cat {in.list} $(cat {in.list}) > {out}; \
echo o: {in.list} $(cat {in.list}) > LIST`;

for (const [what, path, option] of [
  ["{depfile}", "{depfile}", ""],
  ["a path of its own", "{out}.d", `depfile: "{out}.d",`],
] as const) {
  test(`files that a program lists at ${what} are inputs`, async () => {
    const rule = `shell({ name: "list", inputs: { list: "list" }, outputs: { o: "o.txt" }, ${option}
      script: ${JSON.stringify(LISTING.replaceAll("LIST", path))} })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([rule]), list: "in/a /etc/passwd\n", "in/a": "1\n" },
    });
    await project.build({ ran: ["list"] });
    await project.build({ ran: [] });
    project.write("in/a", "2\n");
    await project.build({ ran: ["list"] });
    assert.deepEqual(
      project.list().filter((file) => file.endsWith(".d")),
      [],
    );
  });
}

test("a program that lists nothing where its rule says so has failed", async () => {
  const rule = `shell({ name: "list", outputs: { o: "o.txt" }, depfile: "{out}.d", script: "echo 1 > {out}" })`;
  await using project = await makeProject({ files: { "plrfile.ts": plrfile([rule]) } });
  const ended = await project.run(["build"]);
  assert.equal(ended.exit, 1);
  assert.match(ended.stderr, /PLR056/);
});

const compiler = lacks("gcc");

test(
  "headers that a C compiler lists are inputs, one that is generated too",
  { skip: compiler },
  async () => {
    const object = `shell({ name: "object", inputs: { c: "src/main.c" }, outputs: { o: "build/main.o" },
    run: ["gcc", "-Iout dir", "-MMD", "-MP", "-MF", "{depfile}", "-MT", "{out}", "-c", "{in}", "-o", "{out}"] })`;
    const header = `shell({ name: "header", inputs: { n: "number" }, outputs: { h: "out dir/number.h" },
    script: '${counted("header")}; echo "#define NUMBER $(cat {in})" > {out}' })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([object, header]),
        "src/main.c":
          '#include <stddef.h>\n#include "own.h"\n#include "number.h"\nint number(void) { return OWN + NUMBER; }\n',
        "src/own.h": "#define OWN 1\n",
        number: "2\n",
      },
    });
    await project.build({ exit: 0 }, ["header"]);
    const first = await project.build({}, ["object"]);
    assert.deepEqual(first.steps, { object: "done" });
    project.write("src/own.h", "#define OWN 3\n");
    assert.deepEqual((await project.build()).steps, { object: "done" });
    project.write("number", "5\n");
    assert.deepEqual((await project.build({}, ["object"])).steps, { header: "done", object: "done" });
    assert.deepEqual((await project.build()).steps, {});
  },
);
