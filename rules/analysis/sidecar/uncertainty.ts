import type { FigureDocument } from "plr/charts/document";
import { uncertaintyHeight, type UncertaintyRow } from "plr/charts/figures/uncertainty";
import type { StudyRow } from "../../schema/analysis.ts";
import type { CertaintyThird } from "../../schema/decisions.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { personRow, selectPeople, selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

/** The decision whose errors are marked. */
const threshold = 0.5;

interface Correlated {
  readonly rho_sd_margin: number | null;
}

/** UNC: each person's spread over the refits by averaged prediction, with the errors among them, for each role. */
export async function uncertaintyDocument(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting,
): Promise<FigureDocument> {
  const { selection, names, found, configurations } = await selectRoles<Correlated>(study, setting, [
    "rho_sd_margin",
  ]);
  const people = await selectPeople(study, configurations, ["y_prob_sd"]);
  const thirds = await selectRows<Pick<CertaintyThird, "config_id" | "stratum" | "errors">>(study.results, {
    table: "certainty_thirds",
    columns: ["config_id", "stratum", "errors"],
    configurations,
    where: "uncertainty = 'refit_sd'",
    order: "config_id, stratum",
  });
  const data = found.flatMap((pipeline): UncertaintyRow[] => {
    const { config_id, rho_sd_margin } = pipeline.configuration;
    const errors = thirds.filter((third) => third.config_id === config_id).map((third) => third.errors);
    return [
      {
        ...pipelineColumns(pipeline, names),
        n_errors: errors.reduce((sum, count) => sum + count, 0),
        n_errors_least_certain: errors.at(-1) ?? 0,
        rho_sd_margin,
        reason: rho_sd_margin === null ? "no spread" : null,
      },
      ...people
        .filter((person) => person.config_id === config_id)
        .map((person) => ({
          ...personRow(pipeline.role, person),
          y_prob_sd: person.y_prob_sd,
          is_error: person.y_prob >= threshold !== (person.y_true === 1),
        })),
    ];
  });
  return figureDocument({
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "predictions", "certainty_thirds", "methods"],
    selected: [configurations, people, thirds],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      ...absentSentence(setting.roles, found),
      "Standard deviation of each person's prediction over the refits. ρ: rank correlation of the standard deviation and " +
        "closeness of the prediction to 0.5. Dashed: the largest that the mean allows. Ringed: decisions at a threshold of " +
        "0.5 that the outcome contradicts.",
    ],
    units: { y_prob: "1", y_prob_sd: "1", rho_sd_margin: "1" },
    needs: [roleNeed(setting.roles, found)],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: uncertaintyHeight,
  });
}

export default dataTask(uncertaintyDocument);

function altOf(data: readonly UncertaintyRow[]): string {
  const shares = data
    .filter((row) => row.part === "pipeline")
    .map(({ name, n_errors, n_errors_least_certain: least }) => `${least} of ${n_errors} in ${name}`);
  return `Refit SD against averaged prediction; errors in the least certain third: ${shares.join(", ")}.`;
}
