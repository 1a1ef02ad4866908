/** A system call that did what it was asked to, as `strace` tells of it. */
export interface Call {
  readonly pid: number;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly result: Argument;
}

export interface Argument {
  /** As it is written, without what is in quotes or angles. */
  readonly text: string;
  /** The first string in it. */
  readonly string: string | undefined;
  /** What a descriptor stands for; absolute for files. */
  readonly path: string | undefined;
}

/** Calls in the order in which they ended, and the ends of processes. */
export type TraceLine = Call | { readonly pid: number; readonly ended: true };

const LINE = /^(\d+) +(.*)$/;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const UNFINISHED = " <unfinished ...>";

/**
 * Reads what `strace -f -y -o FILE` wrote. Calls that failed or never ended are left out, and so are signals. A line
 * that was cut off counts for nothing.
 *
 * @see strace(1): escapes of strings, `-y`, unfinished and resumed calls
 */
export function* readCalls(text: string): Generator<TraceLine> {
  const unfinished = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [, number, rest = ""] = LINE.exec(line) ?? [];
    if (number === undefined) continue;
    const pid = Number(number);
    if (rest.startsWith("+++ ")) {
      yield { pid, ended: true };
    } else if (rest.endsWith(UNFINISHED)) {
      unfinished.set(pid, rest.slice(0, -UNFINISHED.length));
    } else {
      const whole = rest.replace(RESUMED, () => unfinished.get(pid) ?? "");
      const call = parseCall(whole);
      if (call) yield { pid, ...call };
    }
  }
}

/** A string, what stands behind a descriptor, a sign of structure, or what is between these. */
const TOKEN = /"((?:[^"\\]|\\.)*)"(?:\.\.\.)?|<((?:[^>\\]|\\.)*)>|([(){}[\],])|[^"<(){}[\],]+|[\s\S]/gy;

function parseCall(line: string): Omit<Call, "pid"> | undefined {
  const name = /^\w+(?=\()/.exec(line)?.[0];
  if (name === undefined) return undefined;
  const parts: Argument[] = [];
  let part: Argument = NOTHING;
  let depth = 0;
  const end = (): void => {
    parts.push(part);
    part = NOTHING;
  };
  for (const [token, string, path, sign] of line.slice(name.length).matchAll(TOKEN)) {
    if (sign === "(" || sign === "{" || sign === "[") depth++;
    if (sign === ")" || sign === "}" || sign === "]") depth--;
    if ((sign === "," && depth === 1) || (sign === ")" && depth === 0)) end();
    else if (string !== undefined) part = { ...part, string: part.string ?? unescaped(string) };
    else if (path !== undefined) part = { ...part, path: part.path ?? unescaped(path) };
    else part = { ...part, text: part.text + token };
  }
  const isSuccess = depth === 0 && /^\s+= \d/.test(part.text);
  return isSuccess ? { name, args: parts, result: part } : undefined;
}

const NOTHING: Argument = { text: "", string: undefined, path: undefined };
const LETTERS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  v: "\v",
  f: "\f",
  a: "\x07",
  b: "\b",
};

/** Octal escapes are bytes of UTF-8. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  const bytes = text.replaceAll(/\\(?:([0-7]{1,3})|x([0-9a-f]{2})|(.))/g, (_, octal, hex, sign) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal as string, 8));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex as string, 16));
    return LETTERS[sign as string] ?? (sign as string);
  });
  return Buffer.from(bytes, "latin1").toString("utf8");
}
