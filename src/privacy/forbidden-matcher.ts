import { decodedVariants } from "./decoded-variants.ts";
import type { FindingKind } from "./finding.ts";
import { wordPattern } from "./word-pattern.ts";

/**
 * What must not be public besides the built-in patterns. `codes` are all subject codes of the recordings, the
 * unlabelled ones too; `userNames` the account names of the people and machines involved. Both match as whole words,
 * in any letter case. User names that name nobody (`root`, `runner`) are ignored: they are ordinary words.
 */
export type Forbidden = {
  readonly codes: readonly string[];
  readonly userNames?: readonly string[];
};

/** One match: its kind, its place in the text and its length. The text itself stays where it is. */
export type Hit = { readonly what: FindingKind; readonly index: number; readonly length: number };

/** One combined matcher for everything forbidden. */
export type Matcher = {
  /** Matches in the text as it stands. */
  readonly find: (text: string) => readonly Hit[];
  /** Kinds found in the text or in any decoding of it (entities, percent, backslash escapes, look-alikes). */
  readonly kinds: (text: string) => readonly FindingKind[];
  /** The name itself, or `[redacted]` if anything in it is forbidden. */
  readonly redact: (name: string) => string;
};

/** Builds the matcher. Empty words are ignored: they would match everywhere. */
export function createMatcher({ codes, userNames = [] }: Forbidden): Matcher {
  const pattern = combinedPattern(codes, userNames);
  const find = (text: string): readonly Hit[] => {
    pattern.lastIndex = 0;
    let match = pattern.exec(text);
    if (match === null) return NO_HITS;
    const hits: Hit[] = [];
    for (; match !== null; match = pattern.exec(text)) {
      hits.push({ what: kindOf(match.groups), index: match.index, length: match[0].length });
    }
    return hits;
  };
  const kinds = (text: string): readonly FindingKind[] => {
    const variants = decodedVariants(text);
    const direct = find(text);
    if (variants.length === 0 && direct.length === 0) return NO_KINDS;
    const found = new Set([...direct, ...variants.flatMap(find)].map((hit) => hit.what));
    if (found.has("subject-code")) found.delete("subject-code-pattern");
    return [...found];
  };
  return { find, kinds, redact: (name) => (kinds(name).length > 0 ? "[redacted]" : name) };
}

const NO_HITS: readonly Hit[] = [];
const NO_KINDS: readonly FindingKind[] = [];

/** Each ends in a look-ahead, so that a code further along is still found, of bounded length, so that time is linear. */
const PATTERNS = {
  subjectCodePattern: String.raw`PLR[_-]?\d{3}`,
  uriCredentials: String.raw`(?<=[a-z0-9+.\-]):\/\/(?=[^\s\/@:"'<>]{1,256}:[^\s\/@"'<>]{1,256}@)`,
  fileUri: String.raw`\bfile:(?=\/{1,3}[\w%~\-][\w.%~:\-]{0,256}\/[\w.%~\-])`,
  homePath: [
    String.raw`(?<![\w.~\-])\/(?:home|Users)\/+(?=[^\s\/"'<>])`,
    String.raw`(?<![\w.~\-\/])\/root\/(?=[^\s"'<>])`,
    String.raw`\/mnt\/[a-z]\/Users\/(?=[^\s\/"'<>])`,
    String.raw`(?<![a-z0-9])[a-z]:[\\\/]+(?:Users|Documents and Settings)[\\\/]+(?=[^\s\\\/"'<>])`,
  ].join("|"),
  tempPath: [
    String.raw`(?<![\w.~\-])\/(?:private\/)?(?:tmp|var\/tmp|var\/folders|dev\/shm)\/+(?=[^\s\/"'<>])`,
    String.raw`(?<![a-z0-9])[a-z]:[\\\/]+(?:Windows[\\\/]+)?Te?mp[\\\/]+(?=[^\s\\\/"'<>])`,
  ].join("|"),
} as const;

const IMPERSONAL = new Set("admin docker guest home node nobody root runner ubuntu user users".split(" "));

const KINDS = {
  subjectCode: "subject-code",
  subjectCodePattern: "subject-code-pattern",
  uriCredentials: "uri-credentials",
  fileUri: "file-uri",
  homePath: "home-path",
  tempPath: "temp-path",
  userName: "user-name",
} as const satisfies Record<string, FindingKind>;

function combinedPattern(codes: readonly string[], userNames: readonly string[]): RegExp {
  const alternatives: Record<string, string> = {
    ...wholeWords("subjectCode", codes),
    ...PATTERNS,
    ...wholeWords(
      "userName",
      userNames.filter((name) => !IMPERSONAL.has(name.trim().toLowerCase())),
    ),
  };
  const source = Object.entries(alternatives).map(([name, alternative]) => `(?<${name}>${alternative})`);
  return new RegExp(source.join("|"), "giu");
}

function wholeWords(group: keyof typeof KINDS, words: readonly string[]): Record<string, string> {
  const real = new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ""));
  if (real.size === 0) return {};
  return { [group]: String.raw`(?<![\p{L}\p{N}])${wordPattern(real)}(?![\p{L}\p{N}])` };
}

function kindOf(groups: Record<string, string | undefined> | undefined): FindingKind {
  for (const [name, kind] of Object.entries(KINDS)) if (groups?.[name] !== undefined) return kind;
  throw new Error("a match without a named group");
}
