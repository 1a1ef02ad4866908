/** As in `"500 MB"` or `"1.5 GB"`; a thousand each. */
export type MemorySize = `${number} ${"MB" | "GB" | "TB"}`;

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** The number of bytes, or nothing for a text that is no size. */
export function bytesOf(size: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([MGT]B)$/.exec(size) ?? [];
  const factor = UNITS[unit];
  return factor === undefined ? undefined : Number(number) * factor;
}

/** @throws RangeError for a text that is no size */
export function declaredBytes(size: MemorySize): number {
  const bytes = bytesOf(size);
  if (bytes === undefined)
    throw new RangeError(`memory is a size such as "4 GB", not ${JSON.stringify(size)}`);
  return bytes;
}
