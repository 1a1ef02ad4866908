/**
 * Keeps people unnamed: pseudonyms that stay the same over time, and a scan of files that are to be published for
 * subject codes, paths of a machine and names of its users, format by format. A file that cannot be read to its end is
 * a finding as well.
 */
export { assignPseudonyms, comparePseudonyms } from "./assign-pseudonyms.ts";
export type { AssignmentFailure, PseudonymLookup, Subject } from "./assign-pseudonyms.ts";
export type { Finding, FindingKind, UnreadableReason } from "./finding.ts";
export type { Forbidden } from "./forbidden-matcher.ts";
export { makeKey, readKey } from "./pseudonym-key.ts";
export type { KeyFailure } from "./pseudonym-key.ts";
export { readLookup, writeLookup } from "./pseudonym-lookup.ts";
export type { LookupFailure } from "./pseudonym-lookup.ts";
export { scanPublic } from "./scan-public.ts";
export type { PublicScan } from "./scan-public.ts";
export { translateCodes } from "./translate-codes.ts";
export type { UnmappedCodes } from "./translate-codes.ts";
