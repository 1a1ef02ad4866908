import { Parser } from "pickleparser";

import { allowedNames } from "./allowed-names.ts";
import type { PickleFailure } from "./failure.ts";
import { Refusal } from "./failure.ts";
import type { NumberLists } from "./opcode-reader.ts";
import { OpcodeReader } from "./opcode-reader.ts";
import type { PickleValue } from "./value.ts";

/** Positions in a stream, and Node's own reading of a file, stop here. */
const LARGEST = 2 ** 31;

const PROTO = 0x80;

/** What was read, or why not. */
export type PickleResult =
  | { readonly ok: true; readonly value: PickleValue }
  | { readonly ok: false; readonly failure: PickleFailure };

/** `largest`: refuse streams of more bytes than this (2 GiB where it is not given). */
export interface PickleOptions {
  readonly largest?: number;
}

/**
 * Reads a Python pickle of protocol 0 to 5: nested dictionaries, lists and tuples of numbers, texts and numpy
 * arrays. Nothing is executed: names outside a short allow-list of numpy's own are refused, and those inside it
 * are read by functions of this library. It never throws, whatever the bytes.
 *
 * Arrays, lists of numbers and `bytes` in the result are views into `bytes`: a caller who reuses that buffer for the next file must
 * first take out what is needed (`toFloat64` copies or not as alignment has it, so copy explicitly).
 *
 * Format: https://docs.python.org/3/library/pickletools.html; arrays: numpy's `ndarray.__reduce__` and
 * `__reduce_ex__` (PEP 574 in-band buffers for protocol 5).
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions = {}): PickleResult {
  const limit = options.largest ?? LARGEST;
  if (bytes.byteLength === 0) return { ok: false, failure: { reason: "empty" } };
  if (bytes.byteLength > limit)
    return { ok: false, failure: { reason: "too-large", bytes: bytes.byteLength, limit } };
  const read = attempt(bytes, "skipped");
  // A list that begins with numbers may go on with something else: such a pickle is read like any other.
  return read.ok ? read : attempt(bytes, "read");
}

function attempt(bytes: Uint8Array, lists: NumberLists): PickleResult {
  const reader = new OpcodeReader(bytes, lists);
  try {
    const value = parserOf(reader, bytes.byteLength).read<PickleValue | undefined>(reader);
    if (value !== undefined) return { ok: true, value };
    return { ok: false, failure: classify(new Error("nothing on the stack"), reader, bytes) };
  } catch (error) {
    return { ok: false, failure: classify(error, reader, bytes) };
  }
}

function parserOf(reader: OpcodeReader, budget: number): Parser {
  return new Parser({
    unpicklingTypeOfDictionary: "Map",
    unpicklingTypeOfSet: "Set",
    nameResolver: { resolve: allowedNames(budget) },
    extensionResolver: { resolve: () => reader.takeValue() },
  });
}

/** The parser throws plain errors, and type errors where opcodes contradict one another. */
function classify(error: unknown, reader: OpcodeReader, bytes: Uint8Array): PickleFailure {
  const offset = reader.opcodeAt;
  const failure: PickleFailure =
    error instanceof Refusal
      ? error.failure
      : { reason: "malformed", detail: "opcodes out of order", offset };
  const headless = bytes[0] !== PROTO;
  if (headless && (failure.reason === "malformed" || failure.reason === "unsupported"))
    return { reason: "not-a-pickle" };
  return failure.reason === "malformed" ? { ...failure, offset } : failure;
}
