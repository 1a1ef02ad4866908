import { ascii85Decode, asciiHexDecode, inflateLeniently } from "./pdf-filters.ts";
import { type PdfCursor, type PdfValue, readPdfValue } from "./pdf-value.ts";

/** One object of a PDF. `stream` is decoded; undefined without a stream, `"unreadable"` if a filter is unknown. */
export type PdfObject = {
  readonly number: number;
  readonly value: PdfValue;
  readonly stream?: Buffer | "unreadable";
};

/** Every object of the file, those of older revisions and of object streams too, and whether it is encrypted. */
export type PdfDocument = { readonly objects: readonly PdfObject[]; readonly encrypted: boolean };

/**
 * Reads all objects by walking the whole file, not by its cross-reference table: what an update has hidden is found
 * too. Images keep their bytes undecoded.
 */
export function readPdfDocument(bytes: Buffer): PdfDocument {
  const text = bytes.toString("latin1");
  const raw = rawObjects(text);
  const lengths = new Map(raw.map(({ number, value }) => [number, value]));
  const objects = raw.map((object) => decodeObject(object, bytes, lengths));
  const packed = objects.filter((object) => nameAt(object.value, "Type") === "ObjStm").flatMap(unpack);
  const trailers = [...text.matchAll(/\btrailer\b/gu)].flatMap(({ index }) => {
    const value = readPdfValue({ text, at: index + "trailer".length });
    return value === undefined ? [] : [{ number: 0, value }];
  });
  const all = [...objects, ...packed, ...trailers];
  return {
    objects: all,
    encrypted: all.some(({ value }) => value.kind === "dict" && value.entries.has("Encrypt")),
  };
}

/** The name stored under a key of a dictionary, if it is one. */
export function nameAt(value: PdfValue | undefined, key: string): string | undefined {
  const entry = value?.kind === "dict" ? value.entries.get(key) : undefined;
  return entry?.kind === "name" ? entry.name : undefined;
}

type RawObject = { number: number; value: PdfValue; streamStart?: number; streamEnd?: number };

function rawObjects(text: string): RawObject[] {
  const objects: RawObject[] = [];
  const start = /(?<![0-9])(\d+)[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj(?![A-Za-z0-9])/gu;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const cursor: PdfCursor = { text, at: start.lastIndex };
    const value = readPdfValue(cursor);
    if (value === undefined) break;
    const stream = streamRange(cursor, value);
    objects.push({ number: Number(found[1]), value, ...stream });
    start.lastIndex = stream.streamEnd ?? Math.max(cursor.at, start.lastIndex);
  }
  return objects;
}

function streamRange({ text, at }: PdfCursor, value: PdfValue): { streamStart?: number; streamEnd?: number } {
  if (value.kind !== "dict") return {};
  const keyword = /[\0\t\n\f\r ]*stream(?:\r\n|\n|\r)/uy;
  keyword.lastIndex = at;
  if (!keyword.test(text)) return {};
  const streamStart = keyword.lastIndex;
  const length = value.entries.get("Length");
  const direct = length?.kind === "word" ? streamStart + Number(length.word) : Number.NaN;
  const searchFrom = direct <= text.length ? direct : streamStart;
  const end = text.indexOf("endstream", searchFrom);
  return { streamStart, streamEnd: end === -1 ? text.length : end };
}

function decodeObject(raw: RawObject, bytes: Buffer, byNumber: ReadonlyMap<number, PdfValue>): PdfObject {
  const { number, value, streamStart, streamEnd } = raw;
  if (streamStart === undefined || streamEnd === undefined) return { number, value };
  const data = bytes.subarray(streamStart, streamEnd);
  if (nameAt(value, "Subtype") === "Image") return { number, value };
  const decoded = filterNames(value, byNumber).reduce<Buffer | undefined>(
    (sofar, name) => sofar && applyFilter(name, sofar),
    data,
  );
  return { number, value, stream: decoded ?? "unreadable" };
}

function filterNames(value: PdfValue, byNumber: ReadonlyMap<number, PdfValue>): readonly string[] {
  if (value.kind !== "dict") return [];
  const entry = value.entries.get("Filter");
  const filter = entry?.kind === "ref" ? byNumber.get(entry.number) : entry;
  if (filter?.kind === "name") return [filter.name];
  return filter?.kind === "array" ? filter.items.map((item) => (item.kind === "name" ? item.name : "")) : [];
}

function applyFilter(name: string, data: Buffer): Buffer | undefined {
  switch (name) {
    case "FlateDecode":
    case "Fl":
      return inflateLeniently(data);
    case "ASCIIHexDecode":
    case "AHx":
      return asciiHexDecode(data);
    case "ASCII85Decode":
    case "A85":
      return ascii85Decode(data);
    default:
      return undefined;
  }
}

function unpack({ value, stream }: PdfObject): PdfObject[] {
  if (!Buffer.isBuffer(stream) || value.kind !== "dict") return [];
  const first = value.entries.get("First");
  const text = stream.toString("latin1");
  const begin = first?.kind === "word" ? Number(first.word) : 0;
  const header = text.slice(0, begin).trim().split(/\s+/u).map(Number);
  const objects: PdfObject[] = [];
  for (let index = 0; index + 1 < header.length; index += 2) {
    const member = readPdfValue({ text, at: begin + (header[index + 1] ?? 0) });
    if (member !== undefined) objects.push({ number: header[index] ?? 0, value: member });
  }
  return objects;
}
