import { Refusal } from "./failure.ts";
import type { FoundList } from "./number-list.ts";
import { NumberList } from "./number-list.ts";
import { ItemOpcode, Opcode } from "./opcode.ts";
import { binaryInteger, decimalFloat, decimalInteger } from "./plain-numerals.ts";
import { quotedString, rawUnicode } from "./plain-strings.ts";
import { PickleBytes } from "./value.ts";

const NEWEST_PROTOCOL = 5;

/** The opcodes that `hasNext` must look at before the parser does. */
const WATCHED = Uint8Array.from({ length: 256 }, (_, opcode) =>
  Number(Object.values<number>(Opcode).includes(opcode)),
);

/** Whether lists of numbers become a {@link NumberList} or are read like any other. */
export type NumberLists = "skipped" | "read";

/**
 * The byte stream under pickleparser's `Parser` (its `IReader`), for one parse.
 *
 * The parser asks `hasNext` exactly once before each opcode. That is where opcodes are met that it reads wrongly
 * (signed and long integers, `inf`, escapes in protocol 0's text) or that cannot be read here at all: the reader
 * decodes the value, shows the parser an extension opcode in its place and hands over the value when the parser
 * resolves the extension (`takeValue`). Real extension codes are refused. Every length is checked against what is
 * left before anything is made of it.
 */
export class OpcodeReader {
  /** Where the opcode at hand begins. */
  opcodeAt = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #lists: NumberLists;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #position = 0;
  #previous = 0;
  #memoised = 0;
  /** 2: the parser is to be shown an extension opcode, 1: its code, 0: the stream itself. */
  #shown = 0;
  #value: unknown;
  #ahead: FoundList | undefined;

  constructor(bytes: Uint8Array, lists: NumberLists) {
    this.#bytes = bytes;
    this.#lists = lists;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  hasNext(): boolean {
    this.opcodeAt = this.#position;
    let opcode = this.#peek(0);
    if (opcode === ItemOpcode.MARK && this.#position === this.#ahead?.start) {
      this.#position = this.#ahead.end;
      this.#ahead = undefined;
      this.opcodeAt = this.#position;
      opcode = this.#peek(0);
    }
    if (WATCHED[opcode] === 1) this.#meet(opcode);
    this.#previous = opcode;
    return true;
  }

  /** The value that the extension opcode shown last stands for. */
  takeValue(): unknown {
    const value = this.#value;
    this.#value = undefined;
    return value;
  }

  byte(): number {
    if (this.#shown > 0) return --this.#shown === 1 ? Opcode.EXT1 : 0;
    if (this.#position >= this.#bytes.length) throw this.#truncated();
    return this.#view.getUint8(this.#position++);
  }

  bytes(length: number): PickleBytes {
    const start = this.#advance(length);
    return new PickleBytes(this.#bytes.buffer, this.#bytes.byteOffset + start, length);
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  uint64(): number {
    const at = this.#advance(8);
    return this.#view.getUint32(at, true) + 2 ** 32 * this.#view.getUint32(at + 4, true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  string(length: number, encoding: "ascii" | "utf-8"): string {
    const start = this.#advance(length);
    const text = this.#bytes.subarray(start, start + length);
    return encoding === "ascii" ? latin1(text) : this.#utf8.decode(text);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end === -1) throw this.#truncated();
    const text = latin1(this.#bytes.subarray(this.#position, end));
    this.#position = end + 1;
    return text;
  }

  #meet(opcode: number): void {
    switch (opcode) {
      case Opcode.EMPTY_LIST:
        this.#skipNumbers();
        break;
      case Opcode.DICT:
        if (this.#previous !== ItemOpcode.MARK) throw this.#unsupported("a dictionary made in one piece");
        break;
      case Opcode.PROTO:
        if (this.#peek(1) > NEWEST_PROTOCOL) throw this.#unsupported(`protocol ${this.#peek(1)}`);
        break;
      case Opcode.EXT1:
      case Opcode.EXT2:
      case Opcode.EXT4:
        throw this.#unsupported("an extension code");
      case Opcode.PERSID:
      case Opcode.BINPERSID:
        throw this.#unsupported("a persistent id");
      case Opcode.NEXT_BUFFER:
        throw this.#unsupported("a buffer outside the file");
      case Opcode.GET:
      case Opcode.BINGET:
      case Opcode.LONG_BINGET:
        if (this.#memoIndex(opcode) >= this.#memoised) throw this.#malformed("a memo that was never made");
        break;
      case Opcode.MEMOIZE:
        this.#memoised++;
        break;
      case Opcode.PUT:
      case Opcode.BINPUT:
      case Opcode.LONG_BINPUT:
        this.#memoised = Math.max(this.#memoised, this.#memoIndex(opcode) + 1);
        break;
      default:
        this.#position++;
        this.#show(this.#literal(opcode));
    }
  }

  #skipNumbers(): void {
    if (this.#lists === "read") return;
    const found = NumberList.find(this.#view, this.#position + 1);
    if (found === undefined) return;
    this.#position++;
    this.#ahead = found;
    this.#show(found.list);
  }

  #show(value: unknown): void {
    this.#value = value;
    this.#shown = 2;
  }

  #literal(opcode: number): unknown {
    switch (opcode) {
      case Opcode.LONG1:
        return binaryInteger(this.bytes(this.byte()));
      case Opcode.LONG4:
        return binaryInteger(this.bytes(this.int32()));
      case Opcode.FLOAT:
        return decimalFloat(this.line());
      case Opcode.STRING:
        return quotedString(this.line());
      case Opcode.UNICODE:
        return rawUnicode(this.line());
      default: {
        const line = this.line();
        if (opcode === Opcode.INT && (line === "00" || line === "01")) return line === "01";
        return decimalInteger(line);
      }
    }
  }

  #memoIndex(opcode: number): number {
    if (opcode === Opcode.BINGET || opcode === Opcode.BINPUT) return this.#peek(1);
    if (opcode === Opcode.LONG_BINGET || opcode === Opcode.LONG_BINPUT) {
      if (this.#position + 5 > this.#bytes.length) throw this.#truncated();
      return this.#view.getUint32(this.#position + 1, true);
    }
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end === -1) throw this.#truncated();
    const digits = latin1(this.#bytes.subarray(this.#position + 1, Math.min(end, this.#position + 20)));
    if (!/^\d{1,15}$/.test(digits)) throw this.#malformed("a memo without a number");
    return Number(digits);
  }

  #peek(distance: number): number {
    if (this.#position + distance >= this.#bytes.length) throw this.#truncated();
    return this.#view.getUint8(this.#position + distance);
  }

  #advance(length: number): number {
    const start = this.#position;
    if (length < 0) throw this.#malformed("a negative length");
    if (length > this.#bytes.length - start) throw this.#truncated();
    this.#position = start + length;
    return start;
  }

  #truncated(): Refusal {
    return new Refusal({ reason: "truncated", offset: this.opcodeAt });
  }

  #malformed(detail: string): Refusal {
    return new Refusal({ reason: "malformed", detail, offset: this.opcodeAt });
  }

  #unsupported(what: string): Refusal {
    return new Refusal({ reason: "unsupported", what, offset: this.opcodeAt });
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
