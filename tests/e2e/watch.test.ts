// A build that is done again whenever something changes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { EventOf } from "../../src/engine/event.ts";
import { isAlive } from "../support/processes.ts";
import { makeProject, plrfile, type Running } from "../support/project.ts";

const COPY = `shell({ name: "copy", inputs: { from: glob("in/*.txt") }, outputs: { out: "out/copy.txt" }, script: "cat in/*.txt > {out}" })`;

/** The end of the n-th build of a watch that could begin. */
function ended(watch: Running, build: number): Promise<EventOf<"run.finished">> {
  return watch.event("run.finished", (_, index) => index === build - 1);
}

describe("watch", { concurrency: 2 }, () => {
  test("edits, new files, a new rule and a deleted output are built; what a build writes is not a change", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile([COPY]), "in/a.txt": "1\n" } });
    const watch = project.start(["watch", "--json"]);
    assert.equal((await ended(watch, 1)).counts.built, 1);
    project.write("in/a.txt", "2\n");
    assert.equal((await ended(watch, 2)).counts.built, 1);
    assert.equal(project.read("out/copy.txt"), "2\n");
    project.write("in/b.txt", "3\n");
    assert.equal(
      (await ended(watch, 3)).counts.built,
      1,
      "each build follows from an edit, none from a build",
    );
    assert.equal(project.read("out/copy.txt"), "2\n3\n");
    project.remove("out");
    const restored = (await ended(watch, 4)).counts;
    assert.equal(restored.fresh, 0);
    assert.equal(project.read("out/copy.txt"), "2\n3\n");
    project.write("plrfile.ts", plrfile([COPY.replaceAll("copy", "other")]));
    assert.equal((await ended(watch, 5)).counts.built, 1);
    assert.equal(project.read("out/other.txt"), "2\n3\n");
    watch.kill("SIGINT");
    assert.equal((await watch.ended).exit, 130);
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
