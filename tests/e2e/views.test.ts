// A consumer of a part of a file runs when that part changes, whatever the bytes around it do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, COUNT_IN_TASK, makeProject, plrfile } from "../support/project.ts";

function reader(name: string, input: string): string {
  return `shell({ name: "${name}", inputs: { from: ${input} }, outputs: { out: "${name}.txt" }, script: "${counted(name)}; wc -c < {in} > {out}" })`;
}

// Each test has a project of its own, so two run at a time.
describe("views", { concurrency: 2 }, () => {
  test("a part of a JSON file: other parts, blanks and the order of keys do not count", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          [
            "made",
            reader("title", `made.outputs.doc.at("/title")`),
            reader("first", `made.outputs.doc.at("/rows/0/a~1b")`),
            reader("whole", "made.outputs.doc"),
            reader("own", `json("own.json").at("/x")`),
          ],
          `const made = shell({ name: "made", inputs: { from: "src.json" }, outputs: { doc: json("doc.json") }, script: "${counted("made")}; cat {in} > {out}" });`,
        ),
        "src.json": `{ "title": "one", "rows": [{ "a/b": 1 }] }`,
        "own.json": `{ "x": 1, "y": 1 }`,
      },
    });
    await project.build({ ran: ["made", "title", "first", "whole", "own"] });
    project.write("src.json", `{ "title": "two", "rows": [{ "a/b": 1 }] }`);
    await project.build({ ran: ["made", "title", "whole"] });
    project.write("src.json", `{"rows":[{"a/b":1}],  "title":"two"}`);
    const { events } = await project.build({ ran: ["made", "whole"] });
    const made = events.find((event) => event.type === "step.finished" && event.step === "made");
    assert.equal(made?.type === "step.finished" && made.outcome, "same", "equal under its own view");
    assert.equal(project.read("doc.json"), `{"rows":[{"a/b":1}],  "title":"two"}`, "new bytes are published");
    project.write("src.json", `{ "title": "two", "rows": [] }`);
    await project.build({ ran: ["made", "first", "whole"] });
    project.write("own.json", `{ "y": 2, "x": 1 }`);
    await project.build({ ran: [] });
    project.write("own.json", `{ "y": 2, "x": 1.5 }`);
    await project.build({ ran: ["own"] });
    project.write("own.json", `{ "y": `);
    const broken = await project.run(["build", "--json"]);
    assert.notEqual(broken.exit, 0);
    assert.match(broken.stderr + broken.stdout, /own\.json/);
  });

  test("pixels: chunks around the picture do not count", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          [
            "drawn",
            reader("pixels", "drawn.outputs.picture.pixels()"),
            reader("bytes", "drawn.outputs.picture"),
          ],
          `const drawn = rule({ name: "drawn", inputs: { from: "shade.json" }, outputs: { picture: png("picture.png") }, task: () => import("./draw.ts") });`,
        ),
        "draw.ts": `import { task } from "plr";
import { encode } from "fast-png";
import { readFileSync, writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ inputs, outputs }) => {
  count("drawn");
  const { shade, note } = JSON.parse(readFileSync(String(inputs["from"]), "utf8"));
  const data = new Uint8Array(4 * 4 * 3).fill(shade);
  writeFileSync(outputs["picture"] ?? "", encode({ width: 4, height: 4, channels: 3, data, text: { note } }));
});
`,
        "shade.json": `{ "shade": 10, "note": "first" }`,
      },
      packages: ["fast-png"],
    });
    await project.build({ ran: ["drawn", "pixels", "bytes"] });
    project.write("shade.json", `{ "shade": 10, "note": "second" }`);
    await project.build({ ran: ["drawn", "bytes"] });
    project.write("shade.json", `{ "shade": 11, "note": "second" }`);
    await project.build({ ran: ["drawn", "bytes", "pixels"] });
  });

  test("a table of a DuckDB file: another table, and the order of rows, do not count; a forced rebuild stops there", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          ["db", reader("rows", `db.outputs.db.table("a")`), reader("others", `db.outputs.db.table("b")`)],
          `const db = rule({ name: "db", inputs: { a: "a.json", b: "b.json" }, outputs: { db: duckdb("x.db", { tables: ["a", "b"] }) }, task: () => import("./db.ts") });`,
        ),
        "db.ts": `import { task } from "plr";
import { DuckDBInstance } from "@duckdb/node-api";
${COUNT_IN_TASK}
export default task(async ({ inputs, outputs }) => {
  count("db");
  const instance = await DuckDBInstance.create(outputs["db"]);
  const connection = await instance.connect();
  for (const name of ["a", "b"]) await connection.run("CREATE TABLE " + name + " AS SELECT id, hash(id)::VARCHAR AS text FROM '" + inputs[name] + "'");
  connection.closeSync();
  instance.closeSync();
});
`,
        "a.json": `[{ "id": 1 }, { "id": 2 }]`,
        "b.json": `[{ "id": 1 }]`,
      },
      packages: ["@duckdb/node-api"],
    });
    await project.build({ ran: ["db", "rows", "others"] });
    project.write("b.json", `[{ "id": 2 }]`);
    await project.build({ ran: ["db", "others"] });
    project.write("a.json", `[{ "id": 2 }, { "id": 1 }]`);
    await project.build({ ran: ["db"] });
    const { events } = await project.build({ ran: ["db"] }, ["--force", "db"]);
    const end = events.find((event) => event.type === "run.finished");
    assert.deepEqual(end?.type === "run.finished" && [end.counts.same, end.cutoff.steps], [1, 2]);
    project.write("a.json", `[{ "id": 2 }, { "id": 2 }]`);
    await project.build({ ran: ["db", "rows"] });
  });
});
