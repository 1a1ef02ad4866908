/**
 * Why a byte stream was not read as a pickle. `offset` is the position, in bytes, of the opcode at fault.
 *
 * - `empty`: no bytes at all.
 * - `too-large`: more bytes than the limit; nothing was read.
 * - `not-a-pickle`: it has no protocol header and is no well-formed protocol 0 or 1 stream either.
 * - `truncated`: it ends before its STOP opcode.
 * - `forbidden-class`: it names a class or function outside the allow-list (`name` is `module.name`).
 * - `unsupported`: legal, but of a kind that is never read here, such as out-of-band buffers.
 * - `malformed`: opcodes or array states that contradict one another.
 */
export type PickleFailure =
  | { readonly reason: "empty" }
  | { readonly reason: "too-large"; readonly bytes: number; readonly limit: number }
  | { readonly reason: "not-a-pickle" }
  | { readonly reason: "truncated"; readonly offset: number }
  | { readonly reason: "forbidden-class"; readonly name: string }
  | { readonly reason: "unsupported"; readonly what: string; readonly offset: number }
  | { readonly reason: "malformed"; readonly detail: string; readonly offset: number };

/** Carries a failure out of the parser's callbacks; it never leaves `readPickle`. */
export class Refusal extends Error {
  readonly failure: PickleFailure;

  constructor(failure: PickleFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** A contradiction found where the position is not known: `readPickle` adds it. */
export function malformed(detail: string): Refusal {
  return new Refusal({ reason: "malformed", detail, offset: 0 });
}
