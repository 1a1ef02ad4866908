import { ItemOpcode, Opcode } from "./opcode.ts";

/**
 * A list of nothing but numbers as it lies in the file. Nothing is turned into numbers until `toFloat64` asks for it;
 * the bytes are those that the pickle was read from, so a caller who reuses them must take the numbers out first.
 */
export class NumberList {
  readonly length: number;
  readonly #view: DataView;
  readonly #start: number;

  private constructor(view: DataView, start: number, length: number) {
    this.#view = view;
    this.#start = start;
    this.length = length;
  }

  /** Whether the value is such a list; not fooled by a changed prototype. */
  static is(value: unknown): value is NumberList {
    return typeof value === "object" && value !== null && #view in value;
  }

  /**
   * Finds the end of a list of numbers, ahead of the parser. The bulk of a bootstrap's pickle is lists of thousands of
   * floats that hardly anybody reads.
   *
   * `view` is the whole stream, `position` that of what follows the list's EMPTY_LIST opcode. A batch is taken only
   * when every item of it is a number; undefined where there is none.
   */
  static find(view: DataView, position: number): FoundList | undefined {
    // Bytes come faster from an array than from the view, above all before the loop has been compiled.
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const start = afterFrames(bytes, afterMemo(bytes, position));
    if (bytes[start] !== ItemOpcode.MARK) return undefined;
    let length = 0;
    let end = start;
    for (let batch = endOfBatch(bytes, end); batch !== undefined; batch = endOfBatch(bytes, end)) {
      length += batch.length;
      end = batch.end;
    }
    return end === start ? undefined : { list: new NumberList(view, start, length), start, end };
  }

  toFloat64(): Float64Array {
    const out = new Float64Array(this.length);
    const view = this.#view;
    let at = this.#start;
    for (let k = 0; k < out.length;) {
      const opcode = view.getUint8(at);
      if (opcode === ItemOpcode.BINFLOAT) out[k++] = view.getFloat64(at + 1, false);
      else if (opcode === ItemOpcode.BININT1) out[k++] = view.getUint8(at + 1);
      else if (opcode === ItemOpcode.BININT2) out[k++] = view.getUint16(at + 1, true);
      else if (opcode === ItemOpcode.BININT) out[k++] = view.getInt32(at + 1, true);
      at += BYTES[opcode] ?? 1;
    }
    return out;
  }
}

/** A list that the parser need not read; `start` is the position of the MARK that opens its first batch. */
export interface FoundList {
  readonly list: NumberList;
  readonly start: number;
  readonly end: number;
}

/** How long the opcodes are that a number, or a frame between numbers, is written as. */
const BYTES = new Uint8Array(256).fill(1);
BYTES[ItemOpcode.BINFLOAT] = 9;
BYTES[ItemOpcode.BININT] = 5;
BYTES[ItemOpcode.BININT2] = 3;
BYTES[ItemOpcode.BININT1] = 2;
BYTES[ItemOpcode.FRAME] = 9;

function afterMemo(bytes: Uint8Array, position: number): number {
  switch (bytes[position] ?? 0) {
    case Opcode.MEMOIZE:
      return position + 1;
    case Opcode.BINPUT:
      return position + 2;
    case Opcode.LONG_BINPUT:
      return position + 5;
    default:
      return position;
  }
}

/** A frame may begin before any opcode. */
function afterFrames(bytes: Uint8Array, position: number): number {
  let at = position;
  while (bytes[at] === ItemOpcode.FRAME) at += 9;
  return at;
}

/** Of one `MARK item… APPENDS` or `item APPEND`; undefined where it is something else. */
function endOfBatch(
  bytes: Uint8Array,
  position: number,
): { readonly length: number; readonly end: number } | undefined {
  const first = afterFrames(bytes, position);
  const several = bytes[first] === ItemOpcode.MARK;
  let length = 0;
  let at = several ? first + 1 : first;
  for (;;) {
    const opcode = bytes[at];
    if (opcode === ItemOpcode.BINFLOAT) at += 9;
    else if (opcode === ItemOpcode.BININT1) at += 2;
    else if (opcode === ItemOpcode.BININT2) at += 3;
    else if (opcode === ItemOpcode.BININT) at += 5;
    else if (opcode === ItemOpcode.FRAME) {
      at += 9;
      continue;
    } else break;
    length += 1;
  }
  const closed = several ? ItemOpcode.APPENDS : ItemOpcode.APPEND;
  const isWhole = length > 0 && (several || length === 1) && bytes[at] === closed;
  return isWhole ? { length, end: at + 1 } : undefined;
}
