// Steps that are run again to see whether they come out the same.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

function shell(name: string, output: string, script: string): string {
  return `shell({ name: "${name}", inputs: { from: "in.txt" }, outputs: { out: ${output} }, script: ${JSON.stringify(`${counted(name)}; ${script}`)} })`;
}

const NUMBER = `$(wc -l < ../runs.log)`;

const MEMBERS = [
  shell("steady", `"steady.txt"`, "cat {in} > {out}"),
  shell(
    "spaced",
    `json("spaced.json")`,
    `[ ${NUMBER} -gt 4 ] && echo '{ "n": 1 }' > {out} || echo '{"n":1}' > {out}`,
  ),
  shell("numbers", `json("numbers.json")`, `echo "{\\"a\\": {\\"n\\": ${NUMBER}}, \\"same\\": 1}" > {out}`),
  shell("lines", `"lines.csv"`, `(echo "x,y"; echo 1,2; echo ${NUMBER},3) > {out}`),
];

/** All files with what they hold and when they changed. */
function everything(project: TestProject): readonly string[] {
  return project.list().map((path) => {
    const { mtimeNs, ctimeNs } = fs.statSync(project.at(path), { bigint: true });
    return `${path} ${mtimeNs} ${ctimeNs} ${project.read(path)}`;
  });
}

describe("verify", { concurrency: 2 }, () => {
  test("what differs is named, with in what; nothing is touched, and the next build finds all fresh", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(MEMBERS), "in.txt": "1\n" } });
    await project.build({}, ["-j", "1"]);
    const before = everything(project);
    const { exit, stdout, stderr } = await project.run(["verify"]);
    assert.equal(exit, 1, stderr);
    assert.match(stdout, /^v steady {2}1 file, byte for byte the same$/m);
    assert.match(stdout, /^= spaced {2}the same but for bytes\n {4}spaced\.json: same values, other bytes$/m);
    assert.match(
      stdout,
      /^x numbers {2}comes out different\n {4}numbers\.json differs\n {6}\/a\/n {2}\d -> \d$/m,
    );
    assert.match(
      stdout,
      /lines\.csv differs\n {6}rows {2}2 -> 2\n {6}row {2}\d,3 -> \(none\)\n {6}row {2}\(none\) -> \d,3$/m,
    );
    assert.match(stderr, /4 steps run again: 2 different, 1 the same but for bytes, 1 the same/);
    assert.deepEqual(everything(project), before);
    assert.deepEqual(fs.readdirSync(project.at(".plr-cache/verify")), []);
    await project.build({ ran: [] });
    assert.equal((await project.run(["verify", "steady", "spaced"])).exit, 0);
    const { stdout: text } = await project.run(["verify", "numbers", "--json"]);
    const { steps } = JSON.parse(text) as { steps: { outputs: { differences: { where: string }[] }[] }[] };
    assert.deepEqual(
      steps[0]?.outputs[0]?.differences.map(({ where }) => where),
      ["/a/n"],
    );
  });

  test("each step has a process of its own, so what a task left in its process shows", async () => {
    const task = `import { task } from "plr";
import { writeFileSync } from "node:fs";
let calls = 0;
export default task(({ outputs }) => writeFileSync(outputs.out, String(++calls)));
`;
    const rule = (name: string): string =>
      `rule({ name: "${name}", outputs: { out: "${name}.txt" }, task: () => import("./count.ts") })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([rule("one"), rule("two")]), "count.ts": task },
    });
    await project.build({}, ["-j", "1"]);
    assert.equal(`${project.read("one.txt")}${project.read("two.txt")}`, "12");
    const { exit, stdout } = await project.run(["verify", "-j", "1"]);
    assert.equal(exit, 1);
    assert.match(stdout, /differs\n {6}line 1 {2}2 -> 1/);
  });

  test("a step that fails when run again, and one that is stale, are no proof", async () => {
    const once = `[ ! -e ../was-here ] && touch ../was-here && echo > {out}`;
    const members = [shell("once", `"once.txt"`, once), shell("steady", `"steady.txt"`, "cat {in} > {out}")];
    await using project = await makeProject({ files: { "plrfile.ts": plrfile(members), "in.txt": "1\n" } });
    await project.build();
    const failed = await project.run(["verify", "once"]);
    assert.equal(failed.exit, 1);
    assert.match(failed.stdout, /x once {2}fails when run again\n {2}error\[PLR031\]/);
    project.write("in.txt", "2\n");
    const stale = await project.run(["verify", "steady"]);
    assert.equal(stale.exit, 1);
    assert.deepEqual(stale.ran, []);
    assert.match(stale.stderr, /not fresh, so not run again: steady/);
    assert.equal((await project.run(["verify", "stedy"])).exit, 2);
  });

  test("a database with the same rows is equal; one with other rows says in which table", async () => {
    const task = `import { task } from "plr";
import { appendFileSync, readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
export default task(async ({ outputs, params }) => {
  appendFileSync("../made", "x");
  const made = readFileSync("../made", "utf8").length;
  const instance = await DuckDBInstance.create(outputs.db);
  const connection = await instance.connect();
  await connection.run("CREATE TABLE steady AS SELECT range AS n FROM range(1000) ORDER BY random()");
  await connection.run("CREATE TABLE counted AS SELECT " + (params.noisy ? made : 1) + " AS n");
  connection.closeSync();
  instance.closeSync();
});
`;
    const rule = (name: string, noisy: boolean): string =>
      `rule({ name: "${name}", outputs: { db: duckdb("${name}.db") }, params: { noisy: ${noisy} }, task: () => import("./db.ts") })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([rule("quiet", false), rule("noisy", true)]), "db.ts": task },
      packages: ["@duckdb/node-api"],
    });
    await project.build();
    const { stdout } = await project.run(["verify"]);
    assert.match(stdout, /^= quiet .*\n {4}quiet\.db: same rows, other bytes$/m);
    assert.match(
      stdout,
      /noisy\.db differs\n {6}counted {2}1 rows, 1 of them only here -> 1 rows, 1 of them only here$/m,
    );
  });
});
