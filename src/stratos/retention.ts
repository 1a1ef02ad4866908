import { auroc } from "./auroc.ts";
import { brierScore, scaledBrier } from "./brier.ts";
import type { InputFailure } from "./failure.ts";
import { wilsonInterval, type Interval } from "./interval.ts";
import { netBenefit, netBenefitTreatAll } from "./net-benefit.ts";
import { failed, ok, type Result } from "./result.ts";
import { errorsAt } from "./risk-coverage.ts";
import { finiteFailure, trustedSample, withBothClasses, type Sample } from "./sample.ts";

/** The threshold of the net benefit in a {@link RetentionPoint}. */
const BENEFIT_THRESHOLD = 15 / 100;
const LEAST_RETAINED = 10;

/** The metrics of the people that are kept when the least certain ones are referred. */
export interface RetentionPoint {
  /** i/20. */
  readonly rate: number;
  readonly nRetained: number;
  readonly nEventsRetained: number;
  /** Null if one class is left. */
  readonly auroc: number | null;
  readonly brier: number;
  /** Null if one class is left. */
  readonly scaledBrier: number | null;
  /** At a threshold of 15 %. */
  readonly netBenefit: number;
  /** Treating everybody of the same group. */
  readonly netBenefitAll: number;
}

/** Decisions in a third of the people, by certainty. */
export interface CertaintyThird {
  /** 1 holds the most certain. */
  readonly stratum: 1 | 2 | 3;
  readonly n: number;
  readonly errors: number;
  readonly rate: number;
  /** Wilson's interval of the error rate. */
  readonly interval: Interval;
}

/**
 * Metrics at each retention rate i/20, i = 1 … 20: of the ⌊n·i/20⌋ most certain people, at least 10 and at most n.
 * People of equal uncertainty are taken from the least prediction up, then controls before cases: this favours
 * nobody for their row.
 *
 * @param uncertainty one finite number per person; s, the standard deviation over refits, unless said otherwise
 * @returns twenty points; or `unequal-length`, `not-finite`
 */
export function retentionCurve(
  sample: Sample,
  uncertainty: Float64Array,
): Result<RetentionPoint[], InputFailure> {
  const ranked = byCertainty(sample, uncertainty);
  if (!ranked.ok) return ranked;
  return ok(
    Array.from({ length: 20 }, (_, step) => {
      const share = Math.floor((sample.n * (step + 1)) / 20);
      const kept = Math.min(sample.n, Math.max(LEAST_RETAINED, share));
      return describeKept((step + 1) / 20, part(ranked.value, 0, kept));
    }),
  );
}

/**
 * Error rates at a threshold of one half in disjoint thirds of certainty, the boundaries at ⌊n/3⌋ and ⌊2n/3⌋;
 * ties as in {@link retentionCurve}.
 *
 * @returns the thirds that hold anybody; or `unequal-length`, `not-finite`
 */
export function certaintyThirds(
  sample: Sample,
  uncertainty: Float64Array,
): Result<CertaintyThird[], InputFailure> {
  const ranked = byCertainty(sample, uncertainty);
  if (!ranked.ok) return ranked;
  const thirds: CertaintyThird[] = [];
  for (const stratum of [1, 2, 3] as const) {
    const start = Math.floor((sample.n * (stratum - 1)) / 3);
    const { n, ...people } = part(ranked.value, start, Math.floor((sample.n * stratum) / 3));
    if (n === 0) continue;
    const errors = errorsAt({ n, ...people }, 0.5).reduce((total, error) => total + error, 0);
    thirds.push({ stratum, n, errors, rate: errors / n, interval: wilsonInterval(errors, n) });
  }
  return ok(thirds);
}

function byCertainty(sample: Sample, uncertainty: Float64Array): Result<Sample, InputFailure> {
  if (uncertainty.length !== sample.n) {
    return failed({ reason: "unequal-length", expected: sample.n, found: uncertainty.length });
  }
  const problem = finiteFailure(uncertainty);
  if (problem !== null) return failed(problem);
  const order = [...uncertainty.keys()].sort(
    (a, b) => uncertainty[a]! - uncertainty[b]! || sample.p[a]! - sample.p[b]! || sample.y[a]! - sample.y[b]!,
  );
  return ok(
    trustedSample(
      Uint8Array.from(order, (i) => sample.y[i]!),
      Float64Array.from(order, (i) => sample.p[i]!),
    ),
  );
}

function part(sample: Sample, start: number, end: number): Sample {
  return trustedSample(sample.y.subarray(start, end), sample.p.subarray(start, end));
}

function describeKept(rate: number, kept: Sample): RetentionPoint {
  const both = withBothClasses(kept);
  return {
    rate,
    nRetained: kept.n,
    nEventsRetained: kept.events,
    auroc: both.ok ? auroc(both.value) : null,
    brier: brierScore(kept),
    scaledBrier: both.ok ? scaledBrier(both.value) : null,
    netBenefit: netBenefit(kept, BENEFIT_THRESHOLD),
    netBenefitAll: netBenefitTreatAll(kept.events / kept.n, BENEFIT_THRESHOLD),
  };
}
