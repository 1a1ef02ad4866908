// What steps really read and write, beside what they declare, as strace sees it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { describe, test } from "node:test";
import { makeProject, plrfile, type TestProject } from "../support/project.ts";

const IMPORT = `import { python } from "plr";`;
const noStrace = attempt("strace", ["-f", "-o", "/dev/null", "true"]);
const noPython = noStrace || attempt("python3", ["--version"]);

function shell(name: string, script: string, more = ""): string {
  return `shell({ name: "${name}", inputs: { from: "in.txt" }, outputs: { out: "${name}.txt" }, ${more} script: ${JSON.stringify(script)} })`;
}

function taskRule(name: string, more = ""): string {
  return `rule({ name: "${name}", ${more} outputs: { out: "${name}.txt" }, task: () => import("./tasks/${name}.ts") })`;
}

/** The uses that each step does not declare, as `use path`. */
async function traced(project: TestProject, ...steps: string[]): Promise<Record<string, readonly string[]>> {
  await project.build({}, steps);
  const { stdout, stderr, exit } = await project.run(["verify", "--trace", "--json", ...steps]);
  assert.ok(stdout.startsWith("{"), stderr);
  const answer = JSON.parse(stdout) as {
    steps: { step: string; outcome: string; undeclared: { use: string; path: string }[] }[];
  };
  const found = answer.steps.map(({ step, undeclared }): [string, readonly string[]] => [
    step,
    undeclared.map(({ use, path }) => `${use} ${path}`),
  ]);
  assert.deepEqual(new Set(answer.steps.map(({ outcome }) => outcome)), new Set(["same"]));
  assert.equal(exit, found.some(([, undeclared]) => undeclared.length > 0) ? 1 : 0);
  return Object.fromEntries(found);
}

describe("verify --trace", { concurrency: 2, skip: noStrace }, () => {
  test("shell steps: what is read, listed, written and removed; a clean one tells nothing", async (t) => {
    // What it leaves behind is waited for by nobody.
    const leaving = "mkfifo $TMPDIR/f; (cat notes.txt > $TMPDIR/f; sleep 60) & cat $TMPDIR/f {in} > {out}";
    const outside = `/tmp/plr-trace-${process.pid}.txt`;
    t.after(() => rmSync(outside, { force: true }));
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          shell("clean", "sort {in} > $TMPDIR/a; (cd $TMPDIR && mv a b && cat b) > {out}"),
          shell("apart", "sort {in} > {out}", "isolated: true,"),
          shell("reads", "cat {in} 'n ö\"\n.txt' > {out}"),
          shell("lists", "cat {in} data/* > {out}"),
          shell(
            "writes",
            "cd data; touch ../old/x; mkdir -p ../new/sub; cp ../in.txt ../new/sub/y; echo > $OLDPWD/{out}",
          ),
          shell("outside", `cat {in} > {out}; cp in.txt ${outside}`),
          shell("leaving", leaving),
          shell("leavingApart", leaving, "isolated: true,"),
          `shell({ name: "argument", inputs: { from: "in.txt" }, outputs: { out: "argument.txt" }, run: ["./tool.sh", "{in}", "{out}"] })`,
        ]),
        "in.txt": "1\n",
        'n ö"\n.txt': "2\n",
        "notes.txt": "2\n",
        "data/a.csv": "3\n",
        "data/b.csv": "4\n",
        "old/x": "",
        "tool.sh": '#!/bin/sh\ncp "$1" "$2"\n',
      },
    });
    execFileSync("chmod", ["+x", project.at("tool.sh")]);
    const found = await traced(project);
    assert.deepEqual(found, {
      clean: [],
      apart: [],
      reads: ['read n ö"\n.txt'],
      lists: ["listed data", "read data/a.csv", "read data/b.csv"],
      writes: ["written new/sub/y", "written old/x"],
      outside: [`written ${outside}`],
      leaving: ["read notes.txt"],
      leavingApart: ["read notes.txt"],
      argument: ["read tool.sh"],
    });
  });

  test("what is declared by folder, pattern, link or list of the program is declared", async () => {
    const member = (name: string, inputs: string, script: string): string =>
      `shell({ name: "${name}", inputs: ${inputs}, outputs: { out: "${name}.txt" }, script: ${JSON.stringify(script)} })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          member(
            "folder",
            `{ from: dir("data") }`,
            "ls data > {out}; cat data/a.csv data/deep/b.csv >> {out}",
          ),
          member(
            "pattern",
            `{ from: glob("data/**/*.csv") }`,
            "ls data data/deep > {out}; cat {in} >> {out}",
          ),
          member("linked", `{ from: "link.txt" }`, "cat {in} > {out}"),
          member("listed", "{}", "cat notes.txt > {out}; echo '{out}: notes.txt' > {depfile}"),
          `shell({ name: "made", outputs: { out: dir("made") }, script: "mkdir -p {out}/x; echo > {out}/x/y" })`,
        ]),
        "data/a.csv": "1\n",
        "data/deep/b.csv": "2\n",
        "notes.txt": "3\n",
      },
    });
    symlinkSync("notes.txt", project.at("link.txt"));
    assert.deepEqual(await traced(project), { folder: [], pattern: [], linked: [], listed: [], made: [] });
  });

  test("tasks: data that they read is told, their modules and packages are not", async () => {
    const head = `import { task } from "plr";\nimport { readFileSync, writeFileSync } from "node:fs";\n`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          taskRule("honest", `inputs: { from: "in.txt" },`),
          taskRule("sly", `inputs: { from: "in.txt" },`),
          taskRule("own", ""),
        ]),
        "tasks/honest.ts": `${head}import { twice } from "../lib/twice.ts";
import { parse } from "yaml";
export default task(({ inputs, outputs, discover }) => {
  discover("notes.txt");
  readFileSync("notes.txt");
  writeFileSync(outputs.out, twice(String(parse(readFileSync(inputs.from, "utf8")))));
});\n`,
        "tasks/sly.ts": `${head}export default task(({ outputs }) => {
  process.chdir("data");
  const text = readFileSync("a.csv");
  process.chdir("..");
  writeFileSync(outputs.out, text);
});\n`,
        // It reads what it made before, and writes past its private folder.
        "tasks/own.ts": `${head}export default task(({ outputs }) => {
  try { readFileSync("own.txt"); } catch {}
  writeFileSync(outputs.out, "same");
});\n`,
        "lib/twice.ts": "export const twice = (text: string): string => text + text;\n",
        "in.txt": "1\n",
        "notes.txt": "2\n",
        "data/a.csv": "3\n",
      },
      packages: ["yaml"],
    });
    assert.deepEqual(await traced(project), { honest: [], sly: ["read data/a.csv"], own: ["read own.txt"] });
  });

  test(
    "Python: by a relative path in another folder; the interpreter and what is imported are not told",
    { skip: noPython },
    async () => {
      await using project = await makeProject({
        files: {
          "plrfile.ts": plrfile(
            [
              `python({ name: "fit", script: "py/fit.py", inputs: { rows: "in.txt" }, outputs: { out: "fit.txt" } })`,
            ],
            IMPORT,
          ),
          "py/fit.py": `import csv, json, os, subprocess
import own
step = json.load(open(os.environ["PLR_STEP"]))
out = os.path.abspath(step["outputs"]["out"])
open(step["inputs"]["rows"]).read()
os.chdir("data")
open(out, "w").write(open("a.csv").read() + subprocess.check_output(["cat", "b.csv"], text=True))
`,
          "py/own.py": "x = 1\n",
          "in.txt": "1\n",
          "data/a.csv": "3\n",
          "data/b.csv": "4\n",
        },
      });
      assert.deepEqual(await traced(project), { fit: ["read data/a.csv", "read data/b.csv"] });
    },
  );

  test("the words; and a step that fails tells what it touched too", async () => {
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([
          shell("sly", "cat {in} notes.txt > {out}"),
          shell("once", "cat notes.txt; [ ! -e ../was-here ] && touch ../was-here && echo > {out}"),
        ]),
        "in.txt": "1\n",
        "notes.txt": "2\n",
      },
    });
    await project.build();
    const { stdout, stderr, exit } = await project.run(["verify", "--trace"]);
    assert.equal(exit, 1);
    assert.match(stdout, /^v sly {2}1 file, byte for byte the same\n {4}not declared: reads notes\.txt$/m);
    assert.match(stdout, /^x once {2}fails when run again\n[^]*not declared: reads notes\.txt$/m);
    assert.match(stderr, /2 steps run again: 1 failed, 1 the same, 2 with files that are not declared/);
    await project.build({ ran: [] });
  });
});

test("without strace, or where it may not trace, it is one message, and nothing runs", async () => {
  await using project = await makeProject({
    files: { "plrfile.ts": plrfile([shell("one", "cat {in} > {out}")]), "in.txt": "1\n" },
  });
  await project.build();
  mkdirSync(project.at("empty"));
  const { exit, stdout, stderr } = await project.run(["verify", "--trace"], {
    env: { PATH: project.at("empty") },
  });
  assert.equal(exit, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^error\[PLR095\]: .*\n.*hint/s);
  // One that may not trace, as in many containers, runs the program all the same.
  project.write(
    "bin/strace",
    `#!/bin/sh\necho "strace: attach: not permitted" >&2\nwhile [ "$1" != -- ]; do shift; done\nshift; exec "$@"\n`,
  );
  chmodSync(project.at("bin/strace"), 0o755);
  const PATH = `${project.at("bin")}:${process.env["PATH"] ?? ""}`;
  const refused = await project.run(["verify", "--trace"], { env: { PATH } });
  assert.equal(refused.exit, 2);
  if (process.platform === "linux") assert.match(refused.stderr, /PLR095.*refused[^]*attach: not permitted/);
});

/** Why a program is of no use here; false where it works. */
function attempt(program: string, args: readonly string[]): string | false {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return false;
  } catch {
    return `needs ${program}`;
  }
}
