import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { didYouMean } from "../../src/report/did-you-mean.ts";
import {
  cutToWidth,
  displayWidth,
  padToWidth,
  shortenMiddle,
  shortenPath,
} from "../../src/report/display-width.ts";
import { createLook } from "../../src/report/look.ts";
import { wantsColour } from "../../src/report/paint.ts";
import { clock, count, counted, duration, firstOf, roughly } from "../../src/report/quantities.ts";
import { describeReason } from "../../src/report/reasons.ts";
import { shellWord } from "../../src/report/shell-word.ts";

test("cells: wide characters and emoji take two, marks and colours none", () => {
  assert.equal(displayWidth("瞳孔"), 4);
  assert.equal(displayWidth("ﾊﾝ"), 2, "half-width kana");
  assert.equal(displayWidth("한글"), 4);
  assert.equal(displayWidth("e\u0301"), 1);
  assert.equal(displayWidth("👩‍👩‍👧🇫🇮"), 4);
  assert.equal(displayWidth("\u001b[31mred\u001b[0m"), 3);
  assert.equal(displayWidth("▶✓≡✗⊘⚑…"), 7);
});

test("a cut line never exceeds its width and never splits a character or a colour", () => {
  const text = fc.array(fc.constantFrom("a", "瞳", "e\u0301", "👩‍👩‍👧", "\u001b[31m", " "), { maxLength: 20 });
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 20 }), (parts, width) => {
      const line = parts.join("");
      const cut = cutToWidth(line, width, "…");
      assert.ok(displayWidth(cut) <= width);
      if (displayWidth(line) <= width) assert.equal(cut, line);
      else if (cut.includes("\u001b")) assert.ok(cut.endsWith("\u001b[0m"), "the colour ends with the line");
      assert.ok(cut.isWellFormed());
    }),
  );
  assert.equal(cutToWidth("瞳孔反射", 6, "…"), "瞳孔…");
});

test("ids keep both of their ends, paths their file", () => {
  assert.equal(shortenMiddle("extraction/run 8f3c12ab", 15, "…"), "extract…f3c12ab");
  assert.equal(shortenMiddle("short", 15, "…"), "short");
  assert.equal(shortenMiddle("瞳孔反射の図 8f3c", 11, "…"), "瞳孔… 8f3c");
  assert.equal(shortenPath("rules/analysis/tasks/shap.ts:48", 20, "…"), "rules/…/shap.ts:48");
  assert.equal(shortenPath("rules/analysis/tasks/a-very-long-name.ts:48", 20, "…"), "rules/anal…ame.ts:48");
  assert.equal(padToWidth("瞳孔", 6), "瞳孔  ");
});

test("times: running, over, expected", () => {
  assert.deepEqual([0, 999, 12_000, 252_000, 3_780_000, 187_200_000].map(clock), [
    "0s",
    "0s",
    "12s",
    "4m12s",
    "1h03m",
    "2d04h",
  ]);
  assert.deepEqual([3_140, 9_949, 9_950, 59_700].map(duration), ["3.1s", "9.9s", "10s", "1m00s"]);
  assert.deepEqual([200, 26_400, 59_400, 61_000, 3_570_000, 3_630_000, 4_200_000, 172_800_000].map(roughly), [
    "1 s",
    "26 s",
    "59 s",
    "1 min",
    "1 h",
    "1 h",
    "1 h 10 min",
    "2 d",
  ]);
});

test("numbers and names", () => {
  assert.deepEqual([0, 999, 3504, 1234567].map(count), ["0", "999", "3,504", "1,234,567"]);
  assert.deepEqual(
    [1, 2].map((number) => counted(number, "step")),
    ["1 step", "2 steps"],
  );
  assert.equal(firstOf(["a"]), "a");
  assert.equal(firstOf(["a", "b", "c"]), "a and 2 more");
  assert.equal(shellWord("figures/forest-outlier"), "figures/forest-outlier");
  assert.equal(shellWord("extraction/run it's"), String.raw`'extraction/run it'\''s'`);
});

test("the word that was meant: one slip for three letters, a swap is one slip", () => {
  const known = ["figures", "paper", "db", "figures/forest-outlier", "analysis"];
  assert.equal(didYouMean("figurs", known), "figures");
  assert.equal(didYouMean("figuers", known), "figures");
  assert.equal(didYouMean("bd", known), "db");
  assert.equal(didYouMean("Paper", known), "paper");
  assert.equal(didYouMean("forest-outlier", known), "figures/forest-outlier");
  assert.equal(didYouMean("xyz", known), undefined);
  assert.equal(didYouMean("", known), undefined);
});

test("reasons in one line each", () => {
  const db = { what: "data/x.db : table:metrics", old: "3f9c12ab00000000", new: "a1d0ee9000000000" };
  const lines = [
    { kind: "input-changed", ...db },
    { kind: "input-added", what: "mlruns/a.pickle", new: "a1d0ee9000000000" },
    { kind: "input-removed", what: "mlruns/b.pickle", old: "a1d0ee9000000000" },
    { kind: "param-changed", what: "classifier", old: '"TabPFN"', new: '"CatBoost"' },
    { kind: "env-changed", what: "SEED", old: "(not set)", new: "a1d0ee9000000000" },
    { kind: "code-changed", what: "rules/ci.ts", new: "a1d0ee9000000000" },
    { kind: "tool-changed", what: "R --version", old: "R\n4.4", new: `R 4.5 ${"x".repeat(60)}` },
    { kind: "output-missing", what: "figures/a.png" },
    { kind: "output-altered", what: "figures/a.png", old: "3f9c12ab00000000", new: "a1d0ee9000000000" },
    { kind: "never-built", what: "" },
    { kind: "forced", what: "" },
    { kind: "changed-while-running", what: "" },
  ] as const;
  assert.deepEqual(lines.map(describeReason), [
    "input  data/x.db : metrics                      3f9c12ab -> a1d0ee90",
    "input added mlruns/a.pickle",
    "input removed mlruns/b.pickle",
    'param  classifier                               "TabPFN" -> "CatBoost"',
    "env    SEED                                     (not set) -> a1d0ee90",
    "code   rules/ci.ts                              (none) -> a1d0ee90",
    `tool   R --version                              R 4.4 -> R 4.5 ${"x".repeat(32)}..`,
    "output figures/a.png is missing",
    "output figures/a.png was altered                3f9c12ab -> a1d0ee90",
    "new    never built",
    "forced asked for by --force",
    "input  changed while it last ran",
  ]);
});

test("colour: of the stream, unless a variable says otherwise", () => {
  assert.equal(wantsColour(true, {}), true);
  assert.equal(wantsColour(false, {}), false);
  assert.equal(wantsColour(true, { NO_COLOR: "1" }), false);
  assert.equal(wantsColour(true, { NO_COLOR: "" }), true, "an empty NO_COLOR says nothing");
  assert.equal(wantsColour(true, { TERM: "dumb" }), false);
  assert.equal(wantsColour(false, { FORCE_COLOR: "1" }), true);
  assert.equal(wantsColour(true, { FORCE_COLOR: "0" }), false);
  assert.equal(wantsColour(true, { FORCE_COLOR: "1", NO_COLOR: "1" }), true);
});

test("two streams of one process each keep their own colour", () => {
  const coloured = createLook(true, { LANG: "C.UTF-8" });
  const plain = createLook(false, { LANG: "C.UTF-8" });
  assert.equal(coloured.paint.failed("x"), "\u001b[31mx\u001b[39m");
  assert.equal(plain.paint.failed("x"), "x");
  assert.equal(coloured.paint.failed("x"), "\u001b[31mx\u001b[39m");
});

test("signs are ASCII where the locale is not UTF-8; the first of its variables decides", () => {
  assert.equal(createLook(false, { LANG: "en_GB.UTF-8" }).symbols.built, "✓");
  assert.equal(createLook(false, { LC_ALL: "C", LANG: "en_GB.UTF-8" }).symbols.built, "v");
  assert.equal(createLook(false, {}).symbols.built, "v");
  for (const sign of Object.values(createLook(false, {}).symbols))
    assert.match(String(sign), /^[\x20-\x7e]+$/);
});
