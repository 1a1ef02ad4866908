import { isRowMajor, rowMajor } from "./array-numbers.ts";
import type { NdArray } from "./nd-array.ts";
import type { PickleValue } from "./value.ts";

/**
 * The elements of an array of text (`<U n`, or objects that are all text) in row-major order; undefined for any
 * other array, and for one that holds a `None` or a number among its texts.
 */
export function toText(array: NdArray): string[] | undefined {
  const flat = fileOrder(array);
  if (flat === undefined || isRowMajor(array)) return flat;
  return Array.from(rowMajor(array), (position) => flat[position] ?? "");
}

/** The text of one numpy `U` element: 32-bit code points, padded at the end with zeros; undefined if not text. */
export function decodeText(bytes: Uint8Array, littleEndian: boolean): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = view.byteLength - (view.byteLength % 4);
  while (end >= 4 && view.getUint32(end - 4, littleEndian) === 0) end -= 4;
  let text = "";
  for (let offset = 0; offset < end; offset += 4) {
    const codePoint = view.getUint32(offset, littleEndian);
    if (codePoint > 0x10_ffff) return undefined;
    text += String.fromCodePoint(codePoint);
  }
  return text;
}

function fileOrder({ dtype, data }: NdArray): string[] | undefined {
  if (!(data instanceof Uint8Array)) return textsOf(data);
  if (dtype.kind !== "U") return undefined;
  const texts: string[] = [];
  for (let start = 0; start < data.byteLength; start += dtype.size) {
    const text = decodeText(data.subarray(start, start + dtype.size), dtype.littleEndian);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

function textsOf(values: readonly PickleValue[]): string[] | undefined {
  const texts: string[] = [];
  for (let k = 0; k < values.length; k++) {
    const text = values[k];
    if (typeof text !== "string") return undefined;
    texts.push(text);
  }
  return texts;
}
