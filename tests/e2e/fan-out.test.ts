// Rules for each item of a list, of a probe's value, of a manifest that another rule writes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COUNT_IN_TASK, counted, makeProject, plrfile } from "../support/project.ts";

const ROW = `import { task } from "plr";
import { readFileSync, writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ inputs, outputs, params }) => {
  count("row " + String(params["id"]));
  const read = Object.values(inputs).flat().map((path) => readFileSync(String(path), "utf8").trim());
  writeFileSync(outputs["out"] ?? "", [params["id"], params["value"] ?? "", ...read].join(" ").trim() + "\\n");
});
`;
const MERGE = `shell({ name: "merge", inputs: { rows: rows.outputs.out }, outputs: { out: "all.txt" }, script: ${JSON.stringify(`${counted("merge")}; cat /dev/null {in.rows} > {out}`)} })`;

function fanOut(
  over: string,
  more: { before?: string; members?: readonly string[]; inputs?: string } = {},
): string {
  return plrfile(
    ["rows", MERGE, ...(more.members ?? [])],
    `${more.before ?? ""}
const rows = each({ name: "rows", over: ${over}, key: (item) => item.id, ${more.inputs ?? ""}
  params: (item) => ({ id: item.id, value: item.value }), outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") });`,
  );
}

// Each test has a project of its own, so two run at a time.
describe("fan-outs", { concurrency: 2 }, () => {
  test("each over a list: an item added, changed or removed costs that item and what reads all", async () => {
    const over = (...items: readonly (readonly [string, number])[]): string =>
      fanOut(JSON.stringify(items.map(([id, value]) => ({ id, value }))));
    await using project = await makeProject({
      files: { "plrfile.ts": over(["a", 1], ["b", 2]), "row.ts": ROW },
    });
    await project.build({ ran: ["row a", "row b", "merge"] });
    assert.equal(project.read("all.txt"), "a 1\nb 2\n");
    project.write("plrfile.ts", over(["b", 2], ["a", 1]));
    await project.build({ ran: [] });
    project.write("plrfile.ts", over(["b", 2], ["a", 1], ["c", 3]));
    await project.build({ ran: ["row c", "merge"] });
    project.write("plrfile.ts", over(["b", 9], ["a", 1], ["c", 3]));
    await project.build({ ran: ["row b", "merge"] });
    project.write("plrfile.ts", over(["c", 3]));
    await project.build({ ran: ["merge"] });
    assert.equal(project.read("all.txt"), "c 3\n");
    assert.deepEqual([project.exists("rows/a.txt"), project.exists("rows/c.txt")], [false, true]);
    project.write("plrfile.ts", over());
    await project.build({ ran: ["merge"] });
    assert.equal(project.read("all.txt"), "");
  });

  test("each over a manifest that a rule writes: built first, obeyed when it grows and shrinks", async () => {
    const manifest = `shell({ name: "manifest", inputs: { list: "list.json" }, outputs: { out: "manifest.json" }, script: "${counted("manifest")}; cat {in} > {out}" })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut("json('manifest.json')", { members: [manifest] }),
        "row.ts": ROW,
        "list.json": `[{ "id": "a", "value": 1 }, { "id": "b", "value": 2 }]`,
      },
    });
    await project.build({ ran: ["manifest", "row a", "row b", "merge"] });
    await project.build({ ran: [] });
    project.write("list.json", `[{ "id": "b", "value": 2 }, { "id": "a", "value": 1 }]`);
    await project.build({ ran: ["manifest"] });
    project.write("list.json", `[{ "id": "b", "value": 2 }, { "id": "c", "value": 3 }]`);
    await project.build({ ran: ["manifest", "row c", "merge"] });
    assert.equal(project.read("all.txt"), "b 2\nc 3\n");
    assert.equal(project.exists("rows/a.txt"), false);
    await project.build({ ran: [] });
  });

  test("an item may make a folder: it comes, goes and is replaced as a whole, and files in it can be read", async () => {
    const task = `import { task } from "plr";
import { mkdirSync, writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ outputs, params }) => {
  count("part " + params["id"]);
  mkdirSync(outputs["out"]);
  for (const word of params["words"]) writeFileSync(outputs["out"] + "/" + word, params["id"] + word + "\\n");
});
`;
    await using project = await makeProject({ files: { "split.ts": task, "list.json": "[]" } });
    const list = (words: Readonly<Record<string, readonly string[]>>): void =>
      project.write(
        "list.json",
        JSON.stringify(Object.entries(words).map(([id, own]) => ({ id, words: own }))),
      );
    const manifest = `shell({ name: "manifest", inputs: { list: "list.json" }, outputs: { out: "manifest.json" }, script: "cat {in} > {out}" })`;
    const all = `shell({ name: "all", inputs: { parts: parts.outputs.out }, outputs: { out: "all.txt" }, script: ${JSON.stringify(`${counted("all")}; for part in {in.parts}; do cat $part/*; done > {out}`)} })`;
    const text = (members: readonly string[]): string =>
      plrfile(
        ["parts", manifest, all, ...members],
        `const parts = each({ name: "parts", over: json("manifest.json"), key: (item) => item.id,
  params: (item) => ({ id: item.id, words: item.words }), outputs: { out: dir("parts/{key}") }, task: () => import("./split.ts") });`,
      );
    project.write("plrfile.ts", text([]));
    list({ a: ["x", "y"], b: ["x"] });
    await project.build({ ran: ["part a", "part b", "all"] });
    assert.equal(project.read("all.txt"), "ax\nay\nbx\n");
    await project.build({ ran: [] });
    list({ a: ["y", "z"], b: ["x"] });
    await project.build({ ran: ["part a", "all"] });
    assert.equal(project.read("all.txt"), "ay\naz\nbx\n");
    assert.equal(project.exists("parts/a/x"), false);
    project.remove("parts/b/x");
    await project.build({ ran: [], restored: ["parts b"] });
    list({ a: ["y", "z"] });
    await project.build({ ran: ["all"] });
    assert.equal(project.exists("parts/b"), false, "the folder of an item that is gone");
    const one = `shell({ name: "one", inputs: { from: "parts/a/y" }, outputs: { out: "one.txt" }, script: "${counted("one")}; cat {in} > {out}" })`;
    project.write("plrfile.ts", text([one]));
    await project.build({ ran: ["one"] });
    list({ a: ["y"] });
    await project.build({ ran: ["part a", "all"] });
    const inside = `shell({ name: "inside", outputs: { out: "parts/a/own.txt" }, script: "echo > {out}" })`;
    project.write("plrfile.ts", text([inside]));
    const refused = await project.build({ exit: 2, ran: [] });
    assert.match(refused.stderr, /PLR\d+.*parts\/(?:a\/own\.txt|\{key\})/);
  });

  test("a list that only a step writes counts as one step until it is read: the last step is the last one counted", async () => {
    const manifest = `shell({ name: "manifest", inputs: { list: "list.json" }, outputs: { out: "manifest.json" }, script: "cat {in} > {out}" })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut("json('manifest.json')", { members: [manifest] }),
        "row.ts": ROW,
        "list.json": `[{ "id": "a", "value": 1 }, { "id": "b", "value": 2 }]`,
      },
    });
    const grown = await project.run(["build"]);
    assert.match(grown.stderr, /\[4\/4\] built {4}merge/);
    project.write("list.json", "[]");
    const emptied = await project.run(["build"]);
    assert.match(emptied.stderr, /\[2\/2\] built {4}merge/);
  });

  test("an item that is asked for alone is built, forced and cleaned alone; one that is not there is an error", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut(`[{ id: "a", value: 1 }, { id: "b", value: 2 }, { id: "c", value: 3 }]`),
        "row.ts": ROW,
      },
    });
    await project.build({ ran: ["row b"] }, ["rows b"]);
    await project.build({ ran: ["row c"] }, ["rows/c.txt"]);
    const mistyped = await project.run(["build", "rows bb"]);
    assert.deepEqual([mistyped.exit, mistyped.ran], [2, []]);
    assert.match(mistyped.stderr, /PLR002\]: no target "rows bb"; did you mean "rows b"\?/);
    assert.equal((await project.run(["build", "rows/d.txt"])).exit, 2);
    await project.build({ ran: ["row a", "merge"] });
    await project.build({ ran: ["row a"] }, ["--force", "rows a"]);
    await project.build({ ran: ["row a", "merge"] }, ["--force", "rows a", "merge"]);
    await project.run(["clean", "rows b"]);
    assert.deepEqual(
      ["a", "b", "c"].filter((key) => project.exists(`rows/${key}.txt`)),
      ["a", "c"],
    );
    const status = await project.run(["status", "rows a", "--check"]);
    assert.deepEqual([status.exit, status.stdout.includes("1 fresh")], [0, true], status.stdout);
    assert.equal((await project.run(["status", "rows b", "--check"])).exit, 1);
    await project.build({ ran: [], restored: ["rows b"] }, ["rows b"]);
    project.write("row.ts", ROW.replace("\n", "\nexport const edited = 1;\n"));
    await project.build({ ran: ["row a"] }, ["rows a"]);
    await project.build({ ran: ["row b", "row c"] });
  });

  test("each over a probe follows its value", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut("listing", {
          before: `const listing = probe({ name: "listing", params: null, read: () => import("./listing.ts") });`,
        }),
        "row.ts": ROW,
        "listing.ts": `import { readFileSync } from "node:fs";
export default (): unknown => JSON.parse(readFileSync("../world.json", "utf8"));
`,
        "../world.json": `[{ "id": "a", "value": 1 }]`,
      },
    });
    await project.build({ ran: ["row a", "merge"] });
    await project.build({ ran: [] });
    project.write("../world.json", `[{ "id": "a", "value": 1 }, { "id": "z", "value": 1 }]`);
    await project.build({ ran: ["row z", "merge"] });
    project.write("../world.json", `[{ "id": "z", "value": 1 }]`);
    await project.build({ ran: ["merge"] });
    assert.equal(project.read("all.txt"), "z 1\n");
  });

  test("items may read what other rules make: it is built first, and its change reaches them", async () => {
    const config = `const config = shell({ name: "config", inputs: { source: "config.txt" }, outputs: { out: "made/config.txt" }, script: "${counted("config")}; cat {in} > {out}" });`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut(`[{ id: "a", value: 1 }, { id: "b", value: 2 }]`, {
          before: config,
          members: ["config"],
          inputs: `inputs: () => ({ config: config.outputs.out }),`,
        }),
        "row.ts": ROW,
        "config.txt": "one\n",
      },
    });
    await project.build({ ran: ["config", "row a", "row b", "merge"] });
    assert.equal(project.read("all.txt"), "a 1 one\nb 2 one\n");
    project.write("config.txt", "two\n");
    await project.build({ ran: ["config", "row a", "row b", "merge"] });
    assert.equal(project.read("all.txt"), "a 1 two\nb 2 two\n");
    await project.build({ ran: [] });
  });

  test("items may read a probe", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          [
            `each({ name: "rows", over: ["a"], key: (item) => item, inputs: () => ({ seen: listing }), outputs: { out: "rows/{key}.txt" }, task: () => import("./row.ts") })`,
          ],
          `const listing = probe({ name: "listing", params: null, read: () => import("./listing.ts") });`,
        ),
        "row.ts": `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ inputs, outputs }) => writeFileSync(outputs["out"] ?? "", JSON.stringify(inputs["seen"])));
`,
        "listing.ts": `export default (): unknown => ["seen"];\n`,
      },
    });
    await project.build();
    assert.equal(project.read("rows/a.txt"), `["seen"]`);
  });

  test("one output of an each rule can be read by its path and asked for by its path", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut(`[{ id: "a", value: 1 }, { id: "b", value: 2 }]`, {
          members: [
            `shell({ name: "one", inputs: { row: "rows/a.txt" }, outputs: { out: "one.txt" }, script: "${counted("one")}; cat {in} > {out}" })`,
          ],
        }),
        "row.ts": ROW,
      },
    });
    const { ran } = await project.build({}, ["one.txt"]);
    assert.ok(ran.includes("row a") && ran.includes("one"));
    project.remove("rows/b.txt");
    await project.build({ ran: [], restored: ["rows b"] }, ["rows/b.txt"]);
    assert.equal(project.read("rows/b.txt"), "b 2\n");
  });

  // Every kind of bad key is in tests/engine/steps.test.ts.
  test("a manifest that cannot be used fails the build in words, before any item has run", async () => {
    const manifest = `shell({ name: "manifest", inputs: { list: "list.json" }, outputs: { out: "manifest.json" }, script: "cat {in} > {out}" })`;
    const apart = `shell({ name: "apart", outputs: { out: "apart.txt" }, script: "echo > {out}" })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": fanOut(`file("manifest.json")`, { members: [manifest, apart] }),
        "row.ts": ROW,
      },
    });
    for (const [items, problem] of [
      [`[{"id":"run"},{"id":"RUN"}]`, /RUN/],
      [`[{"id":"../../etc/passwd"}]`, /passwd/],
      [`[{"other":"a"}]`, /rows/],
      [`[null]`, /rows/],
      [`[{"id":`, /manifest\.json/],
    ] as const) {
      project.write("list.json", items);
      project.remove("apart.txt");
      const { stdout, stderr, events } = await project.build({ exit: 1, ran: [] }, ["-k"]);
      assert.match(stdout + stderr, problem);
      const end = events.find((event) => event.type === "run.finished");
      assert.equal(end?.type === "run.finished" && end.counts.failed, 1);
      assert.equal(project.exists("apart.txt"), true, "what does not need it is built");
      assert.equal(project.exists("rows"), false);
    }
    project.write("list.json", `[{"id":"good","value":1}]`);
    await project.build({ ran: ["row good", "merge"] });
  });
});
