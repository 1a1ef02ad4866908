import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commandLineDocs } from "../../scripts/command-line-docs.ts";
import { failureDocs } from "../../scripts/failure-docs.ts";
import { terminalSvg } from "../../scripts/terminal-svg.ts";
import { root } from "./pages.ts";

test("docs/reference/command-line.md says what the command table says", () => {
  const page = readFileSync(`${root}docs/reference/command-line.md`, "utf8");
  assert.equal(page, commandLineDocs(), "run node scripts/write-command-line-docs.ts");
});

test("docs/reference/failures.md says what the failures say", () => {
  const page = readFileSync(`${root}docs/reference/failures.md`, "utf8");
  assert.equal(page, failureDocs(), "run node scripts/write-failure-docs.ts");
});

test("a picture of a terminal keeps columns, colours and characters that XML knows", () => {
  const svg = terminalSvg("a \u001B[33mstale\u001B[39m <b>\n");
  const texts = Array.from(svg.matchAll(/<text x="([\d.]+)".*?fill="(#\w+)".*?>(.*)<\/text>/g), (found) =>
    found.slice(1),
  );
  assert.deepEqual(texts, [
    ["16", "#d6dae0", "a "],
    ["31.6", "#f2cc60", "stale"],
    ["70.6", "#d6dae0", " &lt;b&gt;"],
  ]);
});
