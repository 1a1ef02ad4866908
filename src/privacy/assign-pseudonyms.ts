import { createHmac } from "node:crypto";
import type { Result } from "./result.ts";

/** A person in the recordings: the original code and the class, null where the person was not labelled. */
export type Subject = { readonly code: string; readonly label: string | null };

/** Pseudonym by original code. Private: whoever holds it can undo the pseudonymisation. */
export type PseudonymLookup = ReadonlyMap<string, string>;

/** Why no lookup could be made. Subjects are counted; only pseudonyms, which are public, are named. */
export type AssignmentFailure =
  | { readonly reason: "key-malformed" }
  | { readonly reason: "empty-code"; readonly count: number }
  | { readonly reason: "conflicting-labels"; readonly count: number }
  | { readonly reason: "unknown-label"; readonly count: number }
  | { readonly reason: "known-pseudonym-malformed"; readonly count: number }
  | { readonly reason: "known-pseudonym-shared"; readonly pseudonyms: readonly string[] }
  | { readonly reason: "known-class-differs"; readonly pseudonyms: readonly string[] };

/** The recordings' subjects (repeats are fine), the key as 64 hexadecimal digits, and the lookup kept from before. */
export type Assignment = {
  readonly subjects: readonly Subject[];
  readonly key: string;
  readonly known: PseudonymLookup;
};

/**
 * Gives each labelled subject a pseudonym: `H001…` for controls, `G001…` for glaucoma, three digits or as many as
 * the number needs.
 *
 * Known subjects keep theirs, also when they are no longer in the recordings, so that no number ever means two
 * people. New ones follow in the order of HMAC-SHA256(key, code in UTF-8), which nobody without the key can
 * reproduce. Subjects without any label get none. The lookup is ordered by pseudonym.
 */
export function assignPseudonyms({
  subjects,
  key,
  known,
}: Assignment): Result<PseudonymLookup, AssignmentFailure> {
  const secret = Buffer.from(key, "hex");
  if (!KEY_PATTERN.test(key)) return { ok: false, failure: { reason: "key-malformed" } };
  const labels = labelsByCode(subjects);
  const failure = checkLabels(labels) ?? checkKnown(known, labels);
  if (failure !== undefined) return { ok: false, failure };
  const entries: [string, string][] = [...known];
  for (const [label, letter] of Object.entries(CLASS_LETTERS)) {
    const fresh = [...labels]
      .filter(([code, own]) => own.has(label) && !known.has(code))
      .map(([code]) => code);
    const first = highestNumber(known, letter) + 1;
    const ordered = inKeyedOrder(fresh, secret);
    entries.push(...ordered.map((code, index): [string, string] => [code, pseudonym(letter, first + index)]));
  }
  return { ok: true, value: new Map(entries.sort(([, a], [, b]) => comparePseudonyms(a, b))) };
}

/** Orders pseudonyms by class letter and number: `G999` before `G1000`, all `G` before all `H`. */
export function comparePseudonyms(a: string, b: string): number {
  const [letterA, letterB] = [a.charCodeAt(0), b.charCodeAt(0)];
  return letterA - letterB || Number(a.slice(1)) - Number(b.slice(1));
}

/** A key as 64 hexadecimal digits: 32 bytes. */
export const KEY_PATTERN = /^[0-9a-f]{64}$/u;
/** A pseudonym as this module gives it. */
export const PSEUDONYM_PATTERN = /^[HG](?!000$)(?:\d{3}|[1-9]\d{3,})$/u;

const CLASS_LETTERS: Readonly<Record<string, string>> = { control: "H", glaucoma: "G" };

type Labels = ReadonlyMap<string, ReadonlySet<string>>;

function labelsByCode(subjects: readonly Subject[]): Labels {
  const labels = new Map<string, Set<string>>();
  for (const { code, label } of subjects) {
    const own = labels.get(code) ?? new Set();
    labels.set(code, own);
    if (label !== null) own.add(label);
  }
  return labels;
}

function checkLabels(labels: Labels): AssignmentFailure | undefined {
  const emptyCodes = [...labels.keys()].filter((code) => code.trim() === "").length;
  if (emptyCodes > 0) return { reason: "empty-code", count: emptyCodes };
  const own = [...labels.values()];
  const unknown = own.filter((set) => [...set].some((label) => !Object.hasOwn(CLASS_LETTERS, label))).length;
  if (unknown > 0) return { reason: "unknown-label", count: unknown };
  const conflicting = own.filter((set) => set.size > 1).length;
  return conflicting > 0 ? { reason: "conflicting-labels", count: conflicting } : undefined;
}

function checkKnown(known: PseudonymLookup, labels: Labels): AssignmentFailure | undefined {
  const pseudonyms = [...known.values()];
  const malformed = pseudonyms.filter((name) => !PSEUDONYM_PATTERN.test(name)).length;
  if (malformed > 0) return { reason: "known-pseudonym-malformed", count: malformed };
  const shared = pseudonyms.filter((name, index) => pseudonyms.indexOf(name) !== index);
  if (shared.length > 0) return { reason: "known-pseudonym-shared", pseudonyms: [...new Set(shared)] };
  const differing = [...known].filter(([code, name]) => {
    const [label] = labels.get(code) ?? [];
    return label !== undefined && CLASS_LETTERS[label] !== name.charAt(0);
  });
  if (differing.length === 0) return undefined;
  return {
    reason: "known-class-differs",
    pseudonyms: differing.map(([, name]) => name).sort(comparePseudonyms),
  };
}

function highestNumber(known: PseudonymLookup, letter: string): number {
  const numbers = [...known.values()]
    .filter((name) => name.startsWith(letter))
    .map((name) => Number(name.slice(1)));
  return Math.max(0, ...numbers);
}

function inKeyedOrder(codes: readonly string[], secret: Buffer): readonly string[] {
  return codes
    .map((code) => ({ code, rank: createHmac("sha256", secret).update(code, "utf8").digest() }))
    .sort((a, b) => Buffer.compare(a.rank, b.rank))
    .map(({ code }) => code);
}

function pseudonym(letter: string, number: number): string {
  return letter + String(number).padStart(3, "0");
}
