/** What a finding is about. The kinds are names; the text that matched is never part of a finding. */
export type FindingKind =
  | "subject-code"
  | "subject-code-pattern"
  | "home-path"
  | "temp-path"
  | "file-uri"
  | "uri-credentials"
  | "user-name"
  | "unreadable";

/** Why content could not be read. What cannot be read is not known to be safe. */
export type UnreadableReason =
  | "missing"
  | "unknown-format"
  | "damaged"
  | "encrypted"
  | "binary-column"
  | "text-without-unicode-map";

/**
 * One thing in a public file that must not be there.
 *
 * `file` is the path as it was given and `where` the first place inside it (table, column and row; JSON pointer;
 * PNG chunk; PDF object; line). Parts of either that hold forbidden text are replaced by `[redacted]`.
 * `count` is the number of such places in the same column, stream or file.
 */
export type Finding = {
  readonly file: string;
  readonly where: string;
  readonly what: FindingKind;
  readonly count: number;
  readonly why?: UnreadableReason;
};

/** A place to report: `group` is what findings are counted by, and `where` itself when absent. */
export type Sighting = {
  readonly where: string;
  readonly what: FindingKind;
  readonly group?: string;
  readonly why?: UnreadableReason;
};

/** Collects the findings of one file, one per group and kind, in the order in which they were first seen. */
export type FindingLog = {
  readonly report: (sighting: Sighting) => void;
  readonly has: (what: FindingKind) => boolean;
  readonly list: () => readonly Finding[];
};

/** Starts an empty log for the file with this (already redacted) name. */
export function createFindingLog(file: string): FindingLog {
  const byGroup = new Map<string, Finding>();
  return {
    report: ({ where, what, group = where, why }) => {
      const key = `${what}\0${why ?? ""}\0${group}`;
      const seen = byGroup.get(key);
      const finding = seen ?? { file, where, what, count: 0, ...(why === undefined ? {} : { why }) };
      byGroup.set(key, { ...finding, count: finding.count + 1 });
    },
    has: (what) => [...byGroup.values()].some((finding) => finding.what === what),
    list: () => [...byGroup.values()],
  };
}
