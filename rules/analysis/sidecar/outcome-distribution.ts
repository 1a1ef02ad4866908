import { distributionHeight, type DistributionRow } from "plr/charts/figures/outcome-distribution";
import { counted, fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { DistributionStats } from "../../schema/calibration.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { personRow, selectPeople, selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

type Measures = Pick<EssentialMetrics, "discrimination_slope" | "auroc_mean_pred">;

/** PROBS: the averaged predictions of all test people by outcome, for each role. */
export async function distributionParts(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting,
): Promise<DocumentParts> {
  const columns = ["discrimination_slope", "auroc_mean_pred"] as const;
  const { selection, names, found, configurations } = await selectRoles<Measures>(study, setting, columns);
  const people = await selectPeople(study, configurations, []);
  const stats = await selectRows<Pick<DistributionStats, "config_id" | "outcome" | "median">>(study.results, {
    table: "distribution_stats",
    columns: ["config_id", "outcome", "median"],
    configurations,
    order: "config_id, outcome",
  });
  const data = found.flatMap((pipeline): DistributionRow[] => {
    const { role, configuration } = pipeline;
    const { config_id, discrimination_slope, auroc_mean_pred } = configuration;
    const medianOf = (outcome: number): number =>
      stats.find((stat) => stat.config_id === config_id && stat.outcome === outcome)?.median ?? 0;
    return [
      {
        ...pipelineColumns(pipeline, names),
        discrimination_slope,
        auroc_mean_pred,
        median_glaucoma: medianOf(1),
        median_control: medianOf(0),
      },
      ...people.filter((person) => person.config_id === config_id).map((person) => personRow(role, person)),
    ];
  });
  return {
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "predictions", "distribution_stats", "methods"],
    selected: [configurations, people, stats],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      ...absentSentence(setting.roles, found),
      "Each dot is one person at the average of the refits' predictions, those with glaucoma above the line and those " +
        "without below; discrimination slope: difference of the two means.",
    ],
    units: { y_prob: "1", median_glaucoma: "1", median_control: "1" },
    needs: [roleNeed(setting.roles, found)],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: distributionHeight,
  };
}

/** Its sidecar. */
export const distributionDocument = documentOf(distributionParts);

export default dataTask(distributionDocument);

function altOf(data: readonly DistributionRow[]): string {
  const pipelines = data.filter((row) => row.part === "pipeline");
  const medians = pipelines.map(
    ({ name, median_glaucoma, median_control }) =>
      `${name} ${fixed(median_glaucoma, 2)} with glaucoma, ${fixed(median_control, 2)} without`,
  );
  const n = pipelines[0]?.n_test ?? 0;
  return `Predictions of ${counted(n, "person", "people")} per pipeline, medians: ${medians.join("; ")}.`;
}
