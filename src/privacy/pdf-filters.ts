import { constants, inflateSync } from "node:zlib";

/** Inflates as far as the data go: a cut stream gives its beginning. Undefined if it is no zlib stream at all. */
export function inflateLeniently(data: Buffer): Buffer | undefined {
  try {
    return inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** ISO 32000-1, 7.4.2. */
export function asciiHexDecode(data: Buffer): Buffer {
  const digits = (data.toString("latin1").split(">")[0] ?? "").replace(/[^0-9a-fA-F]/gu, "");
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex");
}

/** ISO 32000-1, 7.4.3. */
export function ascii85Decode(data: Buffer): Buffer {
  const text = (data.toString("latin1").split("~>")[0] ?? "")
    .replace(/\s|^<~/gu, "")
    .replaceAll("z", "!!!!!");
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 5) {
    const group = text.slice(at, at + 5);
    let number = 0;
    for (const letter of group.padEnd(5, "u")) number = number * 85 + (letter.charCodeAt(0) - 33);
    const four = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) & 0xff);
    bytes.push(...four.slice(0, group.length - 1));
  }
  return Buffer.from(bytes);
}
