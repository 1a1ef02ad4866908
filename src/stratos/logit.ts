/** Predictions are kept this far from 0 and 1 before a logit is taken. */
export const LOGIT_MARGIN = 1e-10;

/**
 * Log odds of predictions cut to [1e-10, 1 − 1e-10].
 *
 * @param p probabilities within [0, 1]
 * @returns the log odds, and how many predictions were cut
 */
export function clippedLogits(p: Float64Array): { logits: Float64Array; nCut: number } {
  let nCut = 0;
  const logits = p.map((value) => {
    const cut = Math.min(Math.max(value, LOGIT_MARGIN), 1 - LOGIT_MARGIN);
    if (cut !== value) nCut += 1;
    return Math.log(cut / (1 - cut));
  });
  return { logits, nCut };
}
