import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { readCharacterMap } from "./font-metrics.ts";
import { subsetFont } from "./font-subset.ts";
import { fontTables, tableOf } from "./font-tables.ts";
import type { PdfObject } from "./pdf-file.ts";
import { capHeight, fontFiles, textWidth } from "./text-width.ts";
import type { Face } from "./text-width.ts";

const names: Readonly<Record<Face, string>> = {
  regular: "SourceSans3-Regular",
  italic: "SourceSans3-Italic",
  semibold: "SourceSans3-SemiBold",
};

/** A face cut down to some characters, as a PDF embeds it. */
export interface PdfFont {
  /** Writes a line of text as a string of its glyphs; each character must be among those that the font was made of. */
  encode(text: string): string;
  /** The font itself first, then what it refers to, numbered from `first`. */
  objects(first: number): readonly PdfObject[];
}

/** A composite font of a face, with a map back to text (ISO 32000-1, 9.7 and 9.10.3). */
export function pdfFont(face: Face, characters: string): PdfFont {
  const file = subsetFont(readFileSync(fontFiles[face]), characters);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = fontTables(view);
  const glyphs = readCharacterMap(view, tableOf(tables, "cmap").offset);
  const name = `${tagOf(file)}+${names[face]}`;
  const ordered = [...glyphs].sort(([, a], [, b]) => a - b);
  return {
    encode: (text) => {
      const codes = Array.from(text, (character) => glyphs.get(character.codePointAt(0) ?? 0) ?? 0);
      return `<${codes.map(hex).join("")}>`;
    },
    objects: (first) => [
      {
        dictionary:
          `/Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H` +
          ` /DescendantFonts [${first + 1} 0 R] /ToUnicode ${first + 4} 0 R`,
      },
      {
        dictionary:
          `/Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDToGIDMap /Identity` +
          ` /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>` +
          ` /FontDescriptor ${first + 2} 0 R /W [${ordered.map(widthOf(face)).join(" ")}]`,
      },
      { dictionary: `${descriptor(face, name, { view, tables })} /FontFile2 ${first + 3} 0 R` },
      { dictionary: `/Length1 ${file.length}`, stream: file },
      { dictionary: "/Type /CMap", stream: characterMap(ordered) },
    ],
  };
}

/** Six letters that tell subsets of one face apart when files are joined. */
function tagOf(file: Buffer): string {
  const sum = crc32(file);
  return Array.from({ length: 6 }, (_, i) => String.fromCharCode(65 + (Math.floor(sum / 26 ** i) % 26))).join(
    "",
  );
}

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}

function widthOf(face: Face): (glyph: readonly [number, number]) => string {
  return ([code, glyph]) => `${glyph} [${Math.round(textWidth(String.fromCodePoint(code), 1000, face))}]`;
}

interface OpenFont {
  readonly view: DataView;
  readonly tables: ReturnType<typeof fontTables>;
}

/** Bit 6 of the flags says that letters stand for themselves, bit 7 that they lean. */
function descriptor(face: Face, name: string, { view, tables }: OpenFont): string {
  const [head, hhea] = ["head", "hhea"].map((tag) => tableOf(tables, tag).offset) as [number, number];
  const box = [36, 38, 40, 42].map((at) => view.getInt16(head + at));
  const [flags, lean, stem] =
    face === "italic" ? [32 + 64, -11, 80] : face === "semibold" ? [32, 0, 120] : [32, 0, 84];
  return (
    `/Type /FontDescriptor /FontName /${name} /Flags ${flags} /FontBBox [${box.join(" ")}]` +
    ` /ItalicAngle ${lean} /Ascent ${view.getInt16(hhea + 4)} /Descent ${view.getInt16(hhea + 6)}` +
    ` /CapHeight ${1000 * capHeight} /StemV ${stem}`
  );
}

function characterMap(glyphs: readonly (readonly [number, number])[]): string {
  const lines = glyphs.map(([code, glyph]) => `<${hex(glyph)}> <${hex(code)}>`);
  const blocks = Array.from({ length: Math.ceil(lines.length / 100) }, (_, i) =>
    lines.slice(100 * i, 100 * (i + 1)),
  );
  return [
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
    "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ...blocks.flatMap((block) => [`${block.length} beginbfchar`, ...block, "endbfchar"]),
    "endcmap CMapName currentdict /CMap defineresource pop end end",
  ].join("\n");
}
