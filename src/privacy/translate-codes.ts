import type { PseudonymLookup } from "./assign-pseudonyms.ts";
import type { Result } from "./result.ts";

/** Codes without a pseudonym: how many rows, and the first of them (from 1). The codes stay unnamed. */
export type UnmappedCodes = {
  readonly reason: "unmapped-codes";
  readonly count: number;
  readonly firstRow: number;
};

/** The pseudonym of each code, in the same order. One code without a pseudonym fails the whole list. */
export function translateCodes(
  codes: readonly string[],
  lookup: PseudonymLookup,
): Result<readonly string[], UnmappedCodes> {
  const pseudonyms = codes.map((code) => lookup.get(code));
  const known = pseudonyms.filter((pseudonym) => pseudonym !== undefined);
  if (known.length === codes.length) return { ok: true, value: known };
  const firstRow = pseudonyms.indexOf(undefined) + 1;
  return { ok: false, failure: { reason: "unmapped-codes", count: codes.length - known.length, firstRow } };
}
