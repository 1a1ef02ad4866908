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
