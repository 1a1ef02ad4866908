/**
 * Why labels and predictions cannot be used. `index` is the first offending position, `count` how many there
 * are; neither tells whose row it is.
 */
export type InputFailure =
  | { readonly reason: "empty" }
  | { readonly reason: "unequal-length"; readonly expected: number; readonly found: number }
  | { readonly reason: "not-finite"; readonly index: number; readonly count: number }
  | { readonly reason: "not-binary"; readonly index: number; readonly count: number }
  | { readonly reason: "out-of-range"; readonly index: number; readonly count: number }
  | { readonly reason: "single-class"; readonly n: number; readonly events: number };

/**
 * Why a recalibration model has no estimate. `no-overlap`: some cut on the prediction separates the classes (or
 * all predictions are equal), so no finite slope maximises the likelihood.
 */
export type FitFailure =
  | { readonly reason: "no-overlap" }
  | { readonly reason: "did-not-converge"; readonly iterations: number };

/** Why an interval or a variance does not exist: one observation in a group, or a spread of zero. */
export type SpreadFailure =
  | { readonly reason: "too-few"; readonly n: number }
  | { readonly reason: "no-spread" };
