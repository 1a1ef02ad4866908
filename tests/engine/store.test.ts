import assert from "node:assert/strict";
import { test } from "node:test";
import { shell } from "../../src/engine/shell-rule.ts";
import { collectStore, storeSizes, verifyStore } from "../../src/engine/store-care.ts";
import { FileError } from "../../src/engine/host.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import {
  buildInMemory,
  hasher,
  keptStore,
  type MemoryBuild,
  type MemoryRequest,
} from "../support/memory-world.ts";

const PLENTY = 1e9;
const members = [
  shell({ name: "one", inputs: { source: "source" }, outputs: { out: "one" }, script: "one" }),
  shell({ name: "two", inputs: { one: "one" }, outputs: { out: "two", log: "two.log" }, script: "two" }),
];

interface World {
  readonly files: MemoryFiles;
  readonly build: (request?: MemoryRequest) => Promise<MemoryBuild>;
  readonly edit: (path: string, text: string) => void;
}

function world(): World {
  const files = createMemoryFiles({ hasher });
  let run = 0;
  const edit = (path: string, text: string): void => {
    files.advance(10n ** 9n);
    files.edit(path, text);
    files.advance(10n ** 9n);
  };
  return {
    files,
    edit,
    build: (request = {}) => buildInMemory(files, members, { storeBytes: PLENTY, run: ++run, ...request }),
  };
}

/** Sources A, then B, both built; each build's outputs. */
async function afterAAndB(): Promise<World & { readonly a: readonly (string | undefined)[] }> {
  const made = world();
  made.edit("source", "A");
  await made.build();
  const a = ["one", "two", "two.log"].map(made.files.text);
  made.edit("source", "B");
  await made.build();
  made.edit("source", "A");
  return { ...made, a };
}

function outcomes({ events }: MemoryBuild): readonly string[] {
  return events.flatMap((event) =>
    event.type === "step.finished" ? [`${event.step} ${event.outcome}`] : [],
  );
}

test("A, B, and A again: the second A runs nothing and leaves what the first left", async () => {
  const { files, build, a } = await afterAAndB();
  const end = await build();
  assert.deepEqual(end.ran, []);
  assert.deepEqual(outcomes(end), ["one restored", "two restored"]);
  assert.deepEqual(["one", "two", "two.log"].map(files.text), a);
  assert.deepEqual(
    (await build()).events.filter(({ type }) => type === "step.finished"),
    [],
  );
});

test("a deleted output is restored, and its sibling is left alone", async () => {
  const { files, build } = await afterAAndB();
  await build();
  const before = files.stat("two.log")?.tuple;
  files.delete("two");
  const end = await build();
  assert.deepEqual(end.ran, []);
  assert.deepEqual(outcomes(end), ["two restored"]);
  assert.equal(files.stat("two.log")?.tuple, before);
});

test("an altered output is moved aside and restored", async () => {
  const { files, build, edit, a } = await afterAAndB();
  await build();
  edit("two", "by hand");
  const end = await build();
  assert.deepEqual(end.ran, []);
  assert.equal(files.text("two"), a[1]);
  const moved = end.events.find((event) => event.type === "output.movedAside");
  assert.equal(moved && files.text(moved.to), "by hand");
});

test("a forced step runs, and so does every step where the store is left out", async () => {
  const first = await afterAAndB();
  assert.deepEqual((await first.build({ forced: ["one"] })).ran, ["one"]);
  const second = await afterAAndB();
  const { storeBytes: _, ...without } = { storeBytes: undefined };
  const end = await buildInMemory(second.files, members, without);
  assert.deepEqual(end.ran, ["one", "two"]);
});

test("a rule that says cache: false is made again", async () => {
  const { files, edit } = world();
  const rule = [
    shell({
      name: "one",
      inputs: { source: "source" },
      outputs: { out: "one" },
      script: "one",
      cache: false,
    }),
  ];
  for (const text of ["A", "B"]) {
    edit("source", text);
    await buildInMemory(files, rule, { storeBytes: PLENTY });
  }
  edit("source", "A");
  assert.deepEqual((await buildInMemory(files, rule, { storeBytes: PLENTY })).ran, ["one"]);
});

const DAMAGE: Readonly<Record<string, (files: MemoryFiles) => void>> = {
  "a flipped byte": (files) => {
    const pack = files.read(".plr-cache/objects/pack-0");
    files.replace(
      ".plr-cache/objects/pack-0",
      pack.map((byte) => byte ^ 1),
    );
  },
  "a torn tail": (files) => files.truncate(".plr-cache/objects/pack-0", 3),
  "no pack": (files) => files.remove(".plr-cache/objects/pack-0"),
  "no index": (files) => files.remove(".plr-cache/objects/index"),
  "nothing at all": (files) => files.remove(".plr-cache/objects"),
};
for (const [damage, strike] of Object.entries(DAMAGE)) {
  test(`${damage} of the store costs runs, and what is built is right`, async () => {
    const { files, build, a } = await afterAAndB();
    strike(files);
    const end = await build();
    assert.deepEqual(end.ran, ["one", "two"]);
    assert.deepEqual(["one", "two", "two.log"].map(files.text), a);
  });
}

test("an output too large for a pack is an object of its own, and a damaged one is a miss", async () => {
  const large = shell({
    name: "large",
    inputs: { source: "source" },
    outputs: { out: "large" },
    script: "whole: large",
  });
  const { files, edit } = world();
  const build = (): Promise<MemoryBuild> => buildInMemory(files, [large], { storeBytes: PLENTY });
  const long = (text: string): string => text.repeat(70_000);
  for (const text of ["A", "B"]) {
    edit("source", long(text));
    await build();
  }
  edit("source", long("A"));
  assert.deepEqual((await build()).ran, []);
  assert.match(files.text("large") ?? "", /AAA/);
  edit("source", long("B"));
  const objects = files.list(".plr-cache/objects").filter((path) => path.includes("/"));
  assert.equal(objects.length, 2);
  for (const path of objects) files.replace(`.plr-cache/objects/${path}`, new Uint8Array(70_000));
  assert.deepEqual((await build()).ran, ["large"]);
});

test("what was wanted longest ago goes first when the budget is short", async () => {
  const { files, build, edit } = world();
  for (const text of ["A", "B", "C"]) {
    edit("source", text);
    await build();
  }
  edit("source", "A");
  await build(); // Now B is the oldest.
  const { bytes } = storeSizes(keptStore(files, PLENTY));
  collectStore(keptStore(files, PLENTY), bytes - 1, 99);
  edit("source", "C");
  assert.deepEqual((await build()).ran, []);
  edit("source", "B");
  assert.deepEqual((await build()).ran, ["one"]); // Its first step went; one is enough.
});

test("results of a step that discovers inputs go too when the budget is short, and what is left leads to them or nowhere", async () => {
  const files = createMemoryFiles({ hasher });
  const step = shell({
    name: "read",
    inputs: { list: "list" },
    outputs: { out: "out" },
    script: "finds: {depfile}",
  });
  files.edit("list", "in/a");
  let run = 0;
  const build = async (text: string, storeBytes: number): Promise<MemoryBuild> => {
    files.advance(10n ** 9n);
    files.edit("in/a", text);
    files.advance(10n ** 9n);
    return buildInMemory(files, [step], { storeBytes, run: ++run });
  };
  const texts = Array.from({ length: 12 }, (_, index) => `${index}`.repeat(100));
  for (const text of texts) assert.deepEqual((await build(text, PLENTY)).ran, ["read"]);
  const whole = storeSizes(keptStore(files, PLENTY));
  collectStore(keptStore(files, PLENTY), whole.bytes / 2, 99);
  const half = storeSizes(keptStore(files, PLENTY));
  assert.ok(half.bytes <= whole.bytes / 2 && half.objects > 0, JSON.stringify(half));
  const again: string[] = [];
  for (const text of texts) {
    again.push(...(await build(text, PLENTY)).ran);
    assert.ok(files.text("out")?.endsWith(`in/a=${text})`), text);
  }
  assert.ok(again.length >= texts.length / 2 && again.length < texts.length, `${again.length} ran again`);
  collectStore(keptStore(files, PLENTY), 0, 99);
  const { results, bytes } = storeSizes(keptStore(files, PLENTY));
  assert.deepEqual({ results, bytes }, { results: 0, bytes: 0 });
});

test("a full store gives its space back on disk", async () => {
  const { files, build, edit } = world();
  for (let text = 0; text < 40; text++) {
    edit("source", `${text}`.repeat(200));
    await build();
  }
  const before = storeSizes(keptStore(files, PLENTY));
  edit("source", "last");
  await build({ storeBytes: 2000 });
  const after = storeSizes(keptStore(files, PLENTY));
  assert.ok(after.bytes <= 2000, `${after.bytes}`);
  assert.ok(after.diskBytes < before.diskBytes / 2, `${before.diskBytes} → ${after.diskBytes}`);
  assert.equal(verifyStore(keptStore(files, PLENTY)), 0);
});

test("verify drops what is damaged, once", async () => {
  const { files, build } = await afterAAndB();
  assert.equal(verifyStore(keptStore(files, PLENTY)), 0);
  DAMAGE["a flipped byte"]?.(files);
  assert.ok(verifyStore(keptStore(files, PLENTY)) > 0);
  assert.equal(verifyStore(keptStore(files, PLENTY)), 0);
  assert.deepEqual((await build()).ran, ["one", "two"]);
});

/** The names of what an engine does with files while a world builds, and the world after it. */
async function operationsOf(files: MemoryFiles): Promise<readonly (readonly [name: string, path: string])[]> {
  const watched = files.clone();
  const seen: (readonly [string, string])[] = [];
  watched.onOperation = (_, name, path) => void seen.push([name, path]);
  await buildInMemory(watched, members, { storeBytes: PLENTY, run: 9 });
  return seen;
}

test("killed at any operation while it restores, or while it keeps what it made, plr needs no help", async () => {
  const restoring = await afterAAndB();
  const making = world();
  making.edit("source", "A");
  for (const { files } of [restoring, making]) {
    const operations = await operationsOf(files);
    assert.ok(operations.some(([, path]) => path.startsWith(".plr-cache/objects/pack")));
    for (const [at, [name, path]] of operations.entries()) {
      const killed = files.clone();
      killed.onOperation = (count) => {
        if (count > at) throw new Killed();
      };
      await assert.rejects(buildInMemory(killed, members, { storeBytes: PLENTY, run: 9 }), Killed);
      const after = killed.clone();
      const where = `killed at ${at}, ${name} ${path}`;
      const { end } = await buildInMemory(after, members, { storeBytes: PLENTY, run: 10 });
      assert.ok(end.ok && end.value.outcome === "done", where);
      assert.deepEqual(["one", "two", "two.log"].map(after.text), restoring.a, where);
      assert.deepEqual((await buildInMemory(after, members, { storeBytes: PLENTY, run: 11 })).ran, [], where);
    }
  }
});

test("a store that cannot be written or read costs the build nothing", async () => {
  for (const code of ["ENOSPC", "EIO", "EACCES", "EMFILE"]) {
    const { files, build, a } = await afterAAndB();
    files.onOperation = (_, name, path) => {
      if (!path.startsWith(".plr-cache/objects")) return;
      const operation = ["stat", "read", "slice", "hash", "list"].includes(name) ? "read" : "write";
      throw new FileError(operation, path, code);
    };
    const { end } = await build();
    files.onOperation = () => {};
    assert.ok(end.ok && end.value.outcome === "done", code);
    assert.deepEqual(["one", "two", "two.log"].map(files.text), a, code);
  }
});
