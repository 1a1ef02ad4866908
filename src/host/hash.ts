import xxhash from "xxhash-wasm";
import type { Digest, Hasher } from "../engine/digest.ts";

/** Hashing of bytes that come in pieces. */
export interface ByteHash extends Hasher {
  readonly start: () => { readonly add: (bytes: Uint8Array) => void; readonly digest: () => Digest };
}

/** xxh64, by WebAssembly. */
export async function createHash(): Promise<ByteHash> {
  const { h64ToString, h64Raw, create64 } = await xxhash();
  const hex = (value: bigint): Digest => value.toString(16).padStart(16, "0") as Digest;
  return {
    text: (text) => h64ToString(text) as Digest,
    bytes: (bytes) => hex(h64Raw(bytes)),
    start: () => {
      const state = create64();
      return { add: (bytes) => void state.update(bytes), digest: () => hex(state.digest()) };
    },
  };
}
