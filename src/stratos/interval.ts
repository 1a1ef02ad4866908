import { Z975 } from "./normal.ts";

/** A two-sided interval of 95 %. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Wald's interval: estimate ± 1.96 standard errors. */
export function waldInterval(estimate: number, standardError: number): Interval {
  return { lower: estimate - Z975 * standardError, upper: estimate + Z975 * standardError };
}

/**
 * Wald's interval on the logit scale, turned back: it stays within (0, 1) and is better near 1.
 *
 * @param estimate a share or an AUROC
 * @returns null at an estimate of exactly 0 or 1, where the logit is infinite
 */
export function logitInterval(estimate: number, standardError: number): Interval | null {
  if (estimate <= 0 || estimate >= 1) return null;
  const centre = Math.log(estimate / (1 - estimate));
  const half = (Z975 * standardError) / (estimate * (1 - estimate));
  return { lower: 1 / (1 + Math.exp(half - centre)), upper: 1 / (1 + Math.exp(-half - centre)) };
}

/**
 * Wilson's score interval (1927) of a share, without continuity correction.
 *
 * @param events number of successes
 * @param n number of trials, at least 1
 * @throws RangeError if n < 1 or events lies outside [0, n]
 */
export function wilsonInterval(events: number, n: number): Interval {
  if (!(n >= 1 && events >= 0 && events <= n)) throw new RangeError(`${events} of ${n} is not a share`);
  const share = events / n;
  const z2 = Z975 * Z975;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z975 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return {
    lower: events === 0 ? 0 : Math.max(0, centre - half),
    upper: events === n ? 1 : Math.min(1, centre + half),
  };
}
