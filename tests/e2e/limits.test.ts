// Retries, pools and memory, with real processes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

const POOLS = `pools: { "gpu card": ["left"], io: 2 },`;

describe("limits", { concurrency: 2 }, () => {
  test("a script and a task that fail at first are tried again; the log holds every attempt", async () => {
    // Each attempt adds a letter beside the project, and the third one finds two of them.
    const script = `${counted("script")}; echo x >> ../tries; echo "attempt $(grep -c x ../tries)"; [ $(grep -c x ../tries) -ge 3 ]; echo done > {out}`;
    const members = [
      `shell({ name: "script", outputs: { out: "script.txt" }, script: ${JSON.stringify(`set -e; ${script}`)}, retries: { times: 2, delay: 0.01 } })`,
      `rule({ name: "task", outputs: { out: "task.txt" }, task: () => import("./task.ts") })`,
    ];
    const task = `import { task } from "plr";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
export default task(({ outputs }) => {
  appendFileSync("../task-tries", "y");
  if (readFileSync("../task-tries", "utf8").length < 2) throw new Error("not yet");
  writeFileSync(outputs.out, "done");
});
`;
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(members), "task.ts": task } });
    const { events, stderr } = await project.build({ ran: ["script", "script", "script"] }, [
      "--retries",
      "1",
    ]);
    const retries = events.flatMap((event) =>
      event.type === "step.retry" ? [`${event.step} ${event.attempt}`] : [],
    );
    assert.deepEqual(retries.toSorted(), ["script 1", "script 2", "task 1"], stderr);
    const { stdout } = await project.run(["log", "script"]);
    assert.equal(stdout, "attempt 1\nattempt 2\nattempt 3\n");
    await project.build({ ran: [] });
  });

  test("a step that goes on failing has failed after its last attempt, and the story says each", async () => {
    const members = [
      `shell({ name: "bad", outputs: { out: "bad.txt" }, script: ${JSON.stringify(`${counted("bad")}; exit 7`)}, retries: { times: 1, delay: 0.01 } })`,
    ];
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(members) } });
    const ended = await project.run(["build"]);
    assert.equal(ended.exit, 1);
    assert.deepEqual(ended.ran, ["bad", "bad"]);
    assert.match(
      ended.stderr,
      /\^ bad failed: PLR031 its command ended with exit code 7; tried again in 0\.0s/,
    );
    assert.match(ended.stderr, /1 failed/);
  });

  test("a step finds the place of its pool that it holds", async () => {
    const members = [
      `shell({ name: "script", outputs: { out: "script.txt" }, script: "echo $PLR_POOL_GPU_CARD > {out}", pool: "gpu card" })`,
      `rule({ name: "task", outputs: { out: "task.txt" }, task: () => import("./task.ts"), pool: "gpu card" })`,
      `shell({ name: "free", outputs: { out: "free.txt" }, script: "env | grep -c PLR_POOL > {out} || true" })`,
    ];
    const task = `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs, pool }) => writeFileSync(outputs.out, pool + " " + process.env.PLR_POOL_GPU_CARD));
`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile(members, "", POOLS), "task.ts": task },
    });
    await project.build({}, ["-j", "2"]);
    assert.equal(project.read("script.txt"), "left\n");
    assert.equal(project.read("task.txt"), "left left");
    assert.equal(project.read("free.txt"), "0\n");
  });

  test("a pool, a size or a number that cannot be read is an error that says what is taken", async () => {
    const member = `shell({ name: "a", outputs: { out: "a.txt" }, script: "echo > {out}", pool: "oi" })`;
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([member], "", POOLS) } });
    const unknown = await project.run(["build"]);
    assert.equal(unknown.exit, 2);
    assert.match(unknown.stderr, /PLR065.*no pool "oi"; did you mean "io"\?/);
    assert.match(unknown.stderr, /plrfile\.ts:\d+/);
    project.write("plrfile.ts", plrfile([member.replace(`"oi"`, `"io"`)], "", POOLS));
    for (const [option, value] of [
      ["--memory", "8 XB"],
      ["--memory", "8"],
      ["--retries", "-1"],
      ["--jobs", "0"],
    ]) {
      const ended = await project.run(["build", `${option}=${value}`]);
      assert.equal(ended.exit, 2, `${option} ${value}`);
      assert.match(ended.stderr, new RegExp(`PLR001.*${option} takes`));
    }
    const empty = plrfile([], "", "pools: { gpu: [] },");
    project.write("plrfile.ts", empty);
    assert.match((await project.run(["build"])).stderr, /the pool "gpu" needs places/);
  });

  test("memory holds back what would not fit, whoever gives the budget", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const member = (name: string, script: string): string =>
      `shell({ name: "${name}", outputs: { out: "${name}.txt" }, script: ${JSON.stringify(script)}, memory: "3 GB" })`;
    const members = [member("first", `${gate.sh}; echo > {out}`), member("second", "echo > {out}")];
    project.write("plrfile.ts", plrfile(members, "", `memory: "5 GB",`));
    const held = project.start(["build", "--json", "-j", "4"]);
    await gate.reached();
    const ready = await held.event("step.ready");
    assert.deepEqual([ready.step, ready.waitsFor], ["second", { what: "memory", heldBy: ["first"] }]);
    await gate.open();
    assert.equal((await held.ended).exit, 0);
    const wide = project.start(["build", "--json", "-j", "4", "--memory", "6 GB", "--force"]);
    await gate.reached();
    await wide.event("step.finished", ({ step }) => step === "second");
    await gate.open();
    assert.equal((await wide.ended).exit, 0);
  });
});
