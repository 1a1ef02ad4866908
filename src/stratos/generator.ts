import { createHash } from "node:crypto";

/** A source of pseudo-random numbers. */
export interface Generator {
  /** The next 32 bits, as a whole number within [0, 2³²). */
  readonly next: () => number;
  /** A whole number within [0, bound), each equally likely. Precondition: 1 ≤ bound ≤ 2²¹. */
  readonly below: (bound: number) => number;
  /** A number within [0, 1), a multiple of 2⁻³². */
  readonly unit: () => number;
}

/**
 * The generator of a row: xoshiro128** (Blackman & Vigna 2021), started from the first 16 bytes of the SHA-256 of
 * the seed, a NUL and the key, read as four little-endian words. Equal seed and key give equal numbers on every
 * machine; neither the clock nor the code has a say.
 *
 * @param seed the study's declared seed
 * @param key the row's own key
 */
export function seededGenerator(seed: number | string, key: string): Generator {
  const digest = createHash("sha256").update(`${seed}\0${key}`, "utf8").digest();
  return xoshiro([0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset)));
}

/**
 * xoshiro128** from four words of state.
 *
 * @throws RangeError if there are not four words, or all are 0
 */
export function xoshiro(state: readonly number[]): Generator {
  if (state.length !== 4 || state.every((word) => word === 0)) {
    throw new RangeError("xoshiro128** needs four words of state, not all of them 0");
  }
  let [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state.map((word) => word | 0);
  const next = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };
  const below = (bound: number): number => {
    // Lemire's method: the upper half of a 64-bit product; the few lower halves that would bias it are drawn again.
    for (;;) {
      const product = next() * bound;
      const lower = product >>> 0;
      if (lower >= bound || lower >= 2 ** 32 % bound) return Math.floor(product / 2 ** 32);
    }
  };
  return { next, below, unit: () => next() / 2 ** 32 };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
