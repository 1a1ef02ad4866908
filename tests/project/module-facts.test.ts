import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { test } from "node:test";
import { moduleFacts } from "../../src/project/module-facts.ts";
import { hasher } from "./code-host.ts";

function digestOf(source: string, path = "a.ts"): string {
  const read = moduleFacts(path, source, hasher);
  assert.ok(read.ok, `${source}: ${JSON.stringify(read)}`);
  return read.value.digest;
}

function importsOf(source: string, path = "a.ts"): readonly string[] {
  const read = moduleFacts(path, source, hasher);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value.imports.map(({ kind, specifier, line }) => `${line} ${kind} ${specifier}`);
}

/** Types and comments stand between `‹` and `›`; without them the text is the JavaScript that runs. */
const SAMPLE = `
import { readFile } from "node:fs/promises";
‹import type { Row } from "./row.ts";›
‹import type Whole from "./whole.ts";›
import { mean, ‹type Summary,› quantile as q } from "../stats.ts";
‹// How many.›
const limit‹: number› = 30;
let label = 'a "quoted" text';
‹interface Options { readonly alpha: number; beta?: string }›
‹export type Pair = readonly [number, string];›
‹declare const injected: number;›
‹declare global { interface Window { plr: number } }›
export function scale‹<T extends Row>›(rows‹: readonly T[]›, by‹?: number›)‹: number[]› {
  const factor = by ?? 1.5;
  for (const row of rows) if (row.value > limit && !row.hidden) label += row.name;
  return (rows ‹as readonly { value: number }[]›).map((row) => row.value * factor);
}
‹function over(a: string): string;›
‹function over(a: number): number;›
function over(‹this: unknown,› a‹: unknown›)‹: never› { throw new Error(\`no \${a} here\`); }
export class Counter‹<K>› extends Map‹<K, number>› ‹implements Iterable<[K, number]>› {
  static shared = new Counter‹<string>›();
  #total‹: number› = 0;
  ‹declare extra: string;›
  ‹private› ‹readonly› step‹!›: number = 2;
  ‹[key: symbol]: unknown;›
  get total()‹: number› { return this.#total; }
  async add(key‹: K›, ...more‹: K[]›)‹: Promise<void>› {
    this.#total += more.length + 1;
    this.set(key, (this.get(key)‹!› ?? 0) + this.step);
    await null;
  }
}
const { a, b: [c = 3], ...rest } = JSON.parse('{"a": 1}') ‹satisfies Options›;
const pattern = /a+(?<n>b)/giu, big = 12n, nothing = [, 1, ,];
label: while (true) { switch (a) { case 1: break label; default: continue label; } }
const picked = rest?.x?.[0]?.(q, mean) ?? (c ? -1 : ~2) ** 2;
function* walk() { yield* [1, 2]; return typeof picked === "number" || void 0; }
‹export type { Row };›
‹export type * from "./row.ts";›
export { over as default, walk };
export const lazy = async () => (await import("./late.ts"))‹!›.run;
`.trim();

const PLAIN = SAMPLE.replaceAll("‹", "").replaceAll("›", "").replace("step!: number", "step: number");

test("types and comments leave no trace", () => {
  const bare = SAMPLE.replaceAll(/‹[^›]*›/g, "").replace("step: number", "step");
  assert.equal(digestOf(PLAIN), digestOf(bare));
  assert.equal(digestOf(bare, "a.mts"), digestOf(bare));
});

test("a source counts as what Node makes of it when it strips the types", () => {
  const engine = new URL("../../src/engine/", import.meta.url);
  const sources = readdirSync(engine).map((name) => readFileSync(new URL(name, engine), "utf8"));
  assert.ok(sources.length > 5);
  sources.push(
    "namespace A { export type B = 1; namespace C { interface D {} } } let a: A.B = 1;",
    "export namespace A.B { export type C = 1 } export default interface D {}",
    "declare module 'x' { export const a: number; } import type { a } from 'x'; let b = 1 as typeof a;",
    "abstract class A extends B { abstract a: number; abstract b(): void; protected override c?: number; }",
    "class A { m(): void; m(a?: number): void {} declare readonly b: string; accessor c!: number; [k: string]: any }",
    "function f(this: Window, a?: number, ...b: number[]): asserts a is number {} export type * as T from 'x';",
    "const f = <T,>(a: T): a is T => a as any; g<number>(1); new G<string>(); h<number>; i!.j![0]!(); (k as any).l = 1;",
    "try {} catch (e: unknown) {} for (const a of b as number[]) {} let d!: number; export declare function e(): void;",
    "import { type A, b } from 'x'; export { type C, b }; import d, { type E } from 'y'; declare enum F { G }",
  );
  for (const source of sources) {
    const stripped = stripTypeScriptTypes(source);
    assert.deepEqual(
      moduleFacts("a.ts", source, hasher),
      moduleFacts("a.ts", stripped, hasher),
      `${source}\n→ ${stripped}`,
    );
  }
});

test("formatting leaves no trace", () => {
  const base = digestOf(PLAIN);
  const loose = PLAIN.replaceAll(/([{};])\n/g, "$1\n\n  /* remark */\n").replaceAll("=> row", "=>   row");
  assert.equal(digestOf(loose), base);
  assert.equal(digestOf(PLAIN.replaceAll("\n", "\r\n")), base);
  assert.equal(digestOf("f('a', (b))"), digestOf('f(\n  "a",\n  b,\n);;\n'));
  assert.equal(digestOf("x = `a\nb`"), digestOf("x = `a\r\nb`"));
});

test("each type can change alone", () => {
  const base = digestOf(PLAIN);
  const regions = [...SAMPLE.matchAll(/‹([^›]*)›/g)].map((region) => region[1] ?? "");
  let changed = 0;
  for (const region of regions) {
    const other = region.replaceAll(/\b(number|string|unknown|never|void|Row|alpha|K)\b/g, "Other");
    if (other === region) continue;
    changed++;
    assert.equal(digestOf(PLAIN.replace(region, other)), base, other);
  }
  assert.ok(changed > 20, `${changed} types were changed`);
});

/** Something else that could stand in a token's place. */
function others(token: string): readonly string[] {
  if (/^\d/.test(token)) return [`1${token}`];
  if (/^["'`]/.test(token)) return [`${token.slice(0, -1)}x${token.slice(-1)}`];
  if (/^[\w$#]/.test(token)) return [`${token}x`, "async", "let", "false", "yield", "get", "set", "static"];
  return ["", "+", "-", "*", "===", "!==", "||", "&&", "=", "-=", "?.", ".", "[", "!", "<", "++", ", 0,"];
}

test("every other token counts", () => {
  const tokens =
    /"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|#?[\p{L}_$][\w$]*|\d[\d.]*n?|[<>=!]==?|[-+*/|&?]=|\*\*|&&|\|\||\?\?|\?\.|=>|\.\.\.|[^\s]/gu;
  const bare = SAMPLE.replaceAll(/‹[^›]*›/g, "").replace("step: number", "step");
  let exercised = 0;
  for (const statement of bare.split(/\n(?=[^\s}])/)) {
    const base = digestOf(statement);
    for (const match of statement.matchAll(tokens)) {
      const [token] = match;
      for (const other of others(token)) {
        const mutant = statement.slice(0, match.index) + other + statement.slice(match.index + token.length);
        const read = moduleFacts("a.ts", mutant, hasher);
        if (other === token || !read.ok || sameMeaning(token, other, mutant.slice(match.index))) continue;
        exercised++;
        assert.notEqual(read.value.digest, base, `${token} → ${other}: ${mutant}`);
      }
    }
  }
  assert.ok(exercised > 800, `${exercised} mutants were parsed`);
});

/** A semicolon is formatting, what replaces it may be a type's; so is a comma before a closing bracket. */
function sameMeaning(token: string, other: string, rest: string): boolean {
  return token === ";" || (other === "" && token === "," && /^\s*[\])}]/.test(rest));
}

test("statements, members and arguments count in their order", () => {
  assert.notEqual(digestOf("a(); b();"), digestOf("b(); a();"));
  assert.notEqual(digestOf("f(a, b)"), digestOf("f(b, a)"));
  assert.notEqual(digestOf("({ a, b })"), digestOf("({ b, a })"));
  assert.notEqual(digestOf('import "./a.ts"; import "./b.ts"'), digestOf('import "./b.ts"; import "./a.ts"'));
});

test("values that print alike are told apart", () => {
  const sources = ["x = 1", 'x = "1"', "x = 1n", "x = `1`", "x = /1/", "x = [1]", "x = null", 'x = "null"'];
  sources.push("x = undefined", "x = true", 'x = "true"', "x = 1e999", 'x = "\\uD800"');
  sources.push(
    'x = "\\uFFFD"',
    "x = []",
    "x = [,]",
    "x = [,,]",
    "x = this",
    "x = f()",
    "x = f?.()",
    "x = new f()",
  );
  sources.push("(a?.b).c", "a?.b.c", "a.b.c", "a.b?.c", '"use strict"; x', '("use strict"); x');
  sources.push(
    "async () => { for await (a of b); }",
    "async () => { for (a of b); }",
    "() => {}",
    "() => ({})",
  );
  const alike = Map.groupBy(sources, (source) => digestOf(source));
  assert.deepEqual(
    [...alike.values()].filter((group) => group.length > 1),
    [],
  );
});

test("an import of types within braces still loads the module, as it does at run time", () => {
  assert.deepEqual(importsOf('import { type A } from "./a.ts";'), ["1 static ./a.ts"]);
  assert.deepEqual(importsOf('import type { A } from "./a.ts"; export type { B } from "./b.ts";'), []);
  assert.notEqual(digestOf('import { type A } from "./a.ts";'), digestOf(""));
});

test("every way to reach another file is found, with its line", () => {
  const source = `import "./effect.ts";
import a, { b } from "pkg";
export * from "./star.ts"; export * as ns from "./ns.ts"; export { c } from "./named.ts";
import data from "./data.json" with { type: "json" };
async function late() {
  await import("./late.ts"); await import(\`./quoted.ts\` as string);
  return import("./late.json", { with: { type: "json" } });
}
const worker = new Worker(new URL("./worker.ts", import.meta.url));
new URL("plain.csv", import.meta.url); new URL("./not-here.csv", base); new URL(name, import.meta.url);
import.meta.resolve("./resolved.ts");
import "pkg"; await import("pkg");
import plr from "plr"; let t: typeof import("./only-a-type.ts");`;
  assert.deepEqual(importsOf(source), [
    "1 static ./effect.ts",
    "2 static pkg",
    "3 static ./star.ts",
    "3 static ./ns.ts",
    "3 static ./named.ts",
    "4 asset ./data.json",
    "6 dynamic ./late.ts",
    "6 dynamic ./quoted.ts",
    "7 asset ./late.json",
    "9 asset ./worker.ts",
    "10 asset ./plain.csv",
    "11 asset ./resolved.ts",
    "12 dynamic pkg",
    "13 static plr",
  ]);
});

test("require counts where it can load something", () => {
  const esm = `import { createRequire as make } from "node:module";
function late() { return need("./late.cjs"); }
const need = make(import.meta.url);
const yaml = make(import.meta.url)("js-yaml") as typeof import("js-yaml");
require("./not-a-require.cjs"); need.resolve("./path.txt");`;
  assert.deepEqual(importsOf(esm), [
    "1 static node:module",
    "2 require ./late.cjs",
    "4 require js-yaml",
    "5 asset ./path.txt",
  ]);
  assert.deepEqual(importsOf('const a = require("./a"); return', "a.cjs"), ["1 require ./a"]);
  assert.deepEqual(importsOf('const a = require("./a"); return', "a.js"), ["1 require ./a"]);
});

test("a computed import names its line", () => {
  const computed = [
    "\n\nawait import(name)",
    "\n\nimport(`./${name}.ts`)",
    '\n\nimport("./" + name)',
    '\nimport { createRequire } from "node:module";\ncreateRequire(import.meta.url)(name)',
    '\nimport { createRequire } from "node:module";\ncreateRequire(cwd)("./x.cjs")',
  ];
  for (const source of computed)
    assert.deepEqual(moduleFacts("a.ts", source, hasher), {
      ok: false,
      failure: { reason: "computed-import", line: 3 },
    });
});

test("a syntax error names its line and what is wrong", () => {
  const read = moduleFacts("a.ts", 'const é = "é";\n\n/* ü */ const b = ;\nconst c = 1;\n', hasher);
  assert.ok(!read.ok && read.failure.reason === "code-unreadable");
  assert.equal(read.failure.line, 3);
  assert.match(read.failure.message, /unexpected token/i);
});
