import { inflateSync } from "node:zlib";
import { type Part, scanTexts, type ScanContext, within } from "./scan-context.ts";
import { scanRawBytes } from "./scan-raw-bytes.ts";

/**
 * Scans what a PNG carries beside its pixels: `tEXt`, `zTXt` and `iTXt` (inflated), `iCCP`, `eXIf`, unknown chunks,
 * and bytes after the end. Text drawn as pixels is not read: the SVG of the same figure is what shows it.
 */
export function scanPng({ bytes, where }: Part, context: ScanContext): void {
  let offset = 8;
  for (;;) {
    const chunk = readChunk(bytes, offset);
    if (chunk === undefined) {
      context.log.report({ where: within(where, `offset ${offset}`), what: "unreadable", why: "damaged" });
      return;
    }
    scanChunk(chunk, within(where, `PNG chunk ${chunk.type} at ${offset}`), context);
    offset = chunk.end;
    if (chunk.type === "IEND") break;
  }
  scanRawBytes(bytes.subarray(offset), within(where, "after the end of the PNG"), context);
}

type Chunk = { type: string; data: Buffer; end: number };

function readChunk(bytes: Buffer, offset: number): Chunk | undefined {
  if (offset + 12 > bytes.length) return undefined;
  const length = bytes.readUInt32BE(offset);
  const end = offset + 12 + length;
  const type = bytes.toString("latin1", offset + 4, offset + 8);
  if (end > bytes.length || !/^[A-Za-z]{4}$/u.test(type)) return undefined;
  return { type, data: bytes.subarray(offset + 8, end - 4), end };
}

/** Chunks of numbers only, defined by the PNG specification. */
const NUMERIC = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP bKGD hIST pHYs tIME acTL fcTL fdAT".split(" "),
);

function scanChunk({ type, data }: Chunk, where: string, context: ScanContext): void {
  if (NUMERIC.has(type)) return;
  const texts = chunkTexts(type, data);
  if (texts === undefined) context.log.report({ where, what: "unreadable", why: "damaged" });
  scanTexts(texts ?? [], () => where, context);
  scanRawBytes(data, where, context);
}

function chunkTexts(type: string, data: Buffer): readonly string[] | undefined {
  switch (type) {
    case "tEXt":
      return [data.toString("latin1")];
    case "zTXt":
    case "iCCP":
      return keywordAndInflated(data);
    case "iTXt":
      return internationalText(data);
    default:
      return [data.toString("latin1"), data.toString("utf16le"), data.toString("utf8")];
  }
}

function keywordAndInflated(data: Buffer): readonly string[] | undefined {
  const end = data.indexOf(0);
  if (end === -1) return undefined;
  const inflated = inflate(data.subarray(end + 2));
  return (
    inflated && [data.toString("latin1", 0, end), inflated.toString("latin1"), inflated.toString("utf8")]
  );
}

/** Keyword, 0, compression flag, method, language, 0, translated keyword, 0, text. */
function internationalText(data: Buffer): readonly string[] | undefined {
  const keywordEnd = data.indexOf(0);
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = data.indexOf(0, languageEnd + 1);
  if (keywordEnd === -1 || languageEnd === -1 || translatedEnd === -1) return undefined;
  const packed = data.subarray(translatedEnd + 1);
  const text = data[keywordEnd + 1] === 1 ? inflate(packed) : packed;
  return text && [data.toString("utf8", 0, translatedEnd), text.toString("utf8")];
}

function inflate(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes);
  } catch {
    return undefined;
  }
}
