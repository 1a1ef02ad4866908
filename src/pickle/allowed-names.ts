import { decodeText } from "./array-text.ts";
import { DTypeBuilder } from "./dtype.ts";
import { malformed, Refusal } from "./failure.ts";
import { NdArray } from "./nd-array.ts";
import type { PickleValue } from "./value.ts";
import { PickleBytes } from "./value.ts";

/** What a name in a stream stands for: a plain function of plain values, never Python's own. */
export type Allowed = (...parts: readonly unknown[]) => unknown;

/**
 * The allow-list: maps the names a stream may hold to what they mean here, and refuses every other by name.
 *
 * A stream may ask for the same conversion of the same bytes again and again; `budget`, in bytes, bounds the sum
 * of what is converted, so that a small hostile file cannot keep the reader busy. The size of the file is enough
 * for any stream that converts what it holds once.
 */
export function allowedNames(budget: number): (module: string, name: string) => Allowed {
  let left = budget;
  const spend = (bytes: number): void => {
    left -= bytes;
    if (left < 0) throw malformed("the same bytes are converted again and again");
  };
  const names = new Map<string, Allowed>();
  const allow = (module: string, name: string, meaning: Allowed): void => {
    names.set(`${module}.${name}`, Object.freeze(meaning));
  };
  const scalar: Allowed = (type, content) => scalarOf(type, content, spend);
  const bytes: Allowed = (content = "", encoding = "latin1") => bytesFrom(content, encoding, spend);
  for (const core of ["numpy.core", "numpy._core"]) {
    allow(`${core}.multiarray`, "_reconstruct", reconstruct);
    allow(`${core}.multiarray`, "scalar", scalar);
    allow(`${core}.numeric`, "_frombuffer", (...parts) => NdArray.fromBuffer(parts));
  }
  allow("numpy", "dtype", (code) => new DTypeBuilder(code));
  allow("numpy", "ndarray", ndarrayClass);
  allow("_codecs", "encode", bytes);
  for (const builtins of ["builtins", "__builtin__"]) {
    allow(builtins, "bytes", bytes);
    allow(builtins, "bytearray", bytes);
    for (const factory of ["list", "dict", "int", "float", "str"]) allow(builtins, factory, factoryClass);
  }
  allow("collections", "OrderedDict", orderedDict);
  allow("collections", "defaultdict", () => new Map());
  return (module, name) => {
    const meaning = names.get(`${module}.${name}`);
    if (meaning === undefined) throw new Refusal({ reason: "forbidden-class", name: `${module}.${name}` });
    return meaning;
  };
}

/** `numpy.ndarray` occurs only as the class that `_reconstruct` is to make. */
function ndarrayClass(): never {
  throw malformed("an array made by calling its class");
}

/** `list`, `int` and the like occur only as what a `defaultdict` fills in, which reading never does. */
function factoryClass(): never {
  throw malformed("a builtin called as a function");
}

function reconstruct(cls: unknown): NdArray {
  if (cls !== ndarrayClass) throw malformed("an array of another class");
  return new NdArray();
}

/** Python 2 and protocols before 4 give the pairs at once, later ones none. */
function orderedDict(pairs: unknown = []): Map<PickleValue, PickleValue> {
  if (!Array.isArray(pairs)) throw malformed("an ordered dictionary of something else than pairs");
  const map = new Map<PickleValue, PickleValue>();
  for (let k = 0; k < pairs.length; k++) {
    const pair = pairs[k] as unknown;
    if (!Array.isArray(pair) || pair.length !== 2) throw malformed("an ordered dictionary of no pairs");
    map.set(pair[0] as PickleValue, pair[1] as PickleValue);
  }
  return map;
}

/** Protocols 0 to 2 have no bytes: they write the Latin-1 text whose encoding they are. */
function bytesFrom(content: unknown, encoding: unknown, spend: (bytes: number) => void): PickleBytes {
  if (content instanceof PickleBytes) return content;
  if (typeof content !== "string") throw malformed("bytes made of something else than text");
  if (encoding !== "latin1" && encoding !== "latin-1") throw malformed("bytes in an unknown encoding");
  spend(content.length);
  for (let k = 0; k < content.length; k++)
    if (content.charCodeAt(k) > 0xff) throw malformed("bytes made of text beyond Latin-1");
  // Not from the pool of small buffers: eight bytes must be able to start at a multiple of eight.
  const bytes = new PickleBytes(new ArrayBuffer(content.length));
  Buffer.from(bytes.buffer).write(content, "latin1");
  return bytes;
}

function scalarOf(type: unknown, content: unknown, spend: (bytes: number) => void): unknown {
  if (!(type instanceof DTypeBuilder)) throw malformed("a scalar without a type");
  const dtype = type.finish();
  if (dtype.kind === "O") return content;
  const bytes = typeof content === "string" ? bytesFrom(content, "latin1", spend) : content;
  if (!(bytes instanceof PickleBytes) || bytes.byteLength !== dtype.size)
    throw malformed("a scalar without its bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (dtype.kind) {
    case "f":
      return dtype.size === 8
        ? view.getFloat64(0, dtype.littleEndian)
        : view.getFloat32(0, dtype.littleEndian);
    case "i":
    case "u":
      return integer(view, dtype.kind, dtype.littleEndian);
    case "b":
      return view.getUint8(0) !== 0;
    case "U": {
      spend(bytes.byteLength);
      const text = decodeText(bytes, dtype.littleEndian);
      if (text === undefined) throw malformed("a text beyond Unicode");
      return text;
    }
    case "other":
      return NdArray.fromBuffer([bytes, type, [], "C"]);
    default:
      return dtype.kind satisfies never;
  }
}

function integer(view: DataView, kind: "i" | "u", littleEndian: boolean): number | bigint {
  const signed = kind === "i";
  switch (view.byteLength) {
    case 1:
      return signed ? view.getInt8(0) : view.getUint8(0);
    case 2:
      return signed ? view.getInt16(0, littleEndian) : view.getUint16(0, littleEndian);
    case 4:
      return signed ? view.getInt32(0, littleEndian) : view.getUint32(0, littleEndian);
    default: {
      const wide = signed ? view.getBigInt64(0, littleEndian) : view.getBigUint64(0, littleEndian);
      return Number.isSafeInteger(Number(wide)) ? Number(wide) : wide;
    }
  }
}
