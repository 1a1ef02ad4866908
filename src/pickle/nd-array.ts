import type { DType } from "./dtype.ts";
import { DTypeBuilder } from "./dtype.ts";
import { malformed } from "./failure.ts";
import type { PickleValue } from "./value.ts";
import { PickleBytes } from "./value.ts";

/** How the elements of an array follow each other: rows first, columns first, or by some other permutation. */
export type Order = "C" | "F" | "K";

interface Layout {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly order: Order;
  readonly data: Uint8Array | readonly PickleValue[];
}

/**
 * A numpy array as it lies in the file. Nothing is turned into numbers or texts until `toFloat64` or `toText`
 * asks for it. `data` is a view into the buffer the pickle was read from (for `dtype.kind` "O": the list of
 * objects), so a caller who reuses that buffer must take the numbers out first.
 */
export class NdArray {
  #layout: Layout | undefined;

  /** Whether the value is an array whose state has arrived; not fooled by a changed prototype. */
  static is(value: unknown): value is NdArray {
    return typeof value === "object" && value !== null && #layout in value && value.#layout !== undefined;
  }

  /** The array of `_frombuffer(buffer, dtype, shape, order, axis_order)`, numpy's form for protocol 5. */
  static fromBuffer(parts: readonly unknown[]): NdArray {
    const [data, dtype, shape, order, axes] = parts;
    const permuted = order === "K" && axes !== null && axes !== undefined;
    if (!permuted && order !== "C" && order !== "F") throw malformed("an array of unknown order");
    const plain = layout(dtype, shape, order === "F" ? "F" : "C", data);
    const array = new NdArray();
    array.#layout = permuted ? transposed(plain, axes) : plain;
    return array;
  }

  /** The state that follows `_reconstruct`: `(version, shape, dtype, is_fortran, bytes or list)`. */
  __setstate__(state: unknown): void {
    if (!Array.isArray(state) || state.length < 4) throw malformed("an array with an unknown state");
    const [shape, dtype, fortran, data] = state.slice(-4) as readonly unknown[];
    if (typeof fortran !== "boolean" && fortran !== 0 && fortran !== 1)
      throw malformed("an array of unknown order");
    // Objects are written row by row whatever the order of the array (numpy's _getlist_pkl).
    this.#layout = layout(dtype, shape, fortran && !Array.isArray(data) ? "F" : "C", data);
  }

  get dtype(): DType {
    return this.#known.dtype;
  }

  get shape(): readonly number[] {
    return this.#known.shape;
  }

  /** Steps from one element to the next along each axis, in elements. */
  get strides(): readonly number[] {
    return this.#known.strides;
  }

  get order(): Order {
    return this.#known.order;
  }

  get data(): Uint8Array | readonly PickleValue[] {
    return this.#known.data;
  }

  get #known(): Layout {
    if (this.#layout === undefined) throw new TypeError("the array has no state: ask NdArray.is first");
    return this.#layout;
  }
}

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function layout(type: unknown, size: unknown, order: "C" | "F", content: unknown): Layout {
  if (!(type instanceof DTypeBuilder)) throw malformed("an array without a type");
  const dtype = type.finish();
  const shape = integers(size);
  const count = sizeOf(shape);
  const data = dtype.kind === "O" ? content : bytesOf(content);
  if (dtype.kind === "O" ? !Array.isArray(data) : !(data instanceof PickleBytes))
    throw malformed("an array without data");
  if (dtype.kind === "U" && dtype.size === 0 && count > 0) throw malformed("texts without a length");
  const held = data as PickleBytes | readonly PickleValue[];
  if (held.length !== count * (dtype.kind === "O" ? 1 : dtype.size))
    throw malformed("an array whose data do not fit its shape");
  return { dtype, shape, strides: stridesOf(shape, order), order, data: held };
}

/** Python 2 wrote the bytes of an array as a byte string, which is read as Latin-1 text. */
function bytesOf(content: unknown): unknown {
  if (typeof content !== "string") return content;
  const bytes = Buffer.from(content, "latin1");
  return new PickleBytes(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function integers(value: unknown): number[] {
  if (!Array.isArray(value) || value.length > 64) throw malformed("an array without a shape");
  return Array.from(value as readonly unknown[], (length) => {
    if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0)
      throw malformed("an array with an impossible shape");
    return length;
  });
}

function stridesOf(shape: readonly number[], order: "C" | "F"): number[] {
  const strides = shape.map(() => 1);
  let step = 1;
  for (let k = 0; k < shape.length; k++) {
    const axis = order === "F" ? k : shape.length - 1 - k;
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}

function transposed(plain: Layout, axisOrder: unknown): Layout {
  const axes = integers(axisOrder);
  if (axes.length !== plain.shape.length || new Set(axes).size !== axes.length)
    throw malformed("axes in an impossible order");
  const pick = (from: readonly number[]): number[] =>
    axes.map((axis) => {
      const picked = from[axis];
      if (picked === undefined) throw malformed("axes in an impossible order");
      return picked;
    });
  return { ...plain, shape: pick(plain.shape), strides: pick(plain.strides), order: "K" };
}
