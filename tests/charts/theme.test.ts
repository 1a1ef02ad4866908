import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, inkOn, isOnRamp, rampColor } from "../../src/charts/color-ramp.ts";
import { missingGlyphs, textWidth, wrapText } from "../../src/charts/text-width.ts";
import { categories, classifiers, diverging, ink, outcomes, sequential } from "../../src/charts/theme.ts";

test("text widths are those measured for Source Sans 3", () => {
  assert.equal((textWidth("Ensemble (Thresholded)", 7) / 72).toFixed(2), "0.99");
  assert.equal(Math.round(textWidth("Ensemble (CSDI+MOMENT+SAITS)", 9)), 127);
  const digits = Array.from("0123456789+\u2212\u2007", (character) => textWidth(character, 1));
  for (const width of digits) assert.equal(width, 0.497);
  assert.equal(textWidth("0", 1, "semibold"), 0.513);
});

test("the font has every sign that figures need", () => {
  assert.deepEqual(missingGlyphs("≤≥≈×±→²ηωπ−–·[]%,:"), []);
  assert.deepEqual(missingGlyphs("\u4e2d"), ["\u4e2d"]);
});

test("wrapped lines fit, and keep every word", () => {
  const words = "the study has one classifier only and nothing to compare it with";
  const lines = wrapText(words, 60, 7);
  assert.equal(lines.join(" "), words);
  assert.ok(lines.length > 1 && lines.every((line) => textWidth(line, 7) <= 60));
});

test("every mark has 3:1 against white, text 7:1", () => {
  for (const look of [
    ...Object.values(categories),
    ...Object.values(classifiers),
    ...Object.values(outcomes),
  ]) {
    assert.ok(contrast(look.color, ink.white) >= 3, look.color);
  }
  assert.ok(contrast(ink.text, ink.white) > 15.8);
  assert.ok(contrast(ink.secondary, ink.white) >= 7);
});

test("numbers on any colour of the ramps have 4.58:1", () => {
  for (const ramp of [sequential, diverging]) {
    for (let i = 0; i <= 500; i++) {
      const ground = rampColor(ramp, i / 500);
      assert.ok(contrast(ground, inkOn(ground)) >= 4.58, ground);
      assert.ok(isOnRamp(ramp, ground), ground);
    }
    assert.ok(!isOnRamp(ramp, "#00FF00"));
  }
});

test("ramps end at their ends, and the diverging one is neutral in the middle", () => {
  assert.equal(rampColor(sequential, 0), sequential[0]);
  assert.equal(rampColor(sequential, 1), sequential.at(-1));
  assert.equal(rampColor(diverging, 0.5), "#F5F5F5");
});
