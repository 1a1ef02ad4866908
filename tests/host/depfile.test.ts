import assert from "node:assert/strict";
import { test } from "node:test";
import { readDepfile } from "../../src/host/depfile.ts";

const CASES: readonly (readonly [what: string, text: string, found: readonly string[]])[] = [
  ["one rule", "out.o: a.c b.h\n", ["a.c", "b.h"]],
  ["nothing", "", []],
  ["no end of line", "out.o: a.c", ["a.c"]],
  ["continuations", "out.o: a.c \\\n  b.h \\\r\n\tc.h\nnext.o: d.c\n", ["a.c", "b.h", "c.h", "d.c"]],
  ["several targets", "out.o out.d: a.c\n", ["a.c"]],
  ["a colon apart", "out.o : a.c\n", ["a.c"]],
  ["targets without prerequisites, as -MP adds", "out.o: a.c b.h\nb.h:\n\n", ["a.c", "b.h"]],
  ["each once", "x: a\ny: a b\n", ["a", "b"]],
  ["spaces in names", "out\\ file.o: my\\ file.c other\\ \\ one.h\n", ["my file.c", "other  one.h"]],
  ["dollars", "x: a$$b $$HOME\n", ["a$b", "$HOME"]],
  ["number signs", "x: a\\#b c # d\n", ["a#b", "c"]],
  ["lines of comment, as rustc writes", "x: a\n# env-dep:HOME=/x\n", ["a"]],
  ["backslashes before a space", "x: a\\\\\\ b c\\\\ d\n", ["a\\ b", "c\\\\", "d"]],
  ["backslashes elsewhere", "x: dir\\a.h\n", ["dir\\a.h"]],
  ["colons in names", "x: a\\:b c:d\n", ["a:b", "c:d"]],
  ["other letters", "x: größe/α.h\n", ["größe/α.h"]],
  ["a line that is no rule", "just words\n", []],
];

for (const [what, text, found] of CASES) {
  test(`a list for make: ${what}`, () => assert.deepEqual(readDepfile(text), found));
}
