// Builds that die, and state that is damaged or gone: the next build is right without a flag.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { openJournal } from "../../src/engine/journal.ts";
import { createFiles } from "../../src/host/files.ts";
import { createHash } from "../../src/host/hash.ts";
import { endProcess } from "../support/processes.ts";
import { frameEnds } from "../support/journal-bytes.ts";
import { counted, makeProject, plrfile, type TestProject } from "../support/project.ts";

const MEMBERS = [
  `shell({ name: "gen", inputs: { from: "src.txt" }, outputs: { a: "out/a.txt", b: "out/b.txt" }, script: ${JSON.stringify(`${counted("gen")}; cat {in} > {out.a}; wc -c < {in} > {out.b}`)} })`,
  `shell({ name: "fin", inputs: { a: "out/a.txt", b: "out/b.txt", all: glob("data/*.txt") }, outputs: { out: "fin.txt" }, script: ${JSON.stringify(`${counted("fin")}; cat {in} > {out}`)} })`,
];

async function makeChain(): Promise<TestProject> {
  return makeProject({ files: { "plrfile.ts": plrfile(MEMBERS), "src.txt": "one\n", "data/x.txt": "x\n" } });
}

function assertAsClean(project: TestProject, source: string, told: string): void {
  assert.equal(project.read("out/a.txt"), source, told);
  assert.equal(project.read("fin.txt"), `${source}${source.length}\nx\n`, told);
}

// Each test has a project of its own, so two run at a time.
describe("crashes", { concurrency: 2 }, () => {
  // Every cut and every crash point is in tests/engine/crash-points.test.ts, in memory.
  test("the journal cut after a write, or within one: the next build is right, and the one after it idle", async () => {
    await using project = await makeChain();
    await project.build({ ran: ["gen", "fin"] });
    project.write("src.txt", "second\n");
    await project.build({ ran: ["gen", "fin"] });
    const journal = project.at(".plr-cache/journal");
    const whole = fs.readFileSync(journal);
    const ends = frameEnds(whole);
    assert.ok(ends.length > 10, `${ends.length} frames`);
    const keep = snapshot(project);
    const cuts = [0, ...spread(ends, 3), ...spread(ends, 2).map((end) => end - 3)];
    for (const cut of cuts) {
      keep();
      fs.writeFileSync(journal, whole.subarray(0, cut));
      project.write("src.txt", "third one\n");
      const { stderr } = await project.build();
      assertAsClean(project, "third one\n", `cut at ${cut}: ${stderr}`);
    }
    await project.build({ ran: [] });
  });

  test("a damaged journal costs time only", async () => {
    await using project = await makeChain();
    await project.build();
    const journal = project.at(".plr-cache/journal");
    const whole = fs.readFileSync(journal);
    const damaged = Buffer.from(whole);
    damaged[Math.floor(whole.length / 3)] = (whole[Math.floor(whole.length / 3)] ?? 0) ^ 0xff;
    for (const bytes of [
      damaged,
      Buffer.from("not a journal"),
      Buffer.concat([whole, Buffer.alloc(40, 7)]),
    ]) {
      fs.writeFileSync(journal, bytes);
      project.write("src.txt", `changed ${bytes.length}\n`);
      await project.build({ ran: ["gen", "fin"] });
      assertAsClean(project, `changed ${bytes.length}\n`, `${bytes.length} bytes`);
      await project.build({ ran: [] });
    }
  });

  test("without .plr-cache everything runs once and nothing is lost", async () => {
    await using project = await makeChain();
    await project.build();
    project.remove(".plr-cache");
    await project.build({ ran: ["gen", "fin"] });
    assert.equal(fs.existsSync(project.at(".plr-cache/aside")), false, "equal files are not moved aside");
    await project.build({ ran: [] });
  });

  test("killed at any point, a build is finished by the next", async () => {
    await using project = await makeChain();
    await project.build();
    for (let round = 0; round < 4; round++) {
      const source = `round ${round}\n`;
      project.write("src.txt", source);
      const build = project.start(["build", "--json"]);
      // The points are events of the build, and moments after them.
      await build.event(round % 2 === 0 ? "step.started" : "step.finished");
      for (let turn = 0; turn < round; turn++) await new Promise(setImmediate);
      build.kill("SIGKILL");
      await build.ended;
      const { ran } = await project.build();
      assert.ok(ran.length <= 3, "each step once, but for a recipe that outlived its build");
      assertAsClean(project, source, `round ${round}`);
    }
    await project.build({ ran: [] });
    const work = project.at(".plr-cache/stage");
    assert.deepEqual(
      fs.existsSync(work) ? fs.readdirSync(work) : [],
      [],
      "private folders of the dead are gone",
    );
  });

  test(
    "killed by kill -9, a build leaves no step running: no task that never rests, no program, nothing they started",
    { timeout: 60_000 },
    async ({ signal }) => {
      // Who lives holds the pipe open.
      const program = (name: string, more: string): string =>
        `shell({ name: "${name}", outputs: { out: "${name}.txt" }, script: "exec 9> ../alive; echo $$ >&9; trap '' TERM; while :; do :; done", ${more} })`;
      await using project = await makeProject({
        files: {
          "plrfile.ts": plrfile([
            `rule({ name: "task", outputs: { out: "task.txt" }, task: () => import("./endless.ts") })`,
            program("slot", ""),
            program("own", "isolated: true"),
          ]),
          "endless.ts": `import * as fs from "node:fs";
import { spawn } from "node:child_process";
import { task } from "plr";
export default task(() => {
  const alive = fs.openSync("../alive", "w");
  const child = spawn("sleep", ["1000"], { stdio: ["ignore", "ignore", alive] });
  fs.writeSync(alive, \`\${process.pid}\\n\${child.pid}\\n\`);
  for (;;);
});
`,
        },
      });
      execFileSync("mkfifo", [project.at("../alive")]);
      const build = project.start(["build", "--json", "-j", "3"]);
      // A process, for nobody else can be told to stop waiting for a pipe.
      const reader = spawn("cat", [project.at("../alive")]);
      signal.addEventListener("abort", () => void reader.kill());
      const pids: number[] = [];
      try {
        for await (const line of createInterface(reader.stdout)) {
          pids.push(Number(line));
          if (pids.length === 4) build.kill("SIGKILL");
        }
      } finally {
        pids.forEach(endProcess);
      }
      assert.equal(pids.length, 4);
      await build.ended;
    },
  );

  test("a build that died between its announcement and its moves is finished, unless somebody edited meanwhile", async () => {
    await using project = await makeChain();
    await project.build();
    const hasher = await createHash();
    const files = createFiles(project.root, ".plr-cache", hasher);
    const journal = openJournal(".plr-cache/journal", files, hasher);
    const record = journal.get("step", "fin.txt");
    assert.ok(record);
    const announce = (text: string): void => {
      const open = openJournal(".plr-cache/journal", files, hasher);
      project.write(".plr-cache/stage/99-0/out/fin.txt", text);
      const digest = files.hash(".plr-cache/stage/99-0/out/fin.txt");
      open.drop("step", "fin.txt");
      open.put("intent", "fin.txt", {
        record: { ...record, outputs: [{ path: "fin.txt", digest, size: text.length, meaning: digest }] },
        moves: [
          {
            from: ".plr-cache/stage/99-0/out/fin.txt",
            to: "fin.txt",
            digest,
            variant: "default",
            precious: false,
          },
        ],
      });
      open.flush();
    };
    announce("from the dead\n");
    await project.build({ ran: [] });
    assert.equal(project.read("fin.txt"), "from the dead\n", "the announced move was made up for");
    announce("from the dead again\n");
    project.write("fin.txt", "by hand\n");
    await project.build();
    const aside = fs
      .readdirSync(project.at(".plr-cache/aside"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"));
    assert.ok(aside.includes("by hand\n"), `aside: ${JSON.stringify(aside)}`);
  });

  test("the state of another plr, older or newer, is put away and costs time only", async () => {
    await using project = await makeChain();
    await project.build();
    const journal = project.at(".plr-cache/journal");
    const whole = fs.readFileSync(journal);
    whole.write("plr journal 9\n");
    fs.writeFileSync(journal, whole);
    await project.build({ ran: [], restored: ["gen", "fin"] });
    await project.build({ ran: [] });
  });

  /** Remembers all files of the project; the given function puts them back. */
  function snapshot(project: TestProject): () => void {
    const copy = `${project.root}.copy`;
    fs.cpSync(project.root, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return () => {
      for (const name of fs.readdirSync(copy)) {
        if (name === "node_modules") continue;
        project.remove(name);
        fs.cpSync(`${copy}/${name}`, project.at(name), { recursive: true, preserveTimestamps: true });
      }
    };
  }

  function spread(values: readonly number[], count: number): readonly number[] {
    return Array.from(
      { length: count },
      (_, index) => values[Math.floor((index * (values.length - 1)) / (count - 1))] ?? 0,
    );
  }
});
