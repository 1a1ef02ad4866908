import { readCharacterMap } from "./font-metrics.ts";
import { fontTables, tableOf, writeFont } from "./font-tables.ts";

/** Flags of a component of a composite glyph (OpenType 1.9, glyf). */
const component = { words: 0x0001, scale: 0x0008, more: 0x0020, twoScales: 0x0040, matrix: 0x0080 } as const;

/**
 * A TrueType font with the outlines, widths and names of `font` for the given characters alone. Kerning and other
 * features are dropped, so text in it is as wide as `textWidth` says. Characters that the font lacks are passed over.
 *
 * @param font an unhinted TrueType file with a format 4 character map
 */
export function subsetFont(font: Buffer, characters: Iterable<string>): Buffer {
  const source = openFont(font);
  const codes = [...new Set(Array.from(characters, (character) => character.codePointAt(0) ?? 0))]
    .filter((code) => source.glyphs.has(code))
    .sort((a, b) => a - b);
  const kept = withComponents(source, [0, ...codes.map((code) => source.glyphs.get(code) ?? 0)]);
  const renumbered = new Map(kept.map((glyph, i) => [glyph, i]));
  const outlines = kept.map((glyph) => padded(renumber(source.outline(glyph), renumbered)));
  const map = codes.map((code): [number, number] => [
    code,
    renumbered.get(source.glyphs.get(code) ?? 0) ?? 0,
  ]);
  return writeFont(
    new Map([
      ["OS/2", source.table("OS/2")],
      ["cmap", characterMap(map)],
      ["glyf", Buffer.concat(outlines)],
      ["head", patched(source.table("head"), (head) => head.writeInt16BE(1, 50))],
      ["hhea", patched(source.table("hhea"), (hhea) => hhea.writeUInt16BE(kept.length, 34))],
      ["hmtx", Buffer.concat(kept.map((glyph) => source.metrics(glyph)))],
      ["loca", offsetsOf(outlines)],
      ["maxp", patched(source.table("maxp"), (maxp) => maxp.writeUInt16BE(kept.length, 4))],
      ["name", source.table("name")],
      ["post", patched(source.table("post").subarray(0, 32), (post) => post.writeUInt32BE(0x00030000, 0))],
    ]),
  );
}

interface SourceFont {
  /** Glyph by code point. */
  readonly glyphs: ReadonlyMap<number, number>;
  table(tag: string): Buffer;
  outline(glyph: number): Buffer;
  /** Advance width and left bearing, four bytes. */
  metrics(glyph: number): Buffer;
}

function openFont(font: Buffer): SourceFont {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = fontTables(view);
  const table = (tag: string): Buffer => {
    const { offset, length } = tableOf(tables, tag);
    return font.subarray(offset, offset + length);
  };
  const [glyf, loca, hmtx] = [table("glyf"), table("loca"), table("hmtx")];
  const long = table("head").readInt16BE(50) === 1;
  const offset = (glyph: number) => (long ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
  const widths = table("hhea").readUInt16BE(34);
  return {
    glyphs: readCharacterMap(view, tableOf(tables, "cmap").offset),
    table,
    outline: (glyph) => glyf.subarray(offset(glyph), offset(glyph + 1)),
    metrics: (glyph) => {
      if (glyph < widths) return hmtx.subarray(4 * glyph, 4 * glyph + 4);
      const bearing = 4 * widths + 2 * (glyph - widths);
      const width = hmtx.subarray(4 * widths - 4, 4 * widths - 2);
      return Buffer.concat([width, hmtx.subarray(bearing, bearing + 2)]);
    },
  };
}

/** The glyphs and those they are composed of, each once, the given ones first. */
function withComponents(source: SourceFont, glyphs: readonly number[]): number[] {
  const kept = new Set(glyphs);
  for (const glyph of kept) for (const at of componentsOf(source.outline(glyph))) kept.add(at.glyph);
  return [...kept];
}

/** The components of a composite glyph, and where in its outline each one's number stands; none for a simple glyph. */
function componentsOf(outline: Buffer): { glyph: number; at: number }[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const found: { glyph: number; at: number }[] = [];
  for (let at = 10, more = true; more;) {
    const flags = outline.readUInt16BE(at);
    found.push({ glyph: outline.readUInt16BE(at + 2), at: at + 2 });
    const scales =
      flags & component.matrix ? 8 : flags & component.twoScales ? 4 : flags & component.scale ? 2 : 0;
    at += 4 + (flags & component.words ? 4 : 2) + scales;
    more = (flags & component.more) !== 0;
  }
  return found;
}

function renumber(outline: Buffer, numbers: ReadonlyMap<number, number>): Buffer {
  return patched(outline, (copy) => {
    for (const { glyph, at } of componentsOf(outline)) copy.writeUInt16BE(numbers.get(glyph) ?? 0, at);
  });
}

function patched(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

function padded(outline: Buffer): Buffer {
  return Buffer.concat([outline, Buffer.alloc(-outline.length & 3)]);
}

function offsetsOf(outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc(4 * (outlines.length + 1));
  let offset = 0;
  outlines.forEach((outline, i) => {
    offset += outline.length;
    loca.writeUInt32BE(offset, 4 * (i + 1));
  });
  return loca;
}

/** A format 4 map with one segment per character; the last segment, 0xFFFF, is required. */
function characterMap(map: readonly (readonly [number, number])[]): Buffer {
  const segments = [...map, [0xffff, 0] as const];
  const words = (of: (segment: readonly [number, number]) => number) =>
    segments.map((segment) => of(segment) & 0xffff);
  const power = Math.floor(Math.log2(segments.length));
  const count = 2 * segments.length;
  const range = 2 ** (power + 1);
  const head = [4, 16 + 4 * count, 0, count, range, power, count - range];
  const starts = words(([code]) => code);
  const deltas = words(([code, glyph]) => (code === 0xffff ? 1 : glyph - code));
  const body = [...head, ...starts, 0, ...starts, ...deltas, ...words(() => 0)];
  const table = Buffer.alloc(12 + 2 * body.length);
  [0, 1, 3, 1, 0, 12].forEach((word, i) => table.writeUInt16BE(word, 2 * i));
  body.forEach((word, i) => table.writeUInt16BE(word, 12 + 2 * i));
  return table;
}
