import type { SpreadFailure } from "./failure.ts";
import { midranks } from "./ranks.ts";
import { failed, ok, type Result } from "./result.ts";

/** Wilcoxon's signed-rank test. */
export interface SignedRankTest {
  /** Differences that are not 0. */
  readonly n: number;
  /** Sum of the ranks of the positive differences. */
  readonly statistic: number;
  /** Two-sided and exact. */
  readonly p: number;
}

/**
 * Wilcoxon's (1945) signed-rank test of paired differences. Zeros are left out, ties share mean ranks, and the
 * p-value is exact under random signs of these very ranks, whatever their number: no normal approximation.
 *
 * @param differences finite numbers; ties are ties to the last bit, so round what is equal but for rounding
 * @returns the test; or `too-few` if all differences are 0
 */
export function wilcoxonSignedRank(differences: readonly number[]): Result<SignedRankTest, SpreadFailure> {
  const moved = differences.filter((value) => value !== 0);
  if (moved.length === 0) return failed({ reason: "too-few", n: 0 });
  // Mean ranks are halves at most, so doubled ones are whole numbers and their sums can be counted.
  const doubled = Array.from(midranks(moved.map(Math.abs)), (rank) => Math.round(2 * rank));
  const positive = doubled.reduce((total, rank, i) => total + (moved[i]! > 0 ? rank : 0), 0);
  const shares = sumShares(doubled);
  const extreme = Math.min(positive, shares.length - 1 - positive);
  let tail = 0;
  for (let total = 0; total <= extreme; total += 1) tail += shares[total]!;
  return ok({ n: moved.length, statistic: positive / 2, p: Math.min(1, 2 * tail) });
}

/** For each possible sum, the share of the 2^n choices of signs that give it. */
function sumShares(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const shares = new Float64Array(total + 1);
  shares[0] = 1;
  for (const rank of ranks) {
    for (let at = total; at >= 0; at -= 1) {
      shares[at] = (shares[at]! + (at >= rank ? shares[at - rank]! : 0)) / 2;
    }
  }
  return shares;
}
