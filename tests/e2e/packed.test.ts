// plr as another project gets it: packed, unpacked under node_modules, with nothing of the checkout beside it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CANNOT_PACK, type Installed, installAgain, installPacked } from "../support/packed.ts";
import { REPOSITORY } from "../support/project.ts";

const PLRFILE = `import { defineProject, probe, rule, shell } from "plr";

const listing = probe({ name: "listing", params: { n: 2 }, read: () => import("./probes/listing.ts") });
const words = shell({ name: "words", inputs: { text: "text.txt" }, outputs: { n: "out/n.txt" }, script: "wc -w < {in} > {out}" });
export const summary = rule({
  name: "summary",
  inputs: { words: words.outputs.n, listing },
  outputs: { json: "out/summary.json" },
  task: () => import("./tasks/summary.ts"),
});
export default defineProject({ name: "other", members: [words, summary] });
`;

const TASK = `import { writeFileSync } from "node:fs";
import { task } from "plr";
import { textWidth } from "plr/charts/text-width";
import { midranks } from "plr/stratos/ranks";
import type { summary } from "../plrfile.ts";

export default task<typeof summary>(({ inputs, outputs, read }) => {
  const words = Number(Buffer.from(read(inputs.words)).toString());
  writeFileSync(outputs.json, JSON.stringify({ words, listing: inputs.listing, ranks: [...midranks([3, 1])], fonts: textWidth("words", 10) > 20 }));
});
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: "esnext",
    module: "nodenext",
    types: ["node"],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  },
  include: ["plrfile.ts", "tasks", "probes", "types.ts"],
});

describe("an installed plr", { skip: CANNOT_PACK }, () => {
  let project: Installed;

  before(() => {
    project = installPacked();
    project.write("package.json", '{ "type": "module" }\n');
    project.write("plrfile.ts", PLRFILE);
    project.write("tasks/summary.ts", TASK);
    project.write(
      "probes/listing.ts",
      "export default ({ n }: { n: number }): string[] => Array.from({ length: n }, (_, at) => `${at}`);\n",
    );
    project.write("text.txt", "one two\n");
    project.write("tsconfig.json", TSCONFIG);
  });
  after(() => project[Symbol.dispose]());

  test("holds what it runs and declares, and no sources", () => {
    const files = execFileSync("tar", ["-tzf", project.tarball], { encoding: "utf8" }).trim().split("\n");
    const has = (pattern: RegExp): boolean => files.some((file) => pattern.test(file));
    for (const wanted of [
      "bin/plr.js",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/cli/worker.js",
      "dist/cli/look-ahead-thread.js",
    ])
      assert.ok(files.includes(`package/${wanted}`), wanted);
    assert.ok(has(/fonts\/.*\.ttf$/), "the fonts of the figures");
    assert.deepEqual(
      files.filter((file) => /^package\/(?:src|tests|scripts|rules)\//.test(file)),
      [],
    );
  });

  test("tells its version", () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
      version: string;
    };
    assert.deepEqual(project.plr("--version"), { exit: 0, stdout: `plr ${version}\n`, stderr: "" });
    assert.deepEqual(project.plr("-V").stdout, `plr ${version}\n`);
  });

  test("packing leaves the checkout as it was", () => {
    const manifest = readFileSync(join(project.checkout, "package.json"), "utf8");
    assert.equal(manifest, readFileSync(join(REPOSITORY, "package.json"), "utf8"));
    assert.deepEqual(readdirSync(join(project.checkout, "dist")), ["cli", "sources.json"]);
    assert.ok(!existsSync(project.at("node_modules/plr/dist/sources.json")), "it is about a checkout");
  });

  test("what an interrupted packing left is put right, and is never run", () => {
    const at = (path: string): string => join(project.checkout, path);
    rmSync(at("dist"), { recursive: true });
    renameSync(at("package.json"), at("package.json.checkout"));
    writeFileSync(at("package.json"), '{ "type": "module", "version": "0.0.0-published" }\n');
    mkdirSync(at("dist/cli"), { recursive: true });
    writeFileSync(at("dist/cli/main.js"), 'export const main = () => { throw new Error("stale"); };\n');
    const run = (...args: readonly string[]): string =>
      execFileSync(process.execPath, args, { cwd: project.checkout, encoding: "utf8" });
    assert.match(run("bin/plr.js", "completion", "bash"), /complete .* plr/, "the sources run");
    run("scripts/pack.ts", "after");
    const manifest = readFileSync(at("package.json"), "utf8");
    assert.equal(manifest, readFileSync(join(REPOSITORY, "package.json"), "utf8"));
    assert.doesNotMatch(readFileSync(at("dist/cli/main.js"), "utf8"), /new Error\("stale"\)/);
    assert.ok(!existsSync(at("package.json.checkout")));
  });

  test("builds shell steps and tasks with probes and libraries, and then has nothing to do", () => {
    const first = project.plr("build");
    assert.equal(first.exit, 0, first.stderr);
    assert.deepEqual(JSON.parse(project.read("out/summary.json")), {
      words: 2,
      listing: ["0", "1"],
      ranks: [2, 1],
      fonts: true,
    });
    const second = project.plr("build");
    assert.match(second.stderr, /nothing to do, 2 steps fresh/);

    project.write("text.txt", "one two three\n");
    assert.equal(project.plr("build").exit, 0);
    assert.equal(JSON.parse(project.read("out/summary.json")).words, 3);
    project.write("tasks/summary.ts", TASK.replace("{ words,", "{ twice: 2 * words, words,"));
    assert.match(project.plr("status").stdout, /1 stale/);
    assert.equal(project.plr("build").exit, 0);
    assert.equal(JSON.parse(project.read("out/summary.json")).twice, 6);
  });

  test("its types are those of the sources, in every library", () => {
    const { exports } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
      readonly exports: Readonly<Record<string, string>>;
    };
    const libraries = Object.keys(exports).filter((name) => /^\.\/\w+$/.test(name));
    const lines = libraries.map((name, n) => `import * as l${n} from "plr/${name.slice(2)}";\nvoid l${n};`);
    project.write("types.ts", `${lines.join("\n")}\n`);
    const { exit, stdout } = project.tsc();
    assert.equal(exit, 0, stdout);

    project.write("types.ts", 'import { summary } from "./plrfile.ts";\nvoid summary.outputs.jsn;\n');
    const wrong = project.tsc();
    assert.match(wrong.stdout, /types\.ts\(2,.*'jsn' does not exist/);
    rmSync(project.at("types.ts"));
  });

  test("names the line of a rule that cannot be, and of an error in the plrfile", () => {
    project.write("plrfile.ts", PLRFILE.replace("out/summary.json", "out/n.txt"));
    const twice = project.plr("build");
    assert.equal(twice.exit, 2);
    assert.match(twice.stderr, /plrfile\.ts:4/);
    assert.match(twice.stderr, /plrfile\.ts:5/);

    project.write("plrfile.ts", PLRFILE.replace("export default", "nowhere();\nexport default"));
    const thrown = project.plr("build");
    assert.equal(thrown.exit, 2);
    assert.match(thrown.stderr, /plrfile\.ts:11:1/);
    assert.match(thrown.stderr, /11 \| nowhere\(\);/);
    project.write("plrfile.ts", PLRFILE);
  });

  test("says nothing of a package.json that names no type of module", () => {
    project.write("package.json", "{}\n");
    const built = project.plr("build", "--force");
    assert.equal(built.exit, 0, built.stderr);
    assert.doesNotMatch(built.stderr + project.plr("log", "summary").stdout, /Warning|Reparsing/);
    project.write("package.json", '{ "type": "module" }\n');
  });

  test("starts a project of its own, whose types are right", () => {
    using fresh = installAgain(project);
    const made = fresh.plr("init");
    assert.equal(made.exit, 0, made.stderr);
    assert.doesNotMatch(made.stdout, /npm install/);
    const healthy = fresh.plr("doctor");
    assert.equal(healthy.exit, 0, healthy.stdout);
    assert.doesNotMatch(healthy.stdout, /imports/, "what runs is what the plrfile imports");
    const { exit, stdout } = fresh.tsc();
    assert.equal(exit, 0, stdout);
    fresh.write("plrfile.ts", fresh.read("plrfile.ts").replace("sorted.outputs.csv", "sorted.outputs.cvs"));
    assert.match(fresh.tsc().stdout, /plrfile\.ts\(.*'cvs' does not exist/);
  });
});
