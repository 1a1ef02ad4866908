import { aurocEstimate } from "plr/stratos/auroc";
import { describe } from "plr/stratos/describe";
import { combinePlacements, type Placements, placements } from "plr/stratos/placements";
import type { Resamples } from "plr/stratos/resamples";
import { type Configuration, type Factor, methodOf } from "./configuration.ts";
import { contributions, personMetrics } from "./person-metrics.ts";
import { averageContributions, type Estimate, resampledMean } from "./resampled-mean.ts";

/** One metric over all configurations of one level of a factor. */
export interface GroupMetric {
  readonly factor: Factor;
  readonly level: string;
  readonly classifier: string;
  readonly featurization: string;
  readonly metric: string;
  readonly n_configs: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
  readonly ci_lower: number | null;
  readonly ci_upper: number | null;
}

/**
 * Describes every level of a factor over *all* of its configurations, whatever their partners: what there is, not a
 * comparison (for that, `methodContrasts`). The interval of a mean is over test people, resampled once for all.
 *
 * @param configurations of one featurization, and of one classifier unless that is the factor
 * @param levels in registry order
 */
export function groupMetrics(
  configurations: readonly Configuration[],
  group: { readonly factor: Factor; readonly levels: readonly string[]; readonly resamples: Resamples },
): GroupMetric[] {
  return group.levels.flatMap((level) => {
    const members = configurations.filter((configuration) => methodOf(configuration, group.factor) === level);
    const [first] = members;
    if (first === undefined) return [];
    const { classifier, featurization } = first;
    const keys = { factor: group.factor, level, classifier, featurization };
    return metricsOf(members, group.resamples).map((row) => ({ ...keys, ...row }));
  });
}

type Row = Omit<GroupMetric, "factor" | "level" | "classifier" | "featurization">;

function metricsOf(members: readonly Configuration[], resamples: Resamples): Row[] {
  const kernels = members.map((configuration) => configuration.kernel);
  const ofMean = members.map((configuration) => placements(configuration.people));
  return [
    row(
      "auroc",
      members.map((configuration) => configuration.auroc),
      aurocMean(kernels),
    ),
    row(
      "auroc_mean_pred",
      ofMean.map((kernel) => kernel.value),
      aurocMean(ofMean),
    ),
    ...personMetrics.map((metric) => {
      const lists = members.map((configuration) => contributions(configuration.people, metric));
      const values = lists.map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
      return row(metric, values, resampledMean(averageContributions(lists), resamples));
    }),
  ];
}

function row(metric: string, values: readonly number[], estimate: Omit<Estimate, "value">): Row {
  const description = describe(values);
  if (description === null) throw new RangeError(`${metric}: no configurations to describe`);
  const { n, mean, sd, min, max } = description;
  return { metric, n_configs: n, mean, sd, min, max, ci_lower: estimate.lower, ci_upper: estimate.upper };
}

function aurocMean(kernels: readonly Placements[]): Omit<Estimate, "value"> {
  const estimate = aurocEstimate(
    combinePlacements(
      kernels,
      kernels.map(() => 1 / kernels.length),
    ),
  );
  const limits = estimate.ok && !estimate.value.degenerate ? estimate.value.logit : null;
  return { lower: limits?.lower ?? null, upper: limits?.upper ?? null };
}
