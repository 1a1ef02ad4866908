import { type PdfObject, nameAt, readPdfDocument } from "./pdf-document.ts";
import { type PdfFonts, readPdfFonts, utf16BigEndian } from "./pdf-fonts.ts";
import { shownTexts } from "./pdf-text.ts";
import type { PdfValue } from "./pdf-value.ts";
import { type Part, scanTexts, type ScanContext, within } from "./scan-context.ts";
import { scanRawBytes } from "./scan-raw-bytes.ts";

/**
 * Scans a PDF: the strings and names of every object (information dictionary, links, outlines; literal, hexadecimal
 * and UTF-16), streams with their filters undone (metadata, attached files by their own format), and the text shown
 * on the pages, read through each font's map to Unicode. Pixels of images are not read.
 */
export function scanPdf({ bytes, where }: Part, context: ScanContext): void {
  const { objects, encrypted } = readPdfDocument(bytes);
  if (encrypted || objects.length === 0) {
    context.log.report({
      where: within(where, "PDF"),
      what: "unreadable",
      why: encrypted ? "encrypted" : "damaged",
    });
    return;
  }
  const fonts = readPdfFonts(objects);
  if (fonts.unmapped) {
    context.log.report({
      where: within(where, "PDF fonts"),
      what: "unreadable",
      why: "text-without-unicode-map",
    });
  }
  for (const object of objects) scanObject(object, { fonts, where, context });
  scanRawBytes(bytes, within(where, "PDF"), context);
}

type Scope = { readonly fonts: PdfFonts; readonly where: string; readonly context: ScanContext };

function scanObject(object: PdfObject, scope: Scope): void {
  const { context } = scope;
  const place = within(scope.where, object.number === 0 ? "PDF trailer" : `PDF object ${object.number}`);
  scanTexts(textsIn(object.value), () => place, context);
  if (object.stream === "unreadable")
    context.log.report({ where: place, what: "unreadable", why: "damaged" });
  if (Buffer.isBuffer(object.stream)) scanStream(object.stream, object.value, { ...scope, where: place });
}

function scanStream(stream: Buffer, dict: PdfValue, { fonts, where, context }: Scope): void {
  const type = nameAt(dict, "Type");
  if (type === "XRef" || type === "ObjStm") return;
  if (type === "EmbeddedFile") {
    context.embedded({ bytes: stream, name: "attachment", where });
    return;
  }
  if (type === "Metadata") scanTexts([stream.toString("utf8")], () => where, context);
  const text = stream.toString("latin1");
  const isFont = dict.kind === "dict" && dict.entries.has("Length1");
  if (!isFont) scanTexts(shownTexts(text, fonts), () => where, context);
  scanRawBytes(stream, where, context);
}

function* textsIn(value: PdfValue): Generator<string> {
  if (value.kind === "string") yield* readings(value.bytes);
  if (value.kind === "name") yield value.name;
  if (value.kind === "array") for (const item of value.items) yield* textsIn(item);
  if (value.kind !== "dict") return;
  for (const [key, entry] of value.entries) {
    yield key;
    yield* textsIn(entry);
  }
}

function* readings(bytes: Buffer): Generator<string> {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) yield utf16BigEndian(bytes.subarray(2));
  else if (bytes[0] === 0xff && bytes[1] === 0xfe) yield bytes.toString("utf16le", 2);
  else {
    yield bytes.toString("latin1");
    if (bytes.some((byte) => byte >= 0x80)) yield bytes.toString("utf8");
  }
}
