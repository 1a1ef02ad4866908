import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { test } from "node:test";
import { lacks } from "../support/lacks.ts";
import { makeProject, plrfile } from "../support/project.ts";

const IMPORT = `import { python, rscript } from "plr";`;

test(
  "a Python script gets its step as JSON, and what it imports is its code",
  { skip: lacks("python3") },
  async () => {
    const fit = `python({ name: "fit", script: "py/fit.py", inputs: { rows: "rows.csv" }, outputs: { out: "fit.txt" },
    params: { power: 2 } })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([fit], IMPORT),
        "py/fit.py": `import json, os
from own import transform
step = json.load(open(os.environ["PLR_STEP"]))
rows = open(step["inputs"]["rows"]).read().split()
open(step["outputs"]["out"], "w").write(" ".join(str(transform(int(row), step["params"]["power"])) for row in rows))
`,
        "py/own.py": "def transform(x, power): return x ** power\n",
        "py/other.py": "",
        "rows.csv": "1 2 3\n",
      },
    });
    assert.deepEqual((await project.build()).steps, { fit: "done" });
    assert.equal(project.read("fit.txt"), "1 4 9");
    project.write("py/other.py", "x = 1\n");
    assert.deepEqual((await project.build()).steps, {});
    project.write("py/own.py", "def transform(x, power): return x + power\n");
    const why = await project.run(["why", "fit"]);
    assert.match(why.stdout, /py\/own\.py/);
    assert.deepEqual((await project.build()).steps, { fit: "done" });
    assert.equal(project.read("fit.txt"), "3 4 5");
    assert.deepEqual(
      project.list().filter((path) => path.includes("__pycache__")),
      [],
    );
  },
);

test(
  "a Python script is called with its arguments, its failure shown",
  { skip: lacks("python3") },
  async () => {
    const copy = `python({ name: "copy", script: "copy.py", args: ["{in.a}", "{out.b}"], inputs: { a: "a" }, outputs: { b: "b" } })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([copy], IMPORT),
        "copy.py": "import sys, shutil\nshutil.copy(*sys.argv[1:])\n",
        a: "1",
      },
    });
    assert.deepEqual((await project.build()).steps, { copy: "done" });
    project.write("copy.py", "raise ValueError('no such luck')\n");
    const failed = await project.run(["build"]);
    assert.equal(failed.exit, 1);
    assert.match(failed.stderr, /no such luck/);
  },
);

test(
  "an R script is called with its arguments, and what it sources is its code",
  { skip: lacks("Rscript") },
  async () => {
    const rule = `rscript({ name: "r", script: "R/main.R", args: ["{in}", "{out}"], inputs: { a: "a" }, outputs: { b: "b" } })`;
    await using project = await makeProject({
      files: {
        "plrfile.ts": plrfile([rule], IMPORT),
        "R/main.R": `source("R/own.R")\nargs <- commandArgs(TRUE)\nwriteLines(as.character(f(as.numeric(readLines(args[1])))), args[2])\n`,
        "R/own.R": "f <- function(x) 2 * x\n",
        a: "2\n",
      },
    });
    assert.deepEqual((await project.build()).steps, { r: "done" });
    assert.equal(project.read("b"), "4\n");
    project.write("R/own.R", "f <- function(x) 3 * x\n");
    assert.deepEqual((await project.build()).steps, { r: "done" });
    assert.equal(project.read("b"), "6\n");
  },
);

test("rules of an optional interpreter that is not installed are left out with what needs them, and noted", async () => {
  const rules = (optional: boolean): string =>
    plrfile(
      [
        `rscript({ name: "curve", script: "a.R", interpreter: "no-such-R", outputs: { o: "curve.txt" }, optional: ${optional} })`,
        `shell({ name: "page", inputs: { c: "curve.txt" }, outputs: { o: "page.txt" }, script: "cp {in} {out}" })`,
        `shell({ name: "other", outputs: { o: "other.txt" }, script: "echo 1 > {out}" })`,
      ],
      IMPORT,
    );
  await using project = await makeProject({ files: { "plrfile.ts": rules(true), "a.R": "" } });
  const ended = await project.run(["build"]);
  assert.equal(ended.exit, 0);
  assert.match(ended.stderr, /curve and 1 more left out: no-such-R is not installed/);
  assert.equal(project.exists("other.txt"), true);
  project.write("plrfile.ts", rules(false));
  const needed = await project.run(["build"]);
  assert.notEqual(needed.exit, 0);
  assert.match(needed.stderr, /no-such-R --version/);
});

test("an R script without a package that it needs is left out, and the version of the package counts", async () => {
  const rules = plrfile(
    [
      `rscript({ name: "curve", script: "a.R", interpreter: "./R.sh", packages: ["ggplot2"], outputs: { o: "curve.txt" }, args: ["{out}"], optional: true })`,
    ],
    IMPORT,
  );
  await using project = await makeProject({ files: { "plrfile.ts": rules, "a.R": "" } });
  const install = (answer: string): void => {
    const script = `case $1 in --version) echo R 4;; a.R) echo 1 > "$2";; *) ${answer};; esac`;
    project.write("R.sh", `#!/bin/sh\n${script}\n`);
    chmodSync(project.at("R.sh"), 0o755);
  };
  install("echo no such package; exit 1");
  const without = await project.run(["build"]);
  assert.equal(without.exit, 0);
  assert.match(without.stderr, /note: curve left out: R with ggplot2 is not installed/);
  install("echo ggplot2 3.4");
  assert.deepEqual((await project.build()).steps, { curve: "done" });
  assert.deepEqual((await project.build()).steps, {});
  install("echo ggplot2 3.5");
  assert.match((await project.run(["why", "curve"])).stdout, /R with ggplot2/);
});
