import { meanPrediction, personPredictions, type RefitPredictions } from "./refit-predictions.ts";
import { mean } from "./sum.ts";

/** The uncertainty of each person's prediction, in nats, taken apart; three arrays of n values. */
export interface UncertaintyParts {
  /** H(p̄): entropy of the averaged prediction. */
  readonly total: Float64Array;
  /** Mean over refits of H(p_b). */
  readonly expected: Float64Array;
  /** Mutual information, total − expected: what the refits disagree about. 0 or more. */
  readonly mutualInformation: Float64Array;
}

/**
 * Decomposes predictive entropy into the part that refits share and the part they disagree about (Depeweg 2018),
 * with the entropy of both outcomes, −p ln p − (1 − p) ln(1 − p), and 0 ln 0 = 0.
 *
 * @param means p̄ of each person, if it is known already
 */
export function decomposeUncertainty(
  P: RefitPredictions,
  means: Float64Array = meanPrediction(P).mean,
): UncertaintyParts {
  const total = means.map(binaryEntropy);
  const expected = new Float64Array(P.people);
  const entropies = new Float64Array(P.refits);
  for (let i = 0; i < P.people; i += 1) {
    const row = personPredictions(P, i);
    for (let b = 0; b < P.refits; b += 1) entropies[b] = binaryEntropy(row[b]!);
    expected[i] = mean(entropies);
  }
  // Entropy is concave, so only the rounding of p̄ can take the difference below 0.
  const mutualInformation = total.map((value, i) => Math.max(0, value - expected[i]!));
  return { total, expected, mutualInformation };
}

/** Entropy of a binary outcome, in nats. Precondition: p within [0, 1]. */
export function binaryEntropy(p: number): number {
  if (p === 0 || p === 1) return 0;
  return -p * Math.log(p) - (1 - p) * Math.log1p(-p);
}
