import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as fontkit from "fontkit";
import type { Font } from "fontkit";
import { embedFonts } from "../../src/charts/embed-fonts.ts";
import { subsetFont } from "../../src/charts/font-subset.ts";
import { text } from "../../src/charts/svg.ts";
import { fontFiles, textWidth } from "../../src/charts/text-width.ts";

const faces = ["regular", "italic", "semibold"] as const;

/** Plain letters, digits, and glyphs that are composed of others (accents). */
const characters = "AUROC 0.911 [−] × ± · é Å ü";

function open(bytes: Buffer): Font {
  return fontkit.create(bytes) as Font;
}

for (const face of faces) {
  test(`a subset of ${face} has the outlines and widths of the whole font, and little else`, () => {
    const whole = readFileSync(fontFiles[face]);
    const subset = subsetFont(whole, characters);
    assert.ok(subset.length < 20_000, `${subset.length} bytes`);
    const [font, original] = [open(subset), open(whole)];
    for (const character of characters) {
      const [glyph, wanted] = [font, original].map((each) =>
        each.glyphForCodePoint(character.codePointAt(0) ?? 0),
      );
      assert.ok(glyph && wanted && glyph.id > 0, character);
      assert.equal(glyph.path.toSVG(), wanted.path.toSVG(), character);
      assert.equal(glyph.advanceWidth, wanted.advanceWidth, character);
      assert.equal(glyph.advanceWidth / 1000, textWidth(character, 1, face));
    }
    assert.equal(font.glyphForCodePoint("Z".codePointAt(0) ?? 0).id, 0);
    assert.equal(font.familyName, original.familyName);
  });
}

test("the file's words sum to the constant that TrueType asks for", () => {
  const subset = subsetFont(readFileSync(fontFiles.regular), characters);
  let sum = 0;
  for (let i = 0; i < subset.length; i += 4) sum = (sum + subset.readUInt32BE(i)) >>> 0;
  assert.equal(sum, 0xb1b0afba);
});

test("characters that the font lacks are passed over, repeated ones are stored once", () => {
  const whole = readFileSync(fontFiles.regular);
  assert.deepEqual(subsetFont(whole, "aab\u4e2d"), subsetFont(whole, "ba"));
});

test("an SVG can carry the faces it uses, with the characters of their texts", () => {
  const body = text(0, 0, "Title", { face: "semibold" }) + text(0, 9, "× 0.9");
  const svg = embedFonts(`<svg viewBox="0 0 9 9">${body}</svg>`);
  const [, style = ""] = /^<svg viewBox="0 0 9 9"><style>(.*)<\/style>/.exec(svg) ?? [];
  const quoted = body.replaceAll(`"Source Sans 3"`, `"'Source Sans 3', sans-serif"`);
  assert.ok(svg.endsWith(`</style>${quoted}</svg>`));
  const rules = style.split("@font-face").slice(1);
  assert.deepEqual(
    rules.map((rule) => /font-weight:(\d+);font-style:(\w+)/.exec(rule)?.slice(1)),
    [
      ["400", "normal"],
      ["600", "normal"],
    ],
  );
  const [regular] = rules.map((rule) => open(Buffer.from(/base64,([^)]*)/.exec(rule)?.[1] ?? "", "base64")));
  assert.ok(regular);
  assert.ok(regular.hasGlyphForCodePoint("×".codePointAt(0) ?? 0));
  assert.ok(!regular.hasGlyphForCodePoint("T".codePointAt(0) ?? 0));
  assert.equal(embedFonts("<svg></svg>"), "<svg></svg>");
});
