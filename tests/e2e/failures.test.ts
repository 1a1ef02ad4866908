// Steps that fail, hang or are cancelled.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, type Ended, makeProject, plrfile, type TestProject } from "../support/project.ts";
import { isAlive } from "../support/processes.ts";

function rule(name: string, inputs: readonly string[], script: string, more = ""): string {
  return `shell({ name: "${name}", inputs: { from: ${JSON.stringify(inputs)} }, outputs: { out: "${name}.txt" }, script: ${JSON.stringify(`${counted(name)}; ${script}`)}, ${more} })`;
}

const COPY = "cat /dev/null {in} > {out}";

function countsOf({ events }: Ended): Readonly<Record<string, number>> {
  const end = events.find((event) => event.type === "run.finished");
  assert.ok(end?.type === "run.finished");
  return { ...end.counts };
}

/** Numbers that recipes wrote with `echo $$ >> ../pids`. */
function pids(project: TestProject): readonly number[] {
  return (project.read("../pids") ?? "").trim().split("\n").map(Number);
}

// Each test has a project of its own, so two run at a time.
describe("failures", { concurrency: 2 }, () => {
  test("without -k nothing more is started after a failure", async () => {
    // The longest way to the end goes first, so the failure comes before the step that stands alone.
    const members = [
      rule("good", [], COPY),
      rule("bad", [], "exit 3"),
      rule("after", ["bad.txt"], COPY),
      rule("later", ["after.txt"], COPY),
    ];
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(members) } });
    await project.build({ exit: 1, ran: ["bad"] }, ["-j", "1"]);
    await project.build({ exit: 1, ran: ["bad", "good"] }, ["-j", "1", "-k"]);
  });

  test("with -k all runs that does not need the failure; what needs it is blocked, and says by what", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          rule("bad", [], "echo half > {out}; echo the reason >&2; exit 3"),
          rule("after", ["bad.txt"], COPY),
          rule("later", ["after.txt"], COPY),
          rule("good", [], COPY),
          rule("better", ["good.txt"], COPY),
        ]),
      },
    });
    const ended = await project.build({ exit: 1, ran: ["bad", "good", "better"] }, ["-k"]);
    assert.deepEqual(ended.steps, { bad: "failed", good: "done", better: "done" });
    const { built, failed, blocked } = countsOf(ended);
    assert.deepEqual({ built, failed, blocked }, { built: 2, failed: 1, blocked: 2 });
    const found = ended.events.filter((event) => event.type === "steps.blocked");
    assert.deepEqual(
      found.map((event) => event.type === "steps.blocked" && [event.by, [...event.steps].sort()]),
      [["bad", ["after", "later"]]],
    );
    const finished = ended.events.find((event) => event.type === "step.finished" && event.step === "bad");
    assert.ok(finished?.type === "step.finished");
    assert.deepEqual(finished.tail, ["the reason"]);
    assert.equal(finished.failure?.reason === "exited" && finished.failure.exitCode, 3);
    assert.equal(project.exists("bad.txt"), false);
    const log = await project.run(["log", "bad"]);
    assert.match(log.stdout, /the reason/);
    project.write(
      "plrfile.ts",
      plrfile([
        rule("bad", [], "echo whole > {out}"),
        rule("after", ["bad.txt"], COPY),
        rule("later", ["after.txt"], COPY),
        rule("good", [], COPY),
        rule("better", ["good.txt"], COPY),
      ]),
    );
    await project.build({ ran: ["bad", "after", "later"] });
  });

  test("what an each rule feeds is blocked by the item that failed, though another ended later", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    project.write(
      "plrfile.ts",
      plrfile(
        [
          "fan",
          `shell({ name: "all", inputs: { rows: fan.outputs.out }, outputs: { out: "all.txt" }, script: "cat {in} > {out}" })`,
        ],
        `const fan = each({ name: "fan", over: ["bad", "slow"], key: (key) => key, params: (key) => ({ key }), outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") });`,
      ),
    );
    project.write(
      "row.ts",
      `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(async ({ outputs, params }) => {
  if (params["key"] === "bad") throw new Error("bad item");
  ${gate.ts};
  writeFileSync(outputs["out"] ?? "", "row\\n");
});
`,
    );
    const build = project.start(["build", "--json", "-k", "-j", "2"]);
    await build.event("step.finished", ({ step }) => step === "fan bad");
    await gate.reached();
    await gate.open();
    const ended = await build.ended;
    assert.equal(ended.exit, 1);
    assert.deepEqual(ended.steps, { "fan bad": "failed", "fan slow": "done" });
    const blocked = ended.events.find((event) => event.type === "steps.blocked");
    assert.equal(blocked?.type === "steps.blocked" && blocked.by, "fan bad");
  });

  test("a task that throws, exits, or leaves a promise behind fails by name; the next step has a sound worker", async () => {
    const bodies = {
      throws: `throw new Error("thrown here")`,
      exits: `process.exit(0)`,
      rejects: `void Promise.reject(new Error("left behind"))`,
      timer: `setTimeout(() => {}, 1e8); writeFileSync(outputs["out"] ?? "", "1")`,
      fine: `writeFileSync(outputs["out"] ?? "", "1")`,
      silent: `undefined`,
    };
    await using project = await makeProject({ files: {} });
    const names = Object.keys(bodies);
    project.write(
      "plrfile.ts",
      plrfile(
        names.map(
          (name) =>
            `rule({ name: "${name}", outputs: { out: "${name}.txt" }, task: () => import("./${name}.ts") })`,
        ),
      ),
    );
    for (const [name, body] of Object.entries(bodies)) {
      project.write(
        `${name}.ts`,
        `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => {
  void [writeFileSync, outputs];
  ${body};
});
`,
      );
    }
    const { steps, events } = await project.build({ exit: 1 }, ["-k", "-j", "1"]);
    assert.deepEqual(steps, {
      throws: "failed",
      exits: "failed",
      rejects: "failed",
      timer: "done",
      fine: "done",
      silent: "failed",
    });
    const failureOf = (name: string): string => {
      const event = events.find((one) => one.type === "step.finished" && one.step === name);
      return JSON.stringify(event?.type === "step.finished" ? event.failure : undefined);
    };
    assert.match(failureOf("throws"), /thrown here.*throws\.ts:5/);
    assert.match(failureOf("exits"), /killed/);
    assert.match(failureOf("rejects"), /left behind/);
    assert.match(failureOf("silent"), /output-not-written/);
  });

  test("what a program leaves running is ended with it, and does not hold up the build", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          rule("loud", [], "sleep 100 & echo $! >> ../pids; echo 1 > {out}"),
          rule("quiet", [], "sleep 100 > /dev/null 2>&1 & echo $! >> ../pids; echo 1 > {out}"),
        ]),
      },
    });
    await project.build({ ran: ["loud", "quiet"] });
    const left = pids(project).filter(isAlive);
    for (const pid of left) process.kill(pid, "SIGKILL");
    assert.deepEqual(left, []);
  });

  test("all that a step says is in its log, in whole, the last line too; what another step says is not", async () => {
    await using project = await makeProject({ files: {} });
    const talk = (name: string): string => `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs, log }) => {
  for (let line = 0; line < 2000; line++) console.log("${name} line " + line);
  console.error("${name} error \\u0000 zero");
  process.stdout.write("${name} without an end");
  log("${name} logged");
  writeFileSync(outputs["out"] ?? "", "1");
});
`;
    project.write("one.ts", talk("one"));
    project.write("two.ts", talk("two"));
    const member = (name: string): string =>
      `rule({ name: "${name}", outputs: { out: "${name}.txt" }, task: () => import("./${name}.ts") })`;
    project.write("plrfile.ts", plrfile([member("one"), member("two")]));
    const { events } = await project.build({}, ["-j", "1"]);
    for (const name of ["one", "two"]) {
      const started = events.find((event) => event.type === "step.started" && event.step === name);
      const log = project.read((started?.type === "step.started" && started.log) || "") ?? "";
      const lines = log.split("\n").filter((line) => line.includes(" line "));
      assert.deepEqual(
        lines,
        Array.from({ length: 2000 }, (_, line) => `${name} line ${line}`),
      );
      assert.ok(
        log.includes(`${name} error \0 zero`) && log.includes(`${name} without an end${name} logged`),
      );
      assert.equal(log.includes(name === "one" ? "two" : "one "), false);
      assert.equal(log.includes("plr-end"), false);
    }
  });

  test("a step's time over ends all its processes, also one that ignores the request", async () => {
    await using project = await makeProject({ files: {} });
    const stubborn = `(trap '' TERM; echo $PPID >> ../pids; exec sleep 1000) > /dev/null 2>&1 & echo $! >> ../pids; echo $$ >> ../pids; wait`;
    project.write("plrfile.ts", plrfile([rule("slow", [], stubborn, "timeout: 0.5")]));
    const { events } = await project.build({ exit: 1 });
    const finished = events.find((event) => event.type === "step.finished");
    assert.ok(finished?.type === "step.finished");
    assert.deepEqual(finished.failure, { reason: "timed-out", seconds: 0.5 });
    const left = pids(project).filter(isAlive);
    for (const pid of left) process.kill(pid, "SIGKILL");
    assert.deepEqual(left, []);
    assert.equal(project.exists("slow.txt"), false);
  });

  test("a task's time over ends it, also in a loop that never looks up", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "loop", outputs: { out: "loop.txt" }, timeout: 0.5, task: () => import("./loop.ts") })`,
        ]),
        "loop.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(() => {
  writeFileSync("../pids", String(process.pid));
  for (;;);
});
`,
      },
    });
    const startedAt = performance.now();
    const { events } = await project.build({ exit: 1 });
    const finished = events.find((event) => event.type === "step.finished");
    assert.equal(finished?.type === "step.finished" && finished.failure?.reason, "timed-out");
    assert.deepEqual(pids(project).filter(isAlive), []);
    assert.ok(performance.now() - startedAt < 8000, "long before the ten seconds that a program is given");
  });

  test("a task's time over ends what it started, also what that started", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "parent", outputs: { out: "parent.txt" }, timeout: 1.5, task: () => import("./parent.ts") })`,
        ]),
        "parent.ts": `import { task } from "plr";
import { spawnSync } from "node:child_process";
export default task(() => {
  spawnSync("sh", ["-c", "trap '' TERM; echo $$ >> ../pids; (trap '' TERM; sleep 1000) & echo $! >> ../pids; wait"]);
});
`,
      },
    });
    const { events } = await project.build({ exit: 1 });
    const finished = events.find((event) => event.type === "step.finished");
    assert.equal(finished?.type === "step.finished" && finished.failure?.reason, "timed-out");
    assert.equal(pids(project).length, 2);
    const left = pids(project).filter(isAlive);
    for (const pid of left) process.kill(pid, "SIGKILL");
    assert.deepEqual(left, []);
  });

  test("a step's time over ends also what it started in a session of its own, and waits for nobody who holds its pipes", async () => {
    const stray = `setsid sh -c 'echo $$ >> ../pids; exec sleep 20' & `;
    // Started by a process that has ended since, it descends from nobody whom plr knows.
    const orphan = `(setsid sh -c 'echo $$ >> ../orphans; exec sleep 20' &); `;
    const task = `import { task } from "plr";
import { spawnSync } from "node:child_process";
export default task(() => void spawnSync("sh", ["-c", ${JSON.stringify(`${stray}sleep 20`)}]));
`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          rule("slot", [], `${orphan}${stray}sleep 20`, "timeout: 1"),
          rule("own", [], `${orphan}${stray}sleep 20`, "timeout: 1, isolated: true"),
          `rule({ name: "task", outputs: { out: "task.txt" }, timeout: 2, task: () => import("./task.ts") })`,
        ]),
        "task.ts": task,
      },
    });
    const startedAt = performance.now();
    await project.build({ exit: 1 }, ["-k", "-j", "3"]);
    const tookMs = performance.now() - startedAt;
    const left = pids(project).filter(isAlive);
    const orphans = (project.read("../orphans") ?? "").trim().split("\n").map(Number);
    for (const pid of [...left, ...orphans].filter(isAlive)) process.kill(pid, "SIGKILL");
    assert.equal(pids(project).length, 3);
    assert.deepEqual(left, []);
    assert.ok(tookMs < 12_000, `${Math.round(tookMs)} ms`);
  });

  test("a second SIGINT ends at once what ignores the first", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const stubborn = `trap '' TERM INT; echo $$ >> ../pids; ${gate.sh}; sleep 1000`;
    project.write("plrfile.ts", plrfile([rule("held", [], stubborn)]));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    build.kill("SIGINT");
    await build.event("run.cancelling");
    const startedAt = performance.now();
    build.kill("SIGINT");
    assert.equal((await build.ended).exit, 130);
    assert.ok(performance.now() - startedAt < 5000, "long before the ten seconds that a program is given");
    assert.deepEqual(pids(project).filter(isAlive), []);
  });

  test("SIGINT ends the children, exits with 130, and leaves what was there", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const held = `echo $$ >> ../pids; sleep 1000 & echo $! >> ../pids; echo half > {out}; ${gate.sh}`;
    project.write(
      "plrfile.ts",
      plrfile([rule("held", [], "echo first > {out}"), rule("next", ["held.txt"], COPY)]),
    );
    await project.build({ ran: ["held", "next"] });
    project.write("plrfile.ts", plrfile([rule("held", [], held), rule("next", ["held.txt"], COPY)]));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    build.kill("SIGINT");
    const ended = await build.ended;
    assert.equal(ended.exit, 130, ended.stderr);
    assert.deepEqual(pids(project).filter(isAlive), []);
    assert.equal(project.read("held.txt"), "first\n");
    assert.equal(countsOf(ended)["cancelled"], 1);
    assert.equal(project.exists(".plr-cache/stage"), false);
    project.write(
      "plrfile.ts",
      plrfile([rule("held", [], "echo second > {out}"), rule("next", ["held.txt"], COPY)]),
    );
    await project.build({ ran: ["held", "next"] });
    assert.equal(project.read("next.txt"), "second\n");
  });

  test("SIGINT reaches a task's signal, and a build that waits for another", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    project.write(
      "plrfile.ts",
      plrfile([`rule({ name: "held", outputs: { out: "held.txt" }, task: () => import("./held.ts") })`]),
    );
    project.write(
      "held.ts",
      `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(async ({ signal }) => {
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
  const alive = setInterval(() => {}, 1000);
  writeFileSync("../gate.here", "\\n");
  await aborted;
  clearInterval(alive);
  writeFileSync("../aborted", "yes");
});
`,
    );
    const first = project.start(["build", "--json"]);
    await gate.reached();
    const second = project.start(["build", "--json"]);
    await second.event("run.waiting");
    second.kill("SIGINT");
    assert.equal((await second.ended).exit, 130);
    first.kill("SIGINT");
    assert.equal((await first.ended).exit, 130);
    assert.equal(project.read("../aborted"), "yes");
  });
});

test("a placeholder of a name that the rule does not have is refused before the program sees it", async () => {
  const rule = (script: string): string =>
    plrfile([
      `shell({ name: "a", inputs: { rows: "rows.csv" }, params: { n: 1, absent: undefined }, outputs: { out: "a.txt" }, script: ${JSON.stringify(script)} })`,
    ]);
  await using project = await makeProject({
    files: { "plrfile.ts": rule("cat {in.rwos} > {out.out}"), "rows.csv": "1" },
  });
  const mistyped = await project.run(["build"]);
  assert.equal(mistyped.exit, 1);
  assert.match(mistyped.stderr, /PLR085\]: a: .*\{in\.rwos\}.*did you mean \{in\.rows\}\?/);
  project.write("plrfile.ts", rule("cat {in} > {out.manuscript}"));
  const other = await project.run(["build"]);
  assert.match(other.stderr, /PLR085\]: a: .*\{out\.manuscript\}[^]*it has +\{out\.out\}/);
  assert.deepEqual(
    project.list().filter((path) => path.includes("{")),
    [],
  );
  project.write("plrfile.ts", rule("awk '{print}' {in} > {out}; : {params.n} {params.absent} {other} {a.b}"));
  await project.build();
});
