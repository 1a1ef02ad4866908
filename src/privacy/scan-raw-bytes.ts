import type { Hit, Matcher } from "./forbidden-matcher.ts";
import { type ScanContext, within } from "./scan-context.ts";

/**
 * Scans bytes of a binary format as they are, in addition to its decoded content: comments, gaps, free blocks that
 * still hold deleted rows. Finding nothing here proves nothing. Text in UTF-16 is found as well.
 *
 * Short words are left out, for in random bytes they turn up by chance; so are kinds already reported for the file.
 */
export function scanRawBytes(bytes: Buffer, where: string, context: ScanContext): void {
  for (const piece of piecesOf(bytes)) reportRawHits(hitsIn(piece, context.matcher), where, context);
}

/** What `scanRawBytes` looks for, to be reported later. Others have their turn between pieces. */
export async function findRawHits(bytes: Buffer, matcher: Matcher): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  for (const piece of piecesOf(bytes)) {
    for (const hit of hitsIn(piece, matcher)) hits.push(hit);
    await new Promise(setImmediate);
  }
  return hits;
}

/** Reports such hits, of kinds that are not reported for the file yet. */
export function reportRawHits(hits: readonly Hit[], where: string, context: ScanContext): void {
  for (const hit of hits) {
    if (!isReported(hit, context)) context.log.report({ what: hit.what, where: within(where, "raw bytes") });
  }
}

const PIECE = 1024 * 1024;
const OVERLAP = 1024;
const SHORTEST = 6;

function* piecesOf(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE - OVERLAP)
    yield bytes.subarray(start, start + PIECE);
}

function hitsIn(piece: Buffer, matcher: Matcher): readonly Hit[] {
  const variants = piece.includes(0) ? [piece, withoutZeros(piece)] : [piece];
  return variants.flatMap((variant) => matcher.find(variant.toString("latin1"))).filter(isTelling);
}

/** Text in UTF-16, which is Latin-1 for the most part, as one byte a letter. */
function withoutZeros(bytes: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte !== 0) kept[length++] = byte;
  }
  return kept.subarray(0, length);
}

function isTelling({ length, what }: Hit): boolean {
  return length >= SHORTEST || (what !== "subject-code" && what !== "user-name");
}

function isReported({ what }: Hit, { log }: ScanContext): boolean {
  return log.has(what) || (what === "subject-code-pattern" && log.has("subject-code"));
}
