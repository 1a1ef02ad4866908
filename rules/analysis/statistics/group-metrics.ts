import { describe } from "plr/stratos/describe";
import { placements } from "plr/stratos/placements";
import type { Resamples } from "plr/stratos/resamples";
import type { GroupMetric } from "../../schema/comparisons.ts";
import { type Limits, meanKernel, samplingLimits } from "./auroc-limits.ts";
import { type Configuration, type Factor, methodOf } from "./configuration.ts";
import { contributions, personMetrics } from "./person-metrics.ts";
import { averageContributions, resampledMean } from "./resampled-mean.ts";

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
      samplingLimits(meanKernel(kernels)),
    ),
    row(
      "auroc_mean_pred",
      ofMean.map((kernel) => kernel.value),
      samplingLimits(meanKernel(ofMean)),
    ),
    ...personMetrics.map((metric) => {
      const lists = members.map((configuration) => contributions(configuration.people, metric));
      const values = lists.map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
      return row(metric, values, resampledMean(averageContributions(lists), resamples));
    }),
  ];
}

function row(metric: string, values: readonly number[], { lower, upper }: Limits): Row {
  const description = describe(values);
  if (description === null) throw new RangeError(`${metric}: no configurations to describe`);
  const { n, mean, sd, min, max } = description;
  return { metric, n_configs: n, mean, sd, min, max, ci_lower: lower, ci_upper: upper };
}
