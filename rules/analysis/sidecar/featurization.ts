import type { FigureDocument } from "plr/charts/document";
import { featurizationHeight, type FeaturizationRow } from "plr/charts/figures/featurization";
import { estimate, fixed } from "plr/charts/number-text";
import { classifier as drawnClassifier } from "plr/charts/rows";
import type { StudyRow } from "../../schema/analysis.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { pairedByDelong, samplingByDelong } from "./intervals.ts";
import { declaredMargin, marginLine } from "./margin-line.ts";
import { type FeaturizedPipeline, selectFeaturized } from "./featurized-pipelines.ts";
import { figureDocument } from "./figure-document.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

/** R7: AUROC of each featurization on the same preprocessing and classifier, and the paired difference. */
export async function featurizationDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const names = registryNames(await selectMethods(study.results));
  const { pipelines, selection } = await selectFeaturized(study, { ...scope, classifier: "all" }, names);
  const data = pipelines.flatMap((pipeline) => rowsOfPipeline(pipeline, names));
  const shown = new Set(data.flatMap((row) => (row.part === "featurization" ? [row.config_id] : [])));
  const configurations = selection.configurations.filter(({ config_id }) => shown.has(config_id));
  const isMet = pipelines.length > 0;
  const paired = { name: "featurizations", value: "several on the same pipeline", rows_left: shown.size };
  const margin = await declaredMargin(study);
  return figureDocument({
    figure,
    study: facts,
    selection: isMet ? { configurations, filters: [...selection.filters, paired] } : selection,
    tables: ["essential_metrics", "featurization_differences", "methods"],
    selected: [data],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      "Each block is one pipeline with one classifier, which differs in its features alone; in parentheses, the number " +
        "of inputs.",
    ],
    units: {
      auroc: "1",
      auroc_s_lower: "1",
      auroc_s_upper: "1",
      diff: "1",
      diff_lower: "1",
      diff_upper: "1",
    },
    needs: [
      {
        name: "a second featurization",
        met: isMet,
        detail: isMet
          ? "some pipelines were run with several"
          : "no pipeline was run with features other than the handcrafted ones",
      },
    ],
    referenceLines: [marginLine(margin)],
    intervals: [samplingByDelong, pairedByDelong],
    abbreviated: pipelines.flatMap(({ reference }) => [
      names.find("outlier", reference.outlier_method),
      names.find("imputation", reference.imputation_method),
    ]),
    height: featurizationHeight,
  });
}

export default dataTask(featurizationDocument);

function rowsOfPipeline({ reference, others }: FeaturizedPipeline, names: RegistryNames): FeaturizationRow[] {
  const pair = reference.config_id;
  const none = { diff: null, diff_lower: null, diff_upper: null };
  const members = [
    { configuration: reference, difference: none },
    ...others.toSorted((a, b) => b.configuration.auroc - a.configuration.auroc),
  ];
  return [
    {
      part: "pair",
      pair,
      name: names.pipeline(reference),
      classifier: drawnClassifier.parse(reference.classifier),
      classifier_name: names.find("classifier", reference.classifier).display_name,
    },
    ...members.map(({ configuration, difference }): FeaturizationRow => {
      const { featurization, config_id, auroc, auroc_s_lower, auroc_s_upper } = configuration;
      const { display_name, short_name } = names.find("featurization", featurization);
      const { diff, diff_lower, diff_upper } = difference;
      const isReference = configuration === reference;
      return {
        part: "featurization",
        pair,
        config_id,
        featurization,
        display_name,
        short_name,
        auroc,
        auroc_s_lower,
        auroc_s_upper,
        diff,
        diff_lower,
        diff_upper,
        is_reference: isReference,
        reason: isReference ? "is the reference" : null,
      };
    }),
  ];
}

function altOf(data: readonly FeaturizationRow[]): string {
  const rows = data.filter((row) => row.part === "featurization");
  const others = rows.filter((row) => !row.is_reference).slice(0, 2);
  if (others.length === 0) return "No pipeline was run with several featurizations.";
  const reference = rows.find((row) => row.is_reference);
  const differences = others.map(
    ({ display_name, diff, diff_lower, diff_upper }) =>
      `${display_name} differs by ${estimate(diff, diff_lower, diff_upper, 3)}`,
  );
  return (
    `${differences.join("; ")} from ${reference?.display_name ?? "n/a"}, AUROC ` +
    `${fixed(reference?.auroc ?? null, 3)}, on the same preprocessing.`
  );
}
