import type { Json } from "./rule.ts";

/** Sixteen hex digits of xxh64. Never to be mixed up with a path or a name. */
export type Digest = string & { readonly __digest: true };

/** The digest that stands for a file that is not there. */
export const ABSENT = "absent" as Digest;

/** Hashing, as the host provides it. */
export interface Hasher {
  readonly text: (text: string) => Digest;
  readonly bytes: (bytes: Uint8Array) => Digest;
}

/** One text for one value: keys sorted by code unit, no blanks, `undefined` members left out. */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) return "undefined";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
