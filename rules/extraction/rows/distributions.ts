import { describe, histogram } from "plr/stratos/describe";
import type { DistributionStats, ProbabilityDistribution } from "../../schema/calibration.ts";
import type { MeasuredRun } from "./measured-run.ts";

const BINS = 10;
const OUTCOMES = [0, 1] as const;

/** Rows of `probability_distributions`. */
export function probabilityDistributionRows(run: MeasuredRun, config_id: number): ProbabilityDistribution[] {
  return OUTCOMES.flatMap((outcome) =>
    Array.from(histogram(predictionsOf(run, outcome), BINS), (count, bin_index) => ({
      config_id,
      outcome,
      bin_index,
      bin_start: bin_index / BINS,
      bin_end: (bin_index + 1) / BINS,
      count,
    })),
  );
}

/** Rows of `distribution_stats`. */
export function distributionStatsRows(run: MeasuredRun, config_id: number): DistributionStats[] {
  return OUTCOMES.flatMap((outcome) => {
    const description = describe(predictionsOf(run, outcome));
    if (description === null) return [];
    const { n, mean, median, q25, q75, sd } = description;
    return [{ config_id, outcome, n, mean, median, q25, q75, sd }];
  });
}

/** p̄ of everybody with an outcome. */
export function predictionsOf({ sample }: MeasuredRun, outcome: 0 | 1): Float64Array {
  return sample.p.filter((_, person) => sample.y[person] === outcome);
}
