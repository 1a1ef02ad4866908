import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../src/engine/failure.ts";
import { type Closure, closureFinder } from "../../src/project/closure.ts";
import { type MemoryHost, memoryHost } from "./code-host.ts";

const rule = { name: "r", at: "rules/r.ts:3" };
const DECLARED = "file:///p/rules/r.ts:3";

function closureIn(host: MemoryHost, specifier = "./tasks/t.ts"): Result<Closure> {
  return closureFinder(host)({ specifier, declaredIn: DECLARED, rule });
}

function found(host: MemoryHost): Closure {
  const closure = closureIn(host);
  assert.ok(closure.ok, JSON.stringify(closure));
  return closure.value;
}

function pathsIn(files: Record<string, string>, links: Record<string, string> = {}): readonly string[] {
  return found(memoryHost({ "rules/r.ts": "", ...files }, links)).modules.map((module) => module.path);
}

/** The part of a closure that a fingerprint holds. */
function codeOf(host: MemoryHost): unknown {
  const { modules, packages } = found(host);
  return { modules: modules.map(({ path, digest }) => [path, digest]), packages };
}

const STUDY = {
  "package.json": JSON.stringify({ name: "study", exports: { "./stats": "./src/stats.ts" } }),
  "rules/r.ts": `rule({ task: () => import("./tasks/t.ts") })`,
  "rules/tasks/t.ts": `import type { r } from "../r.ts"; import { task } from "plr"; import { mean } from "study/stats";
import "lib/sub"; import { a } from "../../src/a.ts"; export default task(async () => (await import("../../src/late.ts")).run(a));`,
  "src/stats.ts": `export * from "./more.ts"; export const mean = 1;`,
  "src/more.ts": `import fs from "node:fs"; import table from "../data/table.json" with { type: "json" };`,
  "src/a.ts": `import "./b.ts"; export const a = 1; // remark`,
  "src/b.ts": `import { a } from "./a.ts"; export const sql = new URL("./q.sql", import.meta.url);`,
  "src/late.ts": `import "dep"; export const run = () => 1;`,
  "src/unused.ts": `export const nobody = 1;`,
  "src/q.sql": "select 1",
  "data/table.json": "[1]",
  "node_modules/lib/package.json": `{"name":"lib","version":"1.2.3"}`,
  "node_modules/dep/package.json": `{"name":"dep","version":"0.1.0"}`,
};

test("the closure is what the task can reach, by path", () => {
  const closure = found(memoryHost(STUDY));
  assert.equal(closure.entry, "rules/tasks/t.ts");
  assert.deepEqual(
    closure.modules.map((module) => module.path),
    [
      "data/table.json",
      "rules/tasks/t.ts",
      "src/a.ts",
      "src/b.ts",
      "src/late.ts",
      "src/more.ts",
      "src/q.sql",
      "src/stats.ts",
    ],
  );
  assert.deepEqual(closure.packages, [
    { name: "dep", version: "0.1.0", integrity: undefined },
    { name: "lib", version: "1.2.3", integrity: undefined },
  ]);
  assert.deepEqual(
    closure.files,
    [
      ...closure.modules.map((module) => module.path),
      "node_modules/dep/package.json",
      "node_modules/lib/package.json",
      "package.json",
    ].sort(),
  );
});

test("only what counts changes the answer", () => {
  const before = codeOf(memoryHost(STUDY));
  const after = (changes: Record<string, string>): unknown => codeOf(memoryHost({ ...STUDY, ...changes }));
  assert.deepEqual(after({ "src/a.ts": `import "./b.ts";\nexport const a: number = 1;` }), before);
  assert.deepEqual(after({ "src/unused.ts": "changed" }), before);
  assert.deepEqual(after({ "node_modules/lib/sub.js": "changed" }), before);
  assert.notDeepEqual(after({ "src/a.ts": `import "./b.ts"; export const a = 2;` }), before);
  assert.notDeepEqual(after({ "src/q.sql": "select  1" }), before);
  assert.notDeepEqual(after({ "data/table.json": "[2]" }), before);
  assert.notDeepEqual(after({ "node_modules/lib/package.json": `{"name":"lib","version":"1.2.4"}` }), before);
  assert.notDeepEqual(after({ "src/late.ts": `export const run = () => 1;` }), before);
  assert.notDeepEqual(
    after({ "package.json": JSON.stringify({ name: "study", exports: { "./stats": "./src/unused.ts" } }) }),
    before,
  );
});

test("an absent asset counts, and so does its appearance", () => {
  const files = { "rules/r.ts": "", "rules/tasks/t.ts": `new URL("./x.sql", import.meta.url)` };
  const absent = found(memoryHost(files));
  assert.deepEqual(
    absent.modules.map(({ path, digest }) => [path, digest]).filter(([path]) => path === "rules/tasks/x.sql"),
    [["rules/tasks/x.sql", "absent"]],
  );
  assert.ok(absent.files.includes("rules/tasks/x.sql"));
  assert.notDeepEqual(codeOf(memoryHost({ ...files, "rules/tasks/x.sql": "" })), codeOf(memoryHost(files)));
});

test("links and workspaces are local, by their real path", () => {
  assert.deepEqual(
    pathsIn(
      {
        "rules/tasks/t.ts": `import "ws"; import "./link.ts";`,
        "packages/ws/package.json": `{"name":"ws","version":"1.0.0","exports":"./i.ts"}`,
        "packages/ws/i.ts": `import "./j.ts"`,
        "packages/ws/j.ts": "",
        "src/real.ts": `import "./beside.ts"`,
        "src/beside.ts": "",
      },
      { "node_modules/ws": "packages/ws", "rules/tasks/link.ts": "src/real.ts" },
    ),
    ["packages/ws/i.ts", "packages/ws/j.ts", "rules/tasks/t.ts", "src/beside.ts", "src/real.ts"],
  );
});

test("code outside of the project root counts too", () => {
  assert.deepEqual(pathsIn({ "rules/tasks/t.ts": `import "../../../other/x.ts"`, "/other/x.ts": "" }), [
    "../other/x.ts",
    "rules/tasks/t.ts",
  ]);
});

test("a worker's module counts by its bytes, and what it imports counts", () => {
  const files = {
    "rules/r.ts": "",
    "rules/tasks/t.ts": `new Worker(new URL("./w.ts", import.meta.url)); new URL("./broken.ts", import.meta.url)`,
    "rules/tasks/w.ts": `import "./x.ts" // remark`,
    "rules/tasks/x.ts": "",
    "rules/tasks/broken.ts": "const = ;",
  };
  const paths = found(memoryHost(files)).modules.map((module) => module.path);
  assert.deepEqual(
    paths,
    ["broken.ts", "t.ts", "w.ts", "x.ts"].map((name) => `rules/tasks/${name}`),
  );
  const edited = codeOf(memoryHost({ ...files, "rules/tasks/w.ts": `import "./x.ts"` }));
  assert.notDeepEqual(edited, codeOf(memoryHost(files)));
  const alsoImported = `${files["rules/tasks/t.ts"]}; import "./broken.ts"`;
  const closure = closureIn(memoryHost({ ...files, "rules/tasks/t.ts": alsoImported }));
  assert.ok(!closure.ok && closure.failure.reason === "code-unreadable");
});

test("a task that reaches the rules by value is refused, however long the way", () => {
  const task = (text: string): unknown => {
    const closure = closureIn(
      memoryHost({
        "plrfile.ts": "",
        "rules/r.ts": "",
        "rules/tasks/t.ts": text,
        "rules/tasks/u.ts": `import { x } from "../r.ts"`,
        "rules/tasks/p.ts": `export * from "../../plrfile.ts"`,
      }),
    );
    return closure.ok ? "fine" : closure.failure;
  };
  const refused = (file: string, imports: string): unknown => ({
    reason: "task-imports-rules",
    file: `rules/tasks/${file}`,
    imports,
    rule,
  });
  assert.deepEqual(task(`import { r } from "../r.ts"`), refused("t.ts", "rules/r.ts"));
  assert.deepEqual(task(`import { type r } from "../r.ts"`), refused("t.ts", "rules/r.ts"));
  assert.deepEqual(task(`import "./u.ts"`), refused("u.ts", "rules/r.ts"));
  assert.deepEqual(task(`await import("./p.ts")`), refused("p.ts", "plrfile.ts"));
  assert.equal(task(`import type { r } from "../r.ts"`), "fine");
});

test("failures name the file, the line and the rule", () => {
  const failureOf = (text: string, specifier?: string): unknown => {
    const closure = closureIn(memoryHost({ "rules/r.ts": "", "rules/tasks/t.ts": text }), specifier);
    return closure.ok ? closure.value : closure.failure;
  };
  const file = "rules/tasks/t.ts";
  assert.deepEqual(failureOf("\nimport(x)"), { reason: "computed-import", file, line: 2, rule });
  assert.deepEqual(failureOf("\n\nimport './gone.ts'"), {
    reason: "code-unreadable",
    file,
    line: 3,
    message: 'there is no file "./gone.ts"',
    rule,
  });
  assert.deepEqual(failureOf("\nlet = = 1"), {
    reason: "code-unreadable",
    file,
    line: 2,
    message: "Unexpected token",
    rule,
  });
  assert.deepEqual(failureOf("", "./tasks/typo.ts"), {
    reason: "code-unreadable",
    file: "rules/r.ts",
    line: 3,
    message: 'there is no file "./tasks/typo.ts"',
    rule,
  });
});

test("known bytes are never parsed again", () => {
  const host = memoryHost(STUDY);
  const first = closureIn(host);
  host.readings.length = 0;
  assert.deepEqual(closureIn(host), first);
  assert.deepEqual(host.readings, []);
  host.files.set("/p/src/a.ts", `import "./b.ts"; export const a = 5;`);
  assert.notDeepEqual(closureIn(host), first);
  assert.deepEqual(host.readings, ["/p/src/a.ts"]);
});

test("facts of a file that changed after it was hashed are not kept for the old bytes", () => {
  const host = memoryHost(STUDY);
  const stale = host.rawDigest("/p/src/a.ts");
  const changed = { ...host, readSource: (path: string) => host.readSource(path)?.replace("a = 1", "a = 2") };
  assert.ok(closureFinder(changed)({ specifier: "./tasks/t.ts", declaredIn: DECLARED, rule }).ok);
  assert.equal(host.stored.has(`${stale}.ts`), false);
  assert.ok(host.stored.size > 0);
});

test("tasks share what is known of modules, and a failure keeps its own rule", () => {
  const host = memoryHost({ ...STUDY, "rules/tasks/bad.ts": "import(x)" });
  const find = closureFinder(host);
  const task = { specifier: "./tasks/t.ts", declaredIn: DECLARED, rule };
  const [one, two] = [
    find(task),
    find({ ...task, declaredIn: "file:///p/rules/r.ts:9", rule: { name: "s", at: undefined } }),
  ];
  assert.ok(one.ok && two.ok && one.value === two.value);
  const bad = ["a", "b"].map((name) =>
    find({ ...task, specifier: "./tasks/bad.ts", rule: { name, at: undefined } }),
  );
  assert.deepEqual(
    bad.map((result) => !result.ok && "rule" in result.failure && result.failure.rule),
    [
      { name: "a", at: undefined },
      { name: "b", at: undefined },
    ],
  );
});
