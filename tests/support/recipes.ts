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

/**
 * What a recipe writes to an output: `TEXT NAME(what was read)`. `first: …` keeps the first letter of what was read, so
 * that it comes out the same for much else; `lists: …` makes a list of keys out of it; `whole: …` cuts nothing.
 */
export function writtenTo(output: string, text: string, read: readonly string[]): string {
  const all = read.join(";");
  const isCut = all.length > LONG && !text.startsWith("whole:");
  const made = `${text} ${output}(${isCut ? `${all.length} ${sumOf(all)}` : all})`;
  if (text.startsWith("first:")) return /=(.?)/.exec(made)?.[1] ?? "";
  if (!text.startsWith("lists:")) return made;
  const sum = sumOf(read.join(";"));
  return JSON.stringify(KEYS.filter((_, index) => ((sum >> index) & 1) === 1));
}

function sumOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}
