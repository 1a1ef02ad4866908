import type { FigureDocument } from "plr/charts/document";
import { type StageMethod, type StageRow, stagesHeight } from "plr/charts/figures/stage-differences";
import { fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { MethodContrast } from "../../schema/comparisons.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Selection, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { type FeaturizedPipeline, selectFeaturized } from "./featurized-pipelines.ts";
import { figureDocument } from "./figure-document.ts";
import { pairedByDelong } from "./intervals.ts";
import { declaredMargin, marginLine } from "./margin-line.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

/** R8: the paired difference of every method from the reference of its stage, by category. */
export async function stagesDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const main = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const contrasts = await study.analysis.rows<MethodContrast>(
    `FROM method_contrasts WHERE featurization = $1 AND classifier = $2
     AND factor IN ('outlier', 'imputation') AND block IN ('complete', 'incomplete') ORDER BY factor, method`,
    [scope.featurization, scope.classifier],
  );
  const featurized = await selectFeaturized(study, scope, names);
  const data = [
    ...stageRows("outlier", contrasts, names),
    ...stageRows("imputation", contrasts, names),
    ...featurized.pipelines.slice(0, 1).flatMap((pipeline) => featurizationRows(pipeline, names)),
  ];
  const methods = data.filter((row) => row.part === "method");
  const categories = new Set(methods.flatMap(({ category }) => category ?? []));
  const margin = await declaredMargin(study);
  return figureDocument({
    figure,
    study: facts,
    selection: withFeaturized(main, featurized),
    tables: ["essential_metrics", "method_contrasts", "featurization_differences", "methods"],
    selected: [contrasts, data],
    data,
    missing: 0,
    alt: altOf(methods),
    sentences: [
      "Outlier and imputation methods over the complete block, each from the reference of its stage over the same partners.",
      "An imputation reference is the best of the block: chosen on the same people, so optimistic.",
      ...(featurized.pipelines.length > 0
        ? ["Features: the same preprocessing and classifier with other features."]
        : ["No pipeline of this classifier was run with several featurizations."]),
    ],
    units: { diff: "1", diff_lower: "1", diff_upper: "1" },
    needs: [
      {
        name: "methods of two categories",
        met: categories.size > 1,
        detail: `the study compares methods of ${categories.size}`,
      },
    ],
    referenceLines: [marginLine(margin)],
    intervals: [pairedByDelong],
    abbreviated: methods,
    height: stagesHeight,
  });
}

export default dataTask(stagesDocument);

/** The configurations of the main featurization, and the shown pipeline's with other features. */
function withFeaturized(
  main: Selection,
  {
    pipelines,
    selection,
  }: { readonly pipelines: readonly FeaturizedPipeline[]; readonly selection: Selection },
): Selection {
  const others = new Set(
    pipelines.slice(0, 1).flatMap((one) => one.others.map(({ configuration }) => configuration.config_id)),
  );
  if (others.size === 0) return main;
  const configurations = [
    ...main.configurations,
    ...selection.configurations.filter(({ config_id }) => others.has(config_id)),
  ];
  const added = { name: "other features", value: "of the same pipeline", rows_left: configurations.length };
  return { configurations, filters: [...main.filters, added] };
}

function stageRows(
  stage: "outlier" | "imputation",
  contrasts: readonly MethodContrast[],
  names: RegistryNames,
): StageRow[] {
  const own = contrasts.filter(({ factor }) => factor === stage);
  const reference = own.find(({ is_reference }) => is_reference);
  const methods = own.flatMap((contrast): StageMethod[] => {
    const { method, diff, diff_lower, diff_upper } = contrast;
    if (diff === null || contrast.is_reference) return [];
    return [
      {
        part: "method",
        stage,
        ...names.columns(stage, method),
        group: names.category(stage, method),
        diff,
        diff_lower,
        diff_upper,
      },
    ];
  });
  if (reference === undefined || methods.length === 0) return [];
  return [{ part: "stage", stage, reference: names.find(stage, reference.method).display_name }, ...methods];
}

function featurizationRows({ reference, others }: FeaturizedPipeline, names: RegistryNames): StageRow[] {
  const stage = "featurization";
  return [
    { part: "stage", stage, reference: names.find(stage, reference.featurization).display_name },
    ...others.map(({ configuration, difference }): StageMethod => {
      const { diff, diff_lower, diff_upper } = difference;
      return {
        part: "method",
        stage,
        ...names.columns(stage, configuration.featurization),
        group: names.pipeline(reference),
        diff,
        diff_lower,
        diff_upper,
      };
    }),
  ];
}

function altOf(methods: readonly StageMethod[]): string {
  const range = (rows: readonly StageMethod[]): string => {
    const sorted = rows.map(({ diff }) => diff).toSorted((a, b) => a - b);
    const [low, high] = [sorted.at(0), sorted.at(-1)];
    if (low === undefined || high === undefined) return "none";
    return sorted.length === 1 ? fixed(low, 3) : `${fixed(low, 3)} to ${fixed(high, 3)}`;
  };
  const of = (stage: StageMethod["stage"]): readonly StageMethod[] =>
    methods.filter(
      (row) => row.stage === stage && (row.category ?? "Foundation Model") === "Foundation Model",
    );
  return (
    "Paired differences in AUROC by category and stage; foundation models: outlier detection " +
    `${range(of("outlier"))}, imputation ${range(of("imputation"))}, embeddings ${range(of("featurization"))}.`
  );
}
