import { type Placements, placements } from "plr/stratos/placements";
import type { Resamples } from "plr/stratos/resamples";
import type { ReferenceDifference } from "../../schema/comparisons.ts";
import { pairedDifference } from "./auroc-limits.ts";
import { type Configuration, isGroundTruth } from "./configuration.ts";
import { contributions, type PersonMetric, personMetrics } from "./person-metrics.ts";
import { resampledMean } from "./resampled-mean.ts";

/** How differences are judged and resampled. */
export interface DifferenceOptions {
  /** Half-width of the band of AUROC differences declared irrelevant. */
  readonly margin: number;
  /** Resamples of the people, the same for every configuration. */
  readonly resamples: Resamples;
}

/**
 * Paired differences of every configuration from its own ground truth × ground truth: AUROCs by DeLong on kernels
 * (of the refits, and of the averaged prediction), metrics that are means over people by the shared resamples.
 *
 * @returns rows in the order of the configurations; none for the reference itself or where there is no reference
 */
export function referenceDifferences(
  configurations: readonly Configuration[],
  options: DifferenceOptions,
): ReferenceDifference[] {
  return configurations.flatMap((configuration) => {
    const reference = configurations.find(
      (other) =>
        isGroundTruth(other) &&
        other.classifier === configuration.classifier &&
        other.featurization === configuration.featurization,
    );
    if (reference === undefined || reference === configuration) return [];
    return differencesOf(configuration, reference, options);
  });
}

function differencesOf(
  configuration: Configuration,
  reference: Configuration,
  { margin, resamples }: DifferenceOptions,
): ReferenceDifference[] {
  const keys = { config_id: configuration.config_id, reference_config_id: reference.config_id };
  const auroc = aurocRow(configuration.kernel, reference.kernel, margin);
  const ofMean = aurocRow(placements(configuration.people), placements(reference.people), margin);
  const others = personMetrics.map((metric) => ({
    ...keys,
    metric,
    ...resampledDifference(configuration, reference, { metric, resamples }),
    outside_margin: null,
  }));
  return [
    { ...keys, metric: "auroc", ...auroc },
    { ...keys, metric: "auroc_mean_pred", ...ofMean },
    ...others,
  ];
}

type Difference = Pick<ReferenceDifference, "diff" | "diff_lower" | "diff_upper">;

function aurocRow(
  a: Placements,
  b: Placements,
  margin: number,
): Difference & Pick<ReferenceDifference, "outside_margin"> {
  const { diff, lower, upper } = pairedDifference(a, b);
  const outside_margin = lower === null || upper === null ? null : lower > margin || upper < -margin;
  return { diff, diff_lower: lower, diff_upper: upper, outside_margin };
}

function resampledDifference(
  a: Configuration,
  b: Configuration,
  { metric, resamples }: { readonly metric: PersonMetric; readonly resamples: Resamples },
): Difference {
  const own = contributions(a.people, metric);
  const other = contributions(b.people, metric);
  const { value, lower, upper } = resampledMean(
    own.map((value, person) => value - (other[person] ?? 0)),
    resamples,
  );
  return { diff: value, diff_lower: lower, diff_upper: upper };
}
