import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { cleanLine, cleanOutput, cleanPlainLine, cleanText } from "../../src/report/escape.ts";

/* oxlint-disable no-control-regex -- control characters are what is tested */

test("colours stay and are closed; all other escapes go", () => {
  assert.equal(cleanLine("a \u001b[1;31mred\u001b[0m b"), "a \u001b[1;31mred\u001b[0m b\u001b[0m");
  assert.equal(cleanLine("\u001b[2J\u001b[10;3Hx\u001b[?25l\u001b[3A"), "x");
  assert.equal(cleanLine("\u001b[38:2::1:2:3mx"), "\u001b[38:2::1:2:3mx\u001b[0m");
  assert.equal(cleanLine("\u001b[?1mx\u001b[>4;2m"), "x", "only plain parameters are a colour");
});

test("titles, links, clipboard and device strings go with their text", () => {
  assert.equal(cleanLine("a\u001b]0;title\u0007b"), "ab");
  assert.equal(cleanLine("a\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\b"), "alinkb");
  assert.equal(cleanLine("a\u001b]52;c;cm0gLXJm\u0007b"), "ab");
  assert.equal(cleanLine("a\u001bPq#0;2\u001b\\b\u001b_x\u001b\\c\u001b^y\u001b\\d\u001bXz\u001b\\"), "abcd");
  assert.equal(cleanLine("a\u009d0;title\u009cb\u009b2Jc\u0090q\u009cd"), "abcd", "in eight bits too");
  assert.equal(cleanLine("a\u001b]0;never ended"), "a");
});

test("what is left of nested sequences is no sequence", () => {
  assert.equal(cleanLine("\u001b\u001b]0;x\u0007[2Jy"), "y");
  assert.equal(cleanLine("\u001b\u001b[2J[3Jy"), "3Jy");
});

test("after a carriage return the last text counts", () => {
  assert.equal(cleanLine("10 %\r50 %\r100 %"), "100 %");
  assert.equal(cleanLine("windows\r"), "windows");
  assert.equal(cleanLine("\r\r"), "");
});

test("marks that turn text around go, tabs stay", () => {
  assert.equal(cleanLine("a\u202eb\u2066c\td\u0000\u0008"), "abc\td");
});

test("a line is cut at 10,000 characters, colours not counted, characters whole", () => {
  assert.equal(cleanLine("x".repeat(5e6)).length, 10_000);
  assert.equal(cleanPlainLine("\u001b[31mx".repeat(9_000)).length, 9_000);
  const pairs = cleanLine(`x${"😀".repeat(9_999)}`);
  assert.equal(pairs.length, 9_999);
  assert.ok(pairs.isWellFormed());
});

test("messages lose their colours too and keep their lines", () => {
  assert.equal(cleanText("\u001b[31ma\u001b[0m\nb\u001b[2J\r\nc"), "a\nb\nc");
  assert.equal(cleanOutput("\u001b[31ma\u001b[2J\nb\n"), "\u001b[31ma\u001b[0m\nb\n");
});

test("whatever comes in, only colours come out", () => {
  const piece = fc.constantFrom(
    "\u001b",
    "\u009b",
    "\u009d",
    "\u0090",
    "\u009c",
    "\u0007",
    "\\",
    "[",
    "]",
    "m",
    "0",
    ";",
    "?",
    "P",
    "J",
    "x",
    " ",
    "\r",
    "\n",
    "é",
    "\u202e",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const rest = cleanLine(pieces.join("")).replaceAll(/\u001b\[[\d;:]*m/g, "");
      assert.doesNotMatch(rest, /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
    { numRuns: 3_000 },
  );
});
