import { malformed } from "./failure.ts";

/** Protocol 0's unicode text: Latin-1 with `\uXXXX` and `\UXXXXXXXX` (Python's raw-unicode-escape). */
export function rawUnicode(text: string): string {
  if (!text.includes("\\")) return text;
  // Only a backslash after an even number of others begins an escape.
  return text.replaceAll(
    /\\\\|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
    (whole, short: string, long: string) => {
      const digits = short ?? long;
      if (digits === undefined) return whole;
      const code = Number.parseInt(digits, 16);
      if (code > 0x10_ffff) throw malformed("a text beyond Unicode");
      return String.fromCodePoint(code);
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Protocol 0's quoted byte string (Python 2), as Latin-1 text. */
export function quotedString(line: string): string {
  const quote = line[0];
  if (line.length < 2 || (quote !== "'" && quote !== '"') || line.at(-1) !== quote)
    throw malformed("a string without quotes");
  return line
    .slice(1, -1)
    .replaceAll(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/gs, (whole, hex, octal, one) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(String(hex), 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(String(octal), 8) % 256);
      return ESCAPES[String(one)] ?? whole;
    });
}
