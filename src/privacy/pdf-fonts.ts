import { nameAt, type PdfObject } from "./pdf-document.ts";
import { type PdfValue, readPdfValue } from "./pdf-value.ts";

/** How one font's strings read: bytes per code, and the text of each code. A code without an entry is Latin-1. */
export type GlyphMap = { readonly bytesPerCode: number; readonly texts: ReadonlyMap<number, string> };

/**
 * The maps of each font name used in the document. One name can mean several fonts (each page has its own
 * dictionary), so a name has a list. `unmapped` says whether a composite font has no map to Unicode: what is
 * written in it cannot be read.
 */
export type PdfFonts = {
  readonly byName: ReadonlyMap<string, readonly GlyphMap[]>;
  readonly unmapped: boolean;
};

/**
 * Collects the fonts of every resource dictionary (ISO 32000-1, 9.10.2). A simple font has one byte per code whatever
 * its map says.
 */
export function readPdfFonts(objects: readonly PdfObject[]): PdfFonts {
  const byNumber = new Map(objects.map((object) => [object.number, object]));
  const byName = new Map<string, GlyphMap[]>();
  let unmapped = false;
  for (const [name, font] of fontEntries(objects, byNumber)) {
    const map = glyphMap(font, byNumber);
    if (map === undefined) unmapped = true;
    else byName.set(name, [...(byName.get(name) ?? []), map]);
  }
  return { byName, unmapped };
}

type ByNumber = ReadonlyMap<number, PdfObject>;

function resolve(value: PdfValue | undefined, byNumber: ByNumber): PdfValue | undefined {
  return value?.kind === "ref" ? byNumber.get(value.number)?.value : value;
}

function* fontEntries(objects: readonly PdfObject[], byNumber: ByNumber): Generator<[string, PdfValue]> {
  const seen = new Set<string>();
  for (const dict of objects.flatMap(({ value }) => [...dictsIn(value)])) {
    const fonts = resolve(dict.get("Font"), byNumber);
    if (fonts?.kind !== "dict") continue;
    for (const [name, entry] of fonts.entries) {
      const key = `${name} ${entry.kind === "ref" ? entry.number : JSON.stringify(entry)}`;
      const font = resolve(entry, byNumber);
      if (font === undefined || seen.has(key)) continue;
      seen.add(key);
      yield [name, font];
    }
  }
}

function* dictsIn(value: PdfValue): Generator<ReadonlyMap<string, PdfValue>> {
  if (value.kind === "array") for (const item of value.items) yield* dictsIn(item);
  if (value.kind !== "dict") return;
  yield value.entries;
  for (const entry of value.entries.values()) yield* dictsIn(entry);
}

function glyphMap(font: PdfValue, byNumber: ByNumber): GlyphMap | undefined {
  if (font.kind !== "dict") return undefined;
  const toUnicode = font.entries.get("ToUnicode");
  const cmap = toUnicode?.kind === "ref" ? byNumber.get(toUnicode.number)?.stream : undefined;
  const isComposite = nameAt(font, "Subtype") === "Type0";
  if (Buffer.isBuffer(cmap)) {
    const map = parseCMap(cmap.toString("latin1"));
    return isComposite ? map : { ...map, bytesPerCode: 1 };
  }
  if (isComposite) return undefined;
  return { bytesPerCode: 1, texts: differences(resolve(font.entries.get("Encoding"), byNumber)) };
}

function parseCMap(text: string): GlyphMap {
  const cursor = { text, at: 0 };
  const texts = new Map<number, string>();
  let bytesPerCode = 1;
  let operands: PdfValue[] = [];
  for (let value = readPdfValue(cursor); value !== undefined; value = readPdfValue(cursor)) {
    if (value.kind !== "word") {
      operands.push(value);
      continue;
    }
    if (value.word === "endcodespacerange")
      bytesPerCode = Math.max(bytesPerCode, ...operands.map(byteLength));
    if (value.word === "endbfchar") addChars(operands, texts);
    if (value.word === "endbfrange") addRanges(operands, texts);
    operands = [];
  }
  return { bytesPerCode, texts };
}

function byteLength(value: PdfValue): number {
  return value.kind === "string" ? value.bytes.length : 1;
}

function addChars(operands: readonly PdfValue[], texts: Map<number, string>): void {
  for (let index = 0; index + 1 < operands.length; index += 2) {
    const [code, text] = [codeOf(operands[index]), operands[index + 1]];
    if (code !== undefined && text?.kind === "string") texts.set(code, utf16BigEndian(text.bytes));
  }
}

function addRanges(operands: readonly PdfValue[], texts: Map<number, string>): void {
  for (let index = 0; index + 2 < operands.length; index += 3) {
    const [low, high, target] = [codeOf(operands[index]), codeOf(operands[index + 1]), operands[index + 2]];
    if (low === undefined || high === undefined || high - low > 0xffff) continue;
    for (let code = low; code <= high; code += 1) {
      const text = rangeText(target, code - low);
      if (text !== undefined) texts.set(code, text);
    }
  }
}

function rangeText(target: PdfValue | undefined, step: number): string | undefined {
  if (target?.kind === "array") {
    const item = target.items[step];
    return item?.kind === "string" ? utf16BigEndian(item.bytes) : undefined;
  }
  if (target?.kind !== "string") return undefined;
  const text = utf16BigEndian(target.bytes);
  const last = text.codePointAt(text.length - 1);
  return last === undefined ? undefined : text.slice(0, -1) + String.fromCodePoint(last + step);
}

function codeOf(value: PdfValue | undefined): number | undefined {
  if (value?.kind !== "string" || value.bytes.length === 0 || value.bytes.length > 4) return undefined;
  return value.bytes.readUIntBE(0, value.bytes.length);
}

/** Also used for text strings that begin with FE FF. */
export function utf16BigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString("utf16le");
}

const GLYPH_NAMES: Readonly<Record<string, string>> = {
  zero: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  space: " ",
  underscore: "_",
  hyphen: "-",
  period: ".",
  slash: "/",
  backslash: "\\",
  colon: ":",
  at: "@",
};

function differences(encoding: PdfValue | undefined): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const list = encoding?.kind === "dict" ? encoding.entries.get("Differences") : undefined;
  let code = 0;
  for (const item of list?.kind === "array" ? list.items : []) {
    if (item.kind === "word") code = Number(item.word);
    if (item.kind !== "name") continue;
    const text = GLYPH_NAMES[item.name] ?? (/^[A-Za-z]$/u.test(item.name) ? item.name : undefined);
    if (text !== undefined) texts.set(code, text);
    code += 1;
  }
  return texts;
}
