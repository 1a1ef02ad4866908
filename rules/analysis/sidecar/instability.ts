import type { FigureDocument } from "plr/charts/document";
import { instabilityHeight, type InstabilityRow } from "plr/charts/figures/instability";
import { fixed, percent } from "plr/charts/number-text";
import type { StudyRow } from "../../schema-analysis.ts";
import type { Instability } from "../../schema-results.ts";
import { dataTask, type FigureSetting } from "../figure-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { personRow, selectPeople, selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

/** Riley & Collins 2023 recommend at least as many refits. */
const recommendedRefits = 200;

/** INSTAB: the refits' predictions of each person beside the reference model's, for each role. */
export async function instabilityDocument(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting,
): Promise<FigureDocument> {
  const { selection, names, found, configurations } = await selectRoles(study, setting);
  const people = await selectPeople(study, configurations, ["y_prob_full", "y_prob_lower", "y_prob_upper"]);
  const measures = await selectRows<Instability>(study.results, {
    table: "instability",
    columns: ["config_id", "reference", "threshold", "mape", "cii"],
    configurations,
    where: "threshold = 0.5",
    order: "config_id, reference",
  });
  // One reference for all panels: the model of all training people only where every role has it.
  const hasFull = configurations.every(({ config_id }) =>
    measures.some((one) => one.config_id === config_id && one.reference === "full_model"),
  );
  const reference = hasFull ? "full_model" : "mean_of_models";
  const data = found.flatMap((pipeline): InstabilityRow[] => {
    const { config_id } = pipeline.configuration;
    const own = measures.find((one) => one.config_id === config_id && one.reference === reference);
    if (own === undefined) return [];
    return [
      { ...pipelineColumns(pipeline, names), reference, mape: own.mape, cii: own.cii },
      ...people
        .filter((person) => person.config_id === config_id)
        .map((person) => ({
          ...personRow(pipeline.role, person),
          p_ref: hasFull ? (person.y_prob_full ?? person.y_prob) : person.y_prob,
          y_prob_lower: person.y_prob_lower,
          y_prob_upper: person.y_prob_upper,
        })),
    ];
  });
  const refits = Math.min(...selection.configurations.map(({ n_bootstrap }) => n_bootstrap));
  return figureDocument({
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "predictions", "instability", "methods"],
    selected: [configurations, people, measures],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      ...absentSentence(setting.roles, found),
      hasFull
        ? "The reference is the model of all training people (Riley & Collins 2023)."
        : "No model of all training people: the reference is the mean of the refits, around which instability is smaller.",
      "Lines: 95% of the refits' predictions of one person; half-samples overstate instability." +
        (refits < recommendedRefits ? ` Fewer than the ${recommendedRefits} recommended refits.` : ""),
    ],
    units: { p_ref: "1", y_prob: "1", mape: "1", cii: "1" },
    needs: [roleNeed(setting.roles, found)],
    intervals: [{ kind: "refit", level: 0.95, method: "percentile", n_resamples: null, seed: null }],
    abbreviated: pipelineMethods(found, names),
    height: instabilityHeight,
  });
}

export default dataTask(instabilityDocument);

function altOf(data: readonly InstabilityRow[]): string {
  const measures = data
    .filter((row) => row.part === "pipeline")
    .map(({ name, mape, cii }) => `${name} ${fixed(mape, 2)}, ${percent(cii, 0)} of decisions flipped`);
  return `Mean absolute difference of refits from the reference: ${measures.join("; ")}.`;
}
