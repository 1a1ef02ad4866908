import { contentTex } from "./escape.ts";
import type { Content } from "./tex.ts";

/** How the numbers of a column are set: as many columns of TeX as its cells have numbers. */
export type NumberColumn = {
  /** The preamble of these columns. */
  readonly types: string;
  /** How many they are. */
  readonly span: number;
  /** LaTeX over the whole width, as a head. */
  readonly centred: (tex: string) => string;
  /** The LaTeX of a cell, with the `&` between them. */
  readonly cell: (content: Content) => string;
};

/**
 * Fits siunitx columns to cells of one (`0.911`), two (`[0.755, 0.971]`) or three (`0.911 [0.755, 0.971]`) numbers, so
 * that signs, digits and points stand under each other. A cell with fewer than the others, or none, is centred.
 */
export function numberColumn(cells: readonly Content[]): NumberColumn {
  const numbers = cells.map(numbersOf);
  const span = Math.max(1, ...numbers.map((own) => own.length));
  const parts = PARTS.get(span) ?? [];
  const centred = (tex: string): string =>
    span === 1 ? `{${tex}}` : String.raw`\multicolumn{${span}}{c}{${tex}}`;
  const type = (part: Part, at: number): string =>
    columnType(
      numbers.flatMap((own) => (own.length === span ? (own[at] ?? []) : [])),
      part,
    );
  return {
    types: parts.map(type).join(""),
    span,
    centred,
    cell: (content) => {
      const own = numbersOf(content);
      if (own.length !== span) return centred(contentTex(content));
      return parts.map(({ before, after }, at) => `${before}${own[at]}${after}`).join(" & ");
    },
  };
}

/** What is set around one number of a cell, and behind its column. */
type Part = {
  readonly before: string;
  readonly after: string;
  readonly options: readonly string[];
  readonly gap: string;
};

const PLAIN: Part = { before: "", after: "", options: [], gap: "" };
const ESTIMATE: Part = { ...PLAIN, gap: String.raw`@{\hspace{0.4em}}` };
const LOWER: Part = {
  ...PLAIN,
  before: "{[}",
  options: ["table-space-text-pre={[}", "table-align-text-before=false"],
  gap: String.raw`@{,\,}`,
};
const UPPER: Part = { ...PLAIN, after: "{]}", options: ["table-space-text-post={]}"] };

/** By how many numbers a cell has. */
const PARTS: ReadonlyMap<number, readonly Part[]> = new Map([
  [1, [PLAIN]],
  [2, [LOWER, UPPER]],
  [3, [ESTIMATE, LOWER, UPPER]],
]);

const THOUSANDS = ["group-minimum-digits=4", "group-separator={,}"] as const;

function numbersOf(content: Content): readonly string[] {
  return typeof content === "string" ? [] : (content.numbers ?? []);
}

function columnType(numbers: readonly string[], { options, gap }: Part): string {
  if (numbers.length === 0) return "c";
  const grouping = numbers.some((number) => /^\D*\d{4}/u.test(number)) ? THOUSANDS : [];
  return `S[${[`table-format=${formatOf(numbers)}`, ...grouping, ...options].join(",")}]${gap}`;
}

/** Room for the longest parts of all: `<-2.3` is a comparator, a sign, two digits before the point and three after it. */
function formatOf(numbers: readonly string[]): string {
  const most = (part: RegExp): number =>
    Math.max(...numbers.map((number) => part.exec(number)?.[1]?.length ?? 0));
  const comparator = numbers.some((number) => /^[<>]/u.test(number)) ? "<" : "";
  const sign = numbers.some((number) => number.includes("-")) ? "-" : "";
  const decimals = most(/\.(\d+)/u);
  return `${comparator}${sign}${most(/(\d+)/u)}${decimals === 0 ? "" : `.${decimals}`}`;
}
