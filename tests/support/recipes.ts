/** Keys that a `lists:` recipe chooses from. */
export const KEYS = ["p", "q", "r"];

/** What was read is cut to a sum where it is longer: texts of texts grow without end. */
const LONG = 1000;

/** Which of the paths behind the bar in a `looks:` recipe are looked at: what was read decides. */
export function lookedAt(text: string, read: readonly string[]): readonly string[] {
  if (!text.startsWith("looks:")) return [];
  const paths = text.split(" | ")[1]?.split(" ") ?? [];
  const sum = sumOf(read.join(";"));
  return paths.filter((_, index) => ((sum >> index) & 1) === 1);
}

/** What a recipe reads by an input: all of its files, or of each the value that an input named `at_KEY` is a view of. */
export function readAs(input: string, texts: readonly string[]): string {
  const key = /^at_(.+)$/.exec(input)?.[1];
  return `${input}=${texts.map((text) => (key === undefined ? text : valueAt(key, text))).join("+")}`;
}

function valueAt(key: string, text: string): string {
  return JSON.stringify((JSON.parse(text) as Record<string, unknown>)[key]);
}

/** A folder as one text, by the paths of its files below it. */
export function folderText(files: Iterable<readonly [path: string, text: string]>): string {
  return Array.from(files, ([path, text]) => `${path}:${text}`)
    .sort()
    .join("|");
}

/** How many names the second file of a folder may have. */
export const DEEP_NAMES = 4;

/**
 * The files of an output by their paths below it, or what {@link writtenTo} says, by the empty path. `folder: …` makes a
 * folder of two, where the name of one hangs on what was read.
 */
export function filesOf(output: string, text: string, read: readonly string[]): ReadonlyMap<string, string> {
  const made = writtenTo(output, text, read);
  if (!text.startsWith("folder:")) return new Map([["", made]]);
  return new Map([
    ["one", made],
    [`deep/${sumOf(made) % DEEP_NAMES}`, made],
  ]);
}

/**
 * What a recipe writes to an output: `TEXT NAME(what was read)`. `first: …` keeps the first letter of what was read, so
 * that it comes out the same for much else; `lists: …` makes a list of keys out of it; `values: …` a JSON file of which
 * parts come out the same for much else; `whole: …` cuts nothing.
 */
export function writtenTo(output: string, text: string, read: readonly string[]): string {
  const all = read.join(";");
  const isCut = all.length > LONG && !text.startsWith("whole:");
  const made = `${text} ${output}(${isCut ? `${all.length} ${sumOf(all)}` : all})`;
  if (text.startsWith("first:")) return /=(.?)/.exec(made)?.[1] ?? "";
  if (text.startsWith("values:")) {
    const parts = sumOf(made);
    return JSON.stringify({ a: parts & 1, b: (parts >> 1) & 1, made });
  }
  if (!text.startsWith("lists:")) return made;
  const sum = sumOf(read.join(";"));
  return JSON.stringify(KEYS.filter((_, index) => ((sum >> index) & 1) === 1));
}

function sumOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}
