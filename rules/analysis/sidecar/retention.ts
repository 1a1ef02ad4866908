import type { FigureDocument } from "plr/charts/document";
import { retentionHeight } from "plr/charts/figures/retention";
import { fixed } from "plr/charts/number-text";
import type { RetentionPoint, RetentionRow } from "plr/charts/figures/retention-rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { CertaintyThird, RetentionMetric } from "../../schema/decisions.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { intervalBy } from "./intervals.ts";
import { registryNames } from "./registry-names.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed, rolePipelines } from "./roles.ts";

/** Fewer test people than this cannot be kept and referred. */
const fewestPeople = 20;

const metrics = ["auroc", "scaled_brier", "net_benefit_15pct"] as const;

/** RET: three metrics among the most certain people of each role, and errors in thirds of certainty. */
export async function retentionDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope, roles }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, selection.configurations);
  const configurations = found.map(({ configuration }) => configuration);
  const points = await selectRows<RetentionMetric>(study.results, {
    table: "retention_metrics",
    columns: [
      "config_id",
      "metric_name",
      "retention_rate",
      "metric_value",
      "default_value",
      "n_retained",
      "n_events_retained",
    ],
    configurations,
    where: `uncertainty = 'refit_sd' AND metric_name IN (${metrics.map((name) => `'${name}'`).join(", ")})`,
    order: "config_id, metric_name, retention_rate",
  });
  const thirds = await selectRows<CertaintyThird>(study.results, {
    table: "certainty_thirds",
    columns: ["config_id", "stratum", "n", "errors", "rate", "ci_lower", "ci_upper"],
    configurations,
    where: "uncertainty = 'refit_sd'",
    order: "config_id, stratum",
  });
  const people = selection.configurations[0]?.n_test ?? 0;
  const data = found.flatMap((pipeline): RetentionRow[] => {
    const { role } = pipeline;
    const { config_id } = pipeline.configuration;
    return [
      pipelineColumns(pipeline, names),
      ...points.filter((point) => point.config_id === config_id).map((point) => pointRow(role, point)),
      ...thirds.filter((third) => third.config_id === config_id).map((third) => thirdRow(role, third)),
    ];
  });
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "retention_metrics", "certainty_thirds", "methods"],
    selected: [points, thirds],
    data,
    missing: points.filter(({ metric_value }) => metric_value === null).length,
    alt: altOf(data),
    sentences: [
      ...absentSentence(roles, found),
      "Certainty: standard deviation of a person's prediction over the refits. Prevalence changes along x, so B and C " +
        "need the counts below; dashed: treating all of the same group. Drawn while at least 20 people, 5 with and 5 " +
        "without glaucoma are kept. D: error rate at a threshold of 0.5 in disjoint thirds.",
    ],
    units: { metric_value: "1", default_value: "1", retention_rate: "1", rate: "1" },
    needs: [
      {
        name: `${fewestPeople} test people`,
        met: people >= fewestPeople,
        detail: `the study has ${people}`,
      },
      roleNeed(roles, found),
    ],
    intervals: [intervalBy("sampling", "Wilson, D alone")],
    abbreviated: pipelineMethods(found, names),
    height: retentionHeight,
  });
}

export default dataTask(retentionDocument);

function pointRow(role: string, point: RetentionMetric): RetentionPoint {
  return {
    part: "retention",
    role,
    metric_name: point.metric_name as RetentionPoint["metric_name"],
    retention_rate: point.retention_rate,
    metric_value: point.metric_value,
    default_value: point.default_value,
    n_retained: point.n_retained,
    n_events_retained: point.n_events_retained,
    reason: point.metric_value === null ? "one class left" : null,
  };
}

function thirdRow(role: string, third: CertaintyThird): RetentionRow {
  const { n, errors, rate, ci_lower, ci_upper } = third;
  const stratum = third.stratum === 1 ? 1 : third.stratum === 2 ? 2 : 3;
  return { part: "third", role, stratum, n, errors, rate, ci_lower, ci_upper };
}

function altOf(data: readonly RetentionRow[]): string {
  const first = data.find((row) => row.part === "pipeline");
  const at = (rate: number): RetentionPoint | undefined =>
    data
      .filter((row) => row.part === "retention")
      .find((row) => row.role === first?.role && row.metric_name === "auroc" && row.retention_rate === rate);
  const kept = at(16 / 20);
  return (
    `At 80% kept AUROC goes from ${fixed(at(1)?.metric_value ?? null, 3)} to ` +
    `${fixed(kept?.metric_value ?? null, 3)} in ${first?.name ?? "no pipeline"}; ` +
    `${kept?.n_retained ?? 0} people, ${kept?.n_events_retained ?? 0} with glaucoma remain.`
  );
}
