// A build that is done again whenever something changes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RunCounts } from "../../src/engine/event.ts";
import { isAlive } from "../support/processes.ts";
import { makeProject, plrfile, type Running } from "../support/project.ts";

const COPY = `shell({ name: "copy", inputs: { from: glob("in/*.txt") }, outputs: { out: "out/copy.txt" }, script: "cat in/*.txt > {out}" })`;

/** The n-th time that a watch has nothing to do, how its builds have ended so far. */
async function rests(watch: Running, time: number): Promise<readonly RunCounts[]> {
  await watch.noted("plr: watching", time);
  const ends: RunCounts[] = [];
  await watch.event("run.finished", ({ counts }) => {
    ends.push(counts);
    return ends.length === time;
  });
  return ends;
}

describe("watch", { concurrency: 2 }, () => {
  test("edits, new files, a new rule and a deleted output are built; what a build writes is not a change", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([COPY]), "in/a.txt": "1\n" } });
    const watch = project.start(["watch", "--json"]);
    assert.equal((await rests(watch, 1)).at(-1)?.built, 1);
    project.write("in/a.txt", "2\n");
    await rests(watch, 2);
    assert.equal(project.read("out/copy.txt"), "2\n");
    project.write("in/b.txt", "3\n");
    await rests(watch, 3);
    assert.equal(project.read("out/copy.txt"), "2\n3\n");
    project.remove("out");
    await rests(watch, 4);
    assert.equal(project.read("out/copy.txt"), "2\n3\n");
    project.write("plrfile.ts", "this is no TypeScript");
    await watch.noted("plr: watching", 5);
    project.write("plrfile.ts", plrfile([COPY.replaceAll("copy", "other")]));
    await watch.noted("plr: watching", 6);
    assert.equal(project.read("out/other.txt"), "2\n3\n");
    watch.kill("SIGINT");
    const { exit, events } = await watch.ended;
    assert.equal(exit, 130);
    const ends = events.filter((event) => event.type === "run.finished");
    assert.equal(ends.length, 5, "each build follows from an edit, none from a build");
  });

  test("one SIGINT ends a watch in the midst of a build, with the build and its steps", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const held = `shell({ name: "held", outputs: { out: "held.txt" }, script: ${JSON.stringify(`echo $$ > ../pid; ${gate.sh}`)} })`;
    project.write("plrfile.ts", plrfile([held]));
    const watch = project.start(["watch", "--json"]);
    await gate.reached();
    watch.kill("SIGINT");
    assert.equal((await watch.ended).exit, 130);
    assert.equal(isAlive(Number(project.read("../pid"))), false);
  });
});
