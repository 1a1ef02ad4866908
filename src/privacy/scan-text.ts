import { extname } from "node:path";
import { decodedVariants } from "./decoded-variants.ts";
import type { FindingKind } from "./finding.ts";
import { scanJson } from "./scan-json.ts";
import { type ScanContext, within } from "./scan-context.ts";

/** Decoded text, the name whose ending tells the notation, and where it was found. */
export type TextPart = { readonly text: string; readonly name: string; readonly where: string };

/**
 * Scans text by line: as it stands, with its escapes decoded and, in markup, with inline tags taken out (a code may
 * be split over `<tspan>`s). JSON is walked first, so that its findings carry pointers. Base64 data URIs are taken out
 * and scanned by their own format.
 */
export function scanText(part: TextPart, context: ScanContext): void {
  const { text, dataUris } = takeOutDataUris(part.text);
  const ending = extname(part.name).toLowerCase();
  const reported = JSON_ENDINGS.has(ending) ? scanJson(part, context) : NOTHING;
  const seen = new Set<string>();
  for (const variant of [text, ...decodedVariants(text), ...markupVariants(text, ending)]) {
    for (const { what, line } of hitsByLine(variant, context)) {
      if (reported.has(what) || seen.has(`${what} ${line}`)) continue;
      seen.add(`${what} ${line}`);
      context.log.report({ what, where: within(part.where, `line ${line}`), group: `${part.where}\0text` });
    }
  }
  for (const [index, uri] of dataUris.entries()) {
    context.embedded({ ...uri, where: within(part.where, `data URI ${index + 1}`) });
  }
}

const JSON_ENDINGS = new Set([".json", ".geojson", ".ipynb", ".map"]);
const MARKUP_ENDINGS = new Set([".svg", ".html", ".htm", ".xml", ".xhtml", ".md"]);
const NOTHING: ReadonlySet<FindingKind> = new Set();
const DATA_URI = /data:([\w.+-]{0,80}\/[\w.+-]{0,80})?(?:;[\w.=-]{1,80})*;base64,/giu;
/** Read in pieces: one match over megabytes exhausts the stack of the regular expression. */
const BASE64_PIECE = /[A-Za-z0-9+/_=%-]{1,65536}/uy;
const INLINE_TAG =
  /<\/?(?:tspan|b|i|em|strong|span|sub|sup|small|a|font|wbr|u|s|code)\b[^<>]*>|<!--|-->|<!\[CDATA\[|\]\]>/giu;

function markupVariants(text: string, ending: string): readonly string[] {
  if (!MARKUP_ENDINGS.has(ending) && !/^\s*</u.test(text)) return [];
  const joined = text.replace(INLINE_TAG, (tag) => tag.replace(/[^\n]/gu, ""));
  return [joined, ...decodedVariants(joined)];
}

/** The payload goes: by chance alone it may spell what the patterns look for. It has no white space, so no line goes. */
function takeOutDataUris(text: string): { text: string; dataUris: { bytes: Buffer; name: string }[] } {
  const dataUris: { bytes: Buffer; name: string }[] = [];
  let rest = "";
  let from = 0;
  for (const { 0: head, 1: type, index } of text.matchAll(DATA_URI)) {
    const start = index + head.length;
    if (start < from) continue;
    const end = endOfBase64(text, start);
    const base64 = text.slice(start, end).replaceAll(/%2b/giu, "+").replaceAll(/%2f/giu, "/");
    dataUris.push({ bytes: Buffer.from(base64, "base64"), name: `part.${subtype(type)}` });
    rest += text.slice(from, start);
    from = end;
  }
  return { text: rest + text.slice(from), dataUris };
}

function endOfBase64(text: string, start: number): number {
  BASE64_PIECE.lastIndex = start;
  let end = start;
  while (BASE64_PIECE.test(text)) end = BASE64_PIECE.lastIndex;
  return end;
}

function subtype(type = "text/plain"): string {
  return /[+/]([\w.-]+)$/u.exec(type)?.[1] ?? "txt";
}

function* hitsByLine(text: string, { matcher }: ScanContext): Generator<{ what: FindingKind; line: number }> {
  let line = 1;
  let from = 0;
  for (const { what, index } of matcher.find(text)) {
    for (let at = text.indexOf("\n", from); at !== -1 && at < index; at = text.indexOf("\n", from)) {
      line += 1;
      from = at + 1;
    }
    yield { what, line };
  }
}
