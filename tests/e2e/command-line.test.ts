// How the command line is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeProject, plrfile } from "../support/project.ts";

test("an option without a value takes no target for one, and a number may stand right behind its letter", async () => {
  const members = ["a", "b"].map(
    (name) =>
      `shell({ name: "${name}", outputs: { out: "${name}.txt" }, script: "echo ${name} >> ../runs.log; echo > {out}" })`,
  );
  await using project = await makeProject({ files: { "plrfile.ts": plrfile(members) } });
  const jobs = async (args: readonly string[]): Promise<unknown> => {
    const { events } = await project.build({ ran: [] }, args);
    const started = events.find((event) => event.type === "run.started");
    return started?.type === "run.started" && [started.jobs, started.targets];
  };
  await project.build({ ran: ["a"] }, ["--keep-going", "a"]);
  await project.build({ ran: ["b"] }, ["--from-checkpoint", "b", "--no-wait", "a"]);
  await project.build({ ran: ["a"] }, ["--force", "a"]);
  assert.deepEqual(await jobs(["-j7", "a"]), [7, ["a"]]);
  assert.deepEqual(await jobs(["-kj3", "b"]), [3, ["b"]]);
  assert.deepEqual(await jobs(["-j", "5"]), [5, []]);
  assert.deepEqual(await jobs(["--jobs=4", "b", "a"]), [4, ["b", "a"]]);
  assert.equal((await project.run(["build", "--keep-gong", "a"])).exit, 2);
});
