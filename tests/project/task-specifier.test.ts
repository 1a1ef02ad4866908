import assert from "node:assert/strict";
import { test } from "node:test";
import { taskSpecifier } from "../../src/project/task-specifier.ts";

const rule = { name: "r", at: undefined };

/** A function with this source text, as a bundler or a user may have written it. */
function named(source: string): unknown {
  const load = (): unknown => undefined;
  load.toString = () => source;
  return taskSpecifier(load, "file:///p/rules.ts:7", rule);
}

test("the text of a real function is read", () => {
  const value = taskSpecifier(() => import("./code-host.ts"), "file:///p/rules.ts:7", rule);
  assert.deepEqual(value, { ok: true, value: "./code-host.ts" });
});

test("each way to write it names the module", () => {
  const forms = [
    `()=>import("./t.ts")`,
    `() => import('./t.ts')`,
    "() => import(`./t.ts`)",
    `async () => await import("./t.ts")`,
    `() => { return import("./t.ts"); }`,
    `task() { return import("./t.ts"); }`,
    `function load() { return import("./t.ts"); }`,
    `() => import(/* import("./no.ts") */ "./t.ts" /* it's */, {})`,
    `() =>\n  // the task's import("./no.ts")\n  import(\n    "./t.ts",\n  )`,
    `() => import("./t.ts").then((m) => m.default)`,
    `() => (log('import("./no.ts")'), import("./t.ts"))`,
    `() => Promise.resolve().then(() => __toESM(require("./t.ts")))`,
    `() => (cond ? import("./t.ts") : import("./t.ts"))`,
    String.raw`() => import("./\u0074.ts")`,
    String.raw`() => import('./\x74.t\u{73}')`,
  ];
  for (const form of forms) assert.deepEqual(named(form), { ok: true, value: "./t.ts" }, form);
  const escaped = named(String.raw`() => import('./it\'s "q".ts')`);
  assert.deepEqual(escaped, { ok: true, value: `./it's "q".ts` });
});

test("a computed, absent or ambiguous module is a failure that names the place", () => {
  const forms = [
    "() => import(path)",
    "() => import(`./${name}.ts`)",
    `() => import("./" + name)`,
    `() => load("./t.ts")`,
    `() => loader.import("./t.ts")`,
    `() => reimport("./t.ts")`,
    `() => (cond ? import("./t.ts") : import("./u.ts"))`,
    `() => (cond ? import("./t.ts") : import(other))`,
    "() => [native code]",
  ];
  for (const form of forms)
    assert.deepEqual(
      named(form),
      { ok: false, failure: { reason: "computed-import", file: "/p/rules.ts", line: 7, rule } },
      form,
    );
});
