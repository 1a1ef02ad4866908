import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { toPdf, toPng } from "../../src/charts/index.ts";
import { line, rect, text } from "../../src/charts/svg.ts";
import { ink } from "../../src/charts/theme.ts";

const body =
  rect({ x: 0, y: 0, width: 252, height: 36 }, ink.white) +
  text(10, 20, "AUROC 0.911 ≥ −0.5", { face: "semibold" }) +
  line([10, 30], [100, 30]);
const svg =
  `<svg xmlns="http://www.w3.org/2000/svg" width="252pt" height="36pt" viewBox="0 0 252 36">` +
  `<title>Sample</title>${body}</svg>`;

/** Chunks of a PNG by name. */
function chunks(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

test("a PNG has 300 dots to the inch and says so", async () => {
  const found = chunks(await toPng(svg));
  const header = found.get("IHDR");
  assert.deepEqual([header?.readUInt32BE(0), header?.readUInt32BE(4)], [1050, 150]);
  const resolution = found.get("pHYs");
  assert.deepEqual(
    [resolution?.readUInt32BE(0), resolution?.readUInt32BE(4), resolution?.readUInt8(8)],
    [11_811, 11_811, 1],
  );
});

test("text is really drawn in the PNG: without the shipped font it would be blank, silently", async () => {
  const withText = chunks(await toPng(svg)).get("IDAT");
  const without = chunks(await toPng(svg.replace(/<text.*<\/text>/, ""))).get("IDAT");
  assert.ok(withText && without);
  const ink = (data: Buffer) => inflateSync(data).reduce((sum, byte) => sum + (byte === 0 ? 0 : 1), 0);
  assert.ok(ink(withText) > 1.5 * ink(without));
});

test("PNG and PDF are the same bytes each time, and carry no date of their making", async () => {
  assert.deepEqual(await toPng(svg), await toPng(svg));
  const pdf = toPdf(svg);
  assert.deepEqual(toPdf(svg), pdf);
  assert.doesNotMatch(pdf.toString("latin1"), /\(D:|\/ID/);
});
