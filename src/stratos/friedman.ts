import { chiSquaredUpper, fUpper } from "./distributions.ts";
import { midranks } from "./ranks.ts";
import { failed, ok, type Result } from "./result.ts";
import { finiteFailure } from "./sample.ts";
import { studentisedRangeQuantile, studentisedRangeUpper } from "./studentised-range.ts";

/** Why blocks cannot be compared by rank. */
export type BlockFailure =
  | { readonly reason: "too-few"; readonly blocks: number; readonly methods: number }
  | { readonly reason: "ragged"; readonly block: number }
  | { readonly reason: "not-finite"; readonly block: number }
  | { readonly reason: "all-tied" };

/** A comparison of k methods by their ranks within N blocks. */
export interface FriedmanTest {
  readonly methods: number;
  readonly blocks: number;
  /** Per block, the rank of each method: 1 is the greatest value, ties share the mean rank. */
  readonly blockRanks: readonly Float64Array[];
  readonly meanRanks: Float64Array;
  /** Friedman's χ², corrected for ties, with k − 1 degrees of freedom. */
  readonly statistic: number;
  readonly p: number;
  /** Iman & Davenport's (1980) F; null if all blocks agree perfectly, where it is infinite. */
  readonly imanDavenport: { readonly f: number; readonly p: number } | null;
  /** Nemenyi's critical difference of mean ranks at 5 %. */
  readonly criticalDifference: number;
}

/**
 * Friedman's (1937) test with Iman & Davenport's F and Nemenyi's critical difference (Demšar 2006). Greater values
 * are better. It needs independent blocks: where they share people or are refits of one model, what it gives is
 * description.
 *
 * @param blocks N rows of k values, one per method; ties are ties to the last bit
 * @returns the comparison; or `too-few` (fewer than two blocks or methods), `ragged`, `not-finite`, `all-tied`
 */
export function friedman(blocks: readonly (readonly number[])[]): Result<FriedmanTest, BlockFailure> {
  const k = blocks[0]?.length ?? 0;
  const n = blocks.length;
  if (n < 2 || k < 2) return failed({ reason: "too-few", blocks: n, methods: k });
  for (const [block, values] of blocks.entries()) {
    if (values.length !== k) return failed({ reason: "ragged", block });
    if (finiteFailure(values) !== null) return failed({ reason: "not-finite", block });
  }
  const blockRanks = blocks.map((values) => midranks(values.map((value) => -value)));
  const meanRanks = Float64Array.from(
    { length: k },
    (_, j) => blockRanks.reduce((total, ranks) => total + ranks[j]!, 0) / n,
  );
  const centre = (k + 1) / 2;
  const within = blockRanks.reduce((total, ranks) => total + squaresAbout(ranks, centre), 0);
  if (within === 0) return failed({ reason: "all-tied" });
  const statistic = (n * n * (k - 1) * squaresAbout(meanRanks, centre)) / within;
  return ok({
    methods: k,
    blocks: n,
    blockRanks,
    meanRanks,
    statistic,
    p: chiSquaredUpper(statistic, k - 1),
    imanDavenport: imanDavenport(statistic, n, k),
    criticalDifference: nemenyiCriticalDifference(k, n),
  });
}

/**
 * Nemenyi's critical difference of mean ranks: q/√2·√(k(k + 1)/(6N)), q of the studentised range (Demšar 2006).
 *
 * @param alpha family-wise level; .05 unless told
 */
export function nemenyiCriticalDifference(methods: number, blocks: number, alpha: number = 0.05): number {
  return studentisedRangeQuantile(alpha, methods) * rankError(methods, blocks);
}

/** Nemenyi's p-value of a difference of two mean ranks among k methods over N blocks. */
export function nemenyiP(difference: number, methods: number, blocks: number): number {
  return studentisedRangeUpper(Math.abs(difference) / rankError(methods, blocks), methods);
}

/** The standard error of a difference of mean ranks, over √2. */
function rankError(methods: number, blocks: number): number {
  return Math.sqrt((methods * (methods + 1)) / (12 * blocks));
}

function imanDavenport(statistic: number, n: number, k: number): FriedmanTest["imanDavenport"] {
  const rest = n * (k - 1) - statistic;
  if (rest <= 1e-9) return null;
  const f = ((n - 1) * statistic) / rest;
  return { f, p: fUpper(f, k - 1, (k - 1) * (n - 1)) };
}

function squaresAbout(ranks: Float64Array, centre: number): number {
  return ranks.reduce((total, rank) => total + (rank - centre) ** 2, 0);
}
