import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { toPdf } from "../../src/charts/index.ts";
import { line, moved, rect, text } from "../../src/charts/svg.ts";
import { textWidth } from "../../src/charts/text-width.ts";
import { ink } from "../../src/charts/theme.ts";
import { scanPublic } from "../../src/privacy/index.ts";

const page = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="252pt" height="36pt" viewBox="0 0 252 36">` +
  `<title>n &lt; 9 · α</title>${body}</svg>`;

/** Each object's dictionary and what its stream holds, by number. */
function objectsOf(pdf: Buffer): Map<number, { dictionary: string; stream: Buffer }> {
  const bytes = pdf.toString("latin1");
  const found = bytes.matchAll(/(\d+) 0 obj\n<<(.*?)>>\n(?:stream\n|endobj)/gs);
  return new Map(
    Array.from(found, ({ 0: all, 1: number, 2: dictionary = "", index }) => {
      const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
      const start = index + all.length;
      const stream = length === 0 ? Buffer.alloc(0) : inflateSync(pdf.subarray(start, start + length));
      return [Number(number), { dictionary, stream }];
    }),
  );
}

function contentOf(body: string): string {
  return (
    objectsOf(toPdf(page(body)))
      .get(5)
      ?.stream.toString() ?? ""
  );
}

test("a PDF is vector, of the declared size, with its title and its font inside", () => {
  const pdf = toPdf(page(text(10, 20, "AUROC", { face: "semibold" }))).toString("latin1");
  assert.match(pdf, /\/MediaBox \[0 0 252 36\]/);
  assert.match(pdf, /\/BaseFont \/[A-Z]{6}\+SourceSans3-SemiBold/);
  assert.match(pdf, /\/FontFile2/);
  assert.doesNotMatch(pdf, /\/Subtype \/Image|SourceSans3-Regular/);
  const title = /\/Title <feff([0-9a-f]*)>/.exec(pdf)?.[1] ?? "";
  assert.equal(Buffer.from(title, "hex").swap16().toString("utf16le"), "n < 9 · α");
});

test("each object lies where the table of objects says", () => {
  const pdf = toPdf(page(text(10, 20, "AUROC"))).toString("latin1");
  const table = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
  const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  assert.equal(pdf.slice(table, table + 5), "xref\n");
  assert.equal(offsets.length, 10);
  for (const [i, offset] of offsets.entries()) assert.ok(pdf.startsWith(`${i + 1} 0 obj`, offset));
});

test("text can be read back, and each glyph is as wide as it was measured", () => {
  const words = "AUROC 0.911 ≥ −0.5 é";
  const objects = objectsOf(toPdf(page(text(10, 20, words))));
  const map = objects.get(10)?.stream.toString() ?? "";
  const letters = new Map(
    Array.from(map.matchAll(/^<(\w{4})> <(\w{4})>$/gm), ([, glyph, code]) => [
      Number(`0x${glyph}`),
      String.fromCodePoint(Number(`0x${code}`)),
    ]),
  );
  const shown = /<([0-9a-f]*)> Tj/.exec(objects.get(5)?.stream.toString() ?? "")?.[1] ?? "";
  const glyphs = Array.from(shown.match(/.{4}/g) ?? [], (code) => Number(`0x${code}`));
  assert.equal(glyphs.map((glyph) => letters.get(glyph)).join(""), words);
  const widths = objects.get(7)?.dictionary ?? "";
  const total = glyphs.reduce(
    (sum, glyph) => sum + Number(new RegExp(`[[ ]${glyph} \\[(\\d+)\\]`).exec(widths)?.[1]),
    0,
  );
  assert.ok(Math.abs(total / 1000 - textWidth(words, 1)) < 0.01, `${total}`);
});

test("y points down on the page as in the SVG, and text stands upright, turned or not", () => {
  const drawn = contentOf(moved(5, 6, rect({ x: 1, y: 2, width: 3, height: 4 }, ink.text)));
  assert.match(drawn, /^1 0 0 -1 0 36 cm\n/);
  assert.match(drawn, /0\.133 0\.133 0\.133 rg\n6 8 m\n9 8 l\n9 12 l\n6 12 l\nh\nf/);
  const end = 10 - textWidth("AUC", 7);
  const placed = contentOf(text(10, 20, "AUC", { anchor: "end" }));
  assert.match(placed, new RegExp(`1 0 0 -1 ${Math.round(end * 1000) / 1000} 20 Tm`));
  assert.match(contentOf(text(10, 20, "AUC", { rotate: -90 })), /0 -1 -1 0 10 20 Tm/);
});

test("strokes, dashes, joins, arcs, opacity and ramps are drawn as SVG means them", () => {
  const dashed = contentOf(line([0, 1], [2, 3], { dash: [3, 2], width: 0.75 }));
  assert.match(dashed, /RG\n0\.75 w 0 j 4 M \[3 2\] 0 d\n0 1 m\n2 3 l\nS$/);
  const round = contentOf('<g fill="none"><path d="M0,0L3,3" stroke="#222222" stroke-linejoin="round"/></g>');
  assert.match(round, /1 w 1 j 4 M \[\] 0 d\n0 0 m\n3 3 l\nS$/, "the group's filling is none");
  const quarter = contentOf('<path d="M1,0A1,1,0,0,1,0,1Z" fill="#222222"/>');
  assert.match(quarter, /1 0 m\n1 0\.552 0\.552 1 0 1 c\nh\nf$/);
  const pale = toPdf(page('<path d="M0,0h9v9Z" fill="#222222" opacity="0.16"/>'));
  assert.match(pale.toString("latin1"), /\/O16 << \/ca 0\.16 \/CA 0\.16 >>/);
  const ramp =
    '<defs><linearGradient id="r"><stop offset="0" stop-color="#000000"/><stop offset="0.5" stop-color="#FFFFFF"/>' +
    '<stop offset="1" stop-color="#222222"/></linearGradient></defs>' +
    '<rect x="10" y="0" width="20" height="5" fill="url(#r)"/>';
  assert.match(contentOf(ramp), /q\n10 0 m.*W n \/S0 sh\nQ$/s);
  assert.match(toPdf(page(ramp)).toString("latin1"), /\/Coords \[10 0 30 0\].*\/Bounds \[0\.5\]/);
});

test("what is not written by this library is refused rather than left out", () => {
  assert.throws(() => toPdf(page('<rect width="3" height="3" fill="red"/>')), /no colour of this library/);
  assert.throws(() => toPdf(page('<path d="M0,0C1,1,2,2,3,3" fill="#222222"/>')), /no path command/);
});

test("the privacy gate reads what stands in such a file", async () => {
  const root = mkdtempSync(join(tmpdir(), "plr-pdf-"));
  try {
    writeFileSync(join(root, "leak.pdf"), toPdf(page(text(10, 20, "person PLR1234"))));
    const findings = await scanPublic({ root, files: ["leak.pdf"], forbidden: { codes: [] } });
    assert.ok(findings.length > 0);
  } finally {
    rmSync(root, { recursive: true });
  }
});
