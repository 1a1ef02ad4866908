// In what order steps run, how many at a time, and how often.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BuildEvent, EventOf, EventType } from "../../src/engine/event.ts";
import { dir } from "../../src/engine/artifact.ts";
import { each } from "../../src/engine/each-rule.ts";
import { rule } from "../../src/engine/rule.ts";
import { shell } from "../../src/engine/shell-rule.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";

type More = Partial<Omit<Parameters<typeof shell>[0], "name" | "inputs" | "outputs" | "run">>;

function step(name: string, more: More = {}, from: readonly string[] = []): ReturnType<typeof shell> {
  return shell({ name, inputs: { from }, outputs: { out: `${name}.txt` }, script: name, ...more });
}

function newDisk(): MemoryFiles {
  return createMemoryFiles({ hasher });
}

function events<T extends EventType>(all: readonly BuildEvent[], type: T): readonly EventOf<T>[] {
  return all.filter((event) => event.type === type) as unknown as readonly EventOf<T>[];
}

/** The most steps, of those named, that ran at once. */
function mostAtOnce(all: readonly BuildEvent[], names: readonly string[]): number {
  let running = 0;
  let most = 0;
  for (const event of all) {
    if (event.type === "step.started" && names.includes(event.step)) most = Math.max(most, ++running);
    if (event.type === "step.finished" && names.includes(event.step)) running--;
  }
  return most;
}

test("a step is tried as often as its rule says, with waits that grow and are the same in each build", async () => {
  const waits: number[] = [];
  const request = { failsFirst: new Map([["flaky", 3]]), waits };
  const flaky = step("flaky", { retries: { times: 3, delay: 2, longest: 6 } });
  const { end, ran, events: all } = await buildInMemory(newDisk(), [flaky], request);
  assert.equal(end.ok && end.value.outcome, "done");
  assert.deepEqual(ran, ["flaky", "flaky", "flaky", "flaky"]);
  assert.deepEqual(
    events(all, "step.retry").map(({ attempt, delayMs }) => [attempt, delayMs]),
    [
      [1, waits[0]],
      [2, waits[1]],
      [3, waits[2]],
    ],
  );
  for (const [at, whole] of [2000, 4000, 6000].entries()) {
    const wait = waits[at] ?? 0;
    assert.ok(wait >= whole / 2 && wait < whole, `wait ${at} is ${wait} ms`);
  }
  assert.deepEqual(
    events(all, "step.started").map(({ attempt }) => attempt),
    [1, 2, 3, 4],
  );
  assert.equal(events(all, "step.finished")[0]?.attempts, 4);
  const again: number[] = [];
  await buildInMemory(newDisk(), [flaky], { failsFirst: new Map([["flaky", 3]]), waits: again });
  assert.deepEqual(again, waits);
  const other: number[] = [];
  const twin = step("twin", { retries: { times: 3, delay: 2, longest: 6 } });
  await buildInMemory(newDisk(), [twin], { failsFirst: new Map([["twin", 3]]), waits: other });
  assert.notDeepEqual(other, waits);
});

test("neither a retry nor retries, pool and memory of a rule are in the fingerprint", async () => {
  const files = newDisk();
  const flaky = step("flaky", { retries: 1 });
  await buildInMemory(files, [flaky], { failsFirst: new Map([["flaky", 1]]) });
  const changed = step("flaky", { retries: 5, pool: "io", memory: "2 GB" });
  const { ran } = await buildInMemory(files, [changed], { pools: { io: 1 } });
  assert.deepEqual(ran, []);
});

test("--retries counts for rules that declare none; what never helps is not tried again", async () => {
  const failing = new Set(["a", "b"]);
  const members = [step("a"), step("b", { retries: 0 })];
  const asked = { failing, keepGoing: true, retries: 2 };
  const { ran } = await buildInMemory(newDisk(), members, asked);
  assert.deepEqual([...ran].sort(), ["a", "a", "a", "b"]);
  const mute = shell({ name: "mute", outputs: { out: "mute.txt" }, script: "nothing:", retries: 3 });
  const { ran: ranMute, end } = await buildInMemory(newDisk(), [mute]);
  assert.deepEqual(ranMute, ["mute"]);
  assert.equal(end.ok && end.value.outcome, "failed");
});

test("while a step waits to be tried again its slot and its pool serve others", async () => {
  const members = [step("flaky", { retries: 1, pool: "one" }), step("other", { pool: "one" })];
  const failsFirst = new Map([["flaky", 1]]);
  const request = { failsFirst, pools: { one: 1 }, jobs: 1, heldWait: true };
  const { ran } = await buildInMemory(newDisk(), members, request);
  assert.deepEqual(ran, ["flaky", "other", "flaky"]);
});

test("without -k a failure ends the wait of another step, which then has failed", async () => {
  const members = [step("flaky", { retries: 3 }), step("bad")];
  const request = { failing: new Set(["flaky", "bad"]), jobs: 1, heldWait: true };
  const { ran, end, events: all } = await buildInMemory(newDisk(), members, request);
  assert.deepEqual(ran, ["flaky", "bad"]);
  assert.equal(end.ok && end.value.counts.failed, 2);
  assert.deepEqual(
    events(all, "step.finished")
      .map(({ step: id, outcome }) => `${id} ${outcome}`)
      .sort(),
    ["bad failed", "flaky failed"],
  );
});

test("a retried step that comes out the same is said to be the same", async () => {
  const files = newDisk();
  files.edit("in.txt", "abc");
  const first = shell({
    name: "s",
    inputs: { a: "in.txt" },
    outputs: { o: "o.txt" },
    script: "first: s",
    retries: 1,
  });
  await buildInMemory(files, [first]);
  files.edit("in.txt", "axy");
  const { events: all } = await buildInMemory(files, [first], { failsFirst: new Map([["s", 1]]) });
  assert.equal(events(all, "step.finished")[0]?.outcome, "same");
});

test("of a pool no more steps run than it has places, each with its own; others go on meanwhile", async () => {
  const names = ["g1", "g2", "g3", "g4", "g5"];
  const members = [...names.map((name) => step(name, { pool: "gpu" })), step("free1"), step("free2")];
  const request = { jobs: 8, pools: { gpu: ["left", "right"] } };
  const { events: all, ran } = await buildInMemory(newDisk(), members, request);
  assert.equal(ran.length, 7);
  assert.equal(mostAtOnce(all, names), 2);
  assert.equal(mostAtOnce(all, [...names, "free1", "free2"]), 4);
  const held = new Map<string, string>();
  for (const event of all) {
    if (event.type === "step.started" && event.granted?.["gpu"] !== undefined) {
      assert.ok(!held.has(event.granted["gpu"]), "a place is held once");
      held.set(event.granted["gpu"], event.step);
    }
    if (event.type === "step.finished")
      for (const [place, by] of held) if (by === event.step) held.delete(place);
  }
  const [waiting] = events(all, "step.ready");
  assert.deepEqual(waiting, { ...waiting, step: "g3", waitsFor: { what: "gpu", heldBy: ["g1", "g2"] } });
});

test("steps use no more memory together than there is; one that needs more runs alone", async () => {
  const names = ["m1", "m2", "m3", "m4"];
  const members = [...names.map((name) => step(name, { memory: "4 GB" })), step("huge", { memory: "1 TB" })];
  const { events: all, ran } = await buildInMemory(newDisk(), members, { jobs: 8, memory: 8e9 });
  assert.equal(ran.length, 5);
  assert.equal(mostAtOnce(all, names), 2);
  assert.equal(mostAtOnce(all, ["m3", "m4"]), 2, "what ended gives back what it had");
  for (const name of names) assert.equal(mostAtOnce(all, [name, "huge"]), 1);
});

test("the item that took longest last time goes first; one that never ran counts as the median of the others", async () => {
  const files = newDisk();
  const items = (keys: readonly string[], round: number) =>
    each({
      name: "each",
      over: keys,
      key: (item) => item,
      outputs: { out: "each/{key}.txt" },
      params: () => ({ round }),
      task: () => import("../support/memory-world.ts"),
    });
  const durations = { "each a": 10, "each b": 300, "each c": 20, "each d": 100 };
  await buildInMemory(files, [items(["a", "b", "c", "d"], 1)], { durations });
  const { ran, events: all } = await buildInMemory(files, [items(["a", "b", "c", "d", "new"], 2)], {
    durations,
  });
  assert.deepEqual(ran, ["each b", "each d", "each new", "each c", "each a"]);
  const expected = events(all, "step.started").map(({ expectMs }) => expectMs);
  assert.deepEqual(expected, [300, 100, 60, 20, 10]);
});

test("what leads to the longest way is begun first", async () => {
  const files = newDisk();
  const members = (round: number) => [
    step("short", { script: `short ${round}` }),
    step("lead", { script: `lead ${round}` }),
    step("long", { script: `long ${round}` }, ["lead.txt"]),
  ];
  const durations = { short: 50, lead: 1, long: 500 };
  await buildInMemory(files, members(1), { durations });
  const { ran } = await buildInMemory(files, members(2), { durations });
  assert.deepEqual(ran, ["lead", "long", "short"]);
});

test("a pool that nobody declared is an error before anything runs", async () => {
  const { buildGraph } = await import("../../src/engine/graph.ts");
  const { defineProject } = await import("../../src/engine/project.ts");
  const project = defineProject({ name: "p", pools: { gpu: 1 }, members: [step("a", { pool: "gpus" })] });
  const graph = buildGraph(project, newDisk());
  assert.deepEqual(!graph.ok && graph.failure.reason, "unknown-pool");
  assert.throws(() => defineProject({ name: "p", pools: { gpu: 0 }, members: [] }), RangeError);
  assert.throws(() => step("a", { memory: "4 XB" as "4 GB" }), RangeError);
  assert.throws(
    () => rule({ name: "a", outputs: {}, task: () => Promise.resolve(1), retries: -1 }),
    RangeError,
  );
});

test("where an error ends a build, whatever else goes wrong in it then is nobody's surprise", async () => {
  // Whether the store has what the second makes is asked when the first has begun; and its folder is looked at for that.
  const steps = [
    step("first", {}, ["src"]),
    shell({ name: "second", inputs: { d: dir("d") }, outputs: { o: "o" }, script: "second" }),
  ];
  const build = (files: MemoryFiles): ReturnType<typeof buildInMemory> =>
    buildInMemory(files, steps, { jobs: 2, storeBytes: 1e9 });
  const before = newDisk();
  for (const path of ["src", "d/a"]) before.edit(path, "1");
  let operations = 0;
  const whole = before.clone();
  whole.onOperation = () => operations++;
  await build(whole);
  for (let last = 1; last < operations; last++) {
    const files = before.clone();
    let left = last;
    files.onOperation = () => {
      if (--left < 0) throw new Killed();
    };
    // An error that nobody hears of ends the test.
    await assert.rejects(build(files), Killed);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  }
  assert.ok(operations > 20);
});
