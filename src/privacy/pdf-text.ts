import type { GlyphMap, PdfFonts } from "./pdf-fonts.ts";
import { type PdfValue, readPdfValue } from "./pdf-value.ts";

/**
 * The text that a content stream shows, in the order of its operators (ISO 32000-1, 9.4). Pieces on one baseline
 * that follow each other within {@link GLYPH_REACH} letter sizes are joined, for some writers place every glyph by
 * itself. A font name that means several fonts gives one reading for each.
 */
export function shownTexts(stream: string, { byName }: PdfFonts): readonly string[] {
  if (!/\bBT\b/u.test(stream)) return [];
  const pieces = [...shownPieces(stream)];
  const most = Math.max(
    1,
    ...[...new Set(pieces.map(({ font }) => font))].map((font) => byName.get(font)?.length ?? 1),
  );
  const readings = Array.from({ length: most }, (_, index) =>
    join(pieces, (font) => {
      const maps = byName.get(font) ?? [];
      return maps[Math.min(index, maps.length - 1)] ?? LATIN;
    }),
  );
  return [...new Set(readings)];
}

const GLYPH_REACH = 1.2;
/** Bytes of one glyph's code. */
const LONGEST_CODE = 2;
/** Thousandths of the letter size; a wider gap inside a `TJ` array is a space between words. */
const WORD_GAP = -180;
const LATIN: GlyphMap = { bytesPerCode: 1, texts: new Map() };

type Matrix = readonly [number, number, number, number, number, number];
type Piece = {
  readonly font: string;
  readonly size: number;
  readonly matrix: Matrix;
  readonly moved: boolean;
  readonly parts: readonly (Buffer | number)[];
};

function* shownPieces(stream: string): Generator<Piece> {
  const cursor = { text: stream, at: 0 };
  const state = { font: "", size: 1, line: IDENTITY, leading: 0, moved: true };
  let operands: PdfValue[] = [];
  for (let value = readPdfValue(cursor); value !== undefined; value = readPdfValue(cursor)) {
    if (value.kind !== "word" || isNumber(value.word)) {
      operands.push(value);
      continue;
    }
    if (value.word === "ID") cursor.at = afterInlineImage(stream, cursor.at);
    const numbers = operands.map(numeric);
    applyPlacement(value.word, { operands, numbers }, state);
    const parts = shownParts(value.word, operands);
    if (parts.length > 0) {
      const { font, size, line: matrix, moved } = state;
      yield { font, size, matrix, moved, parts };
      state.moved = false;
    }
    operands = [];
  }
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function isNumber(word: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/u.test(word);
}

function numeric(value: PdfValue): number {
  return value.kind === "word" ? Number(value.word) : Number.NaN;
}

function afterInlineImage(stream: string, at: number): number {
  const end = /[\s\0]EI(?=[\s\0]|$)/gu;
  end.lastIndex = at;
  return end.test(stream) ? end.lastIndex : stream.length;
}

type TextState = { font: string; size: number; line: Matrix; leading: number; moved: boolean };
type Operands = { readonly operands: readonly PdfValue[]; readonly numbers: readonly number[] };

function applyPlacement(operator: string, { operands, numbers }: Operands, state: TextState): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
  switch (operator) {
    case "Tf": {
      const [font] = operands;
      if (font?.kind === "name") state.font = font.name;
      state.size = b;
      break;
    }
    case "BT":
      moveTo(IDENTITY, state);
      break;
    case "Tm":
      moveTo([a, b, c, d, e, f], state);
      break;
    case "TL":
      state.leading = a;
      break;
    case "Td":
      moveBy(a, b, state);
      break;
    case "TD":
      state.leading = -b;
      moveBy(a, b, state);
      break;
    case "T*":
    case "'":
    case '"':
      moveBy(0, -state.leading, state);
      break;
  }
}

function moveTo(matrix: Matrix, state: TextState): void {
  state.line = matrix;
  state.moved = true;
}

function moveBy(x: number, y: number, state: TextState): void {
  const [a, b, c, d, e, f] = state.line;
  moveTo([a, b, c, d, e + x * a + y * c, f + x * b + y * d], state);
}

function shownParts(operator: string, operands: readonly PdfValue[]): readonly (Buffer | number)[] {
  const last = operands.at(-1);
  if (operator === "TJ" && last?.kind === "array") {
    return last.items.map((item) => (item.kind === "string" ? item.bytes : numeric(item)));
  }
  const shows = operator === "Tj" || operator === "'" || operator === '"';
  return shows && last?.kind === "string" ? [last.bytes] : [];
}

function join(pieces: readonly Piece[], mapOf: (font: string) => GlyphMap): string {
  let text = "";
  let previous: Piece | undefined;
  for (const piece of pieces) {
    if (piece.moved && !(previous !== undefined && continues(previous, piece))) text += "\n";
    text += piece.parts.map((part) => readPart(part, mapOf(piece.font))).join("");
    previous = piece;
  }
  return text;
}

/** Whether a piece begins on the baseline of the one before it, not further away than one wide glyph. */
function continues(previous: Piece, piece: Piece): boolean {
  const [only] = previous.parts;
  if (previous.parts.length !== 1 || !Buffer.isBuffer(only) || only.length > LONGEST_CODE) return false;
  const [a, b, , , e, f] = previous.matrix;
  const scale = Math.hypot(a, b) || 1;
  const [dx, dy] = [piece.matrix[4] - e, piece.matrix[5] - f];
  const along = (dx * a + dy * b) / scale;
  const across = Math.abs(dy * a - dx * b) / scale;
  const em = scale * Math.abs(previous.size || 1);
  return across < 0.01 * em && along > 0 && along <= GLYPH_REACH * em;
}

function readPart(part: Buffer | number, { bytesPerCode, texts }: GlyphMap): string {
  if (typeof part === "number") return part < WORD_GAP ? " " : "";
  let text = "";
  for (let at = 0; at + bytesPerCode <= part.length; at += bytesPerCode) {
    const code = part.readUIntBE(at, bytesPerCode);
    text += texts.get(code) ?? (bytesPerCode === 1 ? String.fromCharCode(code) : "\uFFFD");
  }
  return text;
}
