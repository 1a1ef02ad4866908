import type { FigureDocument } from "plr/charts/document";
import { qualityHeight, type QualityRow, type ScoredMethod } from "plr/charts/figures/stage-quality";
import { fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Correlation, StageQuality } from "../../schema/stages.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { samplingByDelong } from "./intervals.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

/** The score by which each stage is judged. */
const metrics = { outlier: "f1", imputation: "mae" } as const;
const words = {
  outlier: "F1 of two outlier methods",
  imputation: "mean absolute error of two imputation methods",
};

/** STAGE: the methods of both stages by their own score and by the AUROC that they lead to. */
export async function qualityDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const scores = await study.analysis.rows<StageQuality>(
    `FROM stage_quality WHERE (stage = 'outlier' AND metric = 'f1') OR (stage = 'imputation' AND metric = 'mae')
     ORDER BY stage, value, method`,
  );
  const correlations = await study.analysis.rows<Correlation>(
    `FROM correlations WHERE method = 'spearman' AND name IN ('outlier_f1_auroc', 'imputation_mae_auroc')
     ORDER BY name`,
  );
  const stages = ["outlier", "imputation"] as const;
  const data = stages.flatMap((stage) => stageRows(stage, scores, correlations, names));
  const needs = stages.map((stage) => {
    const n = scores.filter((score) => score.stage === stage).length;
    return { name: words[stage], met: n > 1, detail: `the study has scores of ${n} in the complete block` };
  });
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "stage_quality", "correlations", "methods"],
    selected: [scores, correlations],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      "Scores are those of each stage's own runs on the test people, against ground truth, which has none itself; AUROC is " +
        "the mean over the complete block.",
      "One mark per method: the correlation counts each method once, and has few of them.",
    ],
    units: { value: "1", auroc: "1", rho: "1" },
    needs,
    intervals: [samplingByDelong],
    abbreviated: data.filter((row) => row.part === "method"),
    height: qualityHeight,
  });
}

export default dataTask(qualityDocument);

function stageRows(
  stage: "outlier" | "imputation",
  scores: readonly StageQuality[],
  correlations: readonly Correlation[],
  names: RegistryNames,
): QualityRow[] {
  const metric = metrics[stage];
  const own = scores.filter((score) => score.stage === stage);
  const found = correlations.find(({ name }) => name === `${stage}_${metric}_auroc`);
  const [rho, rho_lower, rho_upper] = [
    found?.estimate ?? null,
    found?.ci_lower ?? null,
    found?.ci_upper ?? null,
  ];
  if (own.length === 0) return [];
  return [
    {
      part: "stage",
      stage,
      metric,
      n: own.length,
      rho,
      rho_lower,
      rho_upper,
      reason:
        rho === null ? "no spread" : rho_lower === null ? "no interval under four methods or at ±1" : null,
    },
    ...own.map(({ method, n, value, auroc, auroc_ci_lower, auroc_ci_upper }): ScoredMethod => {
      const { display_name, short_name } = names.find(stage, method);
      return {
        part: "method",
        stage,
        method,
        display_name,
        short_name,
        category: names.category(stage, method),
        n,
        value,
        auroc,
        auroc_ci_lower,
        auroc_ci_upper,
      };
    }),
  ];
}

function altOf(data: readonly QualityRow[]): string {
  const stages = data
    .filter((row) => row.part === "stage")
    .map(({ stage, metric, n, rho }) => {
      const score = metric === "f1" ? "F1" : "mean absolute error";
      return `${stage} ${score} of ${n} methods: rank correlation ${fixed(rho, 2)}`;
    });
  return `AUROC against each stage's own score; ${stages.join("; ") || "no scores"}.`;
}
