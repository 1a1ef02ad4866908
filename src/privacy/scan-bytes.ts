import { extname } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Part, type ScanContext, within } from "./scan-context.ts";
import { scanPdf } from "./scan-pdf.ts";
import { scanPng } from "./scan-png.ts";
import { scanRawBytes } from "./scan-raw-bytes.ts";
import { scanText } from "./scan-text.ts";

/**
 * Scans content held in memory by what its first bytes say it is: PNG, PDF, gzip (its content by the inner name),
 * TrueType (which stores text as it is), or text in UTF-8 or UTF-16. Anything else is `unknown-format`.
 */
export function scanBytes(part: Part, context: ScanContext): void {
  const { bytes, where } = part;
  const start = bytes.toString("latin1", 0, 1024);
  if (start.startsWith("\x89PNG\r\n\x1A\n")) scanPng(part, context);
  else if (isPdf(start, part.name)) scanPdf(part, context);
  else if (start.startsWith("\x1F\x8B")) scanGzip(part, context);
  else if (start.startsWith("\x00\x01\x00\x00")) scanRawBytes(bytes, where, context);
  else {
    const text = decodeText(bytes);
    if (text === undefined) reportUnknown(part, context);
    else scanText({ text, name: part.name, where }, context);
  }
}

/** Readers accept a header anywhere in the first 1024 bytes; a text that speaks of one is still a text. */
function isPdf(start: string, name: string): boolean {
  return (
    start.trimStart().startsWith("%PDF-") ||
    (start.includes("%PDF-") && extname(name).toLowerCase() === ".pdf")
  );
}

const LARGEST_INFLATED = 256 * 1024 * 1024;

function scanGzip({ bytes, name, where }: Part, context: ScanContext): void {
  const inner = extname(name) === ".gz" ? name.slice(0, -".gz".length) : name;
  const inflated = gunzip(bytes);
  if (inflated === undefined) {
    context.log.report({ where: within(where, "gzip"), what: "unreadable", why: "damaged" });
    return;
  }
  scanRawBytes(bytes.subarray(0, 1024), within(where, "gzip header"), context);
  context.embedded({ bytes: inflated, name: inner, where: within(where, "gzip content") });
}

function gunzip(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_INFLATED });
  } catch {
    return undefined;
  }
}

function reportUnknown({ bytes, where }: Part, context: ScanContext): void {
  context.log.report({ where: within(where, "content"), what: "unreadable", why: "unknown-format" });
  scanRawBytes(bytes, where, context);
}

/** Text has no NUL: a binary format that happens to be valid UTF-8 is not taken for text. */
function decodeText(bytes: Buffer): string | undefined {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}
