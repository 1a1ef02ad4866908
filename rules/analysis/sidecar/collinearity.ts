import type { FigureDocument } from "plr/charts/document";
import {
  collinearityHeight,
  type CollinearityRow,
  type FeaturePairRow,
  type FeatureRow,
} from "plr/charts/figures/collinearity";
import { fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { FeatureCollinearity, FeaturePair, FeatureVif } from "../../schema/features.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { featureName } from "./feature-names.ts";
import { figureDocument } from "./figure-document.ts";
import { intervalBy } from "./intervals.ts";
import { registryNames } from "./registry-names.ts";

/** Above the first, a feature is usually called collinear; above the second, badly so. */
const limits = [5, 10] as const;

/** VIF: variance inflation of each training feature over the configurations, and the correlations behind it. */
export async function collinearityDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const factors = await selectRows<FeatureVif>(study.results, {
    table: "feature_vif",
    columns: ["config_id", "feature", "vif", "n"],
    configurations: selection.configurations,
    where: "block = 'all'",
    order: "feature, config_id",
  });
  const main = [scope.classifier, scope.featurization];
  const summaries = await study.analysis.rows<FeatureCollinearity>(
    "FROM feature_collinearity WHERE classifier = $1 AND featurization = $2 ORDER BY feature, block",
    main,
  );
  const pairs = await study.analysis.rows<FeaturePair>(
    "FROM feature_pairs WHERE classifier = $1 AND featurization = $2 ORDER BY feature, other",
    main,
  );
  const people = factors[0]?.n ?? 0;
  const features = featureRows(summaries, people);
  const pipelines = new Map(selection.configurations.map((row) => [row.config_id, names.pipeline(row)]));
  const data: CollinearityRow[] = [
    ...features,
    ...factors.map(({ config_id, feature, vif }): CollinearityRow => ({
      part: "configuration",
      config_id,
      name: pipelines.get(config_id) ?? "",
      feature,
      vif,
    })),
    ...pairs.map(({ feature, other, median_r, min_r, max_r }): FeaturePairRow => ({
      part: "pair",
      feature,
      other,
      median_r,
      min_r,
      max_r,
    })),
  ];
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "feature_vif", "feature_collinearity", "feature_pairs", "methods"],
    selected: [factors, summaries, pairs],
    data,
    missing: factors.filter(({ vif }) => vif === null).length,
    alt: altOf(features),
    sentences: [
      `Features of the ${people} training people. VIF is 1/(1 − R²) of a feature regressed on the others ` +
        "with an intercept: on all of them (filled), or on those of the same light (open).",
      `Lines at ${limits.join(" and ")}: rules of thumb, not tests.`,
      "B: median over the configurations of Pearson's correlation.",
    ],
    units: { vif: "1", median_vif: "1", median_vif_same_light: "1", median_r: "1" },
    needs: [
      {
        name: "the training features of the runs",
        met: factors.length > 0,
        detail: "no run has them among its artifacts, or they are not of lights",
      },
    ],
    intervals: [intervalBy("spread", "one tick per configuration")],
    height: collinearityHeight,
  });
}

export default dataTask(collinearityDocument);

/** Blue before red, as the lights are shown; within a light by the time that the feature is taken from. */
function featureRows(summaries: readonly FeatureCollinearity[], n: number): FeatureRow[] {
  return summaries
    .filter(({ block }) => block === "all")
    .map(({ feature, n_configs, median_vif, min_vif, max_vif }): FeatureRow => {
      const own = summaries.find((row) => row.feature === feature && row.block === "same light");
      return {
        part: "feature",
        feature,
        ...featureName(feature),
        n,
        n_configs,
        median_vif,
        min_vif,
        max_vif,
        median_vif_same_light: own?.median_vif ?? null,
      };
    })
    .toSorted(
      (a, b) =>
        Number(a.light > b.light) - Number(a.light < b.light) ||
        a.position - b.position ||
        (a.feature < b.feature ? -1 : 1),
    );
}

function altOf(features: readonly FeatureRow[]): string {
  const sorted = features.toSorted((a, b) => (b.median_vif ?? 0) - (a.median_vif ?? 0));
  const [highest] = sorted;
  if (highest === undefined) return "No training features.";
  const above = features.filter(({ median_vif }) => (median_vif ?? 0) > limits[1]).length;
  return (
    `${above} of ${features.length} features above VIF ${limits[1]}; highest ${highest.display_name.toLowerCase()}, ` +
    `${highest.light}, median ${fixed(highest.median_vif, 1)}.`
  );
}
