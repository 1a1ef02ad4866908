import type { NdArray } from "./nd-array.ts";
import type { NumberList } from "./number-list.ts";

/**
 * What a pickle holds once it is read: `None` is null, dictionaries are Maps (with numpy scalars as keys resolved
 * to plain numbers, texts and booleans), lists and tuples are arrays (lists of nothing but numbers a `NumberList`), `bytes` are views into the file's buffer,
 * integers beyond ±(2^53 − 1) are bigints, numpy scalars are plain values.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleBytes
  | NdArray
  | NumberList
  | readonly PickleValue[]
  | ReadonlyMap<PickleValue, PickleValue>;

/**
 * Python `bytes`: a view into the buffer the pickle was read from. A hostile stream could otherwise store items
 * through the view into the caller's buffer, so the two ways the parser has of doing that are closed.
 */
export class PickleBytes extends Uint8Array<ArrayBufferLike> {
  override set(): never {
    throw new TypeError("bytes take no items");
  }

  __setstate__(): never {
    throw new TypeError("bytes take no state");
  }
}
