/**
 * What a text says once its encodings are undone: HTML entities, percent signs, backslash escapes (JSON, JavaScript,
 * Python, TeX), compatibility characters and invisible ones. Empty when there is nothing to undo.
 *
 * Encodings nest (a JSON text in an HTML attribute), so decoding repeats up to {@link MAX_ROUNDS} times. Line breaks
 * are neither added nor removed: a line number in a variant is one in the file.
 */
export function decodedVariants(text: string): readonly string[] {
  if (!MAY_BE_ENCODED.test(text)) return NONE;
  const variants: string[] = [];
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = DECODERS.reduce((sofar, decode) => decode(sofar), current);
    if (next === current) break;
    variants.push(next);
    current = next;
  }
  return variants;
}

const NONE: readonly string[] = [];
const MAX_ROUNDS = 3;
const MAY_BE_ENCODED = /[&%\\{\0\u0080-\uffff]/u;
const INVISIBLE = /[\0\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

const DECODERS: readonly ((text: string) => string)[] = [
  decodeBackslashes,
  decodePercent,
  decodeEntities,
  normalise,
];

function decodeBackslashes(text: string): string {
  if (!text.includes("\\") && !text.includes("{}")) return text;
  return text
    .replace(/\\textunderscore(?:\{\}|\s)?/gu, "_")
    .replace(/\{\}|\\[-/](?=[\p{L}\p{N}])/gu, "")
    .replace(BACKSLASH, (escape) => {
      if (escape.length > 2) return fromCodePoint(Number.parseInt(escape.replace(/[\\uUx{}]/gu, ""), 16));
      const letter = escape.slice(1);
      return "ntrbfv".includes(letter) ? " " : letter;
    });
}

const BACKSLASH = /\\(?:U[0-9a-fA-F]{8}|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^\n])/gu;

function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2}){1,1024}/gu, (run) =>
    onOneLine(Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8")),
  );
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return fromCodePoint(Number.parseInt(decimal, 10));
    if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16));
    return NAMED_ENTITIES[name ?? ""] ?? whole;
  });
}

const ENTITY = /&(?:#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([A-Za-z]{1,32});)/gu;

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  bsol: "\\",
  colon: ":",
  commat: "@",
  dash: "-",
  gt: ">",
  hyphen: "-",
  lowbar: "_",
  lt: "<",
  nbsp: " ",
  period: ".",
  quot: '"',
  shy: "",
  sol: "/",
};

/** Full-width letters and digits become plain ones, soft hyphens and zero-width characters go. */
function normalise(text: string): string {
  return /[\0\u0080-\uffff]/u.test(text) ? text.normalize("NFKC").replace(INVISIBLE, "") : text;
}

function fromCodePoint(point: number): string {
  return point > 0x10ffff ? "\uFFFD" : onOneLine(String.fromCodePoint(point));
}

function onOneLine(text: string): string {
  return text.replaceAll("\n", " ");
}
