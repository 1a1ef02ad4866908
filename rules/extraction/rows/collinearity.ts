import { varianceInflation } from "plr/stratos/collinearity";
import { pearson } from "plr/stratos/correlation";
import type { FeatureCorrelation, FeatureVif } from "../../schema/features.ts";
import type { TrainingFeatures } from "../training-features.ts";

/** A feature of the response to one light, with its values. */
interface LightFeature {
  readonly feature: string;
  readonly stimulus: string;
  readonly values: Float64Array;
}

/**
 * Rows of `feature_vif`: each feature among all, and among those of its own light. None where features are not of
 * lights, as an embedding's, or a value is missing.
 */
export function featureVifRows(features: TrainingFeatures | undefined, config_id: number): FeatureVif[] {
  const all = lightFeatures(features);
  const lights = [...Map.groupBy(all, ({ stimulus }) => stimulus).values()];
  const blocks = [
    ...factorsOf(all).map((row) => ({ ...row, block: "all" })),
    ...lights.flatMap(factorsOf).map((row) => ({ ...row, block: "same light" })),
  ];
  return blocks
    .map(({ feature, stimulus, block, vif, n }) => ({ config_id, feature, block, stimulus, vif, n }))
    .toSorted((a, b) => compare(a.feature, b.feature) || compare(a.block, b.block));
}

/** Rows of `feature_correlations`: Pearson's correlation of each pair of the features that have a VIF. */
export function featureCorrelationRows(
  features: TrainingFeatures | undefined,
  config_id: number,
): FeatureCorrelation[] {
  const all = lightFeatures(features).toSorted((a, b) => compare(a.feature, b.feature));
  return all.flatMap(({ feature, values }, index) =>
    all.slice(index + 1).map((other): FeatureCorrelation => {
      const found = pearson(values, other.values);
      const r = found.ok ? found.value.estimate : null;
      return { config_id, feature, other: other.feature, r, n: values.length };
    }),
  );
}

/** All of them or none: a factor among some of a model's features would be of another model. */
function lightFeatures(features: TrainingFeatures | undefined): LightFeature[] {
  const found = (features?.names ?? []).map((feature, index) => ({
    feature,
    stimulus: /^(?<light>Red|Blue)_.+_value$/.exec(feature)?.groups?.["light"],
    values: features?.columns[index] ?? new Float64Array(),
  }));
  const good = found.filter((one): one is LightFeature => one.stimulus !== undefined);
  const isWhole = good.length === found.length && good.every(({ values }) => values.every(Number.isFinite));
  return isWhole ? good : [];
}

/** No factors where there are not more people than features: then all would be without limit. */
function factorsOf(group: readonly LightFeature[]): (LightFeature & Pick<FeatureVif, "vif" | "n">)[] {
  const n = group[0]?.values.length ?? 0;
  if (n <= group.length + 1) return [];
  const factors = varianceInflation(group.map(({ values }) => values));
  return group.map((feature, index) => ({ ...feature, vif: factors[index] ?? null, n }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
