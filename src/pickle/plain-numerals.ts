import { malformed } from "./failure.ts";

/** CPython's own limit on the digits of an integer written in decimals. */
const MOST_DIGITS = 4300;

/** A decimal integer of protocol 0, with or without Python 2's trailing `L`. */
export function decimalInteger(text: string): number | bigint {
  const digits = text.trim().replace(/L$/, "");
  if (!/^[+-]?\d+$/.test(digits) || digits.length > MOST_DIGITS) throw malformed("a number that is none");
  return plain(BigInt(digits));
}

/** A float of protocol 0, as Python's `repr` writes it. */
export function decimalFloat(text: string): number {
  const word = text.trim().toLowerCase();
  if (/^[+-]?inf(?:inity)?$/.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(word)) return Number.NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(word)) throw malformed("a number that is none");
  return Number(word);
}

/** A little-endian two's complement integer of any length; no bytes are 0. */
export function binaryInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  if (bytes.length <= 6) return shortInteger(bytes);
  const hex = Buffer.from(bytes).reverse().toString("hex");
  return plain(BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`)));
}

function shortInteger(bytes: Uint8Array): number {
  let value = 0;
  for (let k = bytes.length - 1; k >= 0; k--) value = value * 256 + (bytes[k] ?? 0);
  const negative = (bytes.at(-1) ?? 0) >= 0x80;
  return negative ? value - 256 ** bytes.length : value;
}

function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
