import type { FeaturizationDifference } from "../../schema/comparisons.ts";
import { pairedDifference } from "./auroc-limits.ts";
import type { Configuration } from "./configuration.ts";

/**
 * Paired AUROC differences of every configuration from the same preprocessing and classifier with the features of
 * `featurization`: DeLong on the refits' kernels.
 *
 * @returns rows in the order of the configurations; none for the references themselves or where there is no reference
 */
export function featurizationDifferences(
  configurations: readonly Configuration[],
  featurization: string,
): FeaturizationDifference[] {
  return configurations.flatMap((configuration) => {
    const reference = configurations.find(
      (other) =>
        other.featurization === featurization &&
        other.outlier_method === configuration.outlier_method &&
        other.imputation_method === configuration.imputation_method &&
        other.classifier === configuration.classifier,
    );
    if (reference === undefined || reference === configuration) return [];
    const { diff, lower, upper } = pairedDifference(configuration.kernel, reference.kernel);
    return [
      {
        config_id: configuration.config_id,
        reference_config_id: reference.config_id,
        diff,
        diff_lower: lower,
        diff_upper: upper,
      },
    ];
  });
}
