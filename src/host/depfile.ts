/**
 * The prerequisites in a list that a compiler wrote for make: `target …: prerequisite …`, with `\` before the end of a
 * line that goes on, `\` before a space, `#` or `:` that belongs to a name, and `$$` for `$`. Of `2n + 1` backslashes
 * before a space `n` belong to the name. Any number of rules; targets without prerequisites give none.
 *
 * @see the manuals of GNU make (Rule Syntax) and of GCC (-MD, -MP)
 */
export function readDepfile(text: string): readonly string[] {
  const found = new Set<string>();
  for (const words of rulesIn(text)) {
    const colon = words.findIndex((word) => word.endsTargets);
    for (const { name } of colon < 0 ? [] : words.slice(colon + 1)) if (name !== "") found.add(name);
  }
  return [...found];
}

interface Word {
  readonly name: string;
  /** A colon stands behind it. */
  readonly endsTargets: boolean;
}

function rulesIn(text: string): readonly (readonly Word[])[] {
  const lines = text.replaceAll(/(?<!\\)((?:\\\\)*)\\\r?\n/g, "$1 ").split(/\r?\n/);
  return lines.map((line) => wordsIn(line));
}

/** An escaped sign, `$$`, or any sign that is no white space. */
const SIGN = /\\+(?:[\s#]|$)|\\:|\$\$|[^\s]/y;

function wordsIn(line: string): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at] ?? "")) {
      at++;
      continue;
    }
    if (line[at] === "#") break;
    const { name, end } = wordAt(line, at);
    const endsTargets = name.endsWith(":") && line[end - 2] !== "\\";
    words.push({ name: endsTargets ? name.slice(0, -1) : name, endsTargets });
    at = end;
  }
  return words;
}

function wordAt(line: string, start: number): { readonly name: string; readonly end: number } {
  let name = "";
  let at = start;
  for (;;) {
    SIGN.lastIndex = at;
    const [sign] = SIGN.exec(line) ?? [];
    if (sign === undefined) return { name, end: at };
    const { text, length } = meaningOf(sign);
    name += text;
    at += length;
    if (length < sign.length) return { name, end: at };
  }
}

/** What a sign stands for, and how much of it belongs to the name. */
function meaningOf(sign: string): { readonly text: string; readonly length: number } {
  if (sign === "$$") return { text: "$", length: 2 };
  if (sign === "\\:") return { text: ":", length: 2 };
  const slashes = /^\\+/.exec(sign)?.[0].length ?? 0;
  const rest = sign.slice(slashes);
  if (slashes === 0 || rest === "") return { text: sign, length: sign.length };
  if (slashes % 2 === 0) return { text: sign.slice(0, slashes), length: slashes };
  return { text: "\\".repeat((slashes - 1) / 2) + rest, length: sign.length };
}
