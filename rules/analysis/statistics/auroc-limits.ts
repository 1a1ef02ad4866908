import { aurocDifference, aurocEstimate } from "plr/stratos/auroc";
import { combinePlacements, type Placements } from "plr/stratos/placements";

/** Two limits; null where nothing spreads, so that there is no interval. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

const none: Limits = { lower: null, upper: null };

/** The kernel of a mean of AUROCs: kernels are linear, so their average has DeLong's variance. */
export function meanKernel(kernels: readonly Placements[]): Placements {
  return combinePlacements(
    kernels,
    kernels.map(() => 1 / kernels.length),
  );
}

/** 95 % limits of an AUROC over test people, on the logit scale. */
export function samplingLimits(kernel: Placements): Limits {
  const estimate = aurocEstimate(kernel);
  return estimate.ok && !estimate.value.degenerate ? (estimate.value.logit ?? none) : none;
}

/** A − B of AUROCs of the same people, with its paired 95 % limits on the plain scale. */
export function pairedDifference(a: Placements, b: Placements): Limits & { readonly diff: number } {
  const difference = aurocDifference(a, b);
  if (!difference.ok || difference.value.variance === 0) return { diff: a.value - b.value, ...none };
  const { value, interval } = difference.value;
  return { diff: value, lower: interval.lower, upper: interval.upper };
}
