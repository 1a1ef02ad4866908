import type { FeaturizationDifference } from "../../schema/comparisons.ts";
import {
  type Scope,
  selectConfigurations,
  type SelectedConfiguration,
  type Selection,
  type Study,
} from "../query.ts";
import { selectRows } from "../select-rows.ts";
import type { RegistryNames } from "./registry-names.ts";

interface Limits {
  readonly auroc_s_lower: number | null;
  readonly auroc_s_upper: number | null;
}
type Configuration = SelectedConfiguration & Limits;

/** One pipeline that was run with several featurizations. */
export interface FeaturizedPipeline {
  /** With the featurization that others are compared with. */
  readonly reference: Configuration;
  readonly others: readonly {
    readonly configuration: Configuration;
    readonly difference: FeaturizationDifference;
  }[];
}

/** The pipelines of a scope that were run with several featurizations, in registry order, and what they were selected from. */
export async function selectFeaturized(
  study: Study,
  scope: Scope,
  names: RegistryNames,
): Promise<{ readonly pipelines: readonly FeaturizedPipeline[]; readonly selection: Selection }> {
  const all = { ...scope, featurization: "all" };
  const selection = await selectConfigurations<Limits>(study, all, ["auroc_s_lower", "auroc_s_upper"]);
  const { configurations } = selection;
  const differences = await selectRows<FeaturizationDifference>(study.analysis, {
    table: "featurization_differences",
    columns: ["config_id", "reference_config_id", "diff", "diff_lower", "diff_upper"],
    configurations,
    order: "config_id",
  });
  const placeOf = ({ outlier_method, imputation_method, classifier }: Configuration): number[] => [
    names.find("outlier", outlier_method).position,
    names.find("imputation", imputation_method).position,
    names.find("classifier", classifier).position,
  ];
  const pipelines = configurations
    .map((reference) => ({
      reference,
      others: differences
        .filter(({ reference_config_id }) => reference_config_id === reference.config_id)
        .flatMap((difference) =>
          configurations
            .filter(({ config_id }) => config_id === difference.config_id)
            .map((configuration) => ({ configuration, difference })),
        ),
    }))
    .filter(({ others }) => others.length > 0)
    .toSorted((a, b) => inOrder(placeOf(a.reference), placeOf(b.reference)));
  return { pipelines, selection };
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  return a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
