import type { FigureDocument, ReferenceLine } from "plr/charts/document";
import { specificationHeight } from "plr/charts/figures/specification-curve";
import { counted, fixed, percent } from "plr/charts/number-text";
import type { SpecChoice, SpecConfiguration } from "plr/charts/figures/specification-rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { ChoiceSummary, ReferenceDifference } from "../../schema/comparisons.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type SelectedConfiguration, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { isGroundTruth } from "../statistics/configuration.ts";
import { figureDocument } from "./figure-document.ts";
import { intervalBy, pairedByDelong, samplingByDelong } from "./intervals.ts";
import { declaredMargin, marginLine } from "./margin-line.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

const limits = ["auroc_ci_lower", "auroc_ci_upper", "auroc_s_lower", "auroc_s_upper"] as const;
type Configuration = SelectedConfiguration & { readonly [K in (typeof limits)[number]]: number | null };

/** Whether the curve ranks the study's main classifier alone or every classifier. */
export type SpecificationOptions = { readonly classifiers: "main" | "all" };

/** The share at the top of the ranking whose commonest outlier method the alternative text names. */
const topShare = 0.25;

/** SPEC: every configuration of one or all classifiers by rank, and which choice of each factor stands at which rank. */
export async function specificationDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope: main, options }: FigureSetting<SpecificationOptions>,
): Promise<FigureDocument> {
  const scope = options.classifiers === "main" ? main : { ...main, classifier: "all" };
  const selection = await selectConfigurations<Pick<Configuration, (typeof limits)[number]>>(
    study,
    scope,
    limits,
  );
  const names = registryNames(await selectMethods(study.results));
  const differences = await selectRows<ReferenceDifference>(study.analysis, {
    table: "reference_differences",
    columns: ["config_id", "diff", "diff_lower", "diff_upper"],
    configurations: selection.configurations,
    where: "metric = 'auroc'",
    order: "config_id",
  });
  const summaries = await study.analysis.rows<ChoiceSummary>(
    "FROM choice_summary WHERE classifier = $1 AND featurization = $2 ORDER BY factor, method",
    [scope.classifier, scope.featurization],
  );
  const ranked = rankedRows(selection.configurations, differences, names);
  const choices = choiceRows(summaries, names);
  const median = summaries.find(({ factor }) => factor === "all")?.median_auroc ?? null;
  const lines = referenceLines(
    ranked.find(isReferenceOf(main.classifier)),
    median,
    await declaredMargin(study),
  );
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "reference_differences", "choice_summary", "methods"],
    selected: [selection.configurations, differences, summaries],
    data: [...ranked, ...choices],
    missing: ranked.filter(({ diff, is_reference }) => diff === null && !is_reference).length,
    alt: altOf(ranked, { choices, median }),
    sentences: [
      "Sorted by the estimate, so the left end is optimistic: the best were chosen on the same people.",
      ...(options.classifiers === "main"
        ? []
        : [`Compared with GT × GT of the same classifier; the line is that of ${main.classifier}.`]),
    ],
    units: { auroc: "1", diff: "1", median_auroc: "1", rank: "1" },
    referenceLines: lines,
    intervals: [
      intervalBy("refit", "percentiles over refits"),
      samplingByDelong,
      ...(differences.length > 0 ? [pairedByDelong] : []),
    ],
    abbreviated: choices,
    height: specificationHeight,
  });
}

export default dataTask<SpecificationOptions>(specificationDocument);

function isReferenceOf(classifier: string): (row: SpecConfiguration) => boolean {
  return (row) => row.is_reference && row.classifier === classifier;
}

function rankedRows(
  configurations: readonly Configuration[],
  differences: readonly ReferenceDifference[],
  names: RegistryNames,
): SpecConfiguration[] {
  const byConfiguration = new Map(differences.map((row) => [row.config_id, row]));
  return configurations
    .toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id)
    .map((row, index) => {
      const difference = byConfiguration.get(row.config_id);
      const isReference = isGroundTruth(row);
      return {
        part: "configuration",
        config_id: row.config_id,
        rank: index + 1,
        outlier_method: row.outlier_method,
        imputation_method: row.imputation_method,
        classifier: row.classifier as SpecConfiguration["classifier"],
        name: names.pipeline(row),
        category: names.category("outlier", row.outlier_method),
        auroc: row.auroc,
        auroc_ci_lower: row.auroc_ci_lower,
        auroc_ci_upper: row.auroc_ci_upper,
        auroc_s_lower: row.auroc_s_lower,
        auroc_s_upper: row.auroc_s_upper,
        diff: difference?.diff ?? null,
        diff_lower: difference?.diff_lower ?? null,
        diff_upper: difference?.diff_upper ?? null,
        is_reference: isReference,
        reason:
          difference !== undefined ? null : isReference ? "is the reference" : "no GT × GT to compare with",
      };
    });
}

function choiceRows(summaries: readonly ChoiceSummary[], names: RegistryNames): SpecChoice[] {
  return summaries
    .filter(({ factor }) => factor !== "all")
    .map((summary): SpecChoice => {
      const factor = summary.factor as SpecChoice["factor"];
      return {
        part: "choice",
        factor,
        ...names.columns(factor, summary.method),
        n: summary.n,
        median_auroc: summary.median_auroc,
        median_rank: summary.median_rank,
      };
    })
    .toSorted(
      (a, b) =>
        order(a) - order(b) || (b.median_auroc ?? -1) - (a.median_auroc ?? -1) || a.position - b.position,
    );
}

function order({ factor }: SpecChoice): number {
  return ["outlier", "imputation", "classifier"].indexOf(factor);
}

function referenceLines(
  reference: SpecConfiguration | undefined,
  median: number | null,
  margin: number,
): ReferenceLine[] {
  const none = { lower: null, upper: null };
  return [
    ...(reference === undefined
      ? []
      : [
          {
            name: "GT × GT",
            value: reference.auroc,
            ...none,
            source: `ground-truth outliers and imputation, ${reference.classifier}`,
          },
          marginLine(margin),
        ]),
    ...(median === null
      ? []
      : [{ name: "median", value: median, ...none, source: "of the configurations shown" }]),
  ];
}

function altOf(
  ranked: readonly SpecConfiguration[],
  { choices, median }: { readonly choices: readonly SpecChoice[]; readonly median: number | null },
): string {
  const above = ranked.filter(({ diff }) => (diff ?? 0) > 0).length;
  const top = ranked.slice(0, Math.ceil(ranked.length * topShare));
  const counts = Map.groupBy(top, ({ outlier_method }) => outlier_method);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  const method = choices.find((choice) => choice.factor === "outlier" && choice.method === most?.[0]);
  return [
    `${counted(ranked.length, "configuration")}, AUROC ${fixed(ranked.at(0)?.auroc ?? null, 3)} to ` +
      `${fixed(ranked.at(-1)?.auroc ?? null, 3)}, median ${fixed(median, 3)}`,
    !ranked.some(({ is_reference }) => is_reference)
      ? "no ground truth to compare with"
      : `${above} above ground truth`,
    `top ${percent(topShare, 0)} mostly ${method?.short_name ?? "n/a"}.`,
  ].join("; ");
}
