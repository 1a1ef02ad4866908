import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { Format } from "./format.ts";

/**
 * A PDF without its dates of making and changing, its identifiers, and the places of its objects, which move with the
 * length of these.
 */
export const contentViews: Format = (path, _views, hasher) => {
  const text = readFileSync(path, "latin1");
  if (!text.slice(0, HEADER).includes("%PDF-")) throw new Error("it does not begin as a PDF");
  if (!text.includes("%%EOF")) throw new Error("it does not end as a PDF");
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) throw new Error("it is encrypted");
  const patterns = [...LEFT_OUT, ...datesElsewhere(text)];
  const withoutDates = (part: string): string =>
    patterns.reduce((left, pattern) => left.replace(pattern, ""), part);
  let shown = "";
  let from = 0;
  for (const match of text.matchAll(STREAM)) {
    // The word may stand in the data of the stream before.
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    if (end < 0) throw new Error("a stream of it has no end");
    const before = text.slice(from, match.index);
    const dictionary = before.slice(before.lastIndexOf("obj"));
    shown += withoutDates(before) + streamShown(dictionary, text.slice(start, end), withoutDates);
    from = end;
  }
  return { content: hasher.bytes(Buffer.from(shown + withoutDates(text.slice(from)), "latin1")) };
};

/** Readers look for the mark within the first 1024 bytes. */
const HEADER = 1024;
const STREAM = />>\s*stream\r?\n/g;

/** What of a stream counts, as far as its dictionary tells; dates stand where it holds objects or XMP. */
function streamShown(dictionary: string, data: string, withoutDates: (part: string) => string): string {
  if (/\/Type\s*\/XRef\b/.test(dictionary)) return "";
  if (/\/Type\s*\/Metadata\b/.test(dictionary)) return withoutDates(unpacked(dictionary, data));
  if (!/\/Type\s*\/ObjStm\b/.test(dictionary)) return data;
  // What stands before the first object are places.
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  return withoutDates(unpacked(dictionary, data).slice(first));
}

function unpacked(dictionary: string, data: string): string {
  if (!/\/FlateDecode\b/.test(dictionary)) return data;
  return inflateSync(Buffer.from(data, "latin1")).toString("latin1");
}

const STRING = String.raw`(?:\((?:[^()\\]|\\[^]|\((?:[^()\\]|\\[^])*\))*\)|<[\dA-Fa-f\s]*>)`;
const LEFT_OUT = [
  new RegExp(String.raw`/(?:CreationDate|ModDate)\s*${STRING}`, "g"),
  new RegExp(String.raw`/ID\s*\[\s*${STRING}\s*${STRING}\s*\]`, "g"),
  // XMP, as elements and as attributes.
  /<(xmp:(?:Create|Modify|Metadata)Date|xmpMM:(?:Document|Instance)ID)>[^<]*<\/\1>/g,
  /\bxmp(?::(?:Create|Modify|Metadata)Date|MM:(?:Document|Instance)ID)\s*=\s*(?:"[^"]*"|'[^']*')/g,
  // Places of objects, and the length of streams that hold any of the above.
  /\bxref\s[\d\sfn]*/g,
  /\bstartxref\s+\d+/g,
  /\/(?:Length|First|Prev|XRefStm)\s+\d+\b(?!\s+\d+\s+R)/g,
];

/** Dates that stand in objects of their own. */
function datesElsewhere(text: string): readonly RegExp[] {
  const named = [...text.matchAll(/\/(?:CreationDate|ModDate)\s+(\d+)\s+(\d+)\s+R\b/g)];
  return named.map(
    ([, number, generation]) => new RegExp(`\\b${number} ${generation} obj\\s*${STRING}`, "g"),
  );
}
