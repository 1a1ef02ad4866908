// The table of sixteen staleness scenarios: `src.txt → gen → mid.txt → fin → out.txt`, with the ideal number of runs
// for each. `npm run conformance` plays them on other tools too.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { COUNT_IN_TASK, counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

const GEN = `${counted("gen")}; grep -v '^#' {in} > {out}`;
const FIN = `${counted("fin")}; { echo made from; cat {in}; } > {out}`;

function chain({ gen = GEN, fin = FIN, members = ["gen", "fin"] } = {}): string {
  return plrfile(
    members,
    `const gen = shell({ name: "gen", inputs: { source: "src.txt" }, outputs: { mid: "mid.txt" }, script: ${JSON.stringify(gen)} });
const fin = shell({ name: "fin", inputs: { mid: "mid.txt" }, outputs: { out: "out.txt" }, script: ${JSON.stringify(fin)} });
void [gen, fin];`,
  );
}

async function builtChain(): Promise<TestProject> {
  const project = await makeProject({ files: { "plrfile.ts": chain(), "src.txt": "# first\none\n" } });
  await project.build({ ran: ["gen", "fin"] });
  assert.equal(project.read("out.txt"), "made from\none\n");
  return project;
}

// Each test has a project of its own, so two run at a time.
describe("scenarios", { concurrency: 2 }, () => {
  test("no change: nothing runs", async () => {
    await using project = await builtChain();
    await project.build({ ran: [] });
  });

  test("touched, same bytes: nothing runs", async () => {
    await using project = await builtChain();
    const now = new Date();
    fs.utimesSync(project.at("src.txt"), now, now);
    await project.build({ ran: [] });
  });

  test("an edit that leaves the intermediate as it was: only its own recipe runs", async () => {
    await using project = await builtChain();
    project.write("src.txt", "# second\none\n");
    const { events } = await project.build({ ran: ["gen"] });
    const skipped = events.find((event) => event.type === "steps.skipped");
    assert.deepEqual(skipped?.type === "steps.skipped" && skipped.steps, ["fin"]);
  });

  test("a deleted intermediate comes back, and what was made from it stays", async () => {
    await using project = await builtChain();
    project.remove("mid.txt");
    await project.build({ ran: [], restored: ["gen"] });
    assert.equal(project.read("mid.txt"), "one\n");
  });

  test("garbage in the final output is repaired", async () => {
    await using project = await builtChain();
    project.write("out.txt", "garbage\n");
    await project.build({ ran: [], restored: ["fin"] });
    assert.equal(project.read("out.txt"), "made from\none\n");
  });

  test("garbage in the intermediate is repaired and does not spread", async () => {
    await using project = await builtChain();
    project.write("mid.txt", "garbage\n");
    await project.build({ ran: [], restored: ["gen"] });
    assert.equal(project.read("mid.txt"), "one\n");
    assert.equal(project.read("out.txt"), "made from\none\n");
  });

  test("a source that goes back to what it was restores what was made of it", async () => {
    await using project = await builtChain();
    const made = ["mid.txt", "out.txt"].map(project.read);
    const source = project.read("src.txt") ?? "";
    project.write("src.txt", "another\n");
    await project.build({ ran: ["gen", "fin"] });
    project.write("src.txt", source);
    await project.build({ ran: [], restored: ["gen", "fin"] });
    assert.deepEqual(["mid.txt", "out.txt"].map(project.read), made);
    await project.build({ ran: ["gen", "fin"] }, ["--force"]);
    project.remove("out.txt");
    await project.build({ ran: ["fin"] }, ["--no-cache"]);
  });

  test("a changed recipe runs again", async () => {
    await using project = await builtChain();
    project.write("plrfile.ts", chain({ fin: FIN.replace("made", "drawn") }));
    await project.build({ ran: ["fin"] });
    assert.equal(project.read("out.txt"), "drawn from\none\n");
  });

  test("new content with an old mtime is seen", async () => {
    await using project = await builtChain();
    project.write("src.txt", "two is longer\n");
    const longAgo = new Date("2001-01-01");
    fs.utimesSync(project.at("src.txt"), longAgo, longAgo);
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(project.read("out.txt"), "made from\ntwo is longer\n");
  });

  test("new content of the same size with the mtime restored is seen", async () => {
    await using project = await builtChain();
    const { atime, mtime } = fs.statSync(project.at("src.txt"));
    project.write("src.txt", "# first\ntwo\n");
    fs.utimesSync(project.at("src.txt"), atime, mtime);
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(project.read("out.txt"), "made from\ntwo\n");
  });

  test("a source edited while its recipe runs: the result is that of the new source", async () => {
    await using project = await makeProject({ files: { "src.txt": "one\n" } });
    const gate = project.gate("gate");
    project.write("plrfile.ts", chain({ gen: `cat {in} > {out}; ${gate.sh}; ${counted("gen")}` }));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    project.write("src.txt", "edited\n");
    await gate.open();
    await gate.reached();
    await gate.open();
    const { exit } = await build.ended;
    assert.equal(exit, 0);
    assert.equal(project.read("out.txt"), "made from\nedited\n");
    await project.build({ ran: [] });
  });

  test("killed with the intermediate half written: the next build needs no flag", async () => {
    await using project = await builtChain();
    const gate = project.gate("gate");
    project.write("plrfile.ts", chain({ gen: `${counted("half")}; printf half > {out}; ${gate.sh}` }));
    project.write("src.txt", "two\n");
    const build = project.start(["build", "--json"]);
    await gate.reached();
    build.kill("SIGKILL");
    await build.ended;
    assert.equal(project.read("mid.txt"), "one\n", "the previous artifact is in place");
    gate.close();
    project.write("plrfile.ts", chain());
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(project.read("out.txt"), "made from\ntwo\n");
  });

  test("a recipe that fails after it wrote its output: the output is not taken", async () => {
    await using project = await builtChain();
    project.write("plrfile.ts", chain({ gen: `${GEN}; exit 3` }));
    project.write("src.txt", "two\n");
    await project.build({ exit: 1, ran: ["gen"] });
    assert.equal(project.read("mid.txt"), "one\n");
    project.write("plrfile.ts", chain());
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(project.read("out.txt"), "made from\ntwo\n");
  });

  test("a changed helper of a recipe's module runs it again", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "gen", inputs: { source: "src.txt" }, outputs: { mid: "mid.txt" }, task: () => import("./tasks/gen.ts") })`,
          `shell({ name: "fin", inputs: { mid: "mid.txt" }, outputs: { out: "out.txt" }, script: ${JSON.stringify(FIN)} })`,
        ]),
        "tasks/gen.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
import { text } from "./helper.ts";
${COUNT_IN_TASK}
export default task(({ outputs }) => {
  count("gen");
  writeFileSync(outputs["mid"] ?? "", text);
});
`,
        "tasks/helper.ts": `export const text = "one\\n";\n`,
        "src.txt": "",
      },
    });
    await project.build({ ran: ["gen", "fin"] });
    project.write("tasks/helper.ts", `// A comment counts for nothing.\nexport const text = "one\\n";\n`);
    await project.build({ ran: [] });
    project.write("tasks/helper.ts", `export const text = "two\\n";\n`);
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(project.read("out.txt"), "made from\ntwo\n");
  });

  test("the output of a rule that is gone goes", async () => {
    await using project = await builtChain();
    project.write("plrfile.ts", chain({ members: ["gen"] }));
    await project.build({ ran: [] });
    assert.equal(project.exists("out.txt"), false);
    assert.equal(project.exists("mid.txt"), true);
  });

  test("two builds at once: each recipe runs once", async () => {
    await using project = await makeProject({ files: { "src.txt": "one\n" } });
    const gate = project.gate("gate");
    project.write("plrfile.ts", chain({ gen: `${gate.sh}; ${GEN}` }));
    const first = project.start(["build", "--json"]);
    await gate.reached();
    const second = project.start(["build", "--json"]);
    await second.event("run.waiting");
    await gate.open();
    const [one, two] = await Promise.all([first.ended, second.ended]);
    assert.deepEqual([one.exit, two.exit], [0, 0]);
    assert.deepEqual(Object.keys(two.steps), []);
    await project.build({ ran: [] });
  });
});
