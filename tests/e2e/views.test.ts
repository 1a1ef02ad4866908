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

  test("columns and rows of CSV and a key of YAML: what lies outside of them does not count; why tells which moved", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          [
            "made",
            reader("ages", `made.outputs.rows.columns("id", "age")`),
            reader("first", `made.outputs.rows.rows({ id: "1" })`),
            reader("seed", `yaml("settings.yaml").at("/bootstrap/seed")`),
          ],
          `const made = shell({ name: "made", inputs: { from: "src.csv" }, outputs: { rows: csv("rows.csv") }, script: "${counted("made")}; cat {in} > {out}" });`,
        ),
        "src.csv": "id,name,age\n1,x,30\n2,y,40\n",
        "settings.yaml": "bootstrap: { seed: 1, resamples: 10 }\n",
      },
    });
    await project.build({ ran: ["made", "ages", "first", "seed"] });
    project.write("src.csv", "id,name,age\n2,z,40\n1,x,30\n");
    project.write("settings.yaml", "bootstrap: { seed: 1, resamples: 20 }\n");
    await project.build({ ran: ["made"] });
    project.write("src.csv", "id,name,age\n2,z,41\n1,x,30\n");
    await project.build({ ran: ["made", "ages"] });
    project.write("src.csv", "id,name,age\n2,z,41\n1,x,31\n");
    project.write("settings.yaml", "bootstrap: { seed: 2, resamples: 20 }\n");
    await project.run(["build", "made"]);
    const moved = {
      ages: "rows.csv : columns age, id",
      first: "rows.csv : rows where id = 1",
      seed: "settings.yaml : /bootstrap/seed",
    };
    for (const [step, view] of Object.entries(moved)) {
      const { stdout } = await project.run(["why", step]);
      assert.ok(stdout.includes(`input  ${view} `), stdout);
    }
    await project.build({ ran: ["ages", "first", "seed"] });
    project.write("src.csv", "id,name,age\n1,x\n");
    const { stderr, exit } = await project.run(["build"]);
    assert.equal(exit, 1);
    assert.match(stderr, /PLR039.*rows\.csv cannot be read as CSV: row 2 has 2 values, the header has 3/);
    assert.equal(project.read("rows.csv"), "id,name,age\n2,z,41\n1,x,31\n", "what was there stays");
  });

  test("the content of a PDF and columns of Parquet: a new date and another column do not count", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile(
          [
            "made",
            reader("text", "made.outputs.paper.content()"),
            reader("bytes", "made.outputs.paper"),
            reader("ids", `made.outputs.rows.columns("id")`),
          ],
          `const made = rule({ name: "made", inputs: { from: "now.json" }, outputs: { paper: pdf("paper.pdf"), rows: parquet("rows.parquet") }, task: () => import("./make.ts") });`,
        ),
        "make.ts": `import { task } from "plr";
import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync, writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(async ({ inputs, outputs }) => {
  count("made");
  const { date, text, other } = JSON.parse(readFileSync(String(inputs["from"]), "utf8"));
  writeFileSync(outputs["paper"] ?? "", \`%PDF-1.4\\n1 0 obj << /CreationDate (D:\${date}) /Title (\${text}) >> endobj\\n%%EOF\\n\`);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(\`COPY (SELECT range AS id, \${other} AS other FROM range(3)) TO '\${outputs["rows"]}' (FORMAT parquet)\`);
  connection.closeSync();
  instance.closeSync();
});
`,
        "now.json": `{ "date": "2020", "text": "a", "other": 1 }`,
      },
      packages: ["@duckdb/node-api"],
    });
    await project.build({ ran: ["made", "text", "bytes", "ids"] });
    project.write("now.json", `{ "date": "20210101", "text": "a", "other": 2 }`);
    await project.build({ ran: ["made", "bytes"] });
    project.write("now.json", `{ "date": "20210101", "text": "b", "other": 2 }`);
    await project.build({ ran: ["made", "text", "bytes"] });
  });
});
