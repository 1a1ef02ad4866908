// Outputs outside of the project, by absolute paths.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile } from "../support/project.ts";

// Each test has a project of its own, so two run at a time.
describe("external outputs", { concurrency: 2 }, () => {
  test("they are made, read, restored, moved aside, cleaned and removed as others are, their folders stay", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": "", "src.txt": "1\n" } });
    const far = project.at("../far/deep/made.txt").replace("/project/..", "");
    const made = `shell({ name: "made", inputs: { from: "src.txt" }, outputs: { far: file(${JSON.stringify(far)}, { external: true }), near: "near.txt" }, script: "${counted("made")}; cat {in} > {out.far}; cat {in} > {out.near}" })`;
    const read = (name: string, path: string): string =>
      `shell({ name: "${name}", inputs: { from: ${path} }, outputs: { out: "${name}.txt" }, script: "${counted(name)}; cat {in} > {out}" })`;
    const rules = [
      read("edge", "made.outputs.far"),
      read("name", `file(${JSON.stringify(far)}, { external: true })`),
      "made",
    ];
    project.write("plrfile.ts", plrfile(rules, `const made = ${made};`));
    await project.build({ ran: ["made", "edge", "name"] });
    await project.build({ ran: [] });
    project.write("src.txt", "2\n");
    await project.build({ ran: ["made", "edge", "name"] });
    assert.equal(project.read("name.txt"), "2\n");
    project.write("../far/deep/made.txt", "by hand\n");
    const { events } = await project.build({ ran: [], restored: ["made"] });
    assert.equal(events.filter((event) => event.type === "output.movedAside").length, 1);
    assert.equal(project.read("../far/deep/made.txt"), "2\n");
    await project.run(["clean", "made"]);
    assert.equal(project.exists("../far/deep/made.txt"), false);
    assert.equal(project.exists("../far/deep"), true);
    await project.build({ ran: [], restored: ["made"] });
    project.write("plrfile.ts", plrfile([read("other", `"src.txt"`)]));
    await project.build({});
    assert.equal(project.exists("../far/deep/made.txt"), false, "its rule is gone");
  });

  test("a relative path, one that is not declared external, and a second owner by another name are refused", async () => {
    await using project = await makeProject({ files: { "plrfile.ts": "" } });
    const rule = (name: string, output: string): string =>
      `shell({ name: "${name}", outputs: { out: ${output} }, script: "echo > {out}" })`;
    const refused = async (rules: readonly string[], code: string): Promise<void> => {
      project.write("plrfile.ts", plrfile(rules));
      const { stderr, exit } = await project.run(["build"]);
      assert.deepEqual([exit, stderr.includes(`error[${code}]`)], [2, true], stderr);
    };
    await refused([rule("a", `file("../x", { external: true })`)], "PLR009");
    await refused([rule("a", `"/tmp/plr-none/x"`)], "PLR009");
    const far = project.at("x").replace(/project\/x$/, "far.txt");
    const reader = `shell({ name: "b", inputs: { from: file("../far.txt", { external: true }) }, outputs: { out: "b.txt" }, script: "cat {in} > {out}" })`;
    await refused([rule("a", `file(${JSON.stringify(far)}, { external: true })`), reader], "PLR077");
    await refused([rule("a", `file("/tmp/plr-none/../x", { external: true })`)], "PLR009");
    const inside = JSON.stringify(project.at("x.txt"));
    await refused([rule("a", `file(${inside}, { external: true })`), rule("b", `"x.txt"`)], "PLR007");
  });
});
