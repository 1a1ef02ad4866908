import { readFileSync } from "node:fs";
import { fontTables, tableOf } from "./font-tables.ts";

/** Advance widths of one TrueType font, in em. */
export interface FontMetrics {
  readonly ascent: number;
  readonly descent: number;
  /** Width of the character with this code point; the width of `.notdef` if the font lacks it. */
  advance(codePoint: number): number;
  has(codePoint: number): boolean;
}

/**
 * Reads the horizontal metrics of a TrueType file: tables `head`, `hhea`, `hmtx` and a format 4 `cmap`
 * (OpenType 1.9). Kerning is not applied, so a width is an upper bound to within about 1%.
 *
 * @throws if the file is not a TrueType font with a format 4 character map
 */
export function readFontMetrics(file: URL): FontMetrics {
  const bytes = readFileSync(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = fontTables(view);
  const unitsPerEm = view.getUint16(tableOf(tables, "head").offset + 18);
  const hhea = tableOf(tables, "hhea").offset;
  const widthCount = view.getUint16(hhea + 34);
  const hmtx = tableOf(tables, "hmtx").offset;
  const glyphs = readCharacterMap(view, tableOf(tables, "cmap").offset);
  return {
    ascent: view.getInt16(hhea + 4) / unitsPerEm,
    descent: -view.getInt16(hhea + 6) / unitsPerEm,
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => {
      const glyph = Math.min(glyphs.get(codePoint) ?? 0, widthCount - 1);
      return view.getUint16(hmtx + 4 * glyph) / unitsPerEm;
    },
  };
}

/** Glyph by code point, from the font's format 4 map, whose table begins at `cmap`. */
export function readCharacterMap(view: DataView, cmap: number): Map<number, number> {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(subtable) === 4) return readFormat4(view, subtable);
  }
  throw new Error("the font has no format 4 character map");
}

/** Format 4 stores segments of code points in four parallel arrays: ends, starts, deltas, range offsets. */
function readFormat4(view: DataView, subtable: number): Map<number, number> {
  const doubled = view.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  const glyphs = new Map<number, number>();
  for (let s = 0; s < doubled; s += 2) {
    const range = view.getUint16(ranges + s);
    const start = view.getUint16(starts + s);
    for (let code = start; code <= view.getUint16(ends + s) && code < 0xffff; code++) {
      const found = range === 0 ? code : view.getUint16(ranges + s + range + 2 * (code - start));
      const glyph = found === 0 ? 0 : (found + view.getUint16(deltas + s)) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}
