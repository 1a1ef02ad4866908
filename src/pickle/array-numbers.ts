import type { DType } from "./dtype.ts";
import type { NdArray } from "./nd-array.ts";
import { sizeOf } from "./nd-array.ts";
import type { PickleValue } from "./value.ts";

/**
 * The elements of a numeric array as doubles, in row-major (C) order whatever the order in the file.
 *
 * Takes arrays of f4, f8, i1 to i8, u1 to u8 and b1 (0 and 1), and object arrays that hold only numbers and
 * booleans; any other gives undefined. 64-bit integers beyond ±2^53 are rounded to the nearest double, as numpy's
 * own `astype(float)` does. Where the file's order, byte order and alignment allow, the result is a view into the
 * buffer the pickle was read from; otherwise a copy.
 */
export function toFloat64(array: NdArray): Float64Array | undefined {
  const { data, dtype } = array;
  const flat = data instanceof Uint8Array ? decode(dtype, data) : fromObjects(data);
  return flat === undefined || isRowMajor(array) ? flat : gather(array, flat);
}

/**
 * The rows of a 2-D numeric array with at least one column, as views into one block of doubles; undefined for any
 * other array.
 */
export function rowsOf(array: NdArray): Float64Array[] | undefined {
  const [rows, columns] = array.shape;
  if (array.shape.length !== 2 || rows === undefined || !columns) return undefined;
  const flat = toFloat64(array);
  if (flat === undefined) return undefined;
  return Array.from({ length: rows }, (_, row) => flat.subarray(row * columns, (row + 1) * columns));
}

/** Whether the elements lie in row-major order: so does a Fortran array with at most one axis longer than 1. */
export function isRowMajor(array: NdArray): boolean {
  let step = 1;
  for (let axis = array.shape.length - 1; axis >= 0; axis--) {
    const length = array.shape[axis] ?? 1;
    if (length > 1 && array.strides[axis] !== step) return false;
    step *= length;
  }
  return true;
}

/** The positions in the file's order of the elements taken in row-major order. */
export function* rowMajor({ shape, strides }: NdArray): Generator<number> {
  const index = shape.map(() => 0);
  let position = 0;
  for (let left = sizeOf(shape); left > 0; left--) {
    yield position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        position += stride;
        break;
      }
      position -= stride * (next - 1);
      index[axis] = 0;
    }
  }
}

function gather(array: NdArray, flat: Float64Array): Float64Array {
  const out = new Float64Array(flat.length);
  const [rows = 0, columns = 0] = array.shape;
  if (array.shape.length === 2) {
    const [down = 0, across = 0] = array.strides;
    for (let row = 0, k = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, k++)
        out[k] = flat[row * down + column * across] ?? Number.NaN;
    return out;
  }
  let k = 0;
  for (const position of rowMajor(array)) out[k++] = flat[position] ?? Number.NaN;
  return out;
}

function fromObjects(values: readonly PickleValue[]): Float64Array | undefined {
  const out = new Float64Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (typeof value !== "number" && typeof value !== "boolean") return undefined;
    out[k] = Number(value);
  }
  return out;
}

function decode(dtype: DType, data: Uint8Array): Float64Array | undefined {
  if (dtype.kind === "other" || dtype.kind === "U" || dtype.kind === "O") return undefined;
  const bytes = dtype.littleEndian || dtype.size === 1 ? data : swapped(data, dtype.size);
  if (dtype.kind === "f" && dtype.size === 8) return doubles(bytes);
  if (dtype.size === 8) return longs(dtype.kind === "i", bytes);
  return Float64Array.from(narrow(dtype, aligned(bytes, dtype.size)));
}

function narrow(dtype: DType, { buffer, byteOffset, byteLength }: Uint8Array): ArrayLike<number> {
  const length = byteLength / dtype.size;
  if (dtype.kind === "f") return new Float32Array(buffer, byteOffset, length);
  const signed = dtype.kind === "i";
  if (dtype.size === 4)
    return signed ? new Int32Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length);
  if (dtype.size === 2)
    return signed ? new Int16Array(buffer, byteOffset, length) : new Uint16Array(buffer, byteOffset, length);
  return signed ? new Int8Array(buffer, byteOffset, length) : new Uint8Array(buffer, byteOffset, length);
}

function doubles(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

function longs(signed: boolean, bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
  const low = new Uint32Array(buffer, byteOffset, byteLength / 4);
  const high = signed ? new Int32Array(low.buffer, byteOffset, byteLength / 4) : low;
  const out = new Float64Array(byteLength / 8);
  for (let k = 0; k < out.length; k++) out[k] = (high[2 * k + 1] ?? 0) * 2 ** 32 + (low[2 * k] ?? 0);
  return out;
}

function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
}

function swapped(data: Uint8Array, size: number): Uint8Array {
  const copy = new Uint8Array(data);
  for (let start = 0; start < copy.length; start += size) copy.subarray(start, start + size).reverse();
  return copy;
}
