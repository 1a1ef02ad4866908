import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { counted, makeProject, plrfile, REPOSITORY, type TestProject } from "../support/project.ts";

const MAKE = spawnSync("make", ["--version"], { encoding: "utf8" }).stdout ?? "";
const NO_MAKE = /^GNU Make (?:4\.[3-9]|[5-9])/.test(MAKE) ? false : "there is no GNU make 4.3 or newer";

const RULES = `
const split = shell({ name: "split", inputs: { all: "a $x.txt" }, outputs: { one: "out/o #1.txt", two: "out/two.txt" },
  script: "${counted("split")}; cat {in} > {out.one}; cat {in} > {out.two}" });
const joined = shell({ name: "joined", inputs: { parts: glob("parts/*.txt"), one: split.outputs.one }, outputs: { o: "out/joined.txt" },
  script: "${counted("joined")}; cat {in} > {out}" });
const each1 = each({ name: "upper", over: ["a", "b"], key: (key) => key, shared: { o: joined.outputs.o }, outputs: { o: "out/{key}.up" },
  task: () => import("./tasks/upper.ts") });
const last = shell({ name: "last", inputs: { all: each1.outputs.o }, outputs: { o: "out/last.txt" },
  script: "${counted("last")}; cat {in} > {out}" });
const all = group("texts", [split, joined, each1, last]);`;

const UPPER = `import { writeFileSync } from "node:fs";
import { task } from "plr";
export default task<any>(({ inputs, outputs, read }) =>
  writeFileSync(outputs.o, Buffer.from(read(inputs.o)).toString().toUpperCase()));
`;

function make(project: TestProject, ...args: readonly string[]): string {
  const plr = `PLR=${process.execPath} ${REPOSITORY}/bin/plr.js`;
  const said = spawnSync("make", ["-f", "plr.mk", plr, ...args], { cwd: project.root, encoding: "utf8" });
  assert.equal(said.status, 0, said.stderr);
  return said.stdout;
}

test("make builds what plr builds, and asks again only for what looks older", { skip: NO_MAKE }, async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile(["all"], RULES),
      "a $x.txt": "a",
      "parts/p.txt": "p",
      "tasks/upper.ts": UPPER,
    },
  });
  const { exit, stdout } = await project.run(["export", "--makefile"]);
  assert.equal(exit, 0);
  project.write("plr.mk", stdout);

  make(project, "out/last.txt");
  assert.equal(project.read("out/joined.txt"), "pa");
  assert.equal(project.read("out/last.txt"), "PAPA");
  assert.equal(project.read("out/two.txt"), "a");
  assert.match(make(project, "out/last.txt"), /up to date/);
  assert.match(make(project, "-n", "texts"), /plr\.js build texts/);

  project.write("parts/p.txt", "q");
  make(project, "out/last.txt");
  assert.equal(project.read("out/last.txt"), "QAQA");
  project.write("tasks/upper.ts", UPPER.replace("Upper", "Lower"));
  make(project, "out/last.txt");
  assert.equal(project.read("out/last.txt"), "qaqa");
  const runs = await project.build({ ran: [] });
  assert.deepEqual(runs.steps, {}, "plr knows of all that make had done");
});

test("export says what it can write", async () => {
  await using project = await makeProject({ files: { "plrfile.ts": plrfile([]) } });
  const { exit, stderr } = await project.run(["export"]);
  assert.equal(exit, 2);
  assert.match(stderr, /hint: plr export --makefile/);
});
