// Worker processes: kept while they can be, replaced when they must be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeProject } from "../support/project.ts";

const PLRFILE = `
import { defineProject, each } from "plr";
const items = each({
  name: "item",
  over: [{ id: "a" }, { id: "b" }, { id: "c" }],
  key: (item) => item.id,
  outputs: { pid: "{key}.pid" },
  task: () => import("./task.ts"),
});
export default defineProject({ name: "workers", members: [items] });
`;

function taskWith(work: string): string {
  return `import { writeFileSync } from "node:fs";
import { task } from "plr";
export default task(({ outputs, log }) => {
  log("at work");
  ${work}
  writeFileSync(outputs.pid, String(process.pid));
});`;
}

async function pidsOf(work: string): Promise<readonly string[]> {
  await using project = await makeProject({ files: { "plrfile.ts": PLRFILE, "task.ts": taskWith(work) } });
  const { exit, stderr } = await project.run(["build", "-j", "1"]);
  assert.equal(exit, 0, stderr);
  return ["a", "b", "c"].map((id) => project.read(`${id}.pid`) ?? "");
}

test("steps share one process, also when they print", async () => {
  const pids = await pidsOf("");
  assert.equal(new Set(pids).size, 1, pids.join(" "));
});

test("a process in which a step left something running is not used again", async () => {
  const pids = await pidsOf("setInterval(() => {}, 1000);");
  assert.equal(new Set(pids).size, 3, pids.join(" "));
});

test("a process with nothing to do loads the task that comes next, and does its step", async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": `
import { defineProject, rule } from "plr";
const first = rule({ name: "first", outputs: { made: "first.txt" }, task: () => import("./first.ts") });
const second = rule({
  name: "second",
  inputs: { made: first.outputs.made },
  outputs: { pid: "second.pid" },
  task: () => import("./second.ts"),
});
export default defineProject({ name: "ahead", members: [first, second] });
`,
      // Ends once the other module has been loaded, or will not be any more.
      "first.ts": `import { existsSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { task } from "plr";
export default task(async ({ outputs }) => {
  const end = Date.now() + 5000;
  while (!existsSync("loaded.pid") && Date.now() < end) await setTimeout(5);
  writeFileSync(outputs.made, String(existsSync("loaded.pid")));
});`,
      "second.ts": `import { writeFileSync } from "node:fs";
import { task } from "plr";
writeFileSync("loaded.pid", \`\${process.pid} \${process.env.HOME}\`);
export default task(({ outputs }) => writeFileSync(outputs.pid, String(process.pid)));`,
    },
  });
  const { exit, stderr } = await project.run(["build", "-j", "2"]);
  assert.equal(exit, 0, stderr);
  assert.equal(project.read("first.txt"), "true", "loaded while the first step ran");
  const [loadedBy, home] = (project.read("loaded.pid") ?? "").split(" ");
  assert.equal(loadedBy, project.read("second.pid"));
  assert.notEqual(home, "undefined", "what a module reads of the environment is what a step would have");
});
