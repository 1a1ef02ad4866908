import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import { COMMANDS } from "../../src/cli/command-table.ts";
import { commandProblems, flagsOf } from "./commands.ts";
import { anchorsOf, codeSpans, prose, readPages, root, shellLines } from "./pages.ts";

const pages = readPages();
/** Paths with a name for the reader to fill in. */
const isTemplate = (path: string): boolean => path.includes("<");

test("every relative link leads to a file, and to a heading where it names one", () => {
  const problems = pages.flatMap(({ path, text }) =>
    targetsOf(text).flatMap((target) => {
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(`${root}${to}`)) return [`${path}: ${target}`];
      if (anchor === undefined) return [];
      return anchorsOf(readFileSync(`${root}${to}`, "utf8")).has(anchor) ? [] : [`${path}: ${target}`];
    }),
  );
  assert.deepEqual(problems, []);
});

test("every page under docs is named in its index", () => {
  const index = pages.find(({ path }) => path === "docs/README.md");
  const named = new Set(targetsOf(index?.text ?? "").map((target) => posix.join("docs", target)));
  const lost = pages.filter(
    ({ path }) => path.startsWith("docs/") && path !== "docs/README.md" && !named.has(path),
  );
  assert.deepEqual(
    lost.map(({ path }) => path),
    [],
  );
});

test("every plr command and option exists", () => {
  const problems = pages.flatMap(({ path, text }) =>
    [...shellLines(text), ...codeSpans(text)]
      .flatMap(commandProblems)
      .map((problem) => `${path}: ${problem}`),
  );
  assert.deepEqual(problems, []);
});

test("an option in backticks by itself is one of some command", () => {
  const known = new Set([...COMMANDS.flatMap(flagsOf), "--help", "--version"]);
  const problems = pages.flatMap(({ path, text }) =>
    codeSpans(text)
      .filter((code) => /^--[a-z-]+$/.test(code) && !known.has(code) && !OF_OTHERS.includes(code))
      .map((code) => `${path}: ${code}`),
  );
  assert.deepEqual(problems, []);
});

/** Options of the tools that plr is compared with. */
const OF_OTHERS = ["--summary"];

test("every path of the project that stands in backticks is there", () => {
  const problems = pages.flatMap(({ path, text }) =>
    codeSpans(text)
      .filter((code) => /^(?:src|rules|docs|configs|tests|scripts|bin|data\/demo)\/\S*$/.test(code))
      .filter((code) => !isTemplate(code) && !isThere(code))
      .map((code) => `${path}: ${code}`),
  );
  assert.deepEqual(problems, []);
});

test("a wrong command, option, link or heading would be found", () => {
  assert.deepEqual(commandProblems("A=1 npx plr biuld | sort"), ['no command "plr biuld"']);
  assert.deepEqual(commandProblems("plr build -j 4 --frce x"), ['no option "--frce" of "plr build"']);
  assert.deepEqual(commandProblems("plr build --force db && plr status --check"), []);
  assert.deepEqual(shellLines("```sh\nplr a # b\n```\n\n```\n$ plr c\nout\n```\n"), ["plr a", "plr c"]);
  assert.deepEqual([...anchorsOf("## What plr does `not` do, yet")], ["what-plr-does-not-do-yet"]);
  assert.deepEqual(targetsOf("[a](b.md#c) ![d](e.png) [f](https://g.org)\n```\n[h](i)\n```\n"), [
    "b.md#c",
    "e.png",
  ]);
});

function targetsOf(text: string): readonly string[] {
  const links = prose(text)
    .replaceAll(/`[^`\n]*`/g, "")
    .matchAll(/\]\(([^)\s]+)\)/g);
  return Array.from(links, ([, target = ""]) => target).filter((target) => !/^[a-z]+:/.test(target));
}

function isThere(path: string): boolean {
  return path.includes("*") ? globSync(path, { cwd: root }).length > 0 : existsSync(`${root}${path}`);
}
