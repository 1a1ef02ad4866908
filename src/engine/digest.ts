/** Sixteen hex digits of xxh64. Never to be mixed up with a path or a name. */
export type Digest = string & { readonly __digest: true };

/** The digest that stands for a file that is not there. */
export const ABSENT = "absent" as Digest;

/** Hashing, as the host provides it. */
export interface Hasher {
  readonly text: (text: string) => Digest;
  readonly bytes: (bytes: Uint8Array) => Digest;
}
