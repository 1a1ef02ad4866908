import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import type { PickleValue } from "../../src/pickle/index.ts";
import { readPickle } from "../../src/pickle/index.ts";

/** One pickle written by CPython, and what it holds in the notation of oracles/make.py. */
export interface Pickled {
  readonly name: string;
  readonly protocol: number;
  readonly bytes: Uint8Array;
  readonly holds: unknown;
}

/** All of oracles/pickles.json; each in a buffer of its own. */
export const allPickled: readonly Pickled[] = (
  JSON.parse(readFileSync(new URL("oracles/pickles.json", import.meta.url), "utf8")) as readonly (Omit<
    Pickled,
    "bytes"
  > & { readonly pickle: string })[]
).map(({ name, protocol, pickle, holds }) => ({
  name,
  protocol,
  holds,
  bytes: Uint8Array.from(Buffer.from(pickle, "base64")),
}));

/** The value of one pickle, by the name it has in oracles/make.py. */
export function pickled(name: string, protocol: number): PickleValue {
  const found = allPickled.find((each) => each.name === name && each.protocol === protocol);
  assert(found !== undefined, `no pickle is called ${name}`);
  const result = readPickle(found.bytes);
  assert(result.ok);
  return result.value;
}
