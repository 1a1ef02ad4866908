/** A PDF value as far as the gate needs it; numbers stay text. */
export type PdfValue =
  | { readonly kind: "string"; readonly bytes: Buffer }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "ref"; readonly number: number }
  | { readonly kind: "array"; readonly items: readonly PdfValue[] }
  | { readonly kind: "dict"; readonly entries: ReadonlyMap<string, PdfValue> };

/** Where reading stands in a PDF text (the bytes as Latin-1, so that an index is an offset). */
export type PdfCursor = { readonly text: string; at: number };

/**
 * Reads the next value or operator (a `word`), or gives undefined at the end. It never fails: a delimiter that fits
 * nowhere is skipped, and an open array or dictionary ends with the text (ISO 32000-1, 7.2 and 7.3).
 */
export function readPdfValue(cursor: PdfCursor): PdfValue | undefined {
  for (;;) {
    skipBlank(cursor);
    const { text, at } = cursor;
    if (at >= text.length) return undefined;
    const letter = text.charAt(at);
    if (text.startsWith("<<", at)) return readDict(cursor);
    if (letter === "<") return readHexString(cursor);
    if (letter === "(") return readLiteralString(cursor);
    if (letter === "/") return readName(cursor);
    if (letter === "[") return readArray(cursor);
    const word = match(REGULAR, cursor);
    if (word !== undefined) return wordOrRef(word, cursor);
    cursor.at += 1;
  }
}

const BLANK = /(?:[\0\t\n\f\r ]|%[^\n\r]*)+/uy;
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]+/uy;
const REFERENCE = /[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/uy;

function match(pattern: RegExp, cursor: PdfCursor): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return undefined;
  cursor.at = pattern.lastIndex;
  return found[0];
}

function skipBlank(cursor: PdfCursor): void {
  match(BLANK, cursor);
}

function wordOrRef(word: string, cursor: PdfCursor): PdfValue {
  const isReference = /^\d+$/u.test(word) && match(REFERENCE, cursor) !== undefined;
  return isReference ? { kind: "ref", number: Number(word) } : { kind: "word", word };
}

function readName(cursor: PdfCursor): PdfValue {
  cursor.at += 1;
  const raw = match(REGULAR, cursor) ?? "";
  const name = raw.replace(/#([0-9a-fA-F]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { kind: "name", name };
}

function readHexString(cursor: PdfCursor): PdfValue {
  const close = cursor.text.indexOf(">", cursor.at);
  const end = close === -1 ? cursor.text.length : close;
  const digits = cursor.text.slice(cursor.at + 1, end).replace(/[^0-9a-fA-F]/gu, "");
  cursor.at = end + 1;
  return { kind: "string", bytes: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex") };
}

function readLiteralString(cursor: PdfCursor): PdfValue {
  const { text } = cursor;
  const start = cursor.at + 1;
  let depth = 1;
  let at = start;
  for (; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === "\\") at += 1;
    else if (letter === "(") depth += 1;
    else if (letter === ")") depth -= 1;
    if (depth === 0) break;
  }
  cursor.at = at + 1;
  return { kind: "string", bytes: Buffer.from(unescape(text.slice(start, at)), "latin1") };
}

const ESCAPE = /\\(?:([0-7]{1,3})|\r\n|([^]))/gu;
const ESCAPED_LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function unescape(raw: string): string {
  return raw.replace(ESCAPE, (_, octal?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (letter === undefined || letter === "\n" || letter === "\r") return "";
    return ESCAPED_LETTERS[letter] ?? letter;
  });
}

function readArray(cursor: PdfCursor): PdfValue {
  cursor.at += 1;
  const items: PdfValue[] = [];
  while (!closes("]", cursor)) {
    const item = readPdfValue(cursor);
    if (item === undefined) break;
    items.push(item);
  }
  return { kind: "array", items };
}

function readDict(cursor: PdfCursor): PdfValue {
  cursor.at += 2;
  const entries = new Map<string, PdfValue>();
  while (!closes(">>", cursor)) {
    const key = readPdfValue(cursor);
    if (key === undefined) break;
    if (key.kind !== "name" || closes(">>", cursor)) continue;
    const value = readPdfValue(cursor);
    if (value !== undefined) entries.set(key.name, value);
  }
  return { kind: "dict", entries };
}

function closes(end: string, cursor: PdfCursor): boolean {
  skipBlank(cursor);
  if (!cursor.text.startsWith(end, cursor.at)) return false;
  cursor.at += end.length;
  return true;
}
