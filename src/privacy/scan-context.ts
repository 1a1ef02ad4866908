import type { FindingKind, FindingLog } from "./finding.ts";
import type { Matcher } from "./forbidden-matcher.ts";

/** A piece of content inside a file: its bytes, a name whose ending may tell the format, and where it was found. */
export type Part = { readonly bytes: Buffer; readonly name: string; readonly where: string };

/** What every scanner of one file shares. `embedded` scans a part by its own format. */
export type ScanContext = {
  readonly matcher: Matcher;
  readonly log: FindingLog;
  readonly embedded: (part: Part) => void;
};

/** Reports each kind of forbidden text once, however many of the texts (or readings of one text) hold it. */
export function scanTexts(texts: Iterable<string>, where: () => string, { matcher, log }: ScanContext): void {
  const found = new Set<FindingKind>();
  for (const text of texts) for (const what of matcher.kinds(text)) found.add(what);
  for (const what of found) log.report({ where: where(), what });
}

/** `line 3` at the top of a file, `page 2, line 3` inside a part. */
export function within(outer: string, inner: string): string {
  return outer === "" ? inner : `${outer}, ${inner}`;
}
