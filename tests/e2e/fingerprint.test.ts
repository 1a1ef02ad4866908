// What makes a step stale: its inputs in their places, its parameters, its declared environment, its tools, its code.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { COUNT_IN_TASK, counted, makeProject, plrfile } from "../support/project.ts";

/** A project of one script rule. */
function oneRule(parts: string, before = ""): string {
  return plrfile([`shell({ name: "made", outputs: { out: "out.txt" }, ${parts} })`], before);
}

// Each test has a project of its own, so two run at a time.
describe("fingerprints", { concurrency: 2 }, () => {
  test("a parameter counts; the order of its members does not, for the step that gets it either", async () => {
    const script = `script: "${counted("made")}; echo {params.list} > {out}"`;
    await using project = await makeProject({
      files: { "plrfile.ts": oneRule(`params: { list: { a: 1, b: [1, 2] } }, ${script}`) },
    });
    await project.build({ ran: ["made"] });
    project.write("plrfile.ts", oneRule(`params: { list: { b: [1, 2], a: 1 } }, ${script}`));
    await project.build({ ran: [] });
    project.write("plrfile.ts", oneRule(`params: { list: { b: [2, 1], a: 1 } }, ${script}`));
    const { events } = await project.build({ ran: ["made"] });
    const stale = events.find((event) => event.type === "step.stale");
    assert.deepEqual(stale?.type === "step.stale" && stale.reasons.map(({ kind, what }) => [kind, what]), [
      ["param-changed", "list.b"],
    ]);
    assert.equal(project.read("out.txt"), '{"a":1,"b":[2,1]}\n');
  });

  test("a declared variable counts and is seen; another is neither", async () => {
    const script = `script: ${JSON.stringify(`${counted("made")}; echo "\${SEEN-none} \${HIDDEN-none}" > {out}`)}`;
    await using project = await makeProject({ files: { "plrfile.ts": oneRule(`env: ["SEEN"], ${script}`) } });
    await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "none none\n");
    await project.build({ ran: [] }, [], { env: { HIDDEN: "1" } });
    await project.build({ ran: ["made"] }, [], { env: { SEEN: "", HIDDEN: "1" } });
    assert.equal(project.read("out.txt"), " none\n");
    const { stdout } = await project.build({ ran: ["made"] }, [], { env: { SEEN: "s3cret", HIDDEN: "1" } });
    assert.equal(project.read("out.txt"), "s3cret none\n");
    assert.doesNotMatch(stdout, /s3cret/, "a variable may be a secret");
    assert.equal(
      fs.readFileSync(project.at(".plr-cache/journal")).includes("s3cret"),
      false,
      "nor does the journal keep it",
    );
  });

  test("a task sees its declared variables only, and each step those of its own rule", async () => {
    const task = `import { task } from "plr";
import { writeFileSync } from "node:fs";
export default task(({ outputs }) => {
  writeFileSync(outputs["out"] ?? "", JSON.stringify([process.env["ONE"], process.env["TWO"], process.cwd()]));
  process.env["TWO"] = "left behind";
  process.chdir("/");
  process.umask(0o077);
});
`;
    const member = (name: string, env: string): string =>
      `rule({ name: "${name}", env: ["${env}"], outputs: { out: "${name}.json" }, task: () => import("./task.ts") })`;
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile([member("first", "ONE"), member("second", "TWO")]), "task.ts": task },
    });
    await project.build({}, ["-j", "1"], { env: { ONE: "1", TWO: "2" } });
    assert.deepEqual(JSON.parse(project.read("first.json") ?? ""), ["1", null, project.root]);
    assert.deepEqual(JSON.parse(project.read("second.json") ?? ""), [null, "2", project.root]);
    assert.equal(fs.statSync(project.at("second.json")).mode & 0o777, 0o666 & ~process.umask());
  });

  test("what a tool says of itself counts, and not when it was installed", async () => {
    const before = `const compiler = tool("./compiler.sh", ["--version"]);`;
    const rule = oneRule(`tools: [compiler], script: "${counted("made")}; ./compiler.sh > {out}"`, before);
    await using project = await makeProject({ files: { "plrfile.ts": rule } });
    const install = (version: string, comment: string): void => {
      project.write("compiler.sh", `#!/bin/sh\n# ${comment}\necho ${version}\n`);
      fs.chmodSync(project.at("compiler.sh"), 0o755);
    };
    install("1.0", "first");
    await project.build({ ran: ["made"] });
    install("1.0", "built again");
    await project.build({ ran: [] });
    install("1.1", "built again");
    const { events } = await project.build({ ran: ["made"] });
    const stale = events.find((event) => event.type === "step.stale");
    assert.equal(stale?.type === "step.stale" && stale.reasons[0]?.kind, "tool-changed");
  });

  test("a renamed rule is the same step, and a renamed output is another", async () => {
    const named = (name: string, out: string): string =>
      plrfile([
        `shell({ name: "${name}", outputs: { out: "${out}" }, script: "${counted("made")}; echo 1 > {out}" })`,
      ]);
    await using project = await makeProject({ files: { "plrfile.ts": named("old", "a.txt") } });
    await project.build({ ran: ["made"] });
    project.write("plrfile.ts", named("new", "a.txt"));
    await project.build({ ran: [] });
    project.write("plrfile.ts", named("new", "b.txt"));
    await project.build({ ran: ["made"] });
    assert.deepEqual([project.exists("a.txt"), project.exists("b.txt")], [false, true]);
  });

  test("two inputs that change places count", async () => {
    const swapped = (a: string, b: string): string =>
      oneRule(`inputs: { a: "${a}", b: "${b}" }, script: "${counted("made")}; cat {in.a} {in.b} > {out}"`);
    await using project = await makeProject({
      files: { "plrfile.ts": swapped("x.txt", "y.txt"), "x.txt": "x\n", "y.txt": "y\n" },
    });
    await project.build({ ran: ["made"] });
    project.write("plrfile.ts", swapped("y.txt", "x.txt"));
    await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "y\nx\n");
  });

  test("each of several external files counts, and where they lie does not", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": "" } });
    const rule = (folder: string): string =>
      oneRule(
        `inputs: { far: ["a", "b"].map((name) => file("${project.at(folder)}/" + name, { external: true })) }, script: "${counted("made")}; cat {in} > {out}"`,
      );
    project.write("one/a", "a\n");
    project.write("one/b", "b\n");
    project.write("plrfile.ts", rule("one"));
    await project.build({ ran: ["made"] });
    fs.renameSync(project.at("one"), project.at("two"));
    project.write("plrfile.ts", rule("two"));
    await project.build({ ran: [] });
    project.write("two/a", "changed\n");
    await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "changed\nb\n");
  });

  test("a task's code counts without its comments and its layout; types count for nothing", async () => {
    const task = (body: string): string => `import { task } from "plr";
import { writeFileSync } from "node:fs";
${COUNT_IN_TASK}
${body}
`;
    const first = `export default task(({ outputs }) => { count("made"); writeFileSync(outputs["out"] ?? "", "1"); });`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "made", outputs: { out: "out.txt" }, task: () => import("./task.ts") })`,
          `rule({ name: "other", outputs: { out: "other.txt" }, task: () => import("./other.ts") })`,
        ]),
        "task.ts": task(first),
        "other.ts": task(first.replace(`count("made")`, `count("other")`)),
      },
    });
    await project.build({ ran: ["made", "other"] });
    project.write(
      "task.ts",
      task(
        `// Says why.\ninterface Row { readonly a: number }\nexport type { Row };\n${first.replaceAll("; ", ";\n")}`,
      ),
    );
    await project.build({ ran: [] });
    project.write("task.ts", task(first.replace(`"1"`, `"2"`)));
    await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "2");
  });

  test("a package counts by name and version: another version is a reason that names it", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          `rule({ name: "made", outputs: { out: "out.txt" }, task: () => import("./task.ts") })`,
        ]),
        "task.ts": `import { task } from "plr";
import { text } from "dep";
import { writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ outputs }) => {
  count("made");
  writeFileSync(outputs["out"] ?? "", text);
});
`,
        "node_modules/dep/index.js": `export const text = "one";\n`,
      },
    });
    const install = (version: string): void =>
      project.write(
        "node_modules/dep/package.json",
        JSON.stringify({ name: "dep", version, type: "module", exports: "./index.js" }),
      );
    install("1.0.0");
    await project.build({ ran: ["made"] });
    project.write("node_modules/dep/index.js", `export const text = "two";\n`);
    install("1.0.1");
    const { events } = await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "two");
    const stale = events.find((event) => event.type === "step.stale");
    assert.deepEqual(stale?.type === "step.stale" && stale.reasons.map(({ kind, what }) => [kind, what]), [
      ["code-changed", "dep"],
    ]);
  });

  test("code edited while another step holds up the build is the code that counts", async () => {
    await using project = await makeProject({ files: {} });
    const gate = project.gate("gate");
    const task = (text: string): string => `import { task } from "plr";
import { readFileSync, writeFileSync } from "node:fs";
${COUNT_IN_TASK}
export default task(({ inputs, outputs }) => {
  count("late");
  writeFileSync(outputs["out"] ?? "", "${text} " + readFileSync(String(inputs["held"]), "utf8"));
});
`;
    project.write(
      "plrfile.ts",
      plrfile([
        `shell({ name: "held", outputs: { out: "held.txt" }, script: ${JSON.stringify(`${gate.sh}; echo held > {out}`)} })`,
        `rule({ name: "late", inputs: { held: "held.txt" }, outputs: { out: "late.txt" }, task: () => import("./late.ts") })`,
      ]),
    );
    project.write("late.ts", task("old"));
    const build = project.start(["build", "--json"]);
    await gate.reached();
    project.write("late.ts", task("new"));
    await gate.open();
    assert.equal((await build.ended).exit, 0);
    assert.equal(project.read("late.txt"), "new held\n");
    await project.build({ ran: [] });
    project.write("late.ts", task("old"));
    await project.build({ ran: ["late"] });
    assert.equal(project.read("late.txt"), "old held\n");
  });
});
