import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { dump, FAILSAFE_SCHEMA, load } from "js-yaml";
import { comparePseudonyms, PSEUDONYM_PATTERN, type PseudonymLookup } from "./assign-pseudonyms.ts";
import type { Result } from "./result.ts";

/** Why a lookup could not be read. Nothing of its content is named. */
export type LookupFailure = {
  readonly reason: "lookup-missing" | "lookup-malformed" | "lookup-ambiguous" | "lookup-halves-differ";
};

/**
 * Reads `subject_lookup.yaml`: pseudonym to code under `lookup`, and the reverse, which must say the same. Codes that
 * look like numbers come back as text.
 */
export async function readLookup(path: string): Promise<Result<PseudonymLookup, LookupFailure>> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return failed("lookup-missing");
  const document = parseLookup(text);
  if (document === undefined) return failed("lookup-malformed");
  const byCode = new Map(Object.entries(document.lookup).map(([pseudonym, code]) => [code, pseudonym]));
  if (byCode.size !== Object.keys(document.lookup).length) return failed("lookup-ambiguous");
  const reverse = Object.entries(document.reverse_lookup);
  if (reverse.length !== byCode.size || reverse.some(([code, name]) => byCode.get(code) !== name)) {
    return failed("lookup-halves-differ");
  }
  return { ok: true, value: byCode };
}

/**
 * Writes `subject_lookup.yaml`, readable by its owner alone and whole or not at all. Equal lookups give equal bytes:
 * there is no time and no path in it.
 */
export async function writeLookup(path: string, lookup: PseudonymLookup): Promise<void> {
  const entries = [...lookup].sort(([, a], [, b]) => comparePseudonyms(a, b));
  const document = {
    lookup: Object.fromEntries(entries.map(([code, pseudonym]) => [pseudonym, code])),
    reverse_lookup: Object.fromEntries(entries),
    metadata: {
      n_healthy: entries.filter(([, pseudonym]) => pseudonym.startsWith("H")).length,
      n_glaucoma: entries.filter(([, pseudonym]) => pseudonym.startsWith("G")).length,
      WARNING: "PRIVATE: links pseudonyms to original subject codes. Do not commit, share or publish.",
    },
  };
  await writePrivately(path, dump(document, { lineWidth: -1 }));
}

/** The two halves of the file. */
interface LookupDocument {
  readonly lookup: { readonly [pseudonym: string]: string };
  readonly reverse_lookup: { readonly [code: string]: string };
}

/** The `failsafe` schema keeps every scalar as the text it is. */
function parseLookup(text: string): LookupDocument | undefined {
  try {
    const document: unknown = load(text, { schema: FAILSAFE_SCHEMA });
    return isLookup(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** By hand: a schema library takes longer to load than everything else here takes. */
function isLookup(value: unknown): value is LookupDocument {
  if (!isRecord(value)) return false;
  const { lookup, reverse_lookup: reverse } = value;
  if (!isRecord(lookup) || !isRecord(reverse)) return false;
  const pseudonyms = [...Object.keys(lookup), ...Object.values(reverse)];
  const codes = [...Object.values(lookup), ...Object.keys(reverse)];
  return (
    pseudonyms.every((pseudonym) => typeof pseudonym === "string" && PSEUDONYM_PATTERN.test(pseudonym)) &&
    codes.every((code) => typeof code === "string" && code !== "")
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function failed(reason: LookupFailure["reason"]): { ok: false; failure: LookupFailure } {
  return { ok: false, failure: { reason } };
}

async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: 0o600, flush: true });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
