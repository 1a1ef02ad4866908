import { aurocDifference, type AurocDifference } from "plr/stratos/auroc";
import { type Placements, placements } from "plr/stratos/placements";
import type { Resamples } from "plr/stratos/resamples";
import type { Result } from "plr/stratos/result";
import { type Configuration, isGroundTruth } from "./configuration.ts";
import { contributions, type PersonMetric, personMetrics } from "./person-metrics.ts";
import { resampledMean } from "./resampled-mean.ts";

/** One configuration against ground truth × ground truth of the same classifier and featurization. */
export interface ReferenceDifference {
  readonly config_id: number;
  readonly reference_config_id: number;
  readonly metric: string;
  readonly diff: number;
  readonly diff_lower: number | null;
  readonly diff_upper: number | null;
  /** AUROC only: the interval lies wholly beyond the declared margin on one side. */
  readonly outside_margin: boolean | null;
}

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
    ...(auroc === null ? [] : [{ ...keys, metric: "auroc", ...auroc }]),
    ...(ofMean === null ? [] : [{ ...keys, metric: "auroc_mean_pred", ...ofMean }]),
    ...others,
  ];
}

type Limits = Pick<ReferenceDifference, "diff" | "diff_lower" | "diff_upper">;

function aurocRow(
  a: Placements,
  b: Placements,
  margin: number,
): (Limits & Pick<ReferenceDifference, "outside_margin">) | null {
  const difference: Result<AurocDifference, unknown> = aurocDifference(a, b);
  if (!difference.ok) return null;
  const { value, variance, interval } = difference.value;
  if (variance === 0) return { diff: value, diff_lower: null, diff_upper: null, outside_margin: null };
  const { lower, upper } = interval;
  return {
    diff: value,
    diff_lower: lower,
    diff_upper: upper,
    outside_margin: lower > margin || upper < -margin,
  };
}

function resampledDifference(
  a: Configuration,
  b: Configuration,
  { metric, resamples }: { readonly metric: PersonMetric; readonly resamples: Resamples },
): Limits {
  const own = contributions(a.people, metric);
  const other = contributions(b.people, metric);
  const { value, lower, upper } = resampledMean(
    own.map((value, person) => value - (other[person] ?? 0)),
    resamples,
  );
  return { diff: value, diff_lower: lower, diff_upper: upper };
}
