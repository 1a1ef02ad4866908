import type { Interval } from "./interval.ts";
import { Z975 } from "./normal.ts";
import { failed, ok, type Result } from "./result.ts";
import type { TwoClassSample } from "./sample.ts";
import { sum } from "./sum.ts";

/**
 * Ratio of observed to expected events, Σy/Σp. 1 is ideal, more than 1 means that risks are underestimated.
 * The interval is Wald's on the logarithm, with standard error √(1/O − 1/n), O the number of events.
 *
 * @returns ratio and interval; or `nothing-expected` if all predictions are 0, or so small that there is no ratio
 */
export function observedExpected(
  sample: TwoClassSample,
): Result<{ ratio: number; interval: Interval }, { readonly reason: "nothing-expected" }> {
  const ratio = sample.events / sum(sample.p);
  const factor = Math.exp(Z975 * Math.sqrt(1 / sample.events - 1 / sample.n));
  const interval = { lower: ratio / factor, upper: ratio * factor };
  return Number.isFinite(interval.upper) ? ok({ ratio, interval }) : failed({ reason: "nothing-expected" });
}
