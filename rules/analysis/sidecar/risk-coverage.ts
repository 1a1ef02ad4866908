import { fewestKept, riskHeight, type RiskRow } from "plr/charts/figures/risk-coverage";
import { fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { RiskCoveragePoint } from "../../schema/decisions.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

/** RC: errors among the most certain people by how many are kept, for each role. */
export async function riskCoverageParts(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting,
): Promise<DocumentParts> {
  const { selection, names, found, configurations } = await selectRoles<Pick<EssentialMetrics, "aurc">>(
    study,
    setting,
    ["aurc"],
  );
  const points = await selectRows<RiskCoveragePoint>(study.results, {
    table: "risk_coverage",
    columns: ["config_id", "k", "coverage", "n_errors", "risk", "generalised_risk", "oracle_risk"],
    configurations,
    where: "uncertainty = 'refit_sd'",
    order: "config_id, k",
  });
  const data = found.flatMap((pipeline): RiskRow[] => {
    const { config_id, aurc } = pipeline.configuration;
    return [
      { ...pipelineColumns(pipeline, names), aurc },
      ...points
        .filter((point) => point.config_id === config_id)
        .map(({ k, coverage, n_errors, risk, generalised_risk, oracle_risk }) => ({
          part: "risk" as const,
          role: pipeline.role,
          k,
          coverage,
          n_errors,
          risk,
          generalised_risk,
          oracle_risk,
        })),
    ];
  });
  return {
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "risk_coverage", "methods"],
    selected: [configurations, points],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      ...absentSentence(setting.roles, found),
      "Certainty: standard deviation of a person's prediction over the refits; errors at a threshold of 0.5, those of " +
        `equally certain people averaged. Drawn from ${fewestKept} people kept. AURC: area under the upper curve from the ` +
        "first person on.",
    ],
    units: { coverage: "1", risk: "1", generalised_risk: "1", oracle_risk: "1", aurc: "1" },
    needs: [roleNeed(setting.roles, found)],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: riskHeight,
  };
}

/** Its sidecar. */
export const riskCoverageDocument = documentOf(riskCoverageParts);

export default dataTask(riskCoverageDocument);

function altOf(data: readonly RiskRow[]): string {
  const first = data.find((row) => row.part === "pipeline");
  const own = data.filter((row) => row.part === "risk").filter(({ role }) => role === first?.role);
  const half = own.find(({ k }) => k === Math.ceil(own.length / 2));
  return (
    `${first?.name ?? "No pipeline"}: error ${fixed(own.at(-1)?.risk ?? null, 2)} at full coverage, ` +
    `${fixed(half?.risk ?? null, 2)} with the more certain half.`
  );
}
