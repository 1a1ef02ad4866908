// Values from outside of the file tree.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

const ASKED = `import { appendFileSync, readFileSync } from "node:fs";
`;

/** How often probes were asked since the last look; a probe is no recipe. */
function asked(project: TestProject): number {
  const times = (project.read("../asked.log") ?? "").length / "asked\n".length;
  project.remove("../asked.log");
  return times;
}

function reading(read: string): string {
  return `${ASKED}export default function read(params: { readonly where: string }): unknown {
  appendFileSync("../asked.log", "asked\\n");
  return ${read};
}
`;
}

function withProbe(options = ""): string {
  return plrfile(
    [
      `shell({ name: "made", inputs: { seen: listing }, outputs: { out: "out.txt" }, script: "${counted("made")}; echo {in.seen} > {out}" })`,
    ],
    `const listing = probe({ name: "listing", params: { where: "world" }, read: () => import("./listing.ts"), ${options} });`,
  );
}

// Each test has a project of its own, so two run at a time.
describe("probes", { concurrency: 2 }, () => {
  test("a probe is asked in each build, and only a changed value runs a step", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": withProbe(),
        "listing.ts": reading(`JSON.parse(readFileSync("../world.json", "utf8"))`),
        "../world.json": `{ "a": 1, "b": 2 }`,
      },
    });
    await project.build({ ran: ["made"] });
    await project.build({ ran: [] });
    project.write("../world.json", `{ "b": 2,   "a": 1 }`);
    await project.build({ ran: [] });
    project.write("../world.json", `{ "b": 3, "a": 1 }`);
    const { events } = await project.build({ ran: ["made"] });
    const stale = events.find((event) => event.type === "step.stale");
    assert.deepEqual(stale?.type === "step.stale" && stale.reasons.map(({ kind, what }) => [kind, what]), [
      ["input-changed", "seen"],
    ]);
    assert.equal(project.read("out.txt"), '{"a":1,"b":3}\n');
  });

  test("a probe is asked once in a build, whatever the build finds", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": withProbe(), "listing.ts": reading(`1`) },
    });
    await project.build({ ran: ["made"] });
    assert.equal(asked(project), 1);
    await project.build({ ran: [] });
    assert.equal(asked(project), 1);
  });

  test("a probe that fails is one failure that names it, and what was built stays", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": withProbe(), "listing.ts": reading(`1`) },
    });
    await project.build({ ran: ["made"] });
    project.write("listing.ts", reading(`(() => { throw new Error("no route to host"); })()`));
    const { stderr, stdout } = await project.build({ exit: 2, ran: [] });
    assert.match(stderr + stdout, /listing/);
    assert.match(stderr + stdout, /no route to host/);
    assert.equal(project.read("out.txt"), "1\n");
  });

  test("a probe without a value fails as a probe, not as a fault of plr", async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": withProbe(), "listing.ts": reading(`undefined`) },
    });
    const { stderr, stdout } = await project.build({ exit: 2, ran: [] });
    assert.match(stderr + stdout, /listing/);
  });

  test("a probe declared by files is asked again when they change", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": withProbe(`files: [file("store/index"), glob("store/runs/*")]`),
        "listing.ts": reading(`1`),
        "store/index": "1",
      },
    });
    await project.build({ ran: ["made"] });
    assert.ok(asked(project) > 0);
    await project.build({ ran: [] });
    assert.equal(asked(project), 0);
    project.write("store/index", "2");
    await project.build({ ran: [] });
    assert.ok(asked(project) > 0);
    project.write("store/runs/one", "");
    await project.build({ ran: [] });
    assert.ok(asked(project) > 0);
    await project.build({ ran: [] });
    assert.equal(asked(project), 0);
  });

  test("a probe declared by files is asked again when its own code changes", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": withProbe(`files: [file("store/index")]`),
        "listing.ts": reading(`1`),
        "store/index": "1",
      },
    });
    await project.build({ ran: ["made"] });
    project.write("listing.ts", reading(`2`));
    await project.build({ ran: ["made"] });
    assert.equal(project.read("out.txt"), "2\n");
  });

  test("only probes of what is asked for are asked", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": withProbe().replace(
          "members: [",
          `members: [shell({ name: "plain", outputs: { out: "plain.txt" }, script: "echo > {out}" }), `,
        ),
        "listing.ts": reading(`1`),
      },
    });
    await project.build({ ran: [] }, ["plain"]);
    assert.equal(asked(project), 0);
  });
});
